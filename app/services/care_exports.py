"""A file of the GGD work list, four eyes: one colleague asks for it, another one allows it, the first takes it once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, insert, select, update

from app.services.accounts import Staff, names_of
from app.services.audit import AuditKind, Event, Outcome, actor_of, export, record
from app.services.signals import Signal, signals
from app.services.work import Work
from app.store.care_models import CareExport

STANDS = timedelta(hours=24)
"""So long somebody may allow what was asked for, and so long what was allowed may be taken."""
SHOWN = 20


class ExportUnknown(Exception):
    """No such file was asked for in this organisation."""


class OwnExport(Exception):
    """Who asked for a file cannot allow it."""


class ExportGone(Exception):
    """It was decided or taken already, was not allowed, or is too old."""


class ExportState(StrEnum):
    """How far a file is."""

    ASKED = "asked"
    ALLOWED = "allowed"
    REFUSED = "refused"
    TAKEN = "taken"
    TOO_OLD = "too_old"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A file that was asked for. ``decided_by`` None: nobody decided yet; ``own``: by who looks at it."""

    id: int
    state: ExportState
    asked_by: str
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    taken_at: datetime | None
    own: bool


def ask_for_export(work: Work, staff: Staff) -> int:
    """Ask for a file of the open items; commits. Gives its id."""
    asked = {"organisation_id": staff.organisation_id, "asked_by": staff.id, "asked_at": work.now()}
    export_id = work.care.scalars(insert(CareExport).values(**asked).returning(CareExport.id)).one()
    work.care.commit()
    _log(work, staff, export_id, "asked")
    return export_id


def exports(work: Work, staff: Staff) -> list[AskedFor]:
    """The files that were asked for last in this organisation, newest first."""
    mine = CareExport.organisation_id == staff.organisation_id
    rows = work.care.scalars(select(CareExport).where(mine).order_by(CareExport.id.desc()).limit(SHOWN)).all()
    names = names_of(work, staff, [one for row in rows for one in (row.asked_by, row.decided_by) if one is not None])
    return [_asked_for(work, staff, row, names) for row in rows]


def _asked_for(work: Work, staff: Staff, row: CareExport, names: dict[int, str]) -> AskedFor:
    return AskedFor(
        id=row.id,
        state=_state(work, row),
        asked_by=names.get(row.asked_by, "–"),
        asked_at=row.asked_at,
        decided_by=None if row.decided_by is None else names.get(row.decided_by, "–"),
        decided_at=row.decided_at,
        taken_at=row.taken_at,
        own=row.asked_by == staff.id,
    )


def _state(work: Work, row: CareExport) -> ExportState:
    if row.taken_at is not None:
        return ExportState.TAKEN
    if row.allowed is False:
        return ExportState.REFUSED
    if (row.decided_at or row.asked_at) <= work.now() - STANDS:
        return ExportState.TOO_OLD
    return ExportState.ALLOWED if row.allowed else ExportState.ASKED


def decide_export(work: Work, staff: Staff, export_id: int, *, yes: bool) -> None:
    """A second colleague allows or refuses it; commits. Raises ExportUnknown, OwnExport, ExportGone."""
    asked = find_export(work, staff, export_id)
    if asked.asked_by == staff.id:
        _log(work, staff, export_id, "allow", Outcome.REFUSED)
        raise OwnExport(export_id)
    if _state(work, asked) is not ExportState.ASKED:
        raise ExportGone(export_id)
    decided = {"allowed": yes, "decided_by": staff.id, "decided_at": work.now()}
    _change_once(work, export_id, CareExport.decided_at.is_(None), decided)
    _log(work, staff, export_id, "allowed" if yes else "refused")


def take_export(work: Work, staff: Staff, export_id: int) -> list[Signal]:
    """The open items as they are now, once, for who asked for them; commits. Raises ExportUnknown, ExportGone.

    What was allowed is used up before anything is handed over, and written down with the number of items.
    """
    asked = find_export(work, staff, export_id)
    if asked.asked_by != staff.id or _state(work, asked) is not ExportState.ALLOWED:
        _log(work, staff, export_id, "take", Outcome.REFUSED)
        raise ExportGone(export_id)
    _change_once(work, export_id, CareExport.taken_at.is_(None), {"taken_at": work.now()})
    found = signals(work, staff)
    _log(work, staff, export_id, f"taken,items={len(found)}")
    return found


def find_export(work: Work, staff: Staff, export_id: int) -> CareExport:
    """What was asked for in this organisation. Raises ExportUnknown."""
    mine = (CareExport.id == export_id, CareExport.organisation_id == staff.organisation_id)
    found = work.care.scalar(select(CareExport).where(*mine))
    if found is None:
        raise ExportUnknown(export_id)
    return found


def _change_once(work: Work, export_id: int, still: ColumnElement[bool], values: dict[str, object]) -> None:
    """Of two at the same moment one comes first; for the other one it is gone."""
    changed = update(CareExport).where(CareExport.id == export_id, still).values(**values).returning(CareExport.id)
    if work.care.scalar(changed) is None:
        work.care.rollback()
        raise ExportGone(export_id)
    work.care.commit()


def _log(work: Work, staff: Staff, export_id: int, detail: str, outcome: Outcome = Outcome.DONE) -> None:
    what = f"ggd_list,{detail}"
    event = Event(AuditKind.EXPORT, actor_of(staff), staff.organisation_id, export(export_id), outcome, what)
    record(work, event)
    work.db.commit()
