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
NO_ANSWER, CLOSED = "no answer", "connection closed"
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

    def count(self, status: str, expected: int, since: float) -> None:
        """Take in a whole answer; ``since``: the moment from which its time counts, by ``time.perf_counter``."""
        self.milliseconds.append(1000 * (time.perf_counter() - since))
        if status == str(expected):
            self.answered += 1
        else:
            self.problems[f"status {status}"] += 1

    def add(self, other: Outcome) -> None:
        """Take in another run of the same."""
        self.milliseconds = sorted(self.milliseconds + other.milliseconds)
        self.seconds += other.seconds
        self.problems += other.problems
        self.answered += other.answered


class Line:
    """A connection to a server that stays open, for one request after the other."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._received = bytearray()
        self._needed = 0  # bytes of the whole answer, once its head is in
        self.connection = self._connect()
        self.sent_at = 0.0

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((HOST, self._port), PATIENCE_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def send(self, request: bytes) -> None:
        """Send a whole request. Raises OSError."""
        self.sent_at = time.perf_counter()
        self.connection.sendall(request)

    def receive(self) -> str | None:
        """Take in what came: the status of the whole answer, None while some is missing, empty when it was closed."""
        try:
            part = self.connection.recv(_CHUNK)
        except OSError:
            part = b""
        if not part:
            self._ready()
            return ""
        self._received += part
        self._needed = self._needed or _whole(self._received)
        if not self._needed or len(self._received) < self._needed:
            return None
        status = self._received[9:12].decode()
        self._ready()
        return status

    def open_again(self) -> None:
        """In the place of a connection that was closed."""
        self.connection.close()
        self.connection = self._connect()

    def _ready(self) -> None:
        self._received.clear()
        self._needed = 0


def load(port: int, next_request: NextRequest, *, expected: int, clients: int, seconds: float) -> Outcome:
    """Send for ``seconds``, wait for the last answers, say how it went. ``expected``: status of a good answer."""
    return _Run(port, next_request, expected).go(clients, seconds)


class _Run:
    def __init__(self, port: int, next_request: NextRequest, expected: int) -> None:
        self.port = port
        self.next_request = next_request
        self.expected = expected
        self.outcome = Outcome()
        self.selector = selectors.DefaultSelector()
        self.waiting = 0

    def go(self, clients: int, seconds: float) -> Outcome:
        lines = [Line(self.port) for _ in range(clients)]
        begin = time.perf_counter()
        for line in lines:
            self.selector.register(line.connection, selectors.EVENT_READ, line)
            self._send(line)
        self._listen(begin + seconds)
        self.outcome.seconds = time.perf_counter() - begin
        for line in lines:
            line.connection.close()
        self.selector.close()
        self.outcome.milliseconds.sort()
        return self.outcome

    def _listen(self, until: float) -> None:
        while self.waiting:
            ready = self.selector.select(PATIENCE_SECONDS)
            if not ready:
                self.outcome.problems[NO_ANSWER] += self.waiting
                return
            for key, _ in ready:
                if self._receive(key.data) and time.perf_counter() < until:
                    self._send(key.data)

    def _send(self, line: Line) -> None:
        request = self.next_request()
        self.waiting += 1
        line.send(request)

    def _receive(self, line: Line) -> bool:
        """Take in what came; True when the answer is whole, or lost."""
        status = line.receive()
        if status is None:
            return False
        self.waiting -= 1
        if status:
            self.outcome.count(status, self.expected, line.sent_at)
        else:
            self.outcome.problems[CLOSED] += 1
            self.selector.unregister(line.connection)
            line.open_again()
            self.selector.register(line.connection, selectors.EVENT_READ, line)
        return True


def _whole(received: bytearray) -> int:
    """Bytes of the whole answer, 0 while its head is not complete."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return 0
    length = _LENGTH.search(received, 0, end + 2)
    return end + 4 + (int(length.group(1)) if length else 0)
