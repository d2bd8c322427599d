"""Marks of what was removed, so that an older backup which comes back does not bring removed people back.

A mark is a keyed hash of the random token of a participation: it says nothing to whoever has only the marks. What goes
because its period is over needs none: the same periods are applied to what came back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, insert, select

from app.services.work import Work
from app.store.models import RemovalMark


class RemovedPart(StrEnum):
    """What was removed of a participation."""

    ANSWERS = "answers"
    PARTICIPATION = "participation"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark as it travels: with the id of the lookup key that made its hash."""

    token_lookup: str
    key_id: str
    kind: str
    removed_at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Removals:
    """What an installation removed, and until when it is known (UTC)."""

    until: datetime
    marks: tuple[Mark, ...]


def mark_removed(work: Work, tokens: Collection[str], part: RemovedPart) -> None:
    """Note that these participations were removed, or their answers; the caller commits."""
    rows = [
        {
            "token_lookup": work.lookup.of(_marked(token)),
            "key_id": work.lookup.key_id,
            "kind": part.value,
            "removed_at": work.now(),
        }
        for token in tokens
    ]
    if rows:
        work.db.execute(insert(RemovalMark), rows)


def removals(work: Work) -> Removals:
    """Everything that was removed and may still stand in a backup."""
    until = work.now()
    rows = work.db.scalars(select(RemovalMark).order_by(RemovalMark.id))
    return Removals(
        until, tuple(Mark(row.token_lookup, row.key_id, row.kind, row.removed_at.isoformat()) for row in rows)
    )


def as_values(known: Removals) -> dict[str, object]:
    """Removals as JSON values."""
    return {"until": known.until.isoformat(), "marks": [asdict(mark) for mark in known.marks]}


def from_values(values: Mapping[str, object]) -> Removals:
    """The removals again. Raises KeyError, TypeError, ValueError for anything else."""
    marks = values["marks"]
    if not isinstance(marks, list):
        raise TypeError("marks")
    return Removals(datetime.fromisoformat(str(values["until"])), tuple(Mark(**mark) for mark in marks))


def keep_marks(work: Work, known: Collection[Mark]) -> None:
    """Let exactly these marks stand beside those of other participations; the caller commits."""
    hashes = [mark.token_lookup for mark in known]
    work.db.execute(delete(RemovalMark).where(RemovalMark.token_lookup.in_(hashes)))
    rows = [{**asdict(mark), "removed_at": datetime.fromisoformat(mark.removed_at)} for mark in known]
    if rows:
        work.db.execute(insert(RemovalMark), rows)


def lookups_of(work: Work, token: str) -> set[tuple[str, str]]:
    """Key id and keyed hash of a token under each key: how a mark names it."""
    return {(key_id, work.lookup.of(_marked(token), key_id)) for key_id in work.lookup.key_ids}


def forget_old_marks(work: Work, days: int) -> int:
    """Remove marks that no backup can need any more; commits. Gives how many."""
    old = RemovalMark.removed_at < work.now() - timedelta(days=days)
    number = work.db.scalar(select(func.count()).select_from(RemovalMark).where(old)) or 0
    work.db.execute(delete(RemovalMark).where(old))
    work.db.commit()
    return number


def _marked(token: str) -> str:
    return f"removed:{token}"
