"""The reminder of the acute rule (domain 5.5): what nobody closed within two hours of a running session.

The words say nothing about why: a raised hand that nobody answered and help asked for today are reminded of alike.
"""

from __future__ import annotations

from collections.abc import Collection
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
    rows = work.db.execute(
        select(Participation.id, Participation.token, Participation.seat, GroupSession.id.label("session"))
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(
            GroupSession.facilitator_id == staff.id,
            GroupSession.organisation_id == staff.organisation_id,
            GroupSession.opened_at.is_not(None),
            GroupSession.closed_at.is_(None),
        )
    ).all()
    calls = _waiting_calls(work, [row.id for row in rows])
    items = _waiting_items(work, [row.token for row in rows])
    found: dict[int, set[int]] = {}
    for row in rows:
        if row.id in calls or row.token in items:
            found.setdefault(row.session, set()).add(row.seat)
    return {session: tuple(sorted(seats)) for session, seats in found.items()}


def reminded_seats(work: Work, staff: Staff, session: GroupSession) -> tuple[int, ...]:
    """The same for one group session; two questions, as the board asks it every few seconds."""
    if session.facilitator_id != staff.id or session.opened_at is None or session.closed_at is not None:
        return ()
    values = {"session": session.id, "before": work.now() - REMIND_AFTER}
    rows = work.db.execute(_SEATS, values, bind_arguments={"mapper": Participation}).all()
    tokens = {"tokens": [row.token for row in rows], "before": values["before"]}
    asked = set(work.care.scalars(_ASKED_TODAY, tokens, bind_arguments={"mapper": CareSignalItem}))
    return tuple(sorted({row.seat for row in rows if row.call is not None or row.token in asked}))


_PERSON, _CALL, _ITEM = (cast("Table", model.__table__) for model in (Participation, HelpRequest, CareSignalItem))
_WAITING = (
    (_CALL.c.participation_id == _PERSON.c.id)
    & _CALL.c.cancelled_at.is_(None)
    & _CALL.c.helped_at.is_(None)
    & (_CALL.c.called_at <= bindparam("before"))
)
_SEATS = (
    select(_PERSON.c.token, _PERSON.c.seat, _CALL.c.id.label("call"))
    .select_from(_PERSON)
    .outerjoin(_CALL, _WAITING)
    .where(_PERSON.c.group_session_id == bindparam("session"))
)
_ASKED_TODAY = select(_ITEM.c.token).where(
    _ITEM.c.token.in_(bindparam("tokens", expanding=True)),
    _ITEM.c.today,
    _ITEM.c.status != SignalStatus.CLOSED,
    _ITEM.c.raised_at <= bindparam("before"),
)


def _waiting_calls(work: Work, people: Collection[int]) -> set[int]:
    return set(
        work.db.scalars(
            select(HelpRequest.participation_id).where(
                HelpRequest.participation_id.in_(sorted(people)),
                HelpRequest.cancelled_at.is_(None),
                HelpRequest.helped_at.is_(None),
                HelpRequest.called_at <= work.now() - REMIND_AFTER,
            )
        )
    )


def _waiting_items(work: Work, tokens: Collection[str]) -> set[str]:
    return set(
        work.care.scalars(
            select(CareSignalItem.token).where(
                CareSignalItem.token.in_(sorted(tokens)),
                CareSignalItem.today,
                CareSignalItem.status != SignalStatus.CLOSED,
                CareSignalItem.raised_at <= work.now() - REMIND_AFTER,
            )
        )
    )
