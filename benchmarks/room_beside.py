"""What happens beside a room: a worker that is never without reports to make."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

from record_journey import LOCALE, Walk
from room_settings import TEXT, Room, settle
from servers import HERE, Server, child
from visitor import Visitor

REPORTERS = 2
FIRST_REPORTS_SECONDS = 30.0


def finish_two(server: Server, room: Room) -> None:
    """Two people answer everything and finish, so that there are reports to make."""
    walks = [Walk(settle(Visitor(server.port), LOCALE, code, TEXT)) for code in room.codes[:REPORTERS]]
    threads = [Thread(target=walk.go) for walk in walks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Reports:
    """Says how many reports the worker made since it began, and lets it rest."""

    def __init__(self, output: Path, worker: int) -> None:
        self._output = output
        self._worker = worker

    @contextmanager
    def resting(self) -> Iterator[None]:
        """All its processes stand still while the block runs."""
        os.killpg(self._worker, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self._worker, signal.SIGCONT)

    @property
    def made(self) -> int:
        """So far."""
        numbers = [line for line in self._output.read_text("utf-8").splitlines() if line.isdecimal()]
        return int(numbers[-1]) if numbers else 0


@contextmanager
def reports_made(settings: Mapping[str, str], folder: Path) -> Iterator[Reports]:
    """A worker with two processes that is never without reports to make."""
    output = folder / "reports.txt"
    worker = [sys.executable, "-m", "flask", "--app", "app", "worker", "--processes", str(REPORTERS)]
    again = [sys.executable, str(HERE / "room_reports.py")]
    with (folder / "worker.log").open("wb") as log, output.open("wb") as counts, ExitStack() as running:
        process = running.enter_context(child(worker, settings, log, signal.SIGINT))
        running.enter_context(child(again, settings, counts, signal.SIGTERM))
        reports = Reports(output, process.pid)
        until = time.monotonic() + FIRST_REPORTS_SECONDS
        while reports.made < REPORTERS and time.monotonic() < until:
            time.sleep(0.2)
        yield reports
