"""What came of the talks with somebody, each with its day, and since when somebody is ready for the next step.

A person states them; nothing here is worked out from answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import delete, select

from app.local_time import local_day
from app.services.accounts import Staff
from app.services.audit import AuditKind, Event, actor_of, person, record
from app.services.caseload import own_person
from app.services.conversation_versions import talk_row
from app.services.work import Work
from app.store.conversation_models import CaseOutcome
from app.store.models import StaffAccount

NOTE_SIGNS = 400


class OutcomeKind(StrEnum):
    """What came of it."""

    WORK = "work"
    EDUCATION = "education"
    PRE_TRAJECTORY = "pre_trajectory"
    PARTICIPATION = "participation"
    CARE_FIRST = "care_first"
    NONE_YET = "none_yet"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome. ``by``: name of who stated it, or ""."""

    id: int
    kind: OutcomeKind
    on: date
    note: str
    by: str = ""


def outcomes_of(work: Work, participation_id: int) -> list[Outcome]:
    """What came of it so far, oldest first."""
    rows = work.db.execute(
        select(CaseOutcome, StaffAccount.name)
        .outerjoin(StaffAccount, StaffAccount.id == CaseOutcome.recorded_by_id)
        .where(CaseOutcome.participation_id == participation_id)
        .order_by(CaseOutcome.on, CaseOutcome.id)
    )
    return [_outcome(work, row.CaseOutcome, row.name or "") for row in rows]


def add_outcome(work: Work, staff: Staff, public_id: str, kind: OutcomeKind, on: date, note: str) -> None:
    """Keep what came of it on a day; ``note``: some words, cut at 400 signs; commits. Raises PersonUnknown."""
    who = own_person(work, staff, public_id)
    row = CaseOutcome(
        participation_id=who.participation_id,
        kind=kind.value,
        on=on,
        recorded_at=work.now(),
        recorded_by_id=staff.id,
    )
    work.db.add(row)
    work.db.flush()
    if words := note.strip()[:NOTE_SIGNS]:
        row.note_encrypted = work.texts.seal(words, _row_name(row.id))
    _record(work, staff, public_id, kind.value)


def take_back_outcome(work: Work, staff: Staff, public_id: str, outcome_id: int) -> None:
    """Take away what was stated by mistake; one that is gone is gone; commits. Raises PersonUnknown."""
    who = own_person(work, staff, public_id)
    theirs = (CaseOutcome.id == outcome_id) & (CaseOutcome.participation_id == who.participation_id)
    work.db.execute(delete(CaseOutcome).where(theirs))
    _record(work, staff, public_id, "taken_back")


def set_ready(work: Work, staff: Staff, public_id: str, *, ready: bool) -> None:
    """State that somebody is ready for the next step since today, or not yet; commits. Raises PersonUnknown."""
    who = own_person(work, staff, public_id)
    row = talk_row(work, who.participation_id)
    row.ready_on = local_day(work.now()) if ready else None
    _record(work, staff, public_id, "ready" if ready else "not_ready")


def _outcome(work: Work, row: CaseOutcome, by: str) -> Outcome:
    note = work.texts.open(row.note_encrypted, _row_name(row.id)) if row.note_encrypted else ""
    return Outcome(row.id, OutcomeKind(row.kind), row.on, note, by)


def _row_name(outcome_id: int) -> str:
    return f"case_outcome:{outcome_id}:note"


def _record(work: Work, staff: Staff, public_id: str, detail: str) -> None:
    about = person(public_id)
    event = Event(AuditKind.OUTCOME_CHANGED, actor_of(staff), staff.organisation_id, about, detail=detail)
    record(work, event)
    work.db.commit()
