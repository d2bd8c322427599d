"""Backups made under load hold one moment; what comes back is whole, is nobody's who left, and answers."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.config import Config
from app.extensions import db
from app.keys import Keys
from app.services import restoring
from app.services.audit import AuditKind
from app.services.backups import (
    REMOVALS,
    STORES,
    NoBackupKey,
    backups_in,
    make_backup,
    prune,
    write_removals,
)
from app.services.delivery import stop
from app.services.removal import remove_group_session, traces
from app.services.removal_marks import RemovedPart
from app.services.restoring import NotRestored, restore
from app.services.sittings import open_sitting
from app.services.work import Work
from app.store.care_models import CareResponse
from app.store.migrate import downgrade, standing
from app.store.models import GroupSession, Participant, Participation, RemovalMark, Response, RoleName, SittingState
from app.store.snapshot import CannotCopy, copy_stores
from app.web.context import current_work
from tests.conftest import close_stores
from tests.demonstration_stores import app_with, csrf_token, make_app, sign_in, working
from tests.factories import make_config
from tests.logged import logged

pytestmark = pytest.mark.embedded  # backups of stores in PostgreSQL: tests/topology


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def empty_place(tmp_path: Path) -> Config:
    return make_config(tmp_path / "new place")


def files_of(config: Config) -> list[Path]:
    return sorted(config.data.iterdir()) if config.data.exists() else []


# --- there and back ---


def test_what_was_backed_up_comes_back_and_answers(demo_app: Flask, definitions, tmp_path, out):
    with demo_app.app_context():
        work = current_work()
        folder = make_backup(work, out)
        person = work.db.scalars(
            select(Participation).join(GroupSession).where(
                Participation.state == SittingState.STARTED,
                GroupSession.opened_at.is_not(None),
                GroupSession.closed_at.is_(None),
            ).limit(1)
        ).one()  # fmt: skip
        sealed = work.db.get_one(Participant, person.participant_id)
        token = person.token
        code = work.texts.open(sealed.code_encrypted, f"participant:{sealed.public_id}:code")
        answers = work.db.scalar(select(func.count(Response.id)))
    there = empty_place(tmp_path)
    with working(there, definitions) as work:
        restored = restore(work, folder)
        assert restored.removed_again[RemovedPart.PARTICIPATION] == 0
    app = make_app(there.data, definitions)
    with app.app_context():
        work = current_work()
        assert work.db.scalar(select(func.count(Response.id))) == answers
        assert all(
            store.up_to_date for store in standing({"main": db.get_engine("default"), "care": db.get_engine("care")})
        )
        assert open_sitting(work, token).standing
    client = app.test_client()
    page = client.post("/nl/code", data={"csrf_token": csrf_token(client, "/nl/code"), "code": code})
    assert (page.status_code, page.location) == (303, "/nl/go-on")
    assert sign_in(app, RoleName.GGD).get("/staff/ggd").status_code == 200
    assert all(file.stat().st_mode & 0o077 == 0 for file in there.data.glob("*.sqlite"))
    close_stores(app)


def test_main_and_care_are_sealed_apart_and_nothing_can_be_read(work, sitting_factory, out):
    invited = sitting_factory()
    folder = make_backup(work, out)
    assert {file.name for file in folder.iterdir()} == {"main.sealed", "care.sealed", REMOVALS}
    assert traces(list(folder.iterdir()), [invited.token, invited.public_id, "SQLite format", "Testdorp"]) == []
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())
    assert not [file for file in out.iterdir() if file.name.startswith(".")]
    assert not [file for file in work.config.data.iterdir() if file.name.startswith(".")]


def test_whoever_has_one_key_opens_one_store(work, sitting_factory, tmp_path, out, definitions):
    sitting_factory()
    folder = make_backup(work, out)
    there = replace(empty_place(tmp_path), care_backup_key=Keys.only(os.urandom(32)))
    with working(there, definitions) as new, pytest.raises(NotRestored, match=r"care\.sealed"):
        restore(new, folder)
    assert files_of(there) == []


def test_without_a_key_of_its_own_no_backup_is_made(work, out):
    bare = replace(work, config=replace(work.config, care_backup_key=None))
    with pytest.raises(NoBackupKey, match="INBEELD_CARE_BACKUP_KEY"):
        make_backup(bare, out)
    assert not out.exists()


def test_a_list_of_removals_that_cannot_be_written_leaves_nothing_beside(work, out, monkeypatch):
    out.mkdir()
    write_removals(work, out / REMOVALS)
    before = (out / REMOVALS).read_bytes()
    monkeypatch.setattr("app.services.backups.os.fsync", Mock(side_effect=OSError("no room on the disk")))
    with pytest.raises(OSError, match="no room"):
        write_removals(work, out / REMOVALS)
    assert [file.name for file in out.iterdir()] == [REMOVALS]
    assert (out / REMOVALS).read_bytes() == before


def test_a_backup_is_brought_back_into_embedded_stores_alone(work, out):
    far = replace(work, config=replace(work.config, database_url="postgresql://host/inbeeld"))
    with pytest.raises(CannotCopy, match="flask move"):
        restore(far, out / "inbeeld-20260101T000000Z")


# --- under load ---


@dataclass
class Writer(threading.Thread):
    """Writes a pair of rows in the care store, then one in the main store, over and over."""

    files: dict[str, Path]
    number: int
    stop: threading.Event
    written: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Write until told to stop."""
        with closing(_open(self.files["care"])) as care, closing(_open(self.files["main"])) as main:
            while not self.stop.is_set():
                name = f"{self.number}-{len(self.written)}"
                for half in ("a", "b"):
                    care.execute("INSERT INTO care_contact VALUES (?, 'v1:1:', '2026-11-21')", (f"{name}-{half}",))
                care.commit()
                for half in ("a", "b"):
                    main.execute("INSERT INTO worker_beat VALUES (?, '2026-11-21 12:00:00')", (f"{name}-{half}",))
                main.commit()
                self.written.append(1)


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=30)


