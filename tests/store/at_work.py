"""People at work on a store of PostgreSQL while its tables change."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine, text

PATIENCE = 60.0


@dataclass
class People:
    """Each asks or changes one thing over and over; whoever waits longer than a person would is refused."""

    done: list[int]
    refused: list[BaseException] = field(default_factory=list)
    moved: threading.Condition = field(default_factory=threading.Condition)
    over: bool = False

    def go_on(self) -> None:
        """Wait until everybody did something more."""
        with self.moved:
            wanted = [number + 1 for number in self.done]
            assert self.moved.wait_for(lambda: self.refused or self._reached(wanted), PATIENCE)
        assert self.refused == []

    def _reached(self, wanted: Sequence[int]) -> bool:
        return all(number >= least for number, least in zip(self.done, wanted, strict=True))

    def work(self, engine: Engine, place: int, statement: str) -> None:
        """Do one thing over and over, each time in a transaction of its own."""
        try:
            while not self.over:
                with engine.begin() as connection:
                    connection.execute(text(statement))
                with self.moved:
                    self.done[place] += 1
                    self.moved.notify_all()
        except BaseException as error:  # noqa: BLE001 - told by ``go_on``
            with self.moved:
                self.refused.append(error)
                self.moved.notify_all()


@contextmanager
def at_work(engine: Engine, statements: Sequence[str]) -> Iterator[People]:
    """Somebody for each statement, until the block ends; nobody may have been refused."""
    people = People([0] * len(statements))
    threads = [
        threading.Thread(target=people.work, args=(engine, place, statement))
        for place, statement in enumerate(statements)
    ]
    for thread in threads:
        thread.start()
    try:
        yield people
    finally:
        people.over = True
        for thread in threads:
            thread.join()
    assert people.refused == []
