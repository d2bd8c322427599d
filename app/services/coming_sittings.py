"""Sittings of nobody: what the people of a group session will be shown before they answered anything."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.core.instrument import Instrument
from app.core.routing import Modules
from app.services.sittings import Sitting, parts_on
from app.services.work import Work
from app.store.models import GroupSession, SittingState

BEGINS_WITHIN = timedelta(days=1)


def coming_sittings(work: Work) -> list[Sitting]:
    """One for each form (text, pictures) of the group sessions that run or begin within a day; no person is in it."""
    sessions = work.db.scalars(
        select(GroupSession).where(
            GroupSession.closed_at.is_(None), GroupSession.starts_at < work.now() + BEGINS_WITHIN
        )
    ).unique()
    instruments = work.library.instruments.values()
    return [_of_nobody(work, session, instrument) for session in sessions for instrument in instruments]


def _of_nobody(work: Work, session: GroupSession, instrument: Instrument) -> Sitting:
    blocks = parts_on(instrument, session.blocks, session.duty_officer_name)
    return Sitting(
        id=0,
        token="",  # nosec B106  # of nobody
        instrument=instrument,
        wordings=work.library.wordings(instrument.id),
        modules=Modules(blocks, frozenset(session.items_off)),
        locale=None,
        second_locale=None,
        state=SittingState.NEW,
        variant="",
        mode="",
        seat=0,
        passed=None,
        standing={},
        group_session_id=session.id,
        location_id=session.location_id,
        organisation_id=session.organisation_id,
        locales=tuple(session.locales),
        started_at=None,
        profile_seen=False,
        session_opened=session.opened_at is not None,
        session_closed_at=None,
        paused=False,
        set_aside=False,
        code_mark="",
    )