def names(file: Path, table: str, column: str) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(f"SELECT {column} FROM {table} WHERE {column} LIKE '%-%'")  # noqa: S608 - of this test
        return {str(name) for (name,) in rows}


def test_a_copy_under_load_is_one_moment_of_both_stores(work, tmp_path):
    files = {"main": work.config.data / "main.sqlite", "care": work.config.data / "care.sqlite"}
    stop = threading.Event()
    writers = [Writer(files, number, stop) for number in range(3)]
    for writer in writers:
        writer.start()
    try:
        while not all(writer.written for writer in writers):
            stop.wait(0.01)
        for number in range(8):
            folder = tmp_path / f"copy-{number}"
            folder.mkdir()
            copies = copy_stores(files, folder)
            _is_one_moment(copies, len(writers))
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert len(names(files["main"], "worker_beat", "name")) == 2 * sum(len(writer.written) for writer in writers)


def _is_one_moment(copies: dict[str, Path], writers: int) -> None:
    main = names(copies["main"], "worker_beat", "name")
    care = names(copies["care"], "care_contact", "token")
    for known in (main, care):
        assert all(name[:-1] + half in known for name in known for half in "ab"), "half of a transaction"
    assert main <= care, "the main store is later than the care store"
    assert len(care - main) <= 2 * writers, "the care store is later than the main store"
    for copy in copies.values():
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# --- what is refused ---


