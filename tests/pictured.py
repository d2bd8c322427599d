"""Invented people who answer in pictures."""

from __future__ import annotations

from app.services.instrument_versions import keep_version
from app.store.models import GroupSession
from tests.factories import Invited, SittingFactory

PICTURES = "picture-profile"


def pictured(factory: SittingFactory, session: GroupSession | None = None, seat: int = 1, **values: object) -> Invited:
    """One participant of a group session who answers in pictures; ``values`` go into the participation."""
    instrument = factory.work.library.instrument(PICTURES)
    keep_version(factory.work, instrument)
    kind = {"instrument_id": PICTURES, "content_hash": instrument.content_hash, "variant": instrument.variant}
    return factory(session, seat, **{**kind, **values})
