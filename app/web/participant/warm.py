"""Pages of questions written before anybody asks for them, so that a room that begins together waits for nothing.

Only what is the same for everybody is kept (``kept_pages``); the sittings behind it are those of nobody.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import product
from threading import Thread

from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError

from app.core.instrument import Item
from app.services.coming_sittings import coming_sittings
from app.services.sittings import Sitting
from app.web.context import current_work
from app.web.participant.deck import is_on
from app.web.participant.items import deck_page
from app.web.participant.sitting import offered_locales
from app.web.sound import sound_edition

LOOK_SECONDS = 60.0
"""A group session that was planned or changed is seen after so long."""
TURN_SECONDS = 0.0005
"""So long the writing goes on when a request has something to do: each word from a store would wait for it else."""
Page = tuple[str, Sitting, Item]
_written: set[tuple[object, ...]] = set()


def begin(app: Flask) -> None:
    """Write pages in the background for as long as this process serves; nobody's answer waits long for them."""
    sys.setswitchinterval(TURN_SECONDS)
    Thread(target=_keep_warm, args=(app,), name="warm", daemon=True).start()


def _keep_warm(app: Flask) -> None:
    while True:
        for took in write_pages(app):
            time.sleep(took)  # at most half of one core, and people go first
        time.sleep(LOOK_SECONDS)


def write_pages(app: Flask) -> Iterator[float]:
    """Write the pages that the coming group sessions ask for; gives after each page how many seconds it took.

    Stops early while the store is away: these pages are then written when somebody asks for them.
    """
    try:
        with app.test_request_context():
            pages = list(_wanted())
    except SQLAlchemyError:
        return
    for locale, sitting, item in pages:
        begun = time.monotonic()
        with app.test_request_context():
            g.locale = locale
            deck_page(sitting, item)
        yield time.monotonic() - begun


def _wanted() -> Iterator[Page]:
    """Each page once in the life of this process, unless its sounds change: most group sessions ask for the same."""
    for sitting in coming_sittings(current_work()):
        locales = tuple(offered_locales(sitting))
        items = [item for item in sitting.instrument.items.values() if is_on(sitting, item)]
        for locale, item in product(locales, items):
            place = (locale, locales, sitting.instrument.content_hash, item.id, sound_edition())
            if place not in _written:
                _written.add(place)
                yield locale, sitting, item
