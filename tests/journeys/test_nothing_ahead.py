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
        answer_in_vain(tablet, option)
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
    answer_in_vain(tablet, "none")
    wait_for_database(page)
    tablet.context.unroute("**/items/**")
    page.reload()
    tablet.answered.append(FIRST_OF_WORK)
    expect_sent(tablet)
    assert tablet.standing()[FIRST_OF_WORK].option == "none"
    assert len(tablet.stored()) == 1


def test_the_last_answer_stands_when_the_network_comes_back_between_two(tablet: Tablet) -> None:
    """The one before is on its way, slowly, when the other is given: it may not arrive after it."""
    page = tablet.page
    tablet.context.route("**/deck/**", refuse)
    page.goto(f"{tablet.server.address}/nl/items/{FIRST_OF_WORK}")
    tablet.context.route("**/items/**", refuse)
    answer_in_vain(tablet, "primary")
    tablet.context.unroute("**/items/**")
    held: list[Route] = []
    tablet.context.route("**/items/**", lambda route: route.continue_() if held else held.append(route))
    answer(tablet, "none")
    page.wait_for_timeout(1000)
    held[0].continue_()
    page.wait_for_url(lambda address: not address.endswith(FIRST_OF_WORK), timeout=PATIENCE)
    assert [item_id for item_id, _ in tablet.stored()] == [FIRST_OF_WORK] * 2, "both were on their way"
    assert tablet.standing()[FIRST_OF_WORK].option == "none"
    assert tablet.left_on_device() == []


def answer_in_vain(tablet: Tablet, option: str) -> None:
    """No network takes it: the screen says so, and tries nothing more by itself for now."""
    answer(tablet, option)
    expect(tablet.page.locator("[data-say=needs-internet]")).to_be_visible()
    expect(tablet.page.locator("body")).not_to_have_attribute("aria-busy", "true")


def answer(tablet: Tablet, option: str) -> None:
    """Choose, and touch "next"; the screen stays."""
    box(tablet.page, option).check()
    tablet.page.locator(".inb-dock .inb-button--primary").click()
