"""What a measurement stands on: SQLite files, or PostgreSQL and Valkey that run for it; and what the stores hold."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import processes
from servers import HERE, DidNotStart, Server, child, said, serving
from sqlalchemy import ColumnClause, NullPool, column, create_engine, func, select, table

EMBEDDED = "SQLite WAL synchronous=FULL"
_START_SECONDS, _END_SECONDS, _LOOK_SECONDS = 120.0, 60.0, 0.1
_STOPPING = "Shutdown timeout of "
"""From here on a log speaks of reports that were cut off because the measurement is over."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The stores: addresses as SQLAlchemy takes them; ``jobs``: of the queue, empty where the application chooses.

    ``processes``: first processes of the servers behind them.
    """

    name: str
    main: str
    care: str
    bare: str
    jobs: str = ""
    processes: tuple[int, ...] = ()

    @property
    def settings(self) -> dict[str, str]:
        """What the application is told of it."""
        jobs = {"INBEELD_JOBS_URL": self.jobs} if self.jobs else {}
        return {"INBEELD_DATABASE_URL": self.main, "INBEELD_CARE_DATABASE_URL": self.care, **jobs}

    def processor_seconds(self) -> float:
        """Processor time that the servers of the stores took so far; 0 when there are none."""
        return sum(processes.processor_seconds(number) for number in self.processes)


@contextmanager
def ground(folder: Path, *, grown: bool) -> Iterator[Ground]:
    """Stores for the time of the block: files in this folder, or servers of their own (``grown``).

    Raises DidNotStart.
    """
    if not grown:
        main, care, bare = (f"sqlite:///{folder / name}.sqlite" for name in ("main", "care", "bare"))
        yield Ground(EMBEDDED, main, care, bare)
        return
    log = folder / "stores.log"
    command = [sys.executable, str(HERE / "grown_servers.py")]
    with log.open("wb") as output, child(command, {}, output, signal.SIGTERM, _END_SECONDS) as process:
        yield _told(process, log)


def _told(process: subprocess.Popen[bytes], log: Path) -> Ground:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        for line in log.read_text("utf-8").splitlines(keepends=True):
            if line.startswith("{") and line.endswith("\n"):
                told = json.loads(line)
                return Ground(**{**told, "processes": tuple(told["processes"])})
        time.sleep(_LOOK_SECONDS)
    raise DidNotStart(log.read_text("utf-8", errors="replace")[-2000:])


@contextmanager
def bare_server(stores: Ground, folder: Path, people: int) -> Iterator[Server]:
    """The bare page with people ``p0``, ``p1``, and so on, on this ground. Raises DidNotStart, CalledProcessError."""
    settings = {"BARE_DATABASE": stores.bare}
    said("bare_app.py", str(people), settings=settings)
    with serving("bare_app:app", settings, folder / "bare.log") as server:
        yield server


def rows(address: str, name: str) -> int:
    """How many rows this table of a store has."""
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table(name))) or 0


def answer_keys(stores: Ground) -> list[str]:
    """The key of every answer in both stores of the application, one for each row."""
    found: list[str] = []
    for address, name in ((stores.main, "response"), (stores.care, "care_response")):
        key: ColumnClause[str] = column("idempotency_key")
        with create_engine(address, poolclass=NullPool).connect() as connection:
            found += connection.scalars(select(key).select_from(table(name, key)))
    return found


def trouble(folder: Path) -> dict[str, int]:
    """Signs of errors in the logs of this folder, with how often they stand there."""
    found: dict[str, int] = {}
    for log in sorted(folder.glob("*.log")):
        text = log.read_text("utf-8", errors="replace").partition(_STOPPING)[0]
        for sign in ("database is locked", "Traceback"):
            if sign in text:
                found[f"{log.name}: {sign}"] = text.count(sign)
    return found
