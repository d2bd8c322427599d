"""People who answer at once while something is done to the server, and what must be so afterwards."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.factories import Invited
from tests.faults.conftest import Ground
from tests.journeys.visitor import Visitor
from tests.journeys.writer import PATIENCE, Writer, check


@dataclass
class Crowd:
    """Everybody who answers; ``broke`` holds what went wrong with one of them."""

    ground: Ground
    people: Sequence[Invited]
    writers: Sequence[Writer]
    broke: list[BaseException] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def acknowledged(self) -> int:
        """Answers that the server said are saved."""
        return sum(len(writer.acknowledged) for writer in self.writers)

    def answers(self, more: int, most: int | None = None) -> bool:
        """Wait until so many more answers were given, while the machine is looked after; False once ``most`` were."""
        until, wanted = time.monotonic() + PATIENCE, self.acknowledged + more
        while self.acknowledged < (wanted if most is None else min(wanted, most)):
            assert not self.broke, self.broke
            assert time.monotonic() < until, "nobody answers any more"
            self.ground.look_after()
            time.sleep(0.01)
        return most is None or self.acknowledged < most

    def check(self) -> None:
        """Each acknowledged answer left one row, in order, and the last one for each item stands and opens."""
        for person, writer in zip(self.people, self.writers, strict=True):
            with self.ground.server.work() as work:
                check(work, person.token, person.participation_id, writer.acknowledged)

    def answer(self, writer: Writer) -> None:
        """Answer until it is over."""
        try:
            while not self.over.is_set():
                writer.answer_next()
        except BaseException as error:  # noqa: BLE001 - told by whoever waits for the crowd
            self.broke.append(error)


@contextmanager
def answering(ground: Ground, number: int) -> Iterator[Crowd]:
    """So many people answer, each as quickly as the server does, until the block ends."""
    people = [ground.server.invite(begun=True) for _ in range(number)]
    crowd = Crowd(ground, people, [Writer(Visitor(ground.server.port)) for _ in people])
    for person, writer in zip(people, crowd.writers, strict=True):
        assert writer.visitor.enter(person.code).status == http.client.SEE_OTHER
    threads = [threading.Thread(target=crowd.answer, args=(writer,)) for writer in crowd.writers]
    for thread in threads:
        thread.start()
    try:
        yield crowd
    finally:
        crowd.over.set()
        for thread in threads:
            thread.join()
    assert not crowd.broke, crowd.broke
