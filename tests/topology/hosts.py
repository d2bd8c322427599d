"""A whole installation of several hosts on one machine: proxy, two web processes, two workers, PostgreSQL, Valkey.

Settings come as they do on a server: secrets in files that ``deploy/secrets.sh`` made, databases and roles by
``deploy/databases.sql``, the site of ``deploy/nginx``. Each process has folders of its own, as if it stood on a host of
its own, and the second web process and the second worker have a clock that is ahead.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app import create_app
from app.config import Config
from app.services.wording_releases import release
from app.services.work import Definitions, Work
from app.store.models import GroupSession, Participation, SittingState
from app.web.context import current_work
from tests.factories import Invited, SittingFactory
from tests.tools.postgres import Postgres
from tests.tools.unpacked import library
from tests.topology.visitors import NAME

ROOT = Path(__file__).resolve().parents[2]
SOUND = ROOT / "build" / "sound"
START_SECONDS = 180
STOP_SECONDS = 60
AHEAD = "+45s"
"""How far the clocks of the second hosts are ahead: more than a cookie, a claim or a turn may notice."""


@dataclass
class Process:
    """One process of the installation. ``words``: of its command; ``stop_signal``: it finishes what it has at hand."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    stop_signal: signal.Signals
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, in a group of its own; its log goes on."""
        command = [sys.executable, "-m", "flask", "--app", "app", *self.words]
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )

    def stop(self) -> int:
        """End it as its unit does; gives the exit code."""
        assert self.running
        self.running.send_signal(self.stop_signal)
        return self.running.wait(STOP_SECONDS)

    def kill(self) -> None:
        """End it and all that came of it at once, as when its host loses power."""
        assert self.running
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(START_SECONDS)

    def end(self) -> None:
        """Let it finish, and kill what is left of it."""
        with suppress(subprocess.TimeoutExpired):
            self.stop()
        assert self.running
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(STOP_SECONDS)

    @property
    def is_gone(self) -> bool:
        """Whether it was started and has ended."""
        return self.running is not None and self.running.poll() is not None

    @property
    def log(self) -> Path:
        """What it wrote so far."""
        return self.folder / "log"

    def lines(self, event: str) -> list[dict[str, Any]]:
        """The lines of its log about an event."""
        found = [json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")]
        return [line for line in found if line.get("event") == event]

    @property
    def places(self) -> list[Path]:
        """The folders that are its own: data, and temporary files."""
        return [self.folder / "data", self.folder / "tmp"]


@dataclass
class Country:
    """The installation. ``port``: of the proxy; ``ports``: of the web processes."""

    folder: Path
    settings: Mapping[str, str]
    port: int
    ports: tuple[int, int]
    trust: ssl.SSLContext
    definitions: Definitions
    webs: list[Process] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)
    app: Flask | None = None

    @property
    def processes(self) -> list[Process]:
        """All that are ours."""
        return [*self.webs, *self.workers]

    @property
    def jobs(self) -> str:
        """Where Valkey is."""
        return Config.from_environment(self.settings).jobs_url

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work on its stores, with the clock of this machine."""
        if self.app is None:
            self.app = create_app(Config.from_environment(self.settings))
            self.app.extensions["inbeeld"].definitions = self.definitions
        with self.app.app_context():
            yield current_work()

    def add(self, name: str, words: Sequence[str], number: int, more: Mapping[str, str]) -> Process:
        """A process that is not started yet."""
        folder = self.folder / name
        for place in ("data", "tmp"):
            (folder / place).mkdir(parents=True)
        own = {
            "INBEELD_DATA": str(folder / "data"),
            "TMPDIR": str(folder / "tmp"),
            **more,
            **(ahead() if number else {}),
        }
        stop_signal = signal.SIGTERM if words[0] == "web" else signal.SIGINT
        process = Process(name, words, {**self.settings, **own}, folder, stop_signal)
        (self.webs if words[0] == "web" else self.workers).append(process)
        return process

    def invite(self, number: int = 1) -> list[Invited]:
        """People with fresh codes who take part already, in one session."""
        with self.work() as work:
            factory = SittingFactory(work)
            organisation = factory.organisation(name=f"Testdorp {token_hex(4)}")
            people = list(factory.people(number, factory.session(organisation)))
            mine = Participation.id.in_([one.participation_id for one in people])
            work.db.execute(update(Participation).where(mine).values(state=SittingState.STARTED))
            work.db.execute(
                update(GroupSession).where(GroupSession.id == people[0].group_session_id).values(locales=["nl"])
            )
            work.db.commit()
            return people


def ahead() -> Mapping[str, str]:
    """What makes the clock of a process wrong; what it waits for is not.

    The library refuses the way in which Python sleeps: such a process writes no pages ahead of time.
    """
    return {
        "LD_PRELOAD": str(library("faketime/libfaketimeMT.so.1")),
        "FAKETIME": AHEAD,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def until(happened: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + START_SECONDS
    while not happened():
        if time.monotonic() > end:
            pytest.fail(f"waited in vain: {what}")
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Whether a web process says that it is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


# --- before ---


def make_settings(folder: Path, database: Postgres, jobs: str) -> dict[str, str]:
    """The settings that all processes share; secrets in a folder of files."""
    secrets = folder / "secrets"
    subprocess.run(["sh", str(ROOT / "deploy" / "secrets.sh"), str(secrets)], check=True)
    psql = [str(database.programs / "psql"), "-h", str(database.folder), "-U", "app", "-d", "postgres", "-q"]
    words = [f"--set=SECRETS={secrets}", "-f", str(ROOT / "deploy" / "databases.sql")]
    subprocess.run([*psql, *words], check=True)
    for store, name in (("main", "INBEELD_DATABASE_URL"), ("care", "INBEELD_CARE_DATABASE_URL")):
        password = (secrets / f"{store}_password").read_text("utf-8").strip()
        login = f"inbeeld_{store}:{password}"
        address = f"postgresql+psycopg://{login}@/inbeeld_{store}?host={database.folder}\n"
        (secrets / name).write_text(address, "utf-8")
    (secrets / "INBEELD_JOBS_URL").write_text(f"{jobs}\n", "utf-8")
    bare = {name: value for name, value in os.environ.items() if not name.startswith("INBEELD_")}
    return {
        **bare,
        "CREDENTIALS_DIRECTORY": str(secrets),
        "INBEELD_DATA": str(folder / "of-the-test"),
        "INBEELD_SOUND": str(SOUND),
        "INBEELD_ADDRESS": f"https://{NAME}",
        "INBEELD_TRUSTED_PROXIES": "1",
        "TZ": "UTC",
    }


def move_in(country: Country) -> None:
    """Make the tables, and release the words of one language, as somebody of the municipality would."""
    command = [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"]
    subprocess.run(command, cwd=ROOT, env=country.settings, check=True, stdout=subprocess.DEVNULL)
    with country.work() as work:
        release(work, "profile", "nl", "Somebody of a test")
