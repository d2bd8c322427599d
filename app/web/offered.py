"""The languages that people can meet: all of them in a demonstration, else those whose words somebody released."""

from __future__ import annotations

import time

from sqlalchemy.exc import OperationalError

from app.instruments.pseudo import PSEUDO
from app.services.wording_releases import offered_locales
from app.web.context import current_library, current_work, inbeeld

SECONDS_KEPT = 60.0


def released_locales(instrument_id: str) -> tuple[str, ...]:
    """Locales in which the current words of an instrument may meet people, in its order; none when none is released.

    The form in words and the form in pictures are released apart. The store is asked at most once a minute per
    process; while it is away what it said last holds. Raises OperationalError when it is away and never said anything.
    """
    kept = inbeeld()
    if kept.config.demo:
        return tuple(current_library().locales)
    if kept.released is None or time.monotonic() - kept.released_at > SECONDS_KEPT:
        try:
            kept.released = {one: offered_locales(current_work(), one) for one in current_library().instruments}
        except OperationalError:
            if kept.released is None:
                raise
        kept.released_at = time.monotonic()
    return kept.released[instrument_id]


def is_released(code: str, instrument_id: str) -> bool:
    """Whether people may answer this instrument in this language; the pseudo-languages only in tests."""
    return code in released_locales(instrument_id) or (code in PSEUDO and inbeeld().config.testing)


def _released_in_any_form() -> tuple[str, ...]:
    """Languages in which somebody can begin: those of the form in words, of the form in pictures, or of both."""
    library = current_library()
    return tuple(code for code in library.locales if any(code in released_locales(one) for one in library.instruments))


def page_locales() -> tuple[str, ...]:
    """Languages of a page outside a sitting: those that are released for some form.

    With nothing released the source language alone, so that the system can say that it is not ready.
    """
    return _released_in_any_form() or (source_locale(),)


def source_locale() -> str:
    """The language that texts are first written in."""
    return next(code for code, info in current_library().locales.items() if info.is_source)


def is_draft() -> bool:
    """Whether pages show words that nobody released, outside a demonstration."""
    return not _released_in_any_form()
