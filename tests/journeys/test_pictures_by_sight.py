"""Who hears nothing and reads nothing completes the variant by its pictures; in Arabic the row runs the other way."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page

from app.core.instrument import Instrument, ResponseOption
from app.paths import PICTOGRAMS
from app.web.assets import PICTURE_SIGNS
from tests.journeys.conftest import Server
from tests.journeys.person import item_id_of
from tests.journeys.pictures import (
    CARDS,
    Card,
    Walk,
    arrive,
    at_the_end,
    cards_in_reading_order,
    check_answers,
    invite,
    only_what_is_shown,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDLESS_AND_SILENT = """
delete window.Audio;
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { color: transparent !important; } img, svg { color: black !important; }");
document.adoptedStyleSheets = [sheet];
"""


@dataclass
class Eye:
    """Knows the pictures by what is drawn (the mark of it in their address), and where each stood."""

    ends: dict[str, tuple[str, str]] = field(default_factory=dict)

    def choose(self, page: Page, wanted: Sequence[ResponseOption]) -> None:
        """Touch the pictures that mean these answers."""
        if not wanted:
            page.locator(CARDS).first.click()
            return
        cards = cards_in_reading_order(page)
        self._note_ends(item_id_of(page), cards)
        shown = {card.drawn: card for card in cards}
        for option in wanted:
            shown[drawn(str(option.picture))].on(page).click()

    def _note_ends(self, item_id: str | None, cards: Sequence[Card]) -> None:
        """The values under the leftmost and the rightmost picture of a row."""
        if item_id is None or len({round(card.y) for card in cards}) > 1:
            return
        row = sorted(cards, key=lambda card: card.x)
        self.ends[item_id] = (row[0].value, row[-1].value)


def drawn(picture: str) -> str:
    """The mark of what a picture shows."""
    return hashlib.sha256((PICTOGRAMS / "svg" / f"{picture}.svg").read_bytes()).hexdigest()[:PICTURE_SIGNS]


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_the_whole_variant_by_pictures_alone(server: Server, windowless: Browser, locale: str) -> None:
    person, instrument = invite(server)
    context = windowless.new_context(viewport={"width": 1024, "height": 768})
    context.set_default_timeout(15_000)
    context.add_init_script(WORDLESS_AND_SILENT)
    page = context.new_page()
    only_what_is_shown(page)
    eye = Eye()
    walk = Walk(page, instrument, eye.choose, seed=2)
    arrive(page, server, person.code, locale)
    walk.until(at_the_end)
    context.close()
    check_answers(server, person, walk, locale)
    check_ends(instrument, eye.ends, locale)


def check_ends(instrument: Instrument, ends: dict[str, tuple[str, str]], locale: str) -> None:
    """Of every scale the least stands where the script begins, and the most where it ends."""
    scales = {item.id for item in instrument.items.values() if item.options and item.format}
    assert scales <= set(ends)
    for item_id, shown in ends.items():
        options = [option.id for option in instrument.items[item_id].options]
        first_and_last = (options[0], options[-1])
        assert shown == (first_and_last[::-1] if locale == "ar" else first_and_last), item_id
