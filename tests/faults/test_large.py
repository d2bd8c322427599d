"""Files about very many people: made piece by piece, in memory that does not grow with them."""

from __future__ import annotations

import gc
import os
import secrets
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from app.core.audit import End, Entry, linked
from app.services.audit.verifying import head
from app.services.research import answer_rows, research_tables
from app.services.work import Work
from app.store.models import AuditEvent, AuditHead, Participant, Participation, Response, RoleName, SittingState
from app.web.context import current_work
from app.web.csv_cells import csv_line
from tests.demonstration_stores import definitions, demo_app, filled_stores, sign_in  # noqa: F401 - fixtures
from tests.journeys.conftest import ROOT
from tests.tools.missing import tool_is_missing

pytestmark = pytest.mark.slow

SITTINGS = int(os.environ.get("INBEELD_TEST_SITTINGS", "5000"))
FEW = 1000
AT_ONCE = 5000
ROOM = 3 * 1024 * 1024  # bytes that a larger file may take more
BYTES_TO_MIX = 200  # for each person: a pseudonym and a number, while their order is mixed
PROGRAM = """
import re, sys
from pathlib import Path
from app import create_app
done = create_app().test_cli_runner().invoke(args=sys.argv[1:])
assert done.exit_code == 0, done.output
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text("ascii"))[1])
"""


def add_events(work: Work, organisation_id: int, number: int) -> None:
    """So many events more, chained as they are."""
    end = head(work)
    rows = []
    for _ in range(number):
        entry = Entry(end.number + 1, work.now(), organisation_id, "system", "profile_read", "person:x", "done", "")
        link = linked(End(end.number, end.hash), entry)
        end = End(entry.number, link.hash)
        told = {name: getattr(entry, name) for name in Entry.__slots__}
        rows.append({**told, "previous": link.previous, "hash": link.hash})
    for start in range(0, number, AT_ONCE):
        work.db.execute(insert(AuditEvent), rows[start : start + AT_ONCE])
    work.db.execute(update(AuditHead).values(number=end.number, hash=end.hash))
    work.db.commit()


def most_memory(pieces: Iterable[bytes]) -> tuple[int, int]:
    """Bytes that Python held at most while all pieces were taken, and how many lines there were."""
    gc.collect()
    tracemalloc.start()
    try:
        lines = sum(piece.count(b"\n") for piece in pieces)
        return tracemalloc.get_traced_memory()[1], lines
    finally:
        tracemalloc.stop()


def test_the_file_of_the_audit_log_takes_no_more_memory_for_more_events(demo_app):  # noqa: F811 - a fixture
    officer = sign_in(demo_app, RoleName.PROTECTION_OFFICER)
    organisation_id = 1
    taken = []
    for number in (FEW, SITTINGS):
        with demo_app.app_context():
            add_events(current_work(), organisation_id, number)
        answer = officer.get("/staff/log.csv", buffered=False)
        taken.append(most_memory(answer.iter_encoded()))
        answer.close()
    (few, _), (many, lines) = taken
    assert lines > SITTINGS
    assert many < few + ROOM


def add_sittings(work: Work, session_id: int, organisation_id: int, number: int) -> None:
    """So many people with an answer each, in one session."""
    instrument = work.library.instrument("profile")
    names = [secrets.token_hex(16) for _ in range(number)]
    for start in range(0, number, AT_ONCE):
        some = names[start : start + AT_ONCE]
        people = [
            {"public_id": name[:32], "organisation_id": organisation_id, "code_lookup": name, "code_encrypted": "v1:"}
            for name in some
        ]
        ids = work.db.scalars(insert(Participant).returning(Participant.id, sort_by_parameter_order=True), people).all()
        sittings = [
            {
                "token": name, "participant_id": person, "group_session_id": session_id, "seat": person,
                "instrument_id": instrument.id, "content_hash": instrument.content_hash,
            }
            for name, person in zip(some, ids, strict=True)
        ]  # fmt: skip
        added = work.db.scalars(
            insert(Participation).returning(Participation.id, sort_by_parameter_order=True), sittings
        )
        answers = [
            {
                "participation_id": one, "item_id": "c1a", "locale": "nl", "direction": "ltr", "value": "{}",
                "answered_at": work.now(), "idempotency_key": "form:0",
            }
            for one in added
        ]  # fmt: skip
        work.db.execute(insert(Response), answers)
    work.db.commit()


def test_answers_for_research_take_little_more_memory_for_more_sittings(work, sitting_factory):
    session = sitting_factory.session()
    session_id, organisation_id = session.id, session.organisation_id
    taken = []
    for number in (FEW, SITTINGS):
        add_sittings(work, session_id, organisation_id, number)
        yes = {"research_consent": True, "state": SittingState.FINISHED, "locale": "nl"}
        work.db.execute(update(Participation).values(**yes))
        work.db.commit()
        (table,) = research_tables(work, organisation_id)
        work.db.expunge_all()
        taken.append(most_memory(csv_line(row).encode() for row in answer_rows(work, table)))
    (few, _), (many, lines) = taken
    assert lines > SITTINGS
    assert many < few + ROOM + SITTINGS * BYTES_TO_MIX


def memory_of(folder: Path, *words: str) -> int:
    """Bytes that a process with this command held at most."""
    if not Path("/proc/self/status").exists():
        tool_is_missing("/proc is missing: what a process holds cannot be seen there")
    environment = {**os.environ, "INBEELD_DEMO": "1", "INBEELD_DATA": str(folder)}
    command = [sys.executable, "-c", PROGRAM, *words]
    said = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return 1024 * int(said.stdout.splitlines()[-1])


@pytest.mark.embedded
def test_a_backup_takes_no_more_memory_for_more_sittings(work, sitting_factory, tmp_path):
    session = sitting_factory.session()
    taken = []
    for number in (FEW, SITTINGS):
        add_sittings(work, session.id, session.organisation_id, number)
        work.db.rollback()
        taken.append(memory_of(work.config.data, "backup", "--out", str(tmp_path / f"out-{number}")))
    few, many = taken
    assert many < few + ROOM
