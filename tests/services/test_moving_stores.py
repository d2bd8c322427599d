"""From embedded stores to a real PostgreSQL: every row as it was, killed and taken up again."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from app.services import check_up, moving_stores
from app.services.audit import AuditKind
from app.services.audit.verifying import head, verify
from app.services.moving_stores import NotMoved, move_back, move_stores
from app.services.reports import request_report, waiting_reports
from app.store import copying, frozen, migrate
from app.store.care_models import CareReport
from app.store.copying import as_written, pieces
from app.store.engine import make_engine
from app.store.migrate import METADATA
from app.store.models import Organisation, Participant, Participation, SoundRecording, StaffAccount
from tests.conftest import close_stores
from tests.demonstration_stores import app_with, working
from tests.factories import SittingFactory, make_config
from tests.logged import logged
from tests.tools import postgres

pytestmark = pytest.mark.embedded
IN_SMALL_PIECES = """
import os
from app.config import Config
from app.services.moving_stores import move_stores
from app.store import copying
copying.PIECE, copying.FILES_PIECE = 25, 2
new = {"main": os.environ["NEW_MAIN"], "care": os.environ["NEW_CARE"]}
move_stores(Config.from_environment(os.environ), new, lambda sentence: print(sentence, flush=True))
"""


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL with tables of this version to copy."""
    with postgres.running() as server:
        engines = {store: make_engine(server.address(made(server, store))) for store in ("main", "care")}
        migrate.upgrade(engines)
        for engine in engines.values():
            engine.dispose()
        yield server


