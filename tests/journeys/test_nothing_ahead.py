"""The network goes before the coming screens are here: the screen says so, and the answer is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.conftest import Server
from tests.journeys.person import box, item_id_of
from tests.journeys.tablet import FIRST_OF_WORK, PATIENCE, Tablet, expect_sent, make_tablet, wait_for_database

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def tablet(server: Server, browser: Browser) -> Iterator[Tablet]:
    yield from make_tablet(server, browser, server.invite(begun=True))


def refuse(route: Route) -> None:
    route.abort()


def test_an_answer_with_nothing_fetched_ahead_is_kept_and_goes_on_by_itself(tablet: Tablet) -> None:
    page = tablet.page
    for ahead in ("**/deck/**", "**/nl/here"):
        tablet.context.route(ahead, refuse)
    page.goto(f"{tablet.server.address}/nl/items/{FIRST_OF_WORK}")
    tablet.context.set_offline(True)
    for option in ("primary", "none"):
        answer(tablet, option)
        expect(page.locator("[data-say=needs-internet]")).to_be_visible()
    assert item_id_of(page) == FIRST_OF_WORK
    tablet.context.set_offline(False)
    page.wait_for_url(lambda address: not address.endswith(FIRST_OF_WORK), timeout=PATIENCE)
    assert tablet.standing()[FIRST_OF_WORK].option == "none"
    assert len(tablet.stored()) == 1, "only what stood there at last, once"
    assert tablet.left_on_device() == []


def test_an_answer_with_nothing_fetched_ahead_outlives_a_reload(tablet: Tablet) -> None:
    page = tablet.page
    tablet.context.route("**/deck/**", refuse)
    page.goto(f"{tablet.server.address}/nl/items/{FIRST_OF_WORK}")
    tablet.context.route("**/items/**", refuse)
    answer(tablet, "none")
    expect(page.locator("[data-say=needs-internet]")).to_be_visible()
    wait_for_database(page)
    tablet.context.unroute("**/items/**")
    page.reload()
    tablet.answered.append(FIRST_OF_WORK)
    expect_sent(tablet)
    assert tablet.standing()[FIRST_OF_WORK].option == "none"
    assert len(tablet.stored()) == 1


def answer(tablet: Tablet, option: str) -> None:
    """Choose, and touch "next"; the screen stays."""
    box(tablet.page, option).check()
    tablet.page.locator(".inb-dock .inb-button--primary").click()