def changed(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(changed, id="changed"),
        pytest.param(lambda content: content[:-1], id="cut off"),
        pytest.param(lambda content: content[: len(content) // 3], id="a third of it"),
        pytest.param(lambda content: content + b"x", id="longer"),
        pytest.param(lambda _content: b"", id="empty"),
    ],
)
def test_a_damaged_backup_is_refused_whole(work, sitting_factory, tmp_path, out, definitions, store, damage):
    sitting_factory()
    folder = make_backup(work, out)
    file = folder / f"{store}.sealed"
    file.write_bytes(damage(file.read_bytes()))
    there = empty_place(tmp_path)
    with working(there, definitions) as new, pytest.raises(NotRestored, match="Nothing was changed"):
        restore(new, folder)
    assert files_of(there) == []


def test_stores_of_two_backups_do_not_go_together(work, tmp_path, out, definitions):
    first = make_backup(work, out)
    second = make_backup(replace(work, now=lambda: work.now() + timedelta(minutes=1)), out)
    shutil.copy(first / "care.sealed", second / "care.sealed")
    there = empty_place(tmp_path)
    with working(there, definitions) as new, pytest.raises(NotRestored, match="different backups"):
        restore(new, second)
    assert files_of(there) == []


@pytest.mark.parametrize("name", ["main.sqlite", "care.sqlite", "main.sqlite-wal"])
def test_nothing_is_overwritten(work, tmp_path, out, definitions, name):
    folder = make_backup(work, out)
    there = empty_place(tmp_path)
    there.data.mkdir()
    (there.data / name).write_text("somebody's work")
    with working(there, definitions) as new, pytest.raises(NotRestored, match="empty place"):
        restore(new, folder)
    assert [file.name for file in files_of(there)] == [name]
    assert (there.data / name).read_text() == "somebody's work"


def test_a_backup_of_a_newer_version_is_refused(work, tmp_path, out, definitions, monkeypatch):
    folder = make_backup(work, out)
    monkeypatch.setattr(restoring, "known_revisions", lambda _store: frozenset({"of long ago"}))
    there = empty_place(tmp_path)
    with working(there, definitions) as new, pytest.raises(NotRestored, match="newer version"):
        restore(new, folder)
    assert files_of(there) == []


def test_a_backup_of_an_older_version_is_brought_forward(work, tmp_path, out, definitions):
    downgrade({"care": db.get_engine("care")}, "-1")
    folder = make_backup(work, out)
    there = empty_place(tmp_path)
    with working(there, definitions) as new:
        restore(new, folder)
        assert all(
            store.up_to_date for store in standing({"main": db.get_engine("default"), "care": db.get_engine("care")})
        )


def test_without_the_keys_of_the_fields_nothing_is_restored(work, sitting_factory, tmp_path, out, definitions):
    sitting_factory()
    folder = make_backup(work, out)
    there = replace(empty_place(tmp_path), text_key=Keys.only(os.urandom(32), "9"))
    with working(there, definitions) as new, pytest.raises(NotRestored, match="INBEELD_TEXT_KEY"):
        restore(new, folder)
    assert files_of(there) == []


# --- who left stays away ---


def left(work: Work) -> tuple[list[str], list[str]]:
    """Delete the answers of one person and remove another session.

    Gives the tokens of everybody whose answers were deleted (the demonstration has one from the beginning), and of
    everybody who was removed.
    """
    before = work.db.scalars(select(Participation.token).where(Participation.state == SittingState.DELETED))
    sessions = work.db.scalars(select(GroupSession).order_by(GroupSession.id)).all()
    earlier = list(before)
    stopping = work.db.scalars(
        select(Participation.token).join(GroupSession).where(
            Participation.state == SittingState.STARTED, GroupSession.closed_at.is_(None)
        )
    ).first()  # fmt: skip
    assert stopping
    assert work.care.scalar(select(func.count(CareResponse.id)))
    stop(work, open_sitting(work, stopping), state=SittingState.DELETED)
    for session in sessions:
        tokens = list(work.db.scalars(select(Participation.token).where(Participation.group_session_id == session.id)))
        if tokens and not {stopping, *earlier} & set(tokens):
            remove_group_session(work, session)
            return [stopping, *earlier], tokens
    raise AssertionError("no other session")


def test_whoever_was_removed_after_the_backup_does_not_come_back(demo_app, definitions, tmp_path, out):
    with demo_app.app_context():
        work = current_work()
        folder = make_backup(work, out)
        deleted, removed = left(work)
        write_removals(work, out / REMOVALS)
    there = empty_place(tmp_path)
    with working(there, definitions) as new:
        done = restore(new, folder)
        assert done.removed_again == {RemovedPart.ANSWERS: len(deleted), RemovedPart.PARTICIPATION: len(removed)}
        kept = set(new.db.scalars(select(Participation.token)))
        assert not kept & set(removed)
        person = new.db.scalars(select(Participation).where(Participation.token == deleted[0])).one()
        assert person.state == SittingState.DELETED
        assert not new.db.scalar(select(func.count(Response.id)).where(Response.participation_id == person.id))
        for token in [*deleted, *removed]:
            assert not new.care.scalar(select(func.count(CareResponse.id)).where(CareResponse.token == token))
        assert new.db.scalar(select(func.count(RemovalMark.id))) == len(deleted) + len(removed)
    assert traces(files_of(there), removed) == []


def test_the_list_of_a_newer_backup_is_found_by_itself(demo_app, definitions, tmp_path, out):
    with demo_app.app_context():
        work = current_work()
        folder = make_backup(work, out)
        deleted, removed = left(work)
        make_backup(replace(work, now=lambda: work.now() + timedelta(days=1)), out)
    there = empty_place(tmp_path)
    with working(there, definitions) as new:
        done = restore(new, folder)
    assert sum(done.removed_again.values()) == len(deleted) + len(removed)


def test_a_list_that_cannot_be_read_stops_everything(demo_app, definitions, tmp_path, out):
    with demo_app.app_context():
        folder = make_backup(current_work(), out)
    (out / REMOVALS).write_bytes(b"broken")
    there = empty_place(tmp_path)
    with working(there, definitions) as new, pytest.raises(NotRestored, match=REMOVALS):
        restore(new, folder)
    assert files_of(there) == []


# --- their end, and the commands ---


def test_backups_end_after_their_period_and_nothing_else_goes(work, out):
    old = make_backup(replace(work, now=lambda: work.now() - timedelta(days=31)), out)
    young = make_backup(work, out)
    (out / "inbeeld-notes").mkdir()
    (out / "something else").mkdir()
    assert list(backups_in(out)) == [old, young]
    assert prune(work, out) == [old]
    assert sorted(folder.name for folder in out.iterdir()) == sorted([young.name, "inbeeld-notes", "something else"])


def test_the_commands_make_a_backup_and_bring_it_back(demo_app, definitions, tmp_path, out):
    made = demo_app.test_cli_runner().invoke(args=["backup", "--out", str(out)])
    assert made.exit_code == 0, made.output
    listed = demo_app.test_cli_runner().invoke(args=["backup", "removals", "--out", str(out)])
    assert "1 removals" in listed.output
    [folder] = backups_in(out)
    there = empty_place(tmp_path)
    app = app_with(there, definitions)
    back = app.test_cli_runner().invoke(args=["restore", str(folder)])
    assert back.exit_code == 0, back.output
    assert "Removed again: 0 participations, and the answers of 1 others" in back.output
    again = app.test_cli_runner().invoke(args=["restore", str(folder)])
    assert again.exit_code == 1
    assert "empty place" in again.output
    with demo_app.app_context():
        assert len(logged(current_work(), AuditKind.BACKUP_MADE)) == 1
    with app.app_context():
        assert len(logged(current_work(), AuditKind.BACKUP_RESTORED)) == 1
    close_stores(app)
