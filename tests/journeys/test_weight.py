"""What comes over the wire, measured cold in a real browser and for every question: the numbers of docs/performance.md.

Over https a browser takes brotli, over plain http gzip alone; headers count.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext

from app.instruments.library import load_library
from tests.factories import Invited
from tests.journeys.conftest import SOUND, Server
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST_BYTES, FIRST_REQUESTS = 60_000, 5
NEXT_BYTES = 4_000
WAY_BYTES = 400
TLS_BYTES = 22
"""What https adds to an answer of one record (TLS 1.3): its head, the kind of its content, and the seal."""
LONG_LIST = 8
LONG_LIST_BYTES = 4_250
"""Over plain http, for questions with more answers than that, each of which can be heard."""
LOCALES = ("nl", "en", "ar", "ti")
FOR_LATER = re.compile(r"/(here|deck/\w+)$")
"""What a device fetches after the first page is there, for when the network goes away."""


@dataclass
class Wire:
    """Bytes that a page took from the network, by request; answers from the browser's cache take none."""

    asked: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def asks(self, event: dict[str, Any]) -> None:
        """A request goes out."""
        self.asked[event["requestId"]] = event["request"]["url"]
        self.order.append(event["request"]["url"])

    def ends(self, event: dict[str, Any]) -> None:
        """Its answer is here, headers and all."""
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    def loaded(self, _event: dict[str, Any]) -> None:
        """The page is there."""
        self.order.append("loaded")

    def first(self) -> list[str]:
        """The requests of the page itself."""
        return [request for request, url in self.asked.items() if not FOR_LATER.search(url) and url.startswith("http")]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that was never here."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()


def enter(server: Server, person: Invited, locale: str, context: BrowserContext) -> None:
    """Type the code elsewhere and give this browser the cookies: nothing of ours is kept by it yet."""
    visitor = Visitor(server.port, locale)
    assert visitor.enter(person.code).status == http.client.SEE_OTHER
    for name, value in visitor.cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": server.address}])


@pytest.mark.parametrize("locale", LOCALES)
def test_the_first_question_weighs_at_most_60_kb_and_asks_five_times(
    server: Server, context: BrowserContext, locale: str
) -> None:
    enter(server, server.invite(begun=True), locale, context)
    wire, page = Wire(), context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Page.enable")
    devtools.on("Network.requestWillBeSent", wire.asks)
    devtools.on("Network.loadingFinished", wire.ends)
    devtools.on("Page.loadEventFired", wire.loaded)
    with page.expect_response(lambda answer: "/deck/" in answer.url) as deck:
        page.goto(f"{server.address}/{locale}/items/c1a")
    deck.value.finished()
    assert page.locator("[data-listen]").is_visible() == SOUND.is_dir()
    first = wire.first()
    assert len(first) <= FIRST_REQUESTS, [wire.asked[request] for request in first]
    assert FIRST_BYTES / 4 < sum(wire.bytes[request] for request in first) <= FIRST_BYTES
    before = wire.order[: wire.order.index("loaded")]
    assert not [url for url in before if FOR_LATER.search(url)], "first the page, then what is for later"


@dataclass
class Scales:
    """Weighs answers as a device gets them."""

    server: Server
    visitor: Visitor
    encoding: str

    def weigh(self, method: str, address: str, body: str | None = None) -> tuple[int, int]:
        """Status and bytes, headers and all, of one answer to our own script."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.visitor.cookies.items())
        headers = {"Cookie": cookies, "Accept-Encoding": self.encoding, "X-Fetched": "1"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            line = f"HTTP/1.1 {answer.status} {answer.reason}\r\n\r\n"
            told = sum(len(f"{name}: {value}\r\n".encode()) for name, value in answer.getheaders())
            return answer.status, len(line) + told + len(content)
        finally:
            connection.close()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("encoding", ["gzip", "gzip, deflate, br, zstd"], ids=["http", "https"])
def test_every_next_question_weighs_at_most_4_kb(server: Server, locale: str, encoding: str) -> None:
    visitor = Visitor(server.port, locale)
    visitor.enter(server.invite(begun=True).code)
    scales = Scales(server, visitor, encoding)
    answer = urlencode(visitor.fill("items/c1a", option="2"), doseq=True)
    status, way = scales.weigh("POST", f"/{locale}/items/c1a", answer)
    assert status == http.client.SEE_OTHER
    assert way <= WAY_BYTES
    items = load_library().instrument("profile").items
    sizes = {}
    for item_id in items:
        status, size = scales.weigh("GET", f"/{locale}/items/{item_id}")
        if status == http.client.OK:
            sizes[item_id] = size
    assert len(sizes) > 100
    if "br" in encoding:
        assert max(sizes.values()) + TLS_BYTES <= NEXT_BYTES
    heavy = {item_id: size for item_id, size in sizes.items() if size > NEXT_BYTES}
    assert {item_id: size for item_id, size in heavy.items() if len(items[item_id].options) <= LONG_LIST} == {}
    assert max(sizes.values()) <= LONG_LIST_BYTES
