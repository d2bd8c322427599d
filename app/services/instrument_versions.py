"""Keeping each version of an instrument that somebody answers."""

from __future__ import annotations

from sqlalchemy import select

from app.core.instrument import Instrument
from app.services.work import Work
from app.store.models import InstrumentVersion
from app.store.upsert import insert_into


def keep_version(work: Work, instrument: Instrument) -> str:
    """Store structure and words of this current version, unless they are there; gives its content hash.

    Call before the first participation with it is made. Does not commit: it belongs to the caller's transaction.
    """
    kept = select(InstrumentVersion.content_hash).where(InstrumentVersion.content_hash == instrument.content_hash)
    if work.db.scalar(kept) is not None:
        return instrument.content_hash
    statement = insert_into(work.db, InstrumentVersion).values(
        content_hash=instrument.content_hash,
        instrument_id=instrument.id,
        version=instrument.version,
        snapshot=work.definitions.snapshot(instrument),
        first_used_at=work.now(),
    )
    work.db.execute(statement.on_conflict_do_nothing(index_elements=["content_hash"]))
    return instrument.content_hash
