"""How somebody's answers in pictures were given: part by part, and what the other form of the same person holds."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from app.core.picture_report import Circumstances
from app.services.delivery import forms_of
from app.services.modes import SELF, modes_of
from app.services.sittings import Sitting
from app.services.work import Work
from app.store.models import Response

PRACTICE = "practice"


def circumstances_of(work: Work, sitting: Sitting) -> Circumstances:
    """Mode of every part, and the number of answers in the other form."""
    return Circumstances(modes=_modes(work, sitting), other_form=answers_in_other_form(work, sitting.id))


def _modes(work: Work, sitting: Sitting) -> Mapping[str, str]:
    """Block to mode. A part without a row was answered like the part before it."""
    rows = modes_of(work, sitting.id)
    mode = rows[PRACTICE].mode if PRACTICE in rows else SELF if rows else sitting.mode
    found = {}
    for block in sitting.instrument.blocks:
        mode = rows[block.id].mode if block.id in rows else mode
        found[block.id] = mode
    return found


def answers_in_other_form(work: Work, participation_id: int) -> int:
    """How many items the same person answered in the same group session in the form that was set aside.

    Items about health are not counted.
    """
    answered = select(Response.participation_id, Response.item_id).where(
        Response.participation_id.in_(forms_of(participation_id)), Response.participation_id != participation_id
    )
    return work.db.scalar(select(func.count()).select_from(answered.distinct().subquery())) or 0
