"""A server that may be harmed, with stores of its own: on SQLite, or on a PostgreSQL and a Valkey that may die too."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from app.services.work import Work
from app.store.models import Participation, SittingState
from tests.factories import Invited, SittingFactory
from tests.faults.disk import small_disk
from tests.journeys.conftest import Server
from tests.journeys.writer import PATIENCE
from tests.stores import GROWN, STORES
from tests.tools import postgres, valkey
from tests.tools.ports import free_port

ANSWERS = int(os.environ.get("INBEELD_TEST_ANSWERS", "200"))
"""How many answers are given while parts of the server are killed."""


@dataclass
class Ground:
    """The server, and what its stores are in where they are not files of its own.

    ``queue_stays_away``: whoever looks after the machine does not start it for a while.
    """

    server: Server
    database: postgres.Postgres | None = None
    queue: valkey.Valkey | None = None
    queue_stays_away: bool = False

    def bring_back(self) -> None:
        """Wait until the pages answer."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.look_after()
            if self.server.answers():
                return
            time.sleep(0.05)
        pytest.fail(f"the pages did not come back; the log: {self.server.log()[-3000:]}")

    def look_after(self) -> None:
        """Start again what ended, as a service manager does."""
        if self.database is not None and not self.database.runs:
            try:
                self.database.start()
            except subprocess.CalledProcessError:  # what is left of the one before has not ended yet
                return
        if self.queue is not None and self.queue.server is None and not self.queue_stays_away:
            self.queue.start()
        assert self.server.process is not None
        if self.server.process.poll() is not None:
            with suppress(pytest.fail.Exception):  # its store was away: it is started again
                self.server.start()


@pytest.fixture
def someone(work: Work, sitting_factory: SittingFactory) -> Invited:
    """Somebody who can answer, at the application of this process."""
    invited = sitting_factory()
    work.db.get_one(Participation, invited.participation_id).state = SittingState.STARTED
    work.db.commit()
    work.db.close()
    return invited


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    """It answers, on a disk that is large enough."""
    yield from _standing(tmp_path / "instance", None)


@pytest.fixture
def ground_on_small_disk(tmp_path: Path) -> Iterator[tuple[Ground, Path]]:
    """It answers; all that it stores lies on a disk of its own, at this place."""
    with small_disk() as disk:
        folder = tmp_path / "instance" if GROWN else disk / "instance"
        for ground in _standing(folder, disk if GROWN else None):
            yield ground, disk


def _standing(folder: Path, disk: Path | None) -> Iterator[Ground]:
    with ExitStack() as stack:
        ground = Ground(Server(folder, free_port()))
        if GROWN:
            ground.database = stack.enter_context(postgres.running(postgres.LASTING, disk))
            ground.queue = stack.enter_context(valkey.running())
            ground.server.settings = _settings(ground.database, ground.queue)
        ground.server.flask("db", "upgrade")
        ground.server.start()
        yield ground
        ground.bring_back()
        assert ground.server.stop() == 0, ground.server.log()[-3000:]


def _settings(database: postgres.Postgres, queue: valkey.Valkey) -> dict[str, str]:
    with psycopg.connect(database.settings_of_a_client, autocommit=True) as connection:
        for store in STORES:
            connection.execute(f"CREATE DATABASE {store}".encode())
    return {
        "INBEELD_DATABASE_URL": database.address("main"),
        "INBEELD_CARE_DATABASE_URL": database.address("care"),
        "INBEELD_JOBS_URL": queue.address,
    }
