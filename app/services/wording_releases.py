"""Who released which words for people (domain R29, R41): a later change of a text takes the release away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from app.instruments.releases import is_released
from app.instruments.wording import Wording
from app.services.audit import SYSTEM, AuditKind, Event, record
from app.services.sound_recordings import lacks_voice
from app.services.work import Work
from app.store.models import WordingRelease

NAMED = 3
"""How many keys a message names."""


class WordingUnknown(LookupError):
    """No such instrument, or it has no such locale; the message names those there are."""


class NameNeeded(ValueError):
    """A release needs the name of the person who answers for it."""


class VoiceMissing(ValueError):
    """Nobody has spoken some texts of the picture variant; ``lacking`` names their keys, all of them.

    The message counts them, names the first and says which command lists them all.
    """

    def __init__(self, instrument_id: str, locale: str, lacking: Sequence[str]) -> None:
        first = ", ".join(lacking[:NAMED]) + (", …" if len(lacking) > NAMED else "")
        super().__init__(
            f"'{instrument_id}' cannot be released in '{locale}': {len(lacking)} texts have no recording of a person "
            f"in the words that they have now (a synthetic voice is a placeholder): {first} "
            f"All of them: flask --app app audio check --instrument {instrument_id} --locale {locale} --list"
        )
        self.lacking = tuple(lacking)


@dataclass(frozen=True, slots=True)
class WordingStatus:
    """One locale of one instrument. ``by`` and ``at``: the newest release, also one that a later change took away."""

    instrument_id: str
    locale: str
    content_hash: str
    released: bool
    by: str | None
    at: datetime | None


def release(work: Work, instrument_id: str, locale: str, by: str) -> str:
    """Record that ``by`` releases the current words for people; gives their hash; commits.

    The picture variant is released with its voice: every text spoken by a person. Raises WordingUnknown, NameNeeded,
    VoiceMissing.
    """
    wordings = _wordings(work, instrument_id)
    if locale not in wordings:
        raise WordingUnknown(f"instrument '{instrument_id}' has no locale '{locale}'; it has {', '.join(wordings)}")
    if not by.strip():
        raise NameNeeded("a release needs the name of the person who answers for the words")
    lacking = [slot.key for slot in lacks_voice(work, instrument_id, locale)]
    if lacking:
        raise VoiceMissing(instrument_id, locale, lacking)
    content_hash = wordings[locale].content_hash
    work.db.execute(
        insert(WordingRelease).values(
            instrument_id=instrument_id,
            locale=locale,
            wording_hash=content_hash,
            released_by=by.strip(),
            released_at=work.now(),
        )
    )
    record(work, Event(AuditKind.WORDING_RELEASED, SYSTEM, detail=f"{instrument_id}:{locale}".lower()))
    work.db.commit()
    return content_hash


def released(work: Work, instrument_id: str, locale: str, content_hash: str | None = None) -> bool:
    """Whether exactly these words (those with ``content_hash``, or the current ones) were released for people."""
    if content_hash is None:
        content_hash = _wordings(work, instrument_id)[locale].content_hash
    found = work.db.scalar(
        select(WordingRelease.id)
        .where(
            WordingRelease.instrument_id == instrument_id,
            WordingRelease.locale == locale,
            WordingRelease.wording_hash == content_hash,
        )
        .limit(1)
    )
    return found is not None


def words_may_be_printed(work: Work, instrument_id: str, wording: Wording) -> bool:
    """Whether words may stand at the bars of a profile or report (R41); a demonstration makes no difference.

    They may in the language that texts were first written in, and where a named person released exactly these words;
    also those that a version from before borrows for its reports.
    """
    hashes = [wording.content_hash, *([wording.lender] if wording.lent_to_reports else [])]
    return wording.info.is_source or all(released(work, instrument_id, wording.locale, one) for one in hashes)


def status(work: Work, instrument_id: str) -> list[WordingStatus]:
    """Every locale of an instrument, in the order of its definition. Raises WordingUnknown."""
    rows = work.db.execute(
        select(
            WordingRelease.locale, WordingRelease.wording_hash, WordingRelease.released_by, WordingRelease.released_at
        )
        .where(WordingRelease.instrument_id == instrument_id)
        .order_by(WordingRelease.id)
    ).all()
    newest = {row.locale: row for row in rows}
    found = []
    for locale, wording in _wordings(work, instrument_id).items():
        row = newest.get(locale)
        holds = any(row.locale == locale and is_released(row.wording_hash, wording) for row in rows)
        found.append(
            WordingStatus(
                instrument_id,
                locale,
                wording.content_hash,
                holds,
                row.released_by if row else None,
                row.released_at if row else None,
            )
        )
    return found


def offered_locales(work: Work, instrument_id: str) -> tuple[str, ...]:
    """The locales that a new group session can offer: all in demonstration mode, else the released ones."""
    return tuple(one.locale for one in status(work, instrument_id) if one.released or work.config.demo)


def _wordings(work: Work, instrument_id: str) -> Mapping[str, Wording]:
    if instrument_id not in work.library.instruments:
        raise WordingUnknown(f"no instrument '{instrument_id}'; defined: {', '.join(work.library.instruments)}")
    return work.library.wordings(instrument_id)
