"""The reminder of the acute rule (domain 5.5): what nobody closed within two hours of a running session.

The words say nothing about why: a raised hand that nobody answered and help asked for today are reminded of alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from sqlalchemy import Table, bindparam, select

from app.services.accounts import Staff
from app.services.work import Work
from app.store.care_models import CareSignalItem, SignalStatus
from app.store.models import GroupSession, HelpRequest, Participation

REMIND_AFTER = timedelta(hours=2)


def seats_to_remind_of(work: Work, staff: Staff) -> dict[int, tuple[int, ...]]:
    """Group session id to the seats not closed yet, for the running sessions that this account leads.

    A seat counts while a call is open, or the GGD has not closed what was asked for today, for two hours or longer.
    """
    running = select(GroupSession.id).where(
        GroupSession.facilitator_id == staff.id,
        GroupSession.organisation_id == staff.organisation_id,
        GroupSession.opened_at.is_not(None),
        GroupSession.closed_at.is_(None),
    )
    return _waiting(work, work.db.scalars(running).all())


def reminded_seats(work: Work, staff: Staff, session: GroupSession) -> tuple[int, ...]:
    """The same for one group session; two questions, as the board asks it every few seconds."""
    if session.facilitator_id != staff.id or session.opened_at is None or session.closed_at is not None:
        return ()
    return _waiting(work, [session.id]).get(session.id, ())


_PERSON, _CALL, _ITEM = (cast("Table", model.__table__) for model in (Participation, HelpRequest, CareSignalItem))
_CALLED = (
    (_CALL.c.participation_id == _PERSON.c.id)
    & _CALL.c.cancelled_at.is_(None)
    & _CALL.c.helped_at.is_(None)
    & (_CALL.c.called_at <= bindparam("before"))
)
_SEATS = (
    select(_PERSON.c.group_session_id.label("session"), _PERSON.c.token, _PERSON.c.seat, _CALL.c.id.label("call"))
    .select_from(_PERSON)
    .outerjoin(_CALL, _CALLED)
    .where(_PERSON.c.group_session_id.in_(bindparam("sessions", expanding=True)))
)
_ASKED_TODAY = select(_ITEM.c.token).where(
    _ITEM.c.token.in_(bindparam("tokens", expanding=True)),
    _ITEM.c.today,
    _ITEM.c.status != SignalStatus.CLOSED,
    _ITEM.c.raised_at <= bindparam("before"),
)


def _waiting(work: Work, sessions: Sequence[int]) -> dict[int, tuple[int, ...]]:
    before = work.now() - REMIND_AFTER
    values = {"sessions": sessions, "before": before}
    rows = work.db.execute(_SEATS, values, bind_arguments={"mapper": Participation}).all()
    tokens = {"tokens": [row.token for row in rows], "before": before}
    asked = set(work.care.scalars(_ASKED_TODAY, tokens, bind_arguments={"mapper": CareSignalItem}))
    found: dict[int, set[int]] = {}
    for row in rows:
        if row.call is not None or row.token in asked:
            found.setdefault(row.session, set()).add(row.seat)
    return {session: tuple(sorted(seats)) for session, seats in found.items()}
