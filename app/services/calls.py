"""Neutral calls to a seat: a raised hand that says nothing about why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, insert, literal, select, update

from app.services.delivery import Sitting
from app.services.work import Work
from app.store.base import UtcDateTime
from app.store.models import GroupSession, HelpRequest, Participation


@dataclass(frozen=True, slots=True)
class Call:
    """An open call on the facilitator's board."""

    id: int
    participation_id: int
    seat: int
    called_at: datetime


class CallUnknown(Exception):
    """No such open call in this organisation."""


def _open(participation_id: int) -> ColumnElement[bool]:
    return (
        (HelpRequest.participation_id == participation_id)
        & HelpRequest.cancelled_at.is_(None)
        & HelpRequest.helped_at.is_(None)
    )


def call_help(work: Work, sitting: Sitting) -> None:
    """Raise a hand; a hand already raised stays as it is; commits. Also after the last answer."""
    once = select(literal(sitting.id), literal(work.now(), UtcDateTime())).where(
        ~exists(select(HelpRequest.id).where(_open(sitting.id)))
    )
    work.db.execute(insert(HelpRequest).from_select(["participation_id", "called_at"], once, include_defaults=False))
    work.db.commit()


def cancel_help(work: Work, sitting: Sitting) -> None:
    """Take the hand down; commits."""
    work.db.execute(update(HelpRequest).where(_open(sitting.id)).values(cancelled_at=work.now()))
    work.db.commit()


def open_call(work: Work, sitting: Sitting) -> bool:
    """Whether a hand is raised."""
    return work.db.scalar(select(HelpRequest.id).where(_open(sitting.id)).limit(1)) is not None


def calls_of(work: Work, organisation_id: int, group_session_id: int) -> list[Call]:
    """The open calls of one group session, oldest first."""
    rows = work.db.execute(
        select(HelpRequest.id, HelpRequest.participation_id, Participation.seat, HelpRequest.called_at)
        .join(Participation, Participation.id == HelpRequest.participation_id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(
            GroupSession.id == group_session_id,
            GroupSession.organisation_id == organisation_id,
            HelpRequest.cancelled_at.is_(None),
            HelpRequest.helped_at.is_(None),
        )
        .order_by(HelpRequest.called_at, HelpRequest.id)
    )
    return [Call(*row) for row in rows]


def mark_helped(work: Work, organisation_id: int, call_id: int, account_id: int) -> None:
    """Somebody has been at the seat; commits. Raises CallUnknown."""
    own = (
        select(Participation.id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(GroupSession.organisation_id == organisation_id)
    )
    helped = work.db.execute(
        update(HelpRequest)
        .where(HelpRequest.id == call_id, HelpRequest.helped_at.is_(None), HelpRequest.participation_id.in_(own))
        .values(helped_at=work.now(), helped_by_id=account_id)
        .returning(HelpRequest.id)
    ).all()
    work.db.commit()
    if not helped:
        raise CallUnknown(call_id)