def made(server, name, template="template0"):
    with psycopg.connect(f"host={server.folder} user=app dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return name


def away(server, *names):
    with psycopg.connect(f"host={server.folder} user=app dbname=postgres", autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new(server):
    """Addresses of two databases with tables and no rows, gone afterwards."""
    yield {store: server.address(made(server, f"new_{store}", store)) for store in ("main", "care")}
    away(server, "new_main", "new_care")


@pytest.fixture
def bare(server):
    """Addresses of two databases without tables, gone afterwards."""
    yield {store: server.address(made(server, f"bare_{store}")) for store in ("main", "care")}
    away(server, "bare_main", "bare_care")


@pytest.fixture
def old(filled_stores, definitions, tmp_path):
    """Settings of an embedded installation in which people answered, with a recording and two nothings in JSON."""
    folder = tmp_path / "instance"
    shutil.copytree(filled_stores, folder)
    config = make_config(folder)
    with working(config, definitions) as work:
        work.db.add(
            SoundRecording(
                locale="nl",
                text_key="ui.start",
                text_hash="0" * 64,
                speaker="Iemand",
                recorded_on=datetime.now(UTC),
                permission="Mag.",
                seconds=1.25,
                opus=b"\0opus\xff",
                mp3=b"mp3",
                added_at=work.now(),
            )
        )
        first, second = work.db.scalars(select(StaffAccount).order_by(StaffAccount.id).limit(2)).all()
        first.mf_recovery_codes, said_null = ["één"], second.id
        work.db.commit()
        request_report(work, work.db.scalars(select(Participation.id).limit(1)).one())
    with closing(sqlite3.connect(folder / "main.sqlite")) as connection:
        connection.execute("UPDATE staff_account SET mf_recovery_codes = 'null' WHERE id = ?", (said_null,))
        connection.commit()
    return config


def settings_of_new(config, new):
    return replace(config, database_url=new["main"], care_database_url=new["care"])


def all_rows(addresses, *, postgres):
    """Table to its rows, as they are written."""
    found = {}
    for store, address in addresses.items():
        engine = make_engine(address)
        with engine.connect() as connection:
            for table in METADATA[store].sorted_tables:
                written = as_written(table, postgres=postgres)
                found[table.name] = [copying.digest(row) for piece in pieces(connection, written) for row in piece]
        engine.dispose()
    return found


def old_rows(config):
    files = {"main": config.data / "main.sqlite", "care": config.data / "care.sqlite"}
    where = {store: frozen.frozen_file(file) if frozen.move_of(file) else file for store, file in files.items()}
    return all_rows({store: f"sqlite:///{file}" for store, file in where.items()}, postgres=False)


def silent(_sentence):
    """Tell nobody."""


def test_every_row_moves_and_the_new_installation_goes_on_where_the_old_one_stopped(old, bare, server, definitions):
    with working(old, definitions) as work:
        waiting, end, before = waiting_reports(work), head(work), work.db.scalars(select(Organisation.name)).all()
        code = work.db.execute(select(Participant.public_id, Participant.code_encrypted).limit(1)).one()
        sealed_report = work.care.scalars(select(CareReport.content_encrypted).limit(1)).first()
    moved = move_stores(old, bare, silent)
    rows = all_rows(bare, postgres=True)
    assert rows == old_rows(old)
    assert moved.rows == sum(len(some) for some in rows.values())
    assert len(rows["response"]) > 100
    assert len(rows["sound_recording"]) == 1
    with working(settings_of_new(old, bare), definitions) as work:
        assert verify(work) is None
        assert head(work) == end
        assert waiting_reports(work) == waiting != []
        assert work.db.scalars(select(Organisation.name)).all() == before
        assert work.texts.open(code.code_encrypted, f"participant:{code.public_id}:code")
        assert work.care.scalars(select(CareReport.content_encrypted).limit(1)).first() == sealed_report
        newest = max(work.db.scalars(select(Participation.id)))
        assert SittingFactory(work)().participation_id == newest + 1
    app = app_with(settings_of_new(old, bare), definitions)
    assert app.test_client().get("/readyz").get_json()["status"] == "ready"
    close_stores(app)
    engines = {store: make_engine(address) for store, address in bare.items()}
    assert all(store.up_to_date for store in migrate.standing(engines))
    for engine in engines.values():
        engine.dispose()
    with psycopg.connect(f"host={server.folder} user=app dbname=bare_main") as connection:
        counted = connection.execute(
            "SELECT count(*) FILTER (WHERE mf_recovery_codes::text = 'null'), "
            "count(*) FILTER (WHERE mf_recovery_codes IS NULL), "
            "count(*) FILTER (WHERE mf_recovery_codes ->> 0 = 'één') FROM staff_account"
        ).fetchone()
    assert counted is not None
    assert counted[0] == counted[2] == 1, "null that was written"
    assert counted[1] > 0, "and nothing, stay apart"


def test_killed_again_and_again_it_is_taken_up_where_it_was(old, new):
    settings = {
        "INBEELD_DEMO": "1",
        "INBEELD_DATA": str(old.data),
        "NEW_MAIN": new["main"],
        "NEW_CARE": new["care"],
    }
    told: list[int] = []
    for lines in (1, 9, 90):
        with subprocess.Popen(
            [sys.executable, "-c", IN_SMALL_PIECES], env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            seen = [line for _, line in zip(range(lines), process.stdout, strict=False)]
            process.send_signal(signal.SIGKILL)
        told.append(len(seen))
        assert process.returncode == -signal.SIGKILL, "it was over before it was killed"
    assert told == [1, 9, 90]
    assert frozen.move_of(old.data / "main.sqlite")
    more: list[str] = []
    moved = move_stores(old, new, more.append)
    assert not moved.before
    assert not any("audit_event" in line and "more" in line for line in more), "what was there was moved again"
    assert all_rows(new, postgres=True) == old_rows(old)
    assert move_stores(old, new, silent) == replace(moved, before=True)


def test_killed_between_its_two_names_a_store_is_frozen_by_the_next_run(old, new, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            move_stores(old, new, silent)
    file = old.data / "main.sqlite"
    assert frozen.frozen_file(file).samefile(file)
    assert frozen.move_of(file) is None
    move_stores(old, new, silent)
    assert all_rows(new, postgres=True) == old_rows(old)


def test_killed_between_the_ends_of_the_two_stores_only_the_other_one_is_ended(old, new, monkeypatch):
    ended: list[str] = []
    end = moving_stores._finish

    def end_one(store, engine, noted):
        if store in ended or len(ended) == 1:
            raise KeyboardInterrupt
        end(store, engine, noted)
        ended.append(store)

    with monkeypatch.context() as patched:
        patched.setattr(moving_stores, "_finish", end_one)
        with pytest.raises(KeyboardInterrupt):
            move_stores(old, new, silent)
    assert ended == ["care"]
    more: list[str] = []
    move_stores(old, new, more.append, lambda _: more.append("noted"))
    assert [line for line in more if "more" in line] == []
    assert more[-1] == "noted"
    assert all_rows(new, postgres=True) == old_rows(old)


def test_while_it_moves_neither_store_can_be_worked_with(old, new, definitions):
    said: dict[str, object] = {}

    def look(sentence):
        if "response" in sentence and not said:
            for name, config in (("old", old), ("new", settings_of_new(old, new))):
                app = app_with(config, definitions)
                answer = app.test_client().get("/readyz")
                said[name] = answer.status_code, answer.get_json()["main store"]
                close_stores(app)
            engines = {store: make_engine(address) for store, address in new.items()}
            with working(settings_of_new(old, new), definitions) as work:
                said["doctor"] = next(iter(check_up.check_up(work, engines))).sentence
            for engine in engines.values():
                engine.dispose()

    move_stores(old, new, look)
    elsewhere = (503, "it moved away, or is being moved here: flask doctor")
    assert said["old"] == said["new"] == elsewhere
    assert "Type flask move once more" in str(said["doctor"])


def test_what_is_served_is_not_moved(old, new, definitions):
    before = old_rows(old)
    with working(old, definitions) as work:
        work.care.scalars(select(CareReport.id)).first()
        with pytest.raises(NotMoved, match=r"care\.sqlite is in use\. Stop web, workers"):
            move_stores(old, new, silent)
        assert work.db.scalars(select(Participation.id)).first(), "one that cannot be frozen leaves the other"
    assert old_rows(old) == before
    assert not list(old.data.glob("*.moved"))


def test_a_store_that_holds_something_else_is_refused(old, new, server, definitions):
    with psycopg.connect(f"host={server.folder} user=app dbname=new_care") as connection:
        connection.execute("CREATE TABLE of_others (id int)")
    with pytest.raises(NotMoved, match="The new care store holds something else"):
        move_stores(old, new, silent)
    with psycopg.connect(f"host={server.folder} user=app dbname=new_care") as connection:
        connection.execute("DROP TABLE of_others")
    with working(settings_of_new(old, new), definitions) as work:
        work.db.add(Organisation(name="Elders", privacy_contact="x", legal_basis="x"))
        work.db.commit()
    with pytest.raises(NotMoved, match="The new main store holds something else"):
        move_stores(old, new, silent)
    assert not list(old.data.glob("*.moved"))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"care": "sqlite:///elsewhere.sqlite"}, "begin with postgresql"),
        ({"care": "postgresql+psycopg://app@/new_main"}, "name one database"),
    ],
)
def test_addresses_that_cannot_be(old, changed, why):
    with pytest.raises(NotMoved, match=why):
        move_stores(old, {"main": "postgresql+psycopg://app@/new_main", **changed}, silent)


