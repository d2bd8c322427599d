"""Kill -9 of the web process while somebody answers: every acknowledged answer is there, none is there twice."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from app.services.delivery import open_sitting
from app.services.work import Work
from app.store.care_models import CareResponse
from app.store.models import Response
from tests.journeys.conftest import Server, free_port
from tests.journeys.visitor import Fields, Visitor
from tests.tools.missing import tool_is_missing

pytestmark = pytest.mark.slow

ANSWERS = 200
KILLS = 4
PATIENCE = 240  # seconds until a killed web process is back
CARE = frozenset({"z1a", "z1b", "z2a"})
ITEMS = ("c1a", "c1b", "z1a", "c2a", "m1a", "z1b", "c3b", "m2a", "z2a", "c4c")


@dataclass(frozen=True, slots=True)
class Sent:
    """One form that was acknowledged."""

    item_id: str
    key: str
    option: str


@dataclass
class Writer:
    """Answers over and over; sends a form that got no answer again, the very same one."""

    visitor: Visitor
    acknowledged: list[Sent] = field(default_factory=list)
    again: int = 0

    def answer_all(self) -> None:
        """Send all answers, one after the other."""
        for number in range(ANSWERS):
            item_id = ITEMS[number % len(ITEMS)]
            option = str((number // len(ITEMS)) % 4)
            form = self._patiently(lambda item_id=item_id: self.visitor.get(f"items/{item_id}").form.fields)
            filled = {**form, "option": option, "go": "next"}
            self._patiently(lambda filled=filled, item_id=item_id: self._send(item_id, filled))
            self.acknowledged.append(Sent(item_id, form["key"][0], option))

    def _send(self, item_id: str, filled: Fields) -> bool:
        answer = self.visitor.post(f"items/{item_id}", filled)
        assert answer.status in {http.client.SEE_OTHER, http.client.SERVICE_UNAVAILABLE}, answer.text[:2000]
        return answer.status == http.client.SEE_OTHER

    def _patiently(self, attempt):
        """Try until it gives something."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                found = attempt()
                if found:
                    return found
            except (OSError, http.client.HTTPException):
                self.again += 1
            time.sleep(0.05)
        pytest.fail("the web process did not come back")


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
        writer.answer_all()
    finally:
        over.set()
        killer.join()
    assert len(killed) == KILLS, "the web process was killed while answers came in"
    assert writer.again, "an answer was cut off at least once"
    assert len(writer.acknowledged) == ANSWERS
    with own_server.work() as work:
        check(work, someone.token, someone.participation_id, writer.acknowledged)


def check(work: Work, token: str, participation_id: int, acknowledged: list[Sent]) -> None:
    """Each acknowledged form left one row, in order, and the last one for each item stands."""
    main = work.db.execute(
        select(Response.item_id, Response.idempotency_key)
        .where(Response.participation_id == participation_id)
        .order_by(Response.id)
    ).all()
    care = work.care.execute(
        select(CareResponse.item_id, CareResponse.idempotency_key)
        .where(CareResponse.token == token)
        .order_by(CareResponse.id)
    ).all()
    for rows, here in ((main, lambda item: item not in CARE), (care, lambda item: item in CARE)):
        kept = [(item, key.split(":")[0]) for item, key in rows]
        assert kept == [(sent.item_id, sent.key) for sent in acknowledged if here(sent.item_id)]
    standing = open_sitting(work, token, None).responses
    assert {item: standing[item].option for item in ITEMS} == {sent.item_id: sent.option for sent in acknowledged}
