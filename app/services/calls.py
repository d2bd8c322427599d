"""Neutral calls to a seat: a raised hand that says nothing about why."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, insert, literal, select, update

from app.services.delivery import forms_of
from app.services.sittings import Sitting
from app.services.work import Work
from app.store.base import UtcDateTime
from app.store.models import HelpRequest


def _open(participation_id: int) -> ColumnElement[bool]:
    """A call stays open with its seat when somebody goes on in another form."""
    return (
        HelpRequest.participation_id.in_(forms_of(participation_id))
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
