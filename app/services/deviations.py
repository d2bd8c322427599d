"""What went differently in a group session: an interpreter came, a break, a fault (domain R31)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from app.services.accounts import Staff
from app.services.group_sessions import group_session
from app.services.work import Work
from app.store.models import Deviation, Participation, StaffAccount

LONGEST_NOTE = 400


class DeviationKind(StrEnum):
    """What can be noted."""

    NOTE = "note"
    INTERPRETER = "interpreter"
    READ_ALOUD = "read_aloud"
    BREAK = "break"
    INTERRUPTION = "interruption"
    FAULT = "fault"
    OTHER_DEVICE = "other_device"


class NoteTooLong(Exception):
    """A note has more signs than fit."""


class SeatUnknown(Exception):
    """Nobody sits at this seat of the group session."""


@dataclass(frozen=True, slots=True)
class DeviationLine:
    """One deviation. ``seat`` is None when it was about everybody; ``note`` is own words of a facilitator, or ""."""

    id: int
    seat: int | None
    kind: DeviationKind
    note: str
    noted_at: datetime
    ended_at: datetime | None
    by: str | None


def participation_at(work: Work, staff: Staff, public_id: str, seat: int) -> Participation:
    """Who goes on at this seat. Raises SessionUnknown, SeatUnknown."""
    session = group_session(work, staff, public_id)
    found = work.db.scalar(
        select(Participation).where(
            Participation.group_session_id == session.id,
            Participation.seat == seat,
            Participation.set_aside_at.is_(None),
        )
    )
    if found is None:
        raise SeatUnknown(seat)
    return found


def note_deviation(
    work: Work, staff: Staff, public_id: str, kind: DeviationKind, note: str = "", seat: int | None = None
) -> None:
    """Note what went differently, for one seat or for all; own words are kept sealed; commits.

    Raises SessionUnknown, SeatUnknown, NoteTooLong.
    """
    if len(note.strip()) > LONGEST_NOTE:
        raise NoteTooLong
    session = group_session(work, staff, public_id)
    row = Deviation(
        group_session_id=session.id,
        participation_id=None if seat is None else participation_at(work, staff, public_id, seat).id,
        seat=seat,
        kind=kind,
        noted_at=work.now(),
        account_id=staff.id,
    )
    work.db.add(row)
    work.db.flush()
    if note.strip():
        row.note_encrypted = work.texts.seal(note.strip(), f"deviation:{row.id}:note")
    work.db.commit()


def end_deviation(work: Work, staff: Staff, public_id: str, deviation_id: int) -> None:
    """What lasted is over; ending twice changes nothing; commits. Raises SessionUnknown."""
    session = group_session(work, staff, public_id)
    work.db.execute(
        update(Deviation)
        .where(Deviation.id == deviation_id, Deviation.group_session_id == session.id, Deviation.ended_at.is_(None))
        .values(ended_at=work.now())
    )
    work.db.commit()


def deviations(work: Work, staff: Staff, public_id: str, seat: int | None = None) -> list[DeviationLine]:
    """What was noted, newest first; of one seat, or (None) of the whole session. Raises SessionUnknown."""
    session = group_session(work, staff, public_id)
    statement = (
        select(Deviation, StaffAccount.name)
        .outerjoin(StaffAccount, StaffAccount.id == Deviation.account_id)
        .where(Deviation.group_session_id == session.id)
        .order_by(Deviation.noted_at.desc(), Deviation.id.desc())
    )
    if seat is not None:
        statement = statement.where(Deviation.seat == seat)
    return [
        DeviationLine(
            id=row.id,
            seat=row.seat,
            kind=DeviationKind(row.kind),
            note=work.texts.open(row.note_encrypted, f"deviation:{row.id}:note") if row.note_encrypted else "",
            noted_at=row.noted_at,
            ended_at=row.ended_at,
            by=by,
        )
        for row, by in work.db.execute(statement)
    ]
