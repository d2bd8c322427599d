"""The profile of one participation, computed anew from its responses each time; never stored."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from app.core.instrument import Store
from app.core.picture_profile import PictureProfile
from app.core.picture_scoring import make_picture_profile
from app.core.profile import Profile
from app.core.profile_maker import make_profile
from app.services.sittings import Sitting, open_sitting
from app.services.work import Work
from app.store.models import Response


def open_without_care(work: Work, token: str) -> Sitting:
    """The sitting with every response of the main store. Raises SittingUnknown."""
    instrument = open_sitting(work, token).instrument
    return open_sitting(work, token, [item.id for item in instrument.items.values() if item.store is Store.MAIN])


def picture_profile_from(sitting: Sitting) -> PictureProfile:
    """The profile of a sitting in pictures that was opened with the responses wanted."""
    return make_picture_profile(sitting.instrument, sitting.responses, sitting.modules)


def profile_from(work: Work, sitting: Sitting) -> Profile:
    """The profile of a sitting in words that was opened with the responses wanted."""
    rows = {standing.row for standing in sitting.standing.values()}
    seconds = _seconds(work, sitting, rows)
    return make_profile(sitting.instrument, sitting.responses, sitting.modules, seconds)


def _seconds(work: Work, sitting: Sitting, rows: Collection[int]) -> dict[str, float]:
    """Answer time per item of the main store, in seconds; not where sound was played or the time was not measured."""
    found = work.db.execute(
        select(Response.id, Response.item_id, Response.shown_at, Response.answered_at).where(
            Response.participation_id == sitting.id, Response.shown_at.is_not(None), Response.audio_used.is_(False)
        )
    )
    return {row.item_id: _between(row.shown_at, row.answered_at) for row in found if row.id in rows}


def _between(shown: datetime, answered: datetime) -> float:
    return max(0.0, (answered - shown).total_seconds())
