"""The processes of a server, found by what came of what, for tests that end some of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tests.journeys.conftest import Server
from tests.tools.missing import tool_is_missing


def children(pid: int) -> list[int]:
    """What a process started itself."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not Path("/proc/self/task").exists():
        tool_is_missing("/proc is missing: the processes of the server cannot be found there")
    with suppress(FileNotFoundError, ProcessLookupError):
        return [int(number) for number in listed.read_text("ascii").split()]
    return []


def family(pid: int) -> list[int]:
    """A process and all that came of it, the eldest first."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def command(pid: int) -> str:
    """How a process was called; "" when it is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def name(pid: int) -> str:
    """What lists of processes call it; "" when it is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
    return ""


def kill(pids: Iterable[int]) -> None:
    """End processes as a power cut does; those that are gone are gone."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def kill_everything(server: Server) -> None:
    """End every process of the server as a power cut does."""
    assert server.process is not None
    kill(family(server.process.pid))
    server.process.wait(20)


def web_workers(server: Server) -> list[int]:
    """The processes that answer requests: the children of granian's own process."""
    return [pid for master in _started(server) if name(master) == "inbeeld-web" for pid in children(master)]


def workers(server: Server) -> list[int]:
    """The process that hands out jobs, and those that do them."""
    return [one for pid in _started(server) if name(pid) == "inbeeld-worker" for one in family(pid)]


def _started(server: Server) -> list[int]:
    assert server.process is not None
    return children(server.process.pid)
