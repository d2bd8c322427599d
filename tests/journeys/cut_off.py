"""A device in pictures whose network changes on the way: away, slow, or losing some of what is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Response, Route, expect

from app.core.instrument import ResponseOption
from tests.journeys.person import item_id_of, touch
from tests.journeys.pictures import CARDS
from tests.journeys.tablet import PATIENCE

AWAY, SLOW_3G, LOSES = "away", "slow 3G", "300 ms, and it loses two in a hundred"
CONDITIONS: Mapping[str, Mapping[str, object]] = {
    "": {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    AWAY: {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    SLOW_3G: {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000},
    LOSES: {"offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1},
}
ONE_IN = 50
FIRST_LOST = 2  # of those asked for while some are lost: an answer
WAITS = "button[name=go][value=stay]"
"""What only the screen at the end of a part has."""
PICTURE = re.compile(r'<img[^>]* src="([^"]+)"')
SEEN = "() => [...document.images].every(one => one.complete && one.naturalWidth)"
PICKED = "one => one.click()"  # as keys and screen readers choose: at once


@dataclass
class CutOff:
    """The network of one device: what it is like from each of some items on, as ``plan`` says."""

    context: BrowserContext
    page: Page
    plan: Mapping[str, str]
    met: list[str] = field(default_factory=list)
    asked: int = 0
    lost: list[str] = field(default_factory=list)
    now: str = ""
    parts: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)
    fetched: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("response", self._note_deck)
        self.page.on("requestfinished", self._note_fetched)
        self.control = self.context.new_cdp_session(self.page)
        self.control.send("Network.enable")

    def arrived(self, page: Page) -> None:
        """Change the network where the plan says so, as soon as the coming screens are here."""
        condition = self.plan.get(item_id_of(page) or "")
        if condition is not None and item_id_of(page) not in self.met:
            self.met.append(str(item_id_of(page)))
            self.change(condition)
        if self.now == AWAY:
            page.wait_for_function(SEEN)

    def change(self, condition: str) -> None:
        """From now on the network is like this."""
        if condition == AWAY:
            self.wait_for_deck()
        if condition == LOSES:
            self.page.route("**/nl/**", self._lose_some)
        elif self.now == LOSES:
            self.page.unroute_all(behavior="ignoreErrors")
        self.control.send("Network.emulateNetworkConditions", dict(CONDITIONS[condition]))
        self.now = condition

    def wait_for_deck(self) -> None:
        """Wait until the coming screens of this part are here, and their pictures."""
        for _ in range(PATIENCE // 100):
            if self.page.locator("body").get_attribute("data-part") in self.parts and self.wanted <= self.fetched:
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"the coming screens did not come; missing: {self.wanted - self.fetched}")

    def tick(self, page: Page) -> None:
        """On; the network is back where nothing more can be done without it."""
        touch(page, page.locator("[data-control=tick]"))
        if not page.locator(WAITS).count():
            return
        if self.now == AWAY:
            self.change("")
        expect(page.locator(WAITS)).to_have_count(0, timeout=PATIENCE)

    def _note_deck(self, answer: Response) -> None:
        if "/deck/" in answer.url and answer.ok:
            deck = answer.json()
            self.wanted |= {address for page in deck["pages"].values() for address in PICTURE.findall(page)}
            self.parts |= set(deck["blocks"])

    def _note_fetched(self, request: Request) -> None:
        self.fetched.add("/" + request.url.split("/", 3)[3])

    def _lose_some(self, route: Route) -> None:
        """Lose a question on the way, or what came back for it, in turn."""
        self.asked += 1
        if self.asked % ONE_IN != FIRST_LOST:
            route.continue_()
            return
        if len(self.lost) % 2 == 0 and route.request.method == "POST":
            route.fetch(max_redirects=0)
        self.lost.append(route.request.url)
        route.abort()


def choose(page: Page, wanted: Sequence[ResponseOption]) -> None:
    """Make the screen hold these answers; none named: the first one."""
    if not wanted:
        page.locator(f"{CARDS} input").first.evaluate(PICKED)
    for option in wanted:
        page.locator(f'input[name=option][value="{option.id}"]').evaluate(PICKED)
