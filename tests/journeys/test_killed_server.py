"""Kill -9 of the web process while somebody answers: every acknowledged answer is there, none is there twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Server, free_port
from tests.journeys.visitor import Visitor
from tests.journeys.writer import PATIENCE, Writer, check
from tests.tools.missing import tool_is_missing

pytestmark = pytest.mark.slow

ANSWERS = 200
KILLS = 4


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that may be harmed."""
    server = Server(tmp_path / "instance", free_port())
    server.flask("db", "upgrade")
    server.start()
    yield server
    assert server.stop() == 0, server.log()[-3000:]


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(number) for number in listed.split()]


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def web_workers(server: Server) -> list[int]:
    """The processes that answer requests: the children of granian's own process."""
    assert server.process is not None
    masters = [pid for pid in children(server.process.pid) if "granian" in command(pid)]
    return [pid for master in masters for pid in children(master) if "resource_tracker" not in command(pid)]


def kill_at_random_moments(server: Server, over: threading.Event, killed: list[int]) -> None:
    """Kill the web process again and again while answers come in.

    Once it comes back by itself; killed again within seconds, the whole server ends and says so, as at a fault that
    stays, and whoever looks after it starts it again.
    """
    moments = random.Random(20260322)
    while len(killed) < KILLS and not over.wait(moments.uniform(0.2, 1.0)):
        for pid in web_workers(server):
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
        bring_back(server, killed)


def bring_back(server: Server, killed: list[int]) -> None:
    """Wait until another web process answers; start the server again if it ended."""
    assert server.process is not None
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            server.start()
        with contextlib.suppress(OSError):  # a process that ends while it is looked at
            if set(web_workers(server)) - set(killed) and server.answers():
                return
        time.sleep(0.05)


def test_every_acknowledged_answer_is_there_once(own_server: Server) -> None:
    if not Path("/proc/self/task").exists():
        tool_is_missing("/proc is missing: the web processes cannot be found there")
    someone = own_server.invite()
    visitor = Visitor(own_server.port)
    visitor.begin(someone.code)
    writer, over = Writer(visitor), threading.Event()
    killed: list[int] = []
    killer = threading.Thread(target=kill_at_random_moments, args=(own_server, over, killed))
    killer.start()
    try:
        for _ in range(ANSWERS):
            writer.answer_next()
    finally:
        over.set()
        killer.join()
    assert len(killed) == KILLS, "the web process was killed while answers came in"
    assert writer.again, "an answer was cut off at least once"
    assert len(writer.acknowledged) == ANSWERS
    with own_server.work() as work:
        check(work, someone.token, someone.participation_id, writer.acknowledged)
