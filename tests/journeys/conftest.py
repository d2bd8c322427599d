"""One real server (web and worker) on real stores for the journeys, and one real browser."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from app import create_app
from app.config import Config
from app.services.work import Work
from app.store.models import Participation, SittingState
from app.web.context import current_work
from tests.conftest import close_stores
from tests.demonstration_stores import definitions, filled_stores  # noqa: F401 - fixtures
from tests.factories import Invited, SittingFactory
from tests.stores import copy_stores, settings
from tests.tools.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SOUND = ROOT / "build" / "sound"
"""The placeholders of speech that ``make sound`` made."""
START_SECONDS = 180


@dataclass
class Server:
    """``flask serve`` in a process of its own, and the same stores opened from here. ``settings``: more of them.

    ``falls``: how often it was found gone.
    """

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    app: Flask | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    falls: int = 0

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a demonstration with data in ``folder``; nothing of the tester's own settings."""
        bare = {name: value for name, value in os.environ.items() if not name.startswith("INBEELD_")}
        own = {"INBEELD_DEMO": "1", "INBEELD_DATA": str(self.folder), "INBEELD_SOUND": str(SOUND)}
        stores = {} if "INBEELD_DATABASE_URL" in self.settings else settings(self.folder)
        return {**bare, **own, **stores, "PORT": str(self.port), **self.settings}

    def flask(self, *words: str) -> None:
        """Run a command to its end."""
        command = [sys.executable, "-m", "flask", "--app", "app", *words]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start and wait until the pages answer."""
        command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--workers", "1"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"the server did not start; its log: {self.log()[-3000:]}")
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether /healthz answers 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def log(self) -> str:
        """What web and worker wrote so far."""
        log = self.folder / "log.jsonl"
        return log.read_text("utf-8") if log.exists() else ""

    def stop(self) -> int:
        """End it as Ctrl-C does; gives the exit code."""
        if self.app is not None:
            close_stores(self.app)
            self.app = None
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work on the server's stores."""
        if self.app is None:
            self.app = create_app(Config.from_environment(self.environment))
        with self.app.app_context():
            yield current_work()

    def invite(self, *, begun: bool = False) -> Invited:
        """Somebody with a fresh code, in a session and an organisation of their own; ``begun``: takes part already."""
        with self.work() as work:
            factory = SittingFactory(work)
            organisation = factory.organisation(name=f"Testdorp {secrets.token_hex(4)}")
            person = factory(factory.session(organisation))
            if begun:
                change = update(Participation).where(Participation.id == person.participation_id)
                work.db.execute(change.values(state=SittingState.STARTED))
                work.db.commit()
            return person


@pytest.fixture(scope="session")
def server(migrated_stores: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that all journeys of this process share."""
    folder = tmp_path_factory.mktemp("server") / "instance"
    copy_stores(migrated_stores, folder)
    server = Server(folder, free_port())
    server.start()
    yield server
    code = server.stop()
    assert code == 0, f"the server ended with {code}; its log: {server.log()[-3000:]}"
    assert server.falls == 0, "the server was gone when a journey began; the one before says why, or nobody does"


@pytest.fixture(autouse=True)
def _server_is_up(request: pytest.FixtureRequest) -> None:
    """A server that a journey left dead is started again: the next ones tell of themselves, not of that."""
    if "server" not in request.fixturenames:
        return
    server = request.getfixturevalue("server")
    if server.process.poll() is not None:
        server.falls += 1
        server.start()
