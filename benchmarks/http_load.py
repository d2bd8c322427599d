"""Load on one server: so many clients, each with its own connection, each sending again as soon as its answer is in.

One process, one thread, plain sockets: about 0.05 ms of work a request, the same for every server that is measured.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

HOST = "127.0.0.1"
PATIENCE_SECONDS = 20.0  # an answer that takes longer counts as lost
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNK = 1 << 16

NextRequest = Callable[[], bytes]
"""Gives the whole next request, whichever client sends it."""


@dataclass(slots=True)
class Outcome:
    """What one run gave: the time of each answer in milliseconds, sorted, and what went wrong how often."""

    milliseconds: list[float] = field(default_factory=list)
    seconds: float = 0.0
    problems: Counter[str] = field(default_factory=Counter)
    answered: int = 0  # as expected

    def percentile(self, percent: int) -> float:
        """Milliseconds within which ``percent`` of the answers came; 0 when none came."""
        if not self.milliseconds:
            return 0.0
        place = min(len(self.milliseconds) - 1, len(self.milliseconds) * percent // 100)
        return self.milliseconds[place]

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def add(self, other: Outcome) -> None:
        """Take in another run of the same."""
        self.milliseconds = sorted(self.milliseconds + other.milliseconds)
        self.seconds += other.seconds
        self.problems += other.problems
        self.answered += other.answered


@dataclass(slots=True)
class _Client:
    connection: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    needed: int = 0  # bytes of the whole answer, once its head is in


def load(port: int, next_request: NextRequest, *, expected: int, clients: int, seconds: float) -> Outcome:
    """Send for ``seconds``, wait for the last answers, say how it went. ``expected``: status of a good answer."""
    return _Run(port, next_request, expected).go(clients, seconds)


class _Run:
    def __init__(self, port: int, next_request: NextRequest, expected: int) -> None:
        self.port = port
        self.next_request = next_request
        self.good = b"%d " % expected
        self.outcome = Outcome()
        self.selector = selectors.DefaultSelector()
        self.waiting = 0

    def go(self, clients: int, seconds: float) -> Outcome:
        everyone = [_Client(self._connect()) for _ in range(clients)]
        begin = time.perf_counter()
        for client in everyone:
            self.selector.register(client.connection, selectors.EVENT_READ, client)
            self._send(client)
        self._listen(begin + seconds)
        self.outcome.seconds = time.perf_counter() - begin
        for client in everyone:
            client.connection.close()
        self.selector.close()
        self.outcome.milliseconds.sort()
        return self.outcome

    def _listen(self, until: float) -> None:
        while self.waiting:
            ready = self.selector.select(PATIENCE_SECONDS)
            if not ready:
                self.outcome.problems["no answer"] += self.waiting
                return
            for key, _ in ready:
                if self._receive(key.data) and time.perf_counter() < until:
                    self._send(key.data)

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((HOST, self.port), PATIENCE_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _send(self, client: _Client) -> None:
        request = self.next_request()
        self.waiting += 1
        client.sent_at = time.perf_counter()
        client.connection.sendall(request)

    def _receive(self, client: _Client) -> bool:
        """Take in what came; True when the answer is whole, or lost."""
        try:
            part = client.connection.recv(_CHUNK)
        except OSError:
            part = b""
        if not part:
            self._lost(client)
            return True
        client.received += part
        if not client.needed:
            client.needed = _whole(client.received)
        if not client.needed or len(client.received) < client.needed:
            return False
        self._count(client)
        return True

    def _count(self, client: _Client) -> None:
        self.outcome.milliseconds.append(1000 * (time.perf_counter() - client.sent_at))
        if client.received[9:13] == self.good:
            self.outcome.answered += 1
        else:
            self.outcome.problems[f"status {client.received[9:12].decode()}"] += 1
        self._ready(client)

    def _lost(self, client: _Client) -> None:
        self.outcome.problems["connection closed"] += 1
        self.selector.unregister(client.connection)
        client.connection.close()
        client.connection = self._connect()
        self.selector.register(client.connection, selectors.EVENT_READ, client)
        self._ready(client)

    def _ready(self, client: _Client) -> None:
        client.received.clear()
        client.needed = 0
        self.waiting -= 1


def _whole(received: bytearray) -> int:
    """Bytes of the whole answer, 0 while its head is not complete."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return 0
    length = _LENGTH.search(received, 0, end + 2)
    return end + 4 + (int(length.group(1)) if length else 0)
