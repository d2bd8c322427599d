"""The rules for SQLite, and the wall between the two stores."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, Engine, QueuePool, func, select, text, update
from sqlalchemy.exc import IntegrityError, NotSupportedError, OperationalError, UnboundExecutionError

from app import create_app
from app.extensions import db
from app.services import removal
from app.services.removal import overwrite_removed
from app.store.base import Base, CareBase
from app.store.care_models import CareResponse
from app.store.engine import BUSY_MILLISECONDS, TRUSTED_SECONDS, engine_options, make_engine
from app.store.models import Participation, Response
from app.web.context import current_work
from tests.conftest import close_stores
from tests.factories import make_config

HOLD_THE_CHECKPOINT = """
import fcntl, sys, time
with open(sys.argv[1], "r+b") as shared:
    fcntl.lockf(shared, fcntl.LOCK_EX, 1, 121)  # WAL_CKPT_LOCK of SQLite
    print("held", flush=True)
    time.sleep(1)
"""


def half_way(reader: Connection) -> sqlite3.Cursor:
    """Somebody who has read one of two rows: it keeps the state of the store that it sees."""
    driver = reader.connection.driver_connection
    assert driver is not None
    cursor: sqlite3.Cursor = driver.cursor()
    cursor.execute("SELECT * FROM participation UNION ALL SELECT * FROM participation")
    assert cursor.fetchone()
    return cursor


def change(engine: Engine, statement: str) -> None:
    """Change the tables, as another version of the product would."""
    with engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.embedded
@pytest.mark.parametrize("store", ["default", "care"])
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000), ("foreign_keys", 1), ("secure_delete", 1)],
)
def test_every_connection_follows_the_rules(app, store, pragma, value):
    with app.app_context(), db.get_engine(store).connect() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize("store", ["default", "care"])
def test_connections_are_pooled(app, store):
    with app.app_context():
        assert isinstance(db.get_engine(store).pool, QueuePool)


@pytest.mark.embedded
def test_reading_opens_no_transaction(work):
    work.db.execute(select(Response.id)).all()
    driver = work.db.connection(bind_arguments={"mapper": Response}).connection.driver_connection
    assert not driver.in_transaction


@pytest.mark.embedded
def test_whoever_writes_waits_for_the_turn_before_reading_anything(app, sitting_factory):
    someone = sitting_factory()
    with app.app_context(), db.get_engine("default").connect() as connection:
        said: list[str] = []
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(said.append)
        connection.execute(select(Response.id)).all()
        connection.execute(update(Participation).where(Participation.id == someone.participation_id).values(seat=9))
        connection.commit()
    assert [words.split()[0] for words in said] == ["SELECT", "BEGIN", "UPDATE", "COMMIT"]
    assert said[1].strip() == "BEGIN IMMEDIATE"


@pytest.mark.embedded
def test_writing_waits_for_its_turn_after_the_file_was_written_anew_too(app, sitting_factory):
    someone = sitting_factory()
    with app.app_context():
        engine = db.get_engine("default")
        assert overwrite_removed({"main": engine}) == {}
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            assert driver.isolation_level == "IMMEDIATE"
            connection.execute(update(Participation).where(Participation.id == someone.participation_id).values(seat=9))
            connection.commit()


@pytest.mark.embedded
def test_rewriting_a_store_waits_for_who_reads_it_and_lets_others_write_meanwhile(app, sitting_factory, monkeypatch):
    monkeypatch.setattr(removal, "TRY_MILLISECONDS", 50)
    someone = sitting_factory()
    seat = update(Participation).where(Participation.id == someone.participation_id)
    with app.app_context():
        engine = db.get_engine("default")
        with engine.connect() as reader, engine.connect() as writer, ThreadPoolExecutor() as other:
            reading = half_way(reader)
            writer.execute(seat.values(seat=9))
            writer.commit()
            rewritten = other.submit(overwrite_removed, {"main": engine})
            while not wait([rewritten], timeout=1).done:
                writer.execute(seat.values(seat=10))
                writer.commit()
                reading.close()
            assert rewritten.result() == {}
        assert Path(f"{engine.url.database}-wal").stat().st_size == 0
        with engine.connect() as connection:
            assert connection.scalar(text("PRAGMA busy_timeout")) == BUSY_MILLISECONDS


@pytest.mark.embedded
def test_rewriting_a_store_waits_for_another_process_that_empties_the_journal(app, sitting_factory):
    sitting_factory()
    with app.app_context():
        engine = db.get_engine("default")
        words = [sys.executable, "-c", HOLD_THE_CHECKPOINT, f"{engine.url.database}-shm"]
        with subprocess.Popen(words, stdout=subprocess.PIPE) as other:
            assert other.stdout
            assert other.stdout.readline() == b"held\n"
            assert overwrite_removed({"main": engine}) == {}


@pytest.mark.embedded
def test_who_reads_on_and_on_is_named_as_the_reason(app, sitting_factory, monkeypatch):
    monkeypatch.setattr(removal, "TRY_MILLISECONDS", 50)
    monkeypatch.setattr(removal, "WAIT_FOR_READERS", 0.1)
    sitting_factory()
    with app.app_context():
        engine = db.get_engine("default")
        with engine.connect() as reader:
            reading = half_way(reader)
            assert overwrite_removed({"main": engine}) == {"main.sqlite": "something still reads it"}
            reading.close()


@pytest.mark.grown
@pytest.mark.parametrize("store", ["default", "care"])
@pytest.mark.parametrize(("name", "value"), [("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "2min")])
def test_nobody_waits_or_holds_for_ever(app, store, name, value):
    with app.app_context(), db.get_engine(store).connect() as connection:
        connection.rollback()
        assert connection.scalar(text(f"SHOW {name}")) == value


@pytest.mark.grown
@pytest.mark.parametrize("rest", [0, TRUSTED_SECONDS])
def test_a_connection_that_rested_is_asked_whether_it_is_still_open(app, monkeypatch, rest):
    """One that was used a moment ago is not: it says itself when it is closed, and the next one is another."""
    with app.app_context():
        engine = db.get_engine("default")
        with engine.connect() as connection:
            closed = connection.scalar(text("SELECT pg_backend_pid()"))
        other = make_engine(engine.url.render_as_string(hide_password=False))
        with other.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:closed, 5000)"), {"closed": closed})
        other.dispose()
        began = time.monotonic()
        monkeypatch.setattr("app.store.engine.time.monotonic", lambda: began + rest)
        if not rest:
            with pytest.raises(OperationalError), engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT pg_backend_pid()")) != closed


@pytest.mark.grown
@pytest.mark.parametrize(
    ("statement", "begins"),
    [
        (select(Response.id), False),
        (select(func.count()).select_from(select(Response.id).subquery()), False),
        (select(Participation.id).with_for_update(), True),
        (select(Participation.id).with_for_update(read=True), True),
        (select(Participation.id).with_for_update(key_share=True), True),
        (select(Response.id).execution_options(yield_per=10), True),
        (update(Participation).values(seat=9), True),
        (text("LOCK TABLE response"), True),
    ],
)
def test_only_what_writes_or_locks_begins_a_transaction(app, sitting_factory, statement, begins):
    sitting_factory()
    with app.app_context(), db.get_engine("default").connect() as connection:
        driver: Any = connection.connection.driver_connection
        for _ in range(2):
            result = connection.execute(statement)
            assert bool(driver.info.transaction_status) is begins
            result.close()
            connection.execute(select(Participation.id)).all()
            assert bool(driver.info.transaction_status) is begins
            connection.rollback()
            connection.execute(select(Participation.id)).all()
            assert not driver.info.transaction_status


@pytest.mark.grown
def test_what_was_written_is_taken_back_also_after_reading(app, sitting_factory):
    someone = sitting_factory()
    with app.app_context(), db.get_engine("default").connect() as connection:
        seat = select(Participation.seat).where(Participation.id == someone.participation_id)
        before = connection.scalar(seat)
        connection.execute(update(Participation).values(seat=99))
        assert connection.scalar(seat) == 99
        connection.rollback()
        assert connection.scalar(seat) == before


@pytest.mark.grown
def test_who_asks_for_another_isolation_reads_inside_it(app):
    with app.app_context(), db.get_engine("default").connect() as connection:
        whole = connection.execution_options(isolation_level="REPEATABLE READ")
        whole.execute(select(Response.id)).all()
        driver: Any = whole.connection.driver_connection
        assert driver.info.transaction_status
    with app.app_context(), db.get_engine("default").connect() as connection:
        connection.execute(select(Response.id)).all()
        driver = connection.connection.driver_connection
        assert not driver.info.transaction_status


@pytest.mark.grown
def test_what_was_prepared_stays_prepared(app):
    """A page that ends by taking back nothing would make the server plan every question anew."""
    with app.app_context():
        for _ in range(8):
            with db.get_engine("default").connect() as connection:
                connection.execute(select(Response.id)).all()
        with db.get_engine("default").connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM pg_prepared_statements")) >= 1


@pytest.mark.grown
def test_a_column_that_gets_another_type_makes_a_page_busy_once_and_no_more(app):
    with app.app_context():
        engine = db.get_engine("default")
        tables = make_engine(engine.url.render_as_string(hide_password=False))
        ask = text("SELECT kept FROM widened")
        try:
            change(tables, "CREATE TABLE widened (kept varchar(8))")
            with engine.connect() as one, engine.connect() as other:
                for _ in range(8):
                    one.execute(ask).all()
                    other.execute(ask).all()
            change(tables, "ALTER TABLE widened ALTER kept TYPE varchar(16)")
            with pytest.raises(OperationalError), engine.connect() as connection:
                connection.execute(ask).all()
            for _ in range(2):
                with engine.connect() as one, engine.connect() as other:
                    assert [*one.execute(ask), *other.execute(ask)] == []
        finally:
            change(tables, "DROP TABLE IF EXISTS widened")
            tables.dispose()


@pytest.mark.grown
def test_a_statement_that_cannot_be_is_not_said_to_be_busy(app):
    """It has the same SQLSTATE as one that was prepared for another column; waiting would not help."""
    with app.app_context(), db.get_engine("default").connect() as connection:
        with pytest.raises(NotSupportedError) as caught:
            connection.execute(text("SELECT count(*) FROM participation FOR UPDATE"))
        assert not caught.value.connection_invalidated


@pytest.mark.grown
def test_a_connection_in_use_is_not_asked_again_and_again(app):
    with app.app_context():
        engine = db.get_engine("default")
        asked: list[object] = []
        with engine.connect():
            pass
        with patch.object(engine.dialect, "do_ping", side_effect=asked.append):
            for _ in range(3):
                with engine.connect() as connection:
                    connection.execute(text("SELECT 1"))
        assert asked == []


def test_what_an_address_says_of_patience_holds():
    options = engine_options("postgresql+psycopg://app@/inbeeld?host=/run/db&connect_timeout=30")
    assert "connect_timeout" not in options["connect_args"]
    assert options["connect_args"]["keepalives_idle"] == 30


def test_no_table_is_in_both_stores():
    assert not set(Base.metadata.tables) & set(CareBase.metadata.tables)


def test_the_two_stores_never_share_an_engine(app, work):
    with app.app_context():
        assert work.db.get_bind(Response) is db.get_engine("default")
        assert work.care.get_bind(CareResponse) is db.get_engine("care")
        assert db.get_engine("default") is not db.get_engine("care")
        assert db.get_engine("default").url.database != db.get_engine("care").url.database


def test_a_session_cannot_reach_the_other_store(work):
    with pytest.raises(UnboundExecutionError):
        work.db.execute(select(CareResponse.id))
    with pytest.raises(UnboundExecutionError):
        work.care.execute(select(Response.id))


def test_a_second_application_has_its_own_stores(app, tmp_path):
    other = create_app(make_config(tmp_path / "other"))
    with app.app_context():
        first = current_work().care.get_bind(CareResponse)
    with other.app_context():
        assert current_work().care.get_bind(CareResponse) is not first
    close_stores(other)


def test_errors_of_a_store_do_not_carry_values(work, sitting_factory):
    invited = sitting_factory()
    with pytest.raises(IntegrityError) as caught:
        sitting_factory(seat=2, token=invited.token)
    work.db.rollback()
    assert invited.token not in str(caught.value)
