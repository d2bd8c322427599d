"""Somebody goes on in another group session, on another day or at another location, with the same code.

Nothing is copied: the same participation changes its session and seat, so token, answers, calls and what was shared
stay as they are. Help numbers, languages and the duty officer are those of the new session.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.services.accounts import Staff, within_organisation
from app.services.caseload import own_person
from app.services.group_sessions import MOST_SEATS, group_session
from app.services.work import Work
from app.store.models import GroupSession, Participation, Presence, SittingState

_TRIES = 5  # each further one needs one more person who is moved at the very same moment
OVER = frozenset({SittingState.FINISHED, SittingState.STOPPED, SittingState.DELETED})


class MoveProblem(StrEnum):
    """Why somebody cannot go on in another session; the view has a sentence for each."""

    OVER = "over"  # finished or stopped: there is nothing to go on with
    SAME_SESSION = "same_session"
    CLOSED = "closed"
    FULL = "full"
    LANGUAGE = "language"  # the other session does not offer the person's language
    BEEN_THERE = "been_there"  # has a seat of an earlier sitting there
    UNSENT = "unsent"  # a device still holds answers, and nobody said that this is good


class MoveRefused(Exception):
    """Somebody cannot go on in that session; ``problem`` says why. Nothing was changed."""

    def __init__(self, problem: MoveProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def person_in_caseload(work: Work, staff: Staff, public_id: str) -> Participation:
    """Somebody of this client manager. Raises PersonUnknown."""
    return work.db.get_one(Participation, own_person(work, staff, public_id).participation_id)


def sessions_to_go_on_in(work: Work, staff: Staff, person: Participation) -> list[GroupSession]:
    """The other sessions of the organisation that are not closed, soonest first."""
    statement = (
        select(GroupSession)
        .where(GroupSession.closed_at.is_(None), GroupSession.id != person.group_session_id)
        .order_by(GroupSession.starts_at, GroupSession.id)
    )
    return list(work.db.scalars(within_organisation(statement, GroupSession.organisation_id, staff)))


def unsent_answers(work: Work, person: Participation) -> int:
    """How many answers the devices of this person said that they still hold, in either form."""
    held = (
        select(func.sum(Presence.unsent))
        .join(Participation, Participation.id == Presence.participation_id)
        .where(
            Participation.participant_id == person.participant_id,
            Participation.group_session_id == person.group_session_id,
        )
    )
    return work.db.scalar(held) or 0


def continue_in(
    work: Work, staff: Staff, person: Participation, public_id: str, *, despite_unsent: bool = False
) -> int:
    """Let this person go on in another session of the organisation; gives the new seat; commits.

    A session without a free seat gets one more, up to the most that a session can have. Both ways in of a person,
    text and pictures, go along. ``despite_unsent``: a person decided to move although a device still holds answers;
    they are taken in when they come. Raises SessionUnknown, MoveRefused.
    """
    target = group_session(work, staff, public_id)
    problem = _problem(work, person, target)
    if problem is None and unsent_answers(work, person) and not despite_unsent:
        problem = MoveProblem.UNSENT
    if problem is not None:
        raise MoveRefused(problem)
    person_id, from_id, target_id = person.participant_id, person.group_session_id, target.id
    for _ in range(_TRIES):
        try:
            return _take_seat(work, person_id, from_id, target_id)
        except IntegrityError:  # somebody else was given that seat at the same moment
            work.db.rollback()
    raise MoveRefused(MoveProblem.FULL)


def _take_seat(work: Work, person_id: int, from_id: int, target_id: int) -> int:
    """Raises IntegrityError when the seat that was free has just been taken."""
    target = work.db.get_one(GroupSession, target_id)
    seat = _free_seat(work, target)
    if seat > MOST_SEATS:
        raise MoveRefused(MoveProblem.FULL)
    target.seats = max(target.seats, seat)
    work.db.execute(
        update(Participation)
        .where(Participation.participant_id == person_id, Participation.group_session_id == from_id)
        .values(group_session_id=target_id, seat=seat, paused_at=None)
    )
    work.db.commit()
    return seat


def _problem(work: Work, person: Participation, target: GroupSession) -> MoveProblem | None:
    been_there = select(Participation.id).where(
        Participation.participant_id == person.participant_id, Participation.group_session_id == target.id
    )
    if person.group_session_id == target.id:
        return MoveProblem.SAME_SESSION
    if person.state in OVER:
        return MoveProblem.OVER
    if target.closed_at is not None:
        return MoveProblem.CLOSED
    if person.locale is not None and person.locale not in target.locales:
        return MoveProblem.LANGUAGE
    return MoveProblem.BEEN_THERE if work.db.scalar(been_there.limit(1)) is not None else None


def _free_seat(work: Work, session: GroupSession) -> int:
    taken = set(work.db.scalars(select(Participation.seat).where(Participation.group_session_id == session.id)))
    return next(seat for seat in range(1, len(taken) + 2) if seat not in taken)
