"""The site of deploy/nginx in front of two web processes, played by sockets that do as they are told."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

import pytest

from tests.tools import nginx
from tests.tools.certificate import make_certificate
from tests.tools.nginx import TEMPLATE
from tests.tools.ports import free_port

NAME = "inbeeld.example"
PATIENCE = 30
"""Seconds after which a test gives up."""
GIVEN = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ndone"
NOTHING: Mapping[str, str] = {}
AWAY = TEMPLATE.with_name("away.html").read_bytes()


@dataclass
class Web:
    """Takes one request at a time, as a web process does; goes with it in hand while ``deaths`` are left, for both."""

    place: socket.socket
    deaths: list[str]
    taken: list[bytes] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.place.getsockname()[1])

    def serve(self) -> None:
        """Until the socket is closed."""
        while True:
            try:
                connection, _ = self.place.accept()
            except OSError:
                return
            with connection:
                self.taken.append(_whole(connection))
                if self.deaths:
                    self.deaths.pop()
                else:
                    connection.sendall(GIVEN)


def _whole(connection: socket.socket) -> bytes:
    """One request, with its body."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += connection.recv(65536)
    head, _, body = found.partition(b"\r\n\r\n")
    size = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < size:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@dataclass(frozen=True, slots=True)
class Door:
    """The proxy, with both behind it."""

    webs: list[Web]
    deaths: list[str]
    port: int
    plain_port: int
    trust: ssl.SSLContext

    def connection(self) -> http.client.HTTPConnection:
        """Over https."""
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=self.trust)

    def ask(
        self, way: str, address: str, body: bytes | None = None, more: Mapping[str, str] = NOTHING
    ) -> tuple[int, bytes]:
        """One request by the name of the installation; gives status and page."""
        with closing(self.connection()) as connection:
            connection.request(way, address, body, {"Host": NAME, **more})
            answer = connection.getresponse()
            return answer.status, answer.read()

    @property
    def taken(self) -> list[bytes]:
        """What came through, to either of them."""
        return [one for web in self.webs for one in web.taken]


@pytest.fixture
def door(tmp_path) -> Iterator[Door]:
    with ExitStack() as opened:
        deaths: list[str] = []
        places = [opened.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        webs = [Web(place, deaths) for place in places]
        trust = make_certificate(tmp_path, NAME)
        port, plain_port = free_port(), free_port()
        values = {
            "INBEELD_NAME": NAME,
            "INBEELD_WEB_ONE": f"127.0.0.1:{webs[0].port}",
            "INBEELD_WEB_TWO": f"127.0.0.1:{webs[1].port}",
            "INBEELD_CERTIFICATE": str(tmp_path / "certificate.pem"),
            "INBEELD_CERTIFICATE_KEY": str(tmp_path / "certificate.key"),
            "INBEELD_AWAY": str(TEMPLATE.parent),
            "INBEELD_PROXY_FILES": str(tmp_path),
            "INBEELD_HTTP_PORT": str(plain_port),
            "INBEELD_TLS_PORT": str(port),
        }
        threads = [threading.Thread(target=web.serve, daemon=True) for web in webs]
        for thread in threads:
            thread.start()
        with nginx.running(tmp_path, values):
            yield Door(webs, deaths, port, plain_port, trust)
        for web in webs:
            web.place.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(PATIENCE)


TOLD = {f"Host: {NAME}", f"X-Forwarded-Host: {NAME}", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https"}


def test_both_are_asked_in_turn_and_told_who_asks_and_how(door):
    lies = {"X-Forwarded-For": "192.0.2.66", "X-Forwarded-Host": "elsewhere.example", "Forwarded": "for=192.0.2.66"}
    for _ in range(4):
        assert door.ask("GET", "/nl/code", more=lies) == (200, b"done")
    assert [len(web.taken) for web in door.webs] == [2, 2]
    for head in door.taken:
        lines = head.decode().split("\r\n")
        assert set(lines) >= TOLD
        assert not any("192.0.2.66" in line or "elsewhere" in line for line in lines)
        assert any(line.startswith("X-Request-ID: ") for line in lines)


def test_without_https_the_way_leads_there(door):
    with closing(http.client.HTTPConnection("127.0.0.1", door.plain_port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/nl/code", headers={"Host": NAME})
        answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/nl/code")


@pytest.mark.parametrize("address", ["/metrics", "/readyz"])
def test_what_whoever_watches_asks_is_not_told_outside(door, address):
    assert door.ask("GET", address)[0] == 404
    assert door.taken == []


def test_a_form_larger_than_a_recording_is_refused_at_the_door(door):
    with closing(door.connection()) as connection:
        connection.putrequest("POST", "/nl/code")
        connection.putheader("Content-Length", str(10 * 1024 * 1024))
        connection.endheaders()
        assert connection.getresponse().status == 413
    assert door.taken == []


def test_phones_that_send_slowly_keep_no_web_process_from_others(door):
    with ExitStack() as slow:
        for _ in range(8):
            connection = slow.enter_context(closing(door.connection()))
            connection.putrequest("POST", "/nl/code")
            connection.putheader("Content-Length", "1000")
            connection.endheaders(b"code=")
        assert [door.ask("GET", "/nl/code") for _ in range(4)] == [(200, b"done")] * 4
    assert len(door.taken) == 4


TWICE = ("/nl/items/c1a", "/ti/code", "/ar/take-part", "/en/share/report", "/nl/here", "/nl/help")
ONCE = ("/nl/own/requests", "/nl/stop/end", "/nl/hand-back", "/staff/sign-in", "/staff/parts/x", "/staff/items")


@pytest.mark.parametrize("address", TWICE)
def test_what_may_come_twice_goes_to_the_other_one_when_one_dies_with_it_in_hand(door, address):
    door.deaths.append("of whoever is asked next")
    assert door.ask("POST", address, b"option=2") == (200, b"done")
    assert [one.rpartition(b"\r\n\r\n")[2] for one in door.taken] == [b"option=2"] * 2


@pytest.mark.parametrize("address", ONCE)
def test_what_must_not_come_twice_is_told_of_in_every_language(door, address):
    door.deaths.append("of whoever is asked next")
    assert door.ask("POST", address, b"words=x") == (502, AWAY)
    assert len(door.taken) == 1


def test_a_page_is_fetched_from_the_other_one(door):
    door.deaths.append("of whoever is asked next")
    assert door.ask("GET", "/staff/sessions") == (200, b"done")


def test_nothing_of_a_request_is_written_down(door, tmp_path):
    door.deaths.append("of whoever is asked next")
    door.ask("POST", "/staff/sign-in", b"email=somebody")
    door.ask("GET", "/nl/items/z1a")
    written = "".join(file.read_text("utf-8") for file in tmp_path.glob("*.log"))
    assert "z1a" not in written
    assert "sign-in" not in written
    assert "127.0.0.1" not in written
