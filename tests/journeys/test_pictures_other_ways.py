"""The whole variant without a script, and by keys alone, where each screen is weighed as it comes over the wire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from app.core.instrument import ResponseOption
from tests.journeys.conftest import SOUND, Server
from tests.journeys.person import box
from tests.journeys.pictures import CARDS, Walk, arrive, at_the_end, check_answers, invite, only_what_is_shown

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_BYTES = 60_000
MOST_FIRST = 120_000  # with the screen of the code before it, and what all screens share
LEAST_HEAVIEST = 20_000
MOST_KEYS = 30  # on one screen
PRESSED = """() => {
  const one = document.activeElement;
  return { name: one.name || "", value: one.value || "", seen: Boolean(one.getClientRects().length),
    ring: getComputedStyle(one.closest("label") || one).outlineStyle !== "none" };
}"""
SWAPPED = "() => !window.screenBefore?.isConnected && document.readyState === 'complete' && !document.body.ariaBusy"


def wanted_values(page: Page, wanted: Sequence[ResponseOption]) -> list[str]:
    """The answers to choose; the first one that is offered where anything will do."""
    return [option.id for option in wanted] or [page.locator(f"{CARDS} input").first.input_value()]


def by_hand(page: Page, wanted: Sequence[ResponseOption]) -> None:
    """Touch each answer once: without a script that is enough."""
    for value in wanted_values(page, wanted):
        page.locator(f'{CARDS}:has(input[value="{value}"])').click()
        expect(box(page, value)).to_be_checked()


def tick_by_hand(page: Page) -> None:
    """Touch the tick; another document comes."""
    with page.expect_navigation():
        page.locator("[data-control=tick]").click()


def test_the_whole_variant_without_a_script(server: Server, windowless: Browser) -> None:
    person, instrument = invite(server)
    context = windowless.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    walk = Walk(page, instrument, by_hand, tick=tick_by_hand, seed=3)
    page.goto(f"{server.address}/nl/code")
    page.locator("input[name=code]").fill(person.code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walk.until(at_the_end)
    context.close()
    check_answers(server, person, walk, "nl")


def by_keys(page: Page, wanted: Sequence[ResponseOption]) -> None:
    """Tab to the answers, go along them with the arrow, and choose with the space bar."""
    for value in wanted_values(page, wanted):
        tab_to(page, lambda now: now["name"] == "option")
        for _ in range(MOST_KEYS):
            if page.evaluate(PRESSED)["value"] == value:
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        expect(box(page, value)).to_be_checked()


def tab_to(page: Page, is_there: Callable[[dict[str, object]], bool]) -> None:
    """Tab until a control that is wanted has the focus, which shows."""
    for _ in range(MOST_KEYS):
        now = page.evaluate(PRESSED)
        if is_there(now) and now["seen"]:
            assert now["ring"], f"{page.url}: nothing shows where the focus is"
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{page.url}: it cannot be reached by Tab")


@dataclass
class Wire:
    """Every answer that comes in, in bytes over the wire; what the browser has kept comes in as nothing."""

    page: Page
    taken: list[int] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wire = only_what_is_shown(self.page)
        wire.on("Network.loadingFinished", lambda event: self.taken.append(int(event["encodedDataLength"])))

    def tick(self, page: Page) -> None:
        """Tab to the tick and press Enter; what came in since the last time was for this screen."""
        value = page.locator("[data-control=tick]").get_attribute("value")
        page.evaluate("window.screenBefore = document.querySelector('main')")
        tab_to(page, lambda now: now["name"] == "go" and now["value"] == value)
        self.weights[page.url] = sum(self.taken)
        self.taken.clear()
        page.keyboard.press("Enter")
        page.wait_for_function(SWAPPED)


def test_the_whole_variant_by_keys_and_every_screen_is_light(server: Server, windowless: Browser) -> None:
    person, instrument = invite(server)
    context = windowless.new_context(viewport={"width": 1024, "height": 768})
    context.set_default_timeout(15_000)
    page = context.new_page()
    wire = Wire(page)
    walk = Walk(page, instrument, by_keys, tick=wire.tick, seed=4)
    arrive(page, server, person.code, "ar")
    walk.until(at_the_end)
    context.close()
    check_answers(server, person, walk, "ar")
    first, *others = wire.weights.items()
    assert first[1] <= MOST_FIRST
    assert max(weight for _, weight in others) > LEAST_HEAVIEST or not SOUND.is_dir(), "sounds came in"
    assert {address: weight for address, weight in others if weight > MOST_BYTES} == {}
