"""What each screen in pictures weighs with its pictures and everything that it can say: what came before is kept."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pytest

from app.core.instrument import Instrument
from tests.journeys.conftest import SOUND, Server
from tests.journeys.pictures import invite
from tests.journeys.visitor import Visitor
from tests.services.answering import answer_everything, option
from tests.tools.missing import tool_is_missing

pytestmark = pytest.mark.slow

MOST_BYTES = 60_000
PARTS = re.compile(r'(src|data-sound)="(/[^"]+)"')
"""What a page shows and says, beside its words."""


@dataclass
class Device:
    """Fetches screens as a tablet does over plain http, and keeps what never changes."""

    server: Server
    visitor: Visitor
    kept: set[str] = field(default_factory=set)

    def weigh(self, path: str) -> int:
        """Bytes of a screen, headers and all, with whatever it shows and says that is not here yet."""
        page, size = self._take(f"/{self.visitor.locale}/{path}", {"X-Fetched": "1"})
        found = PARTS.findall(page.decode())
        parts = {address if kind == "src" else f"{address}.opus" for kind, address in found} - self.kept
        self.kept |= parts
        return size + sum(self._take(part)[1] for part in parts)

    def _take(self, address: str, headers: Mapping[str, str] = MappingProxyType({})) -> tuple[bytes, int]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.visitor.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            connection.request("GET", address, headers={"Cookie": cookies, "Accept-Encoding": "gzip", **headers})
            answer = connection.getresponse()
            assert answer.status == http.client.OK, address
            told = sum(len(f"{name}: {value}\r\n".encode()) for name, value in answer.getheaders())
            content = answer.read()
            squeezed = answer.headers["Content-Encoding"] == "gzip"
            return gzip.decompress(content) if squeezed else content, told + len(content)
        finally:
            connection.close()


def screens(instrument: Instrument) -> list[str]:
    """The screens in the order in which somebody meets them."""
    told = [f"tell/{key}" for key in instrument.practice_instructions]
    practised = [f"practice/{one.id}" for one in instrument.practice]
    asked = [f"items/{item_id}" for item_id in instrument.items]
    care = [f"parts/p6?line={line}" for line in range(4)]
    return [*told, *practised, *asked, *care, "further", *(f"review?line={line}" for line in range(4)), "help", "stop"]


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_every_screen_with_its_pictures_and_sounds_weighs_at_most_60_kb(server: Server, locale: str) -> None:
    if not (SOUND / locale).is_dir():
        tool_is_missing("Nothing has been spoken yet, type: make sound")
    person, instrument = invite(server)
    with server.work() as work:
        answer_everything(work, person.token, locale, **{"p8.acute": option("yes")})
    visitor = Visitor(server.port, locale)
    assert visitor.enter(person.code).status == http.client.SEE_OTHER
    device = Device(server, visitor)
    weights = {path: device.weigh(path) for path in screens(instrument)}
    assert max(weights.values()) > MOST_BYTES / 4, "sounds and pictures were weighed"
    assert {path: weight for path, weight in weights.items() if weight > MOST_BYTES} == {}
