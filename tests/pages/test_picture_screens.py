"""The picture variant in a real browser: nothing scrolls, every target is large, each control keeps its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.core.responses import Response
from app.services.work import Definitions
from tests.journeys.conftest import SOUND
from tests.pages.answered import LOCALES, Answered, answered
from tests.pictured import pictured
from tests.services.answering import option, state_basis
from tests.tools import axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATHS = (
    "tell/picture.intro.4", "practice/sun", "practice/sun?chosen=cup&tries=1", "practice/jar?chosen=2",
    "items/p1.cooking_serving", "items/p2.wish", "items/p3.c6", "items/p4.m5", "items/p5.school", "items/p5.languages",
    "parts/p6?line=2", "items/p6.z4", "items/p7.help_wish", "items/p8.acute", "further", "further?said=called",
    "items/finish.going_well", "review", "review?line=1", "review?line=3", "share/ggd",
    "share/ggd-advice", "share/health-case-manager", "share/vluchtelingenwerk", "share/overview",
    "help", "stop", "stop/later", "stop/end", "resume",
    "parts/p1/reader", "parts/p6/alone", "parts/p6/here", "hidden",
)  # fmt: skip
WINDOWS = ((320, 568), (390, 844), (1024, 768))
TARGET = 64  # pixels, R26
TARGETS = "[data-control]:not([hidden]), label.inb-choice, main a, main button:not([hidden])"
SEEN = """({ targets, least }) => {
  const boxes = (selector) => [...document.querySelectorAll(selector)].map((one) => [one, one.getBoundingClientRect()]);
  const { scrollWidth, scrollHeight } = document.documentElement;
  return {
    over: [scrollWidth - innerWidth, scrollHeight - innerHeight],
    small: boxes(targets).filter(([, box]) => box.width && (box.width < least || box.height < least))
      .map(([one, box]) => `${one.textContent.trim() || one.ariaLabel}: ${box.width} x ${box.height}`),
    places: Object.fromEntries(boxes("[data-control]").filter(([one]) => !one.hidden)
      .map(([one, box]) => [one.dataset.control, [box.x, box.width].map(Math.round)])),
  };
}"""
"""How far a page reaches beyond its window, which targets are small, and from where to where each control stands."""
LEFT_TO_RIGHT = """cards => cards.map((card) => [card.getBoundingClientRect().x, card.querySelector("input").value])
  .sort(([one], [other]) => one - other).map(([, value]) => value)"""
"""The option ids of cards, from left to right."""


@pytest.fixture(scope="module")
def site(
    migrated_stores: Path, definitions: Definitions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Answered]:
    """The pages, with the sounds that ``make sound`` made, so that the ear is there."""
    answers = {"p7.help_wish": option("yes"), "p8.acute": option("yes"), "p1.cooking_serving": option("2")}
    answers |= {f"p6.z{number}": option("2") for number in range(1, 6)}
    answers["p2.wish"] = Response(options=("building", "cooking_serving"))
    folder = tmp_path_factory.mktemp("screens") / "instance"
    with answered(migrated_stores, folder, definitions, pictured, state_basis, **answers) as site:
        yield site


@pytest.mark.parametrize("locale", LOCALES)
def test_no_scrolling_large_targets_fixed_places_and_nothing_for_axe(
    windowless: Browser, site: Answered, locale: str
) -> None:
    context = windowless.new_context(viewport={"width": 1024, "height": 768})
    page = context.new_page()
    site.come_in(page, locale)
    wrong: dict[str, list[str]] = {}
    places: dict[tuple[int, str], set[tuple[int, ...]]] = {}
    for path in PATHS:
        page.goto(f"{site.address}/{locale}/{path}")
        found = axe.violations(page)
        for width, height in WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            found += looked_at(page, places)
        if found:
            wrong[path] = found
    context.close()
    assert not wrong
    assert {where for where, found in places.items() if len(found) > 1} == set()
    assert ("ear" in {control for _, control in places}) == SOUND.is_dir()


def looked_at(page: Page, places: dict[tuple[int, str], set[tuple[int, ...]]]) -> list[str]:
    """What is wrong with a page in the window as it is; adds to ``places`` where its controls stand."""
    size = page.viewport_size or {"width": 0, "height": 0}
    seen = page.evaluate(SEEN, {"targets": TARGETS, "least": TARGET})
    for control, place in seen["places"].items():
        places.setdefault((size["width"], control), set()).add(tuple(place))
    where = f"{size['width']} x {size['height']}"
    over = [f"{where}: {seen['over']} px too large"] * (max(seen["over"]) > 0)
    return over + [f"{where}: {one}" for one in seen["small"]]


@pytest.mark.parametrize(("locale", "first_is_left"), [("nl", True), ("en", True), ("ti", True), ("ar", False)])
def test_the_least_stands_where_reading_begins(
    windowless: Browser, site: Answered, locale: str, *, first_is_left: bool
) -> None:
    context = windowless.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    site.come_in(page, locale)
    for item_id in ("p1.cleaning", "p4.m5", "p5.school", "p6.z1"):
        page.goto(f"{site.address}/{locale}/items/{item_id}")
        shown = page.locator("label.inb-choice").evaluate_all(LEFT_TO_RIGHT)
        assert len(shown) > 1
        assert shown == sorted(shown, reverse=not first_is_left), item_id
    context.close()
