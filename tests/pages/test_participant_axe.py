"""Participant pages in a real browser: axe finds nothing, nothing is wider than the screen, a keyboard is enough."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app.web.context import current_work
from tests.factories import SittingFactory
from tests.services.answering import answer_everything, option
from tests.tools import axe
from tests.tools.browser import chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATHS = (
    "welcome", "who-sees", "take-part", "research", "practice/1?chosen=3", "practice/d1", "resume", "parts/a",
    "parts/g",
    "break/e", "items/situation.transport", "items/education.years", "items/work.main_occupation",
    "items/language.dutch_read", "items/d9", "items/c1a", "items/z1a", "items/own_words", "further", "review",
    "share/ggd",
    "share/case-manager", "share/overview", "stop", "stop/later", "stop/end", "help", "hidden", "nowhere",
)  # fmt: skip
NARROW, WIDE = {"width": 320, "height": 700}, {"width": 1024, "height": 768}


@dataclass
class Served:
    """A running application: its address, and the code of somebody who answered everything, per language."""

    address: str
    codes: dict[str, str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all pages."""
    with chromium() as found:
        yield found


@pytest.fixture
def served(app: Flask) -> Iterator[Served]:
    """The application on a port of its own."""
    codes = {}
    with app.app_context():
        factory = SittingFactory(current_work())
        session = factory.session()
        for locale in ("nl", "en", "ar", "ti"):
            someone = factory(session)
            answer_everything(factory.work, someone.token, locale, z7=option("yes"), z8=option("yes"))
            codes[locale] = someone.code
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(f"http://127.0.0.1:{server.server_port}", codes)
    server.shutdown()
    server.server_close()


def come_in(page: Page, served: Served, locale: str) -> None:
    """Type the code."""
    page.goto(f"{served.address}/{locale}/code")
    page.fill("#code", served.codes[locale])
    page.keyboard.press("Enter")  # the default button of the form is "next"
    page.wait_for_url(lambda address: not address.endswith("/code"))


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, served, locale):
    context = browser.new_context(viewport=WIDE, bypass_csp=True)
    page = context.new_page()
    come_in(page, served, locale)
    wrong = {}
    for path in PATHS:
        page.goto(f"{served.address}/{locale}/{path}")
        found = axe.violations(page)
        page.set_viewport_size(NARROW)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.set_viewport_size(WIDE)
        if found or beyond > 0:
            wrong[path] = [*found, f"{beyond} px too wide"]
    context.close()
    assert not wrong


def test_a_question_is_answered_by_keyboard_alone_without_javascript(browser, served):
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    come_in(page, served, "nl")
    page.goto(f"{served.address}/nl/items/c1a")
    first = page.locator('input[name=option][value="0"]')
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/items/c1a" not in address)
    page.goto(f"{served.address}/nl/items/c1a")
    assert page.locator("input[name=option]:checked").get_attribute("value") == "1"
    context.close()
