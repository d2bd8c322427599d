"""What every use case works with: the two stores, the definitions, the keys and the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import Config
from app.core.instrument import Instrument
from app.instruments.library import Library, load_snapshot
from app.instruments.snapshots import dump_snapshot
from app.instruments.wording import Wording
from app.store.cipher import Cipher, Lookup
from app.store.clock import shared_moment
from app.store.models import InstrumentVersion


def utc_now() -> datetime:
    """This moment, timezone-aware."""
    return datetime.now(UTC)


class Definitions:
    """Instruments and wordings of any version in use: the current ones, and old ones from their snapshots.

    Kept for the life of a process; versions are immutable.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._old: dict[str, tuple[Instrument, Mapping[str, Wording]]] = {}
        self._snapshots: dict[str, str] = {}

    def of(self, db: Session, instrument_id: str, content_hash: str) -> tuple[Instrument, Mapping[str, Wording]]:
        """The instrument and its wordings (locale to words) of one version. Raises LookupError if never stored.

        What pages and reports say now and an old version has no words for, it says in the words of now.
        """
        current = self.library.instrument(instrument_id)
        if current.content_hash == content_hash:
            return current, self.library.wordings(instrument_id)
        if content_hash not in self._old:
            snapshot = db.scalar(
                select(InstrumentVersion.snapshot).where(InstrumentVersion.content_hash == content_hash)
            )
            if snapshot is None:
                raise LookupError(f"no version {content_hash[:12]} of {instrument_id} is stored")
            instrument, words = load_snapshot(snapshot)
            self._old[content_hash] = instrument, self._completed(instrument_id, words)
        return self._old[content_hash]

    def _completed(self, instrument_id: str, words: Mapping[str, Wording]) -> Mapping[str, Wording]:
        newer = self.library.wordings(instrument_id)
        return {locale: one.completed_by(newer[locale]) if locale in newer else one for locale, one in words.items()}

    def snapshot(self, instrument: Instrument) -> str:
        """A current version and its words as the text to keep, written once: it takes a second."""
        if instrument.content_hash not in self._snapshots:
            words = self.library.wordings(instrument.id)
            self._snapshots[instrument.content_hash] = dump_snapshot(instrument, words)
        return self._snapshots[instrument.content_hash]


@dataclass(frozen=True, slots=True)
class Work:
    """One unit of work. ``db`` is the main store, ``care`` the care store; each use case commits what it changed."""

    db: Session
    care: Session
    definitions: Definitions
    config: Config
    texts: Cipher  # names and own words
    cares: Cipher  # everything of the care store
    lookup: Lookup
    now: Callable[[], datetime] = utc_now

    def shared_now(self) -> datetime:
        """This moment by the clock that all hosts share; see ``app.store.clock``."""
        return shared_moment(self.db, self.now)

    @property
    def library(self) -> Library:
        """The current definitions."""
        return self.definitions.library
