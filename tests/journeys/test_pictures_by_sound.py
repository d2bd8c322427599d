"""Who sees neither pictures nor words completes the variant by ear: what is announced is what is on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.core.instrument import ResponseOption
from tests.journeys.conftest import SOUND, Server
from tests.journeys.pictures import (
    Walk,
    arrive,
    at_the_end,
    cards_in_reading_order,
    check_answers,
    invite,
    only_what_is_shown,
)
from tests.tools.missing import tool_is_missing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNSEEN = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { color: transparent !important; } img, svg { opacity: 0 !important; }");
document.adoptedStyleSheets = [sheet];
"""
LISTENS = """
window.announced = [];
document.addEventListener("inbeeld:says", (event) => {
  const { x, y, width, height } = document.querySelector(".inb-speaking").getBoundingClientRect();
  window.announced.push({ key: event.detail.key, x: x + width / 2, y: y + height / 2 });
});
document.addEventListener("inbeeld:page", () => (window.announced = []), true);
document.addEventListener("click", (event) => (window.touched ||= event.isTrusted), true);
"""
HURRIES = """
const play = HTMLMediaElement.prototype.play;
function hurry() {
  if (this.duration > 0.1) this.currentTime = this.duration;
}
HTMLMediaElement.prototype.play = function () {
  this.addEventListener("playing", hurry);
  return play.call(this);
};
"""
"""A person listens to the end; a test, as soon as a sound has begun, to its last moment."""


@dataclass
class Ear:
    """Hears what a screen says, and touches the place that spoke."""

    locale: str

    def arrived(self, page: Page) -> None:
        """A screen asks by itself, once the document was touched."""
        if page.locator("main[data-variant]").count() and page.evaluate("window.touched"):
            page.wait_for_function("() => window.announced.length > 0")

    def choose(self, page: Page, wanted: Sequence[ResponseOption]) -> None:
        """Let the ear read the screen, and touch what was announced as the n-th answer."""
        answers = self.answers(page)
        keys = [answer["key"] for answer in answers]
        for place in [keys.index(option.text_key) for option in wanted] or [0]:
            page.mouse.click(answers[place]["x"], answers[place]["y"])
            page.mouse.click(answers[place]["x"], answers[place]["y"])

    def answers(self, page: Page) -> list[dict[str, Any]]:
        """What the ear announces as answers, in that order: the order in which they stand on the screen."""
        page.evaluate("window.announced = []")
        ear = page.locator("[data-listen]")
        ear.click()
        expect(ear).to_have_attribute("aria-pressed", "false", timeout=30_000)
        cards = cards_in_reading_order(page)
        answers = page.evaluate("window.announced")[-len(cards) :]
        assert [answer["key"] for answer in answers] == [card.key for card in cards], page.url
        return list(answers)


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_the_whole_variant_by_the_announced_order_alone(server: Server, windowless: Browser, locale: str) -> None:
    if not (SOUND / locale).is_dir():
        tool_is_missing("Nothing has been spoken yet, type: make sound")
    person, instrument = invite(server)
    context = windowless.new_context(viewport={"width": 1024, "height": 768})
    context.set_default_timeout(15_000)
    for script in (UNSEEN, LISTENS, HURRIES):
        context.add_init_script(script)
    page = context.new_page()
    only_what_is_shown(page)
    ear = Ear(locale)
    walk = Walk(page, instrument, ear.choose, ear.arrived)
    arrive(page, server, person.code, locale)
    walk.until(at_the_end)
    context.close()
    check_answers(server, person, walk, locale)
