"""The server dies while somebody answers, the network goes as well, and both come back."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.conftest import Server
from tests.journeys.tablet import FIRST_OF_WORK, Tablet, expect_sent, make_tablet, waits
from tests.tools.missing import tool_is_missing

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def tablet(server: Server, browser: Browser) -> Iterator[Tablet]:
    yield from make_tablet(server, browser, server.invite(begun=True))


def kill(server: Server) -> None:
    """End every process of the server as a power cut does."""
    assert server.process is not None
    for pid in family(server.process.pid):
        os.kill(pid, signal.SIGKILL)
    server.process.wait(20)


def family(pid: int) -> list[int]:
    """A process and all that came of it, the eldest first."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.exists():
        tool_is_missing("/proc is missing: the processes of the server cannot be found there")
    return [pid, *(one for child in listed.read_text("ascii").split() for one in family(int(child)))]


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
        kill(server)
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
