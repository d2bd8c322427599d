"""The life of a group session while it runs: pause all or one, extend, and what is still open before it closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from app.services.accounts import Staff
from app.services.deviations import SeatUnknown
from app.services.group_sessions import LONGEST_MINUTES, SessionProblem, SessionRefused, group_session
from app.services.work import Work
from app.store.models import GroupSession, HelpRequest, Participation, Presence, SittingState

EXTENSIONS = (10, 15, 30)
"""Minutes that can be added at once."""
NOT_OVER = (SittingState.STARTED, SittingState.PAUSED)


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What is not finished in a group session: seats still busy, seats that call, answers not sent yet by seat."""

    busy: tuple[int, ...]
    calls: tuple[int, ...]
    unsent: Mapping[int, int]

    @property
    def nothing(self) -> bool:
        """Whether the session can be closed without leaving anything."""
        return not (self.busy or self.calls or self.unsent)


def is_running(session: GroupSession) -> bool:
    """Whether people can begin and go on now, or are only paused."""
    return session.opened_at is not None and session.closed_at is None


def ends_at(session: GroupSession) -> datetime:
    """When the planned time is over (UTC). Nothing stops by itself then: a person extends or closes."""
    return (session.opened_at or session.starts_at) + timedelta(minutes=session.minutes)


def pause_session(work: Work, staff: Staff, public_id: str) -> None:
    """Everybody gets a calm pause screen; commits. Answers are kept, also those that arrive meanwhile.

    Pausing twice changes nothing. Raises SessionUnknown; SessionRefused when it does not run.
    """
    session = _running(work, staff, public_id)
    session.paused_at = session.paused_at or work.now()
    work.db.commit()


def end_pause(work: Work, staff: Staff, public_id: str) -> None:
    """Everybody goes on, but for who was paused alone; commits. Raises SessionUnknown, SessionRefused."""
    _running(work, staff, public_id).paused_at = None
    work.db.commit()


def pause_seat(work: Work, staff: Staff, public_id: str, number: int) -> None:
    """One person gets the pause screen; commits. Raises SessionUnknown, SessionRefused, SeatUnknown."""
    _set_pause(work, staff, public_id, number, work.now())


def end_pause_of_seat(work: Work, staff: Staff, public_id: str, number: int) -> None:
    """This person goes on, unless everybody is paused; commits. Raises as above."""
    _set_pause(work, staff, public_id, number, None)


def _set_pause(work: Work, staff: Staff, public_id: str, number: int, at: datetime | None) -> None:
    session = _running(work, staff, public_id)
    changed = work.db.execute(
        update(Participation)
        .where(Participation.group_session_id == session.id, Participation.seat == number)
        .values(paused_at=at)
        .returning(Participation.id)
    ).all()
    if not changed:
        raise SeatUnknown(number)
    work.db.commit()


def stop_for_today(work: Work, staff: Staff, public_id: str, number: int) -> bool:
    """A person who began leaves and goes on another day, as with the stop button; commits; False when nobody does.

    Stopping for good is for the person alone. Raises SessionUnknown, SessionRefused.
    """
    session = _running(work, staff, public_id)
    stopped = work.db.execute(
        update(Participation)
        .where(
            Participation.group_session_id == session.id,
            Participation.seat == number,
            Participation.set_aside_at.is_(None),
            Participation.state == SittingState.STARTED,
        )
        .values(state=SittingState.PAUSED)
        .returning(Participation.id)
    ).all()
    work.db.commit()
    return bool(stopped)


def extend_session(work: Work, staff: Staff, public_id: str, minutes: int) -> None:
    """Add minutes (one of ``EXTENSIONS``) to the planned time; commits.

    Raises SessionUnknown; SessionRefused when it does not run, or would become longer than ``LONGEST_MINUTES``.
    """
    session = _running(work, staff, public_id)
    if minutes not in EXTENSIONS or session.minutes + minutes > LONGEST_MINUTES:
        raise SessionRefused([SessionProblem.MINUTES_OUT_OF_RANGE])
    session.minutes += minutes
    work.db.commit()


def _running(work: Work, staff: Staff, public_id: str) -> GroupSession:
    session = group_session(work, staff, public_id)
    if not is_running(session):
        raise SessionRefused([SessionProblem.NOT_RUNNING])
    return session


def still_open(work: Work, staff: Staff, public_id: str) -> StillOpen:
    """What a facilitator should know before closing; closing loses nothing of it. Raises SessionUnknown."""
    session = group_session(work, staff, public_id)
    here = (Participation.group_session_id == session.id, Participation.set_aside_at.is_(None))
    busy = work.db.scalars(
        select(Participation.seat).where(*here, Participation.state.in_(NOT_OVER)).order_by(Participation.seat)
    )
    anybody = Participation.group_session_id == session.id  # also of a form that was set aside
    calls = work.db.scalars(
        select(Participation.seat)
        .join(HelpRequest, HelpRequest.participation_id == Participation.id)
        .where(anybody, HelpRequest.cancelled_at.is_(None), HelpRequest.helped_at.is_(None))
        .distinct()
        .order_by(Participation.seat)
    )
    unsent = work.db.execute(
        select(Participation.seat, func.sum(Presence.unsent))
        .join(Presence, Presence.participation_id == Participation.id)
        .where(anybody, Presence.unsent > 0)
        .group_by(Participation.seat)
        .order_by(Participation.seat)
    )
    return StillOpen(tuple(busy), tuple(calls), {seat: int(number) for seat, number in unsent})
