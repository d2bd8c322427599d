"""A participant page in a real browser without a script: a keyboard is enough."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from app.web.context import current_work
from tests.factories import SittingFactory
from tests.services.answering import answer_everything, option

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = {"width": 1024, "height": 768}


@dataclass
class Served:
    """A running application: its address, and the code of somebody who answered everything, per language."""

    address: str
    codes: dict[str, str]


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
