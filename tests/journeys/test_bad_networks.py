"""A slow network, and one that loses some of what is sent."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Route

from tests.journeys.conftest import Server
from tests.journeys.tablet import FIRST_OF_WORK, Tablet, expect_sent, make_tablet, waits

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LATENCY = 300  # milliseconds
LOST_SHARE = 0.02
SEED = 15  # loses the second and the sixth request, so that a few answers meet it
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture
def tablet(server: Server, browser: Browser) -> Iterator[Tablet]:
    yield from make_tablet(server, browser, server.invite(begun=True))


def test_a_slow_network_that_loses_two_in_a_hundred(tablet: Tablet) -> None:
    chance, lost = random.Random(SEED), []

    def lose_some(route: Route) -> None:
        if chance.random() < LOST_SHARE:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    tablet.open(FIRST_OF_WORK)
    emulate(tablet, {**SLOW_3G, "latency": LATENCY, "downloadThroughput": -1, "uploadThroughput": -1})
    tablet.context.route("**/nl/**", lose_some)
    tablet.answer_until(waits)
    tablet.context.unroute_all(behavior="ignoreErrors")
    expect_sent(tablet)
    assert lost
    tablet.check_all_there()


def emulate(tablet: Tablet, network: Mapping[str, object]) -> None:
    """Let the network of this device be like this."""
    control = tablet.context.new_cdp_session(tablet.page)
    control.send("Network.enable")
    control.send("Network.emulateNetworkConditions", dict(network))


def test_a_few_questions_over_slow_3g(tablet: Tablet) -> None:
    emulate(tablet, SLOW_3G)
    tablet.open("c1a")
    for _ in range(4):
        tablet.answer()
    expect_sent(tablet)
    tablet.check_all_there()
