"""Load on one server by people with time to think: everybody gives an answer every ten seconds and gets the next page.

The moments are fixed beforehand, so a slow server is asked no less often: an answer that has to wait because the one
before it is not there yet, or because all connections are taken, counts from its own moment. Connections are kept and
shared, as those of a proxy are. One process, one thread, plain sockets, as in ``http_load.py``.
"""

from __future__ import annotations

import random
import selectors
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from attendees import ANSWER_STATUS, PAGE_STATUS
from http_load import CLOSED, NO_ANSWER, PATIENCE_SECONDS, Line, Outcome

EVERY_SECONDS = 10.0
MOST_LINES = 256


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer and the page after it, as whole requests; ``key``: by which the answer is known in the store."""

    key: str
    answer: bytes
    page: bytes


NextExchange = Callable[[], Exchange]
"""What one person does at the next moment."""


@dataclass(slots=True)
class Crowd:
    """What came out: times of answers and of pages; keys of the answers that were sent and acknowledged."""

    answers: Outcome = field(default_factory=Outcome)
    pages: Outcome = field(default_factory=Outcome)
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def add(self, other: Crowd) -> None:
        """Take in another run of the same."""
        self.answers.add(other.answers)
        self.pages.add(other.pages)
        self.sent += other.sent
        self.acknowledged += other.acknowledged


def crowd_load(port: int, people: Sequence[NextExchange], seconds: float) -> Crowd:
    """Let them answer for ``seconds`` (a multiple of ``EVERY_SECONDS``), wait for the last pages, say how it went."""
    return _Run(port, people).go(seconds)


@dataclass(slots=True)
class _Moment:
    """When a person gives an answer, by ``time.perf_counter``."""

    at: float
    person: int


@dataclass(slots=True)
class _AtWork:
    """What a connection is taken by. ``since``: from when the time of what was sent last counts."""

    person: int
    exchange: Exchange
    since: float
    has_answered: bool = False


class _Run:
    def __init__(self, port: int, people: Sequence[NextExchange]) -> None:
        self.people = people
        self.crowd = Crowd()
        self.lines = [Line(port) for _ in range(min(len(people), MOST_LINES))]
        self.free = deque(self.lines)
        self.at_work: dict[Line, _AtWork] = {}
        self.busy: set[int] = set()  # people whose last page is not there yet
        self.late: deque[_Moment] = deque()  # moments that have come, in their order
        self.selector = selectors.DefaultSelector()

    def go(self, seconds: float) -> Crowd:
        for line in self.lines:
            self.selector.register(line.connection, selectors.EVENT_READ, line)
        begin = time.perf_counter()
        coming = deque(_moments(begin, len(self.people), seconds))
        end = begin + seconds + PATIENCE_SECONDS
        while (coming or self.late or self.at_work) and time.perf_counter() < end:
            self._begin_what_is_due(coming)
            until = coming[0].at if coming else end
            for key, _ in self.selector.select(max(0.0, until - time.perf_counter())):
                self._receive(key.data)
        self._close(time.perf_counter() - begin)
        return self.crowd

    def _close(self, seconds: float) -> None:
        missing = [one.has_answered for one in self.at_work.values()]
        for outcome, times in (
            (self.crowd.answers, missing.count(False) + len(self.late)),
            (self.crowd.pages, missing.count(True)),
        ):
            outcome.seconds = seconds
            outcome.milliseconds.sort()
            if times:
                outcome.problems[NO_ANSWER] += times
        for line in self.lines:
            line.connection.close()
        self.selector.close()

    def _begin_what_is_due(self, coming: deque[_Moment]) -> None:
        now = time.perf_counter()
        while coming and coming[0].at <= now:
            self.late.append(coming.popleft())
        for _ in range(len(self.late)):
            if not self.free:
                return
            moment = self.late.popleft()
            if moment.person in self.busy:
                self.late.append(moment)
            else:
                self._begin(moment)

    def _begin(self, moment: _Moment) -> None:
        line, exchange = self.free.popleft(), self.people[moment.person]()
        self.busy.add(moment.person)
        self.at_work[line] = _AtWork(moment.person, exchange, moment.at)
        self.crowd.sent.append(exchange.key)
        self._send(line, exchange.answer)

    def _send(self, line: Line, request: bytes) -> None:
        try:
            line.send(request)
        except OSError:
            self._lost(line)

    def _receive(self, line: Line) -> None:
        status = line.receive()
        if status == "":
            self._lost(line)
        elif status is not None and line in self.at_work:
            self._take(line, self.at_work[line], status)

    def _take(self, line: Line, one: _AtWork, status: str) -> None:
        """A whole answer or page."""
        if one.has_answered:
            self.crowd.pages.count(status, PAGE_STATUS, one.since)
            self._over(line)
            return
        self.crowd.answers.count(status, ANSWER_STATUS, one.since)
        if status != str(ANSWER_STATUS):
            self._over(line)
            return
        self.crowd.acknowledged.append(one.exchange.key)
        one.has_answered, one.since = True, time.perf_counter()
        self._send(line, one.exchange.page)

    def _over(self, line: Line) -> None:
        self.busy.discard(self.at_work.pop(line).person)
        self.free.append(line)

    def _lost(self, line: Line) -> None:
        """The server closed it: an error for whoever was at work there."""
        one = self.at_work.get(line)
        if one is not None:
            (self.crowd.pages if one.has_answered else self.crowd.answers).problems[CLOSED] += 1
            self._over(line)
        self.selector.unregister(line.connection)
        line.open_again()
        self.selector.register(line.connection, selectors.EVENT_READ, line)


def _moments(begin: float, people: int, seconds: float) -> Iterator[_Moment]:
    """The moments of everybody in their order: each person has one of its own in every ten seconds."""
    chance = random.Random(people)
    first = sorted((chance.random() * EVERY_SECONDS, person) for person in range(people))
    for turn in range(round(seconds / EVERY_SECONDS)):
        for after, person in first:
            yield _Moment(begin + turn * EVERY_SECONDS + after, person)
