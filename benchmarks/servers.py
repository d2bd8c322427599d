"""Start a server for the time of a measurement: Granian, as the application itself is served."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import processes
from http_load import HOST

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent
WORKERS = 2
BLOCKING_THREADS = 1
_START_SECONDS = 120
_STOP_SECONDS = 15
_ENDING_SECONDS = 5.0


class DidNotStart(RuntimeError):
    """The server gave no sign of life; the message ends with its last lines."""


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child: ours, with the application and the benchmarks importable."""
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}", **more}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process_id: int

    def processor_seconds(self) -> float:
        """Processor time that it and its workers took so far; 0 where the system does not tell (anything but Linux)."""
        return processes.processor_seconds(self.process_id)


def said(program: str, *arguments: str, settings: Mapping[str, str]) -> str:
    """What a program of this folder printed. Raises CalledProcessError."""
    command = [sys.executable, str(HERE / program), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(settings), stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


@contextmanager
def serving(target: str, settings: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Serve ``target`` (``module:callable``) while the block runs. Raises DidNotStart."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(BLOCKING_THREADS), "--no-ws", "--http", "1"]
    command += ["--log-level", "warning", target]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(settings), stdout=output, stderr=output)
        try:
            _wait(process, port, log)
            yield Server(port, process.pid)
        finally:
            _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.1)
    raise DidNotStart(log.read_text("utf-8", errors="replace")[-2000:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def child(
    command: Sequence[str],
    settings: Mapping[str, str],
    output: IO[bytes],
    stop: signal.Signals,
    ending_seconds: float = _ENDING_SECONDS,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program with a session of its own while the block runs.

    ``stop``: what ends it in order; ``ending_seconds``: how long that may take.
    """
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(settings), stdout=output, stderr=output, start_new_session=True
    )
    try:
        yield process
    finally:
        process.send_signal(stop)
        with suppress(subprocess.TimeoutExpired):
            process.wait(ending_seconds)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
