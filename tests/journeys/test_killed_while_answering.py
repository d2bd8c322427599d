"""The server dies while somebody answers, the network goes as well, and both come back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.conftest import Server
from tests.journeys.processes import kill_everything
from tests.journeys.tablet import FIRST_OF_WORK, Tablet, expect_sent, make_tablet, waits

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def tablet(server: Server, browser: Browser) -> Iterator[Tablet]:
    yield from make_tablet(server, browser, server.invite(begun=True))


def test_every_answer_arrives_once_though_the_server_was_killed_and_the_network_went(
    server: Server, tablet: Tablet
) -> None:
    taken_in: list[str] = []

    def die_after_taking_in(route: Route) -> None:
        if route.request.method != "POST" or taken_in:
            route.continue_()
            return
        taken_in.append(route.request.url)
        route.fetch(max_redirects=0)
        kill_everything(server)
        route.abort()

    tablet.open(FIRST_OF_WORK)
    tablet.answer()
    tablet.context.route("**/items/**", die_after_taking_in)
    try:
        tablet.answer()
        tablet.answer()
        expect(tablet.page.locator("[data-say=not-sent]")).to_be_visible()
        tablet.context.set_offline(True)
        tablet.answer()
    finally:
        server.start()
    tablet.answer()
    tablet.context.set_offline(False)
    tablet.answer_until(waits)
    expect_sent(tablet)
    assert taken_in, "the server died with an answer that it had taken in and not acknowledged"
    tablet.check_all_there()
