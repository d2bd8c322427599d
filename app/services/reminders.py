"""The reminder of the acute rule (domain 5.5): what nobody closed within two hours of a running session.

The words say nothing about why: a raised hand that nobody answered and help asked for today are reminded of alike.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

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
    """The same for one group session."""
    return seats_to_remind_of(work, staff).get(session.id, ())


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
