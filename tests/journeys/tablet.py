"""Somebody's device in a real browser: what it answered, what the server has of it, and what it keeps itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import select

from app.core.responses import Response as Value
from app.services.sittings import open_sitting
from app.store.care_models import CareResponse
from app.store.models import Response
from tests.factories import Invited
from tests.journeys.conftest import Server
from tests.journeys.person import Plan, fill, go_on, item_id_of

PATIENCE = 30_000  # milliseconds
FIRST_OF_WORK = "education.level"
STANDS_IN = re.compile(r"/assets/stand-in\.[a-z]+\.[0-9a-f]{12}\.html$")
"""The pages that are kept for a reload without network, the same for everybody; see test_reload_without_network.py."""
_FOR_THEM = re.compile(r"/assets/participant\.[0-9a-f]{12}\.(css|js)$")


@dataclass
class Tablet:
    """Somebody's device, past the code, in one language."""

    server: Server
    person: Invited
    context: BrowserContext
    page: Page
    plan: Plan
    answered: list[str] = field(default_factory=list)

    def open(self, item_id: str) -> None:
        """Open an item and wait until the coming screens of its part are here."""
        with self.page.expect_response(lambda answer: "/deck/" in answer.url and answer.ok) as deck:
            self.page.goto(f"{self.server.address}/nl/items/{item_id}")
        deck.value.finished()
        self.page.wait_for_timeout(300)  # until it is unpacked

    def answer(self) -> str:
        """Answer the question on the screen as planned and go on."""
        item_id = item_id_of(self.page) or pytest.fail(f"no question at {self.page.url}")
        fill(self.page, self.plan.of(self.plan.instrument.items[item_id]))
        self.answered.append(item_id)
        go_on(self.page)
        return item_id

    def answer_until(self, ends: Callable[[Page], bool], most: int = 40) -> None:
        """Answer until a screen that ``ends``."""
        for _ in range(most):
            if ends(self.page):
                return
            self.answer()
        pytest.fail(f"still at {self.page.url}")

    def stored(self) -> list[tuple[str, str]]:
        """Item and form key of every row, in the order of the server; both stores, the main one first."""
        with self.server.work() as work:
            main = work.db.execute(
                select(Response.item_id, Response.idempotency_key)
                .where(Response.participation_id == self.person.participation_id)
                .order_by(Response.id)
            )
            care = work.care.execute(
                select(CareResponse.item_id, CareResponse.idempotency_key)
                .where(CareResponse.token == self.person.token)
                .order_by(CareResponse.id)
            )
            return [tuple(row) for row in (*main, *care)]

    def standing(self) -> dict[str, Value]:
        """What stands on the server."""
        with self.server.work() as work:
            return dict(open_sitting(work, self.person.token, None).responses)

    def check_all_there(self) -> None:
        """Every answer is on the server once, in the order in which it was given, as it was given."""
        assert [item_id for item_id, _ in self.stored()] == self.answered
        standing = self.standing()
        assert {item_id: standing[item_id] for item_id in self.answered} == {
            item_id: self.plan.given[item_id] for item_id in self.answered
        }

    def left_on_device(self) -> list[object]:
        """Whatever the browser keeps for this site, but for the page that stands in without network."""
        found: list[object] = self.page.evaluate(
            """async () => [...Object.entries(sessionStorage), ...Object.entries(localStorage),
                ...(await indexedDB.databases())]"""
        )
        cached: list[str] = self.page.evaluate(
            """async () => (await Promise.all((await caches.keys()).map(async (name) =>
                (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat()"""
        )
        return [*found, *(url for url in cached if not STANDS_IN.search(url) and not _FOR_THEM.search(url))]


def make_tablet(server: Server, browser: Browser, person: Invited) -> Iterator[Tablet]:
    with server.work() as work:
        instrument = work.library.instrument("profile")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    enter(page, server, person)
    yield Tablet(server, person, context, page, Plan(instrument, "nl"))
    context.close()


def enter(page: Page, server: Server, person: Invited) -> None:
    """Type the code."""
    page.goto(f"{server.address}/nl/code")
    page.locator("input[name=code]").fill(person.code)
    go_on(page)


def waits(page: Page) -> bool:
    """Whether this is the screen at the end of a part."""
    return item_id_of(page) is None


def expect_sent(tablet: Tablet) -> None:
    """Everything arrives, and the screen says so."""
    for _ in range(PATIENCE // 100):
        if len(tablet.stored()) >= len(tablet.answered):
            break
        tablet.page.wait_for_timeout(100)
    expect(tablet.page.locator("[data-say]")).to_have_count(0, timeout=PATIENCE)


def wait_until(page: Page, promised: str, argument: object = None) -> None:
    """Wait until what this asynchronous function of the page promises is true; ``wait_for_function`` awaits nothing."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(promised, argument):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never true: {promised}")


def wait_for_database(page: Page) -> None:
    """Wait until the device keeps answers that are not sent."""
    wait_until(page, "async () => (await indexedDB.databases()).length === 1")


def refuse_forms(route: Route) -> None:
    """The network loses what is sent, and nothing else."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()
