"""Web and worker by one command: up, down by one signal, and down together when one of them dies."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from app.cli import room
from tests.factories import make_config
from tests.stores import STORES, addresses, copy_stores, settings
from tests.tools.ports import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds, on a machine that does much else


Process = Any  # subprocess.Popen[str] with a standard output of its own


@contextlib.contextmanager
def serving(folder: Path, port: int, *more: str) -> Iterator[Process]:
    own = {"INBEELD_DEMO": "1", "INBEELD_DATA": str(folder), "PORT": str(port)}
    environment = {**os.environ, **own, **settings(folder)}
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "serve", "--workers", "1", *more],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)
        if process.stdout:
            process.stdout.close()


def until_up(process: Process) -> list[str]:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            return lines
    raise AssertionError("".join(lines))


def health(port: int) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/healthz")
    content: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return content


def children(process: Process) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii")
    return [int(number) for number in listed.split()]


def gone(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text("ascii").split()[2] == "Z"
    return True


@pytest.fixture
def folder(tmp_path: Path, migrated_stores: Path) -> Path:
    copy_stores(migrated_stores, tmp_path / "instance")
    return tmp_path / "instance"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_both(folder, number):
    port = free_port()
    with serving(folder, port) as process:
        until_up(process)
        assert health(port)["database"] == "ok"
        started = children(process)
        assert len(started) == 2
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
        assert all(gone(pid) for pid in started)
        assert "Every answer is saved" in process.stdout.read()


@pytest.mark.grown
@pytest.mark.slow
def test_nobody_holds_a_transaction_while_nobody_asks(folder):
    """PostgreSQL would end it after two minutes, and the command with it."""
    held = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND xact_start < now() - interval '1 s'")
    with serving(folder, free_port()) as process:
        until_up(process)
        time.sleep(3)
        for store in STORES:
            engine = create_engine(addresses(folder)[store], poolclass=NullPool)
            with engine.connect() as connection:
                assert connection.scalar(held, {"name": engine.url.database}) == 0


@pytest.mark.slow
def test_when_one_dies_the_other_is_ended_and_the_exit_code_says_so(folder):
    with serving(folder, free_port()) as process:
        until_up(process)
        started = children(process)
        os.kill(started[0], signal.SIGKILL)
        assert process.wait(PATIENCE) != 0
        assert all(gone(pid) for pid in started)
        assert "ended by itself" in process.stdout.read()


def test_a_port_in_use_is_named(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(folder, port) as process:
            said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"Port {port}" in said
    assert f"PORT={port + 1}" in said


def test_without_tables_nothing_starts(tmp_path):
    with serving(make_config(tmp_path).data / "new", free_port()) as process:
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "db upgrade" in said


@pytest.mark.slow
def test_a_laptop_answers_the_whole_room_and_says_where(folder):
    port = free_port()
    with serving(folder, port, "--lan") as process:
        until_up(process)
        connection = http.client.HTTPConnection("127.0.0.2", port, timeout=10)  # not the address of one program alone
        connection.request("GET", "/nl/code")
        answer = connection.getresponse()
        connection.close()
        assert answer.status == http.HTTPStatus.OK
        assert "secure" not in (answer.getheader("Set-Cookie") or "").lower()
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)
    assert ("In this room: http://" in said and "▀" in said) or "in no network" in said


def test_the_first_address_of_a_room_is_the_one_that_devices_reach(monkeypatch):
    monkeypatch.setattr(room, "_way_out", lambda: "192.168.8.20")
    monkeypatch.setattr(room, "_by_name", lambda: ["127.0.1.1", "192.168.8.20", "10.0.0.4"])
    assert room.room_addresses(8000) == ["http://192.168.8.20:8000/", "http://10.0.0.4:8000/"]
    monkeypatch.setattr(room, "_way_out", lambda: None)
    monkeypatch.setattr(room, "_by_name", list)
    assert room.room_addresses(8000) == []
