"""The languages that people can meet: all of them in a demonstration, else those whose words somebody released."""

from __future__ import annotations

import time

from sqlalchemy.exc import OperationalError

from app.instruments.pseudo import PSEUDO
from app.services.wording_releases import offered_locales
from app.web.context import Released, current_library, current_work, inbeeld

SECONDS_KEPT = 60.0


def released_locales(instrument_id: str) -> tuple[str, ...]:
    """Locales in which the current words of an instrument may meet people, in its order; none when none is released.

    The form in words and the form in pictures are released apart. The store is asked at most once a minute per
    process; while it is away what it said last holds. Raises OperationalError when it is away and never said anything.
    """
    return _released().by_instrument[instrument_id]


def _released() -> Released:
    kept = inbeeld()
    if kept.released is None or time.monotonic() - kept.released_at > SECONDS_KEPT:
        try:
            kept.released = _ask()
        except OperationalError:
            if kept.released is None:
                raise
        kept.released_at = time.monotonic()
    return kept.released


def _ask() -> Released:
    """What the store says now; in a demonstration every language, without a store."""
    library, work = current_library(), current_work()
    every = tuple(library.locales)
    found = {one: every if work.config.demo else offered_locales(work, one) for one in library.instruments}
    return Released(found, tuple(code for code in every if any(code in locales for locales in found.values())))


def is_released(code: str, instrument_id: str) -> bool:
    """Whether people may answer this instrument in this language; the pseudo-languages only in tests."""
    return code in released_locales(instrument_id) or (code in PSEUDO and inbeeld().config.testing)


def page_locales() -> tuple[str, ...]:
    """Languages of a page outside a sitting: those in which somebody can begin in words, in pictures, or in both.

    With nothing released the source language alone, so that the system can say that it is not ready.
    """
    return _released().anywhere or (source_locale(),)


def source_locale() -> str:
    """The language that texts are first written in."""
    return next(code for code, info in current_library().locales.items() if info.is_source)


def is_draft() -> bool:
    """Whether pages show words that nobody released, outside a demonstration."""
    return not _released().anywhere
