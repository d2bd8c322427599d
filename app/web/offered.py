"""The languages that people can meet: all of them in a demonstration, else those whose words somebody released."""

from __future__ import annotations

import time

from sqlalchemy.exc import OperationalError

from app.instruments.pseudo import PSEUDO
from app.services.wording_releases import offered_locales
from app.web.context import INSTRUMENT, current_library, current_work, inbeeld

SECONDS_KEPT = 60.0


def released_locales() -> tuple[str, ...]:
    """Locales whose current words may meet people, in the order of the definition; none when nothing is released.

    The store is asked at most once a minute per process; while it is away what it said last holds.
    Raises OperationalError when it is away and never said anything.
    """
    kept = inbeeld()
    if kept.config.demo:
        return tuple(current_library().locales)
    if kept.released is None or time.monotonic() - kept.released_at > SECONDS_KEPT:
        try:
            kept.released = offered_locales(current_work(), INSTRUMENT)
        except OperationalError:
            if kept.released is None:
                raise
        kept.released_at = time.monotonic()
    return kept.released


def is_released(code: str) -> bool:
    """Whether people may answer in this language; the pseudo-languages only in tests."""
    return code in released_locales() or (code in PSEUDO and inbeeld().config.testing)


def page_locales() -> tuple[str, ...]:
    """Languages of a page outside a sitting: the released ones.

    With nothing released the source language alone, so that the system can say that it is not ready.
    """
    return released_locales() or (source_locale(),)


def source_locale() -> str:
    """The language that texts are first written in."""
    return next(code for code, info in current_library().locales.items() if info.is_source)


def is_draft() -> bool:
    """Whether pages show words that nobody released, outside a demonstration."""
    return not released_locales()
