"""Removing once more what was removed after a backup was made, when that backup comes back."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select

from app.services.removal import delete_answers, remove_participations
from app.services.removal_marks import Mark, RemovedPart, keep_marks, lookups_of
from app.services.work import Work
from app.store.models import Participation


def unknown_keys(work: Work, known: Iterable[Mark]) -> set[str]:
    """Ids of lookup keys that made a mark and are not in the settings: their marks find nobody."""
    return {mark.key_id for mark in known} - set(work.lookup.key_ids)


def remove_again(work: Work, known: Collection[Mark]) -> dict[RemovedPart, int]:
    """Remove what these marks name; commits, and keeps the marks. Gives how many participations of each kind."""
    whole, answers = _named(known, RemovedPart.PARTICIPATION), _named(known, RemovedPart.ANSWERS)
    found: dict[RemovedPart, list[int]] = {RemovedPart.ANSWERS: [], RemovedPart.PARTICIPATION: []}
    for row in work.db.execute(select(Participation.id, Participation.token)).all():
        names = lookups_of(work, row.token)
        if names & whole:
            found[RemovedPart.PARTICIPATION].append(row.id)
        elif names & answers:
            found[RemovedPart.ANSWERS].append(row.id)
    delete_answers(work, found[RemovedPart.ANSWERS])
    remove_participations(work, found[RemovedPart.PARTICIPATION])
    keep_marks(work, known)
    work.db.commit()
    return {part: len(ids) for part, ids in found.items()}


def _named(known: Iterable[Mark], part: RemovedPart) -> set[tuple[str, str]]:
    return {(mark.key_id, mark.token_lookup) for mark in known if mark.kind == part}
