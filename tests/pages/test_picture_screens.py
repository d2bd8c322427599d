"""The picture variant in a real browser: nothing scrolls, every target is large, each control keeps its place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app.config import Config
from app.core.responses import Response
from app.web.context import current_work
from tests.factories import SittingFactory
from tests.journeys.conftest import SOUND
from tests.pages.test_participant_axe import Served, come_in
from tests.pictured import pictured
from tests.services.answering import answer_everything, option, state_basis
from tests.tools import axe
from tests.tools.browser import chromium

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
TOO_SMALL = """(least) => [...document.querySelectorAll(%r)].map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && (box.width < least || box.height < least))
  .map(([one, box]) => `${one.textContent.trim() || one.ariaLabel}: ${box.width} x ${box.height}`)
"""
PLACES = """() => Object.fromEntries([...document.querySelectorAll("[data-control]")].filter((one) => !one.hidden)
  .map((one) => [one.dataset.control, one.getBoundingClientRect()])
  .map(([control, box]) => [control, [box.x, box.width].map(Math.round)]))
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all pages."""
    with chromium() as found:
        yield found


@pytest.fixture
def config(config: Config) -> Config:
    """With the sounds that ``make sound`` made, so that the ear is there."""
    return replace(config, sound=SOUND)


@pytest.fixture
def served(app: Flask) -> Iterator[Served]:
    """The application with somebody who answered everything, per language."""
    codes = {}
    with app.app_context():
        factory = SittingFactory(current_work())
        session = factory.session()
        for seat, locale in enumerate(("nl", "en", "ar", "ti"), 1):
            someone = pictured(factory, session, seat)
            answers = {"p7.help_wish": option("yes"), "p8.acute": option("yes"), "p1.cooking_serving": option("2")}
            answers |= {f"p6.z{number}": option("2") for number in range(1, 6)}
            wishes = Response(options=("building", "cooking_serving"))
            answer_everything(factory.work, someone.token, locale, **answers, **{"p2.wish": wishes})
            state_basis(factory.work, someone)
            codes[locale] = someone.code
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(f"http://127.0.0.1:{server.server_port}", codes)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_no_scrolling_large_targets_fixed_places_and_nothing_for_axe(browser, served, locale):
    context = browser.new_context(viewport={"width": 1024, "height": 768}, bypass_csp=True)
    page = context.new_page()
    come_in(page, served, locale)
    wrong: dict[str, list[str]] = {}
    places: dict[tuple[int, str], set[tuple[int, ...]]] = {}
    for path in PATHS:
        page.goto(f"{served.address}/{locale}/{path}")
        found = axe.violations(page)
        for width, height in WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            found += looked_at(page, width, height)
            for control, place in page.evaluate(PLACES).items():
                places.setdefault((width, control), set()).add(tuple(place))
        if found:
            wrong[path] = found
    context.close()
    assert not wrong
    assert {where for where, found in places.items() if len(found) > 1} == set()
    assert ("ear" in {control for _, control in places}) == SOUND.is_dir()


def looked_at(page: Page, width: int, height: int) -> list[str]:
    """What is wrong with a page in a window of this size."""
    over = page.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    )
    small = page.evaluate(TOO_SMALL % TARGETS, TARGET)
    return [f"{width} x {height}: {over} px too large"] * (max(over) > 0) + [f"{width}: {one}" for one in small]


@pytest.mark.parametrize(("locale", "first_is_left"), [("nl", True), ("en", True), ("ti", True), ("ar", False)])
@pytest.mark.parametrize("item_id", ["p1.cleaning", "p4.m5", "p5.school", "p6.z1"])
def test_the_least_stands_where_reading_begins(browser, served, locale, first_is_left, item_id):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    come_in(page, served, locale)
    page.goto(f"{served.address}/{locale}/items/{item_id}")
    cards = page.locator("label.inb-choice")
    shown = [(cards.nth(at).bounding_box()["x"], value(page, at)) for at in range(cards.count())]
    context.close()
    left_to_right = [option_id for _, option_id in sorted(shown)]
    assert left_to_right == sorted(left_to_right, reverse=not first_is_left)


def value(page: Page, at: int) -> str:
    """The option id of the card at this place of the document."""
    return str(page.locator("label.inb-choice input").nth(at).get_attribute("value"))


def test_a_question_is_answered_by_keyboard_alone_without_javascript(browser, served):
    context = browser.new_context(viewport={"width": 1024, "height": 768}, java_script_enabled=False)
    page = context.new_page()
    come_in(page, served, "nl")
    page.goto(f"{served.address}/nl/items/p3.c1")
    page.locator('input[name=option][value="1"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/items/p3.c1" not in address)
    page.goto(f"{served.address}/nl/items/p3.c1")
    assert page.locator("input[name=option]:checked").get_attribute("value") == "2"
    context.close()