def test_older_tables_are_brought_forward_first(old, new):
    engine = make_engine(old.care_database_url)
    migrate.downgrade({"care": engine}, "-1")
    engine.dispose()
    with pytest.raises(NotMoved, match=r"care store stands at .* Type flask db upgrade first"):
        move_stores(old, new, silent)


def test_a_server_that_is_away_leaves_everything_where_it_was(old):
    nowhere = "postgresql+psycopg://app:geheim@127.0.0.1:1/"
    with pytest.raises(NotMoved, match="PostgreSQL refused") as refused:
        move_stores(old, {"main": f"{nowhere}main", "care": f"{nowhere}care"}, silent)
    assert "geheim" not in str(refused.value)
    assert not list(old.data.glob("*.moved"))


def test_a_row_that_somebody_changes_there_meanwhile_is_found(old, new, server):
    def change(sentence):
        if sentence.startswith("main store, organisation") and "same" in sentence:
            with psycopg.connect(f"host={server.folder} user=app dbname=new_main") as connection:
                connection.execute("UPDATE location SET name = name || '!'")

    with pytest.raises(NotMoved, match="location is not the same in both stores"):
        move_stores(old, new, change)
    engine = make_engine(new["main"])
    assert not migrate.standing({"main": engine})[0].up_to_date
    engine.dispose()


def test_back_to_the_embedded_stores(old, new, definitions):
    with pytest.raises(NotMoved, match="in their places"):
        move_back(old)
    before = old_rows(old)
    move_stores(old, new, silent)
    app = app_with(old, definitions)
    assert app.test_client().get("/readyz").status_code == 503
    close_stores(app)
    move_back(old)
    assert old_rows(old) == before
    with working(old, definitions) as work:
        assert SittingFactory(work)().participation_id
        assert verify(work) is None


def test_the_command_says_what_to_do_next_and_is_logged(old, new, definitions, monkeypatch):
    monkeypatch.setenv("INBEELD_NEW_DATABASE_URL", new["main"])
    monkeypatch.setenv("INBEELD_NEW_CARE_DATABASE_URL", new["care"])
    app = app_with(old, definitions)
    close_stores(app)
    result = app.test_cli_runner().invoke(args=["move"])
    assert result.exit_code == 0, result.output
    assert "Now set INBEELD_DATABASE_URL and INBEELD_CARE_DATABASE_URL" in result.output
    again = app.test_cli_runner().invoke(args=["move"])
    assert "An earlier run moved everything" in again.output
    with working(settings_of_new(old, new), definitions) as work:
        assert logged(work, AuditKind.STORES_MOVED) == [("done", "system", "")]
        assert verify(work) is None
    back = app.test_cli_runner().invoke(args=["move", "--back"])
    assert "in their places" in back.output
    close_stores(app)
