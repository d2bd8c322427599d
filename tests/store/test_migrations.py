"""Both stores go forward and back, keep their rows meanwhile, and end up equal to the models."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, select, text

from app.store import migrate, online
from app.store.base import Base, CareBase
from app.store.engine import make_engines
from app.store.models import WorkerBeat
from tests.factories import make_config
from tests.services.answering import Statements
from tests.store.at_work import at_work
from tests.store.rows import REVISION_TABLE, Rows, fill, rows

CHANGED = {("care_report", "content_encrypted")}
"""What a step rewrites on purpose; the way back gives it back as it was."""
KEEPS_OUT = re.compile(
    r"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).* ON (\w+)"
    r"|ALTER TABLE (\w+) ALTER COLUMN \w+ (?:SET NOT NULL|TYPE)"
    r"|ALTER TABLE (\w+) ADD (?:CONSTRAINT|FOREIGN|UNIQUE|CHECK)(?!.*NOT VALID)"
)
"""What looks at every row of a table while nobody may write in it, or read it."""
BEFORE_THE_FIRST_RELEASE = {
    "20261122_pictures_sound_and_sessions": {"participation"},
    "20261125_accounts": {"staff_account"},
    "20261130_staff_sessions": {"staff_session"},
}
"""Steps that do so, when no installation had many rows."""
IN_USE = {
    "main": (
        "SELECT count(*) FROM participation",
        "UPDATE participation SET seat = seat",
        "UPDATE location SET name = name",
    ),
    "care": ("SELECT count(*) FROM care_response", "UPDATE care_response SET locale = locale"),
}
"""What people ask and change while steps are taken; never more than a moment."""


@pytest.fixture
def engines(tmp_path: Path):
    engines = make_engines(make_config(tmp_path))
    yield engines
    for engine in engines.values():
        engine.dispose()


@pytest.mark.parametrize("store", ["main", "care"])
def test_newest_tables_are_those_of_the_models(engines: dict[str, Engine], store: str):
    migrate.upgrade(engines)
    [standing] = migrate.standing({store: engines[store]})
    assert standing.differences == ()
    assert standing.up_to_date


@pytest.mark.parametrize(("store", "metadata"), [("main", Base.metadata), ("care", CareBase.metadata)])
def test_constraints_have_the_names_of_the_models(engines: dict[str, Engine], store: str, metadata):
    migrate.upgrade(engines)
    fresh = create_engine("sqlite://")
    metadata.create_all(fresh)
    assert _constraints(engines[store]) == _constraints(fresh)
    fresh.dispose()


def _constraints(engine: Engine) -> dict[str, set[object]]:
    seen = inspect(engine)
    return {
        table: {
            *(found["name"] for found in seen.get_unique_constraints(table)),
            *(found["name"] for found in seen.get_foreign_keys(table)),
            *(found["name"] for found in seen.get_check_constraints(table)),
            *(found["name"] for found in seen.get_indexes(table)),
            seen.get_pk_constraint(table)["name"],
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def test_a_store_goes_back_to_nothing_and_forward_again(engines: dict[str, Engine]):
    migrate.upgrade(engines)
    migrate.downgrade(engines, "base")
    for engine in engines.values():
        assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(engines)
    assert all(standing.up_to_date for standing in migrate.standing(engines))


@pytest.mark.parametrize("store", ["main", "care"])
def test_each_step_alone_goes_forward_and_back_with_rows_in_every_table(engines: dict[str, Engine], store: str):
    one = {store: engines[store]}
    for revision in revisions(store):
        before = _filled(engines[store])
        migrate.upgrade(one, revision)
        _holds(rows(engines[store]), before)
        fill(engines[store])
        migrate.downgrade(one, "-1")
        assert rows(engines[store]) == before
        migrate.upgrade(one, revision)
    assert migrate.standing(one)[0].up_to_date


def _filled(engine: Engine) -> Rows:
    if not inspect(engine).has_table(REVISION_TABLE):
        return {}
    fill(engine)
    return rows(engine)


def _holds(now: Rows, before: Rows) -> None:
    """No row went, and what a step did not set out to change is as it was."""
    for table, old in before.items():
        assert len(now[table]) == len(old), table
        same = set(now[table][0]) & set(old[0]) - {column for name, column in CHANGED if name == table}
        assert [[row[column] for column in sorted(same)] for row in now[table]] == [
            [row[column] for column in sorted(same)] for row in old
        ], table


@pytest.mark.grown
@pytest.mark.parametrize("store", ["main", "care"])
def test_no_step_keeps_people_from_a_table_for_long(engines: dict[str, Engine], store: str):
    for revision in revisions(store):
        before = _files(engines[store])
        with Statements(engines[store]) as said:
            migrate.upgrade({store: engines[store]}, revision)
        after = _files(engines[store])
        assert {table for table in before if after.get(table) != before[table]} == set(), "written anew"
        held = {name for words in said.texts for found in KEEPS_OUT.finditer(words) for name in found.groups()} & set(
            before
        )
        assert held == BEFORE_THE_FIRST_RELEASE.get(revision, set()), revision
        fill(engines[store])


def _files(engine: Engine) -> dict[str, int]:
    """Where PostgreSQL keeps each table; another place after it was written anew, which nobody could use meanwhile."""
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT oid::regclass::text AS name, relfilenode FROM pg_class WHERE relkind = 'r'")
        )
        return {row.name: row.relfilenode for row in found}


@pytest.mark.grown
@pytest.mark.parametrize("store", ["main", "care"])
def test_people_read_and_write_while_every_step_is_taken(engines: dict[str, Engine], store: str):
    [first, *later] = revisions(store)
    migrate.upgrade({store: engines[store]}, first)
    fill(engines[store])
    with at_work(engines[store], IN_USE[store]) as people:
        for revision in later:
            people.go_on()
            migrate.upgrade({store: engines[store]}, revision)
            fill(engines[store])
        people.go_on()
    assert migrate.standing({store: engines[store]})[0].up_to_date


@pytest.mark.grown
def test_a_step_gives_up_when_a_table_is_held_and_says_so_plainly(engines: dict[str, Engine], monkeypatch):
    monkeypatch.setattr(migrate, "TRIES", 1)
    one, before, newer = {"main": engines["main"]}, "20261128_conversation", "20261130_staff_sessions"
    migrate.upgrade(one, before)
    with engines["main"].connect() as somebody:
        somebody.execute(text("LOCK TABLE staff_session IN ACCESS SHARE MODE"))
        with pytest.raises(migrate.TablesInUse, match=f"The main store is in use.*stands at {before}"):
            migrate.upgrade(one, newer)
        with at_work(engines["main"], ["SELECT count(*) FROM staff_session"]) as people:
            people.go_on()
    assert migrate.standing(one)[0].revision == before
    migrate.upgrade(one)
    assert migrate.standing(one)[0].up_to_date


@pytest.mark.grown
def test_an_index_is_added_while_people_write_and_what_was_left_of_a_try_is_replaced(engines: dict[str, Engine]):
    migrate.upgrade(engines)
    with engines["main"].connect() as connection:
        context = MigrationContext.configure(connection, opts={"transaction_per_migration": True})
        with at_work(engines["main"], IN_USE["main"]) as people, Operations.context(context):
            for _ in range(2):
                people.go_on()
                with context.begin_transaction(_per_migration=True):
                    online.add_index("ix_code_attempt_at", "code_attempt", ["at"])
            assert "ix_code_attempt_at" in _indexes(engines["main"], "code_attempt")
            with context.begin_transaction(_per_migration=True):
                online.drop_index("ix_code_attempt_at", "code_attempt")
            people.go_on()
        connection.invalidate()
    assert "ix_code_attempt_at" not in _indexes(engines["main"], "code_attempt")


def _indexes(engine: Engine, table: str) -> set[object]:
    return {found["name"] for found in inspect(engine).get_indexes(table)}


@pytest.mark.grown
def test_two_that_bring_a_store_forward_take_turns(engines: dict[str, Engine]):
    failed: list[BaseException] = []

    def forward() -> None:
        try:
            migrate.upgrade({"main": engines["main"]})
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=forward) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert migrate.standing({"main": engines["main"]})[0].up_to_date


def revisions(store: str) -> list[str]:
    """Every revision of a store, the oldest first."""
    steps = ScriptDirectory.from_config(migrate._config(store)).walk_revisions()
    return [script.revision for script in steps][::-1]


def test_a_second_upgrade_changes_nothing(engines: dict[str, Engine]):
    migrate.upgrade(engines)
    with engines["main"].begin() as connection:
        connection.execute(text("INSERT INTO worker_beat VALUES ('worker', '2026-11-21 12:00:00')"))
    migrate.upgrade(engines)
    with engines["main"].connect() as connection:
        assert connection.scalar(select(WorkerBeat.name)) == "worker"


def test_a_step_that_fails_leaves_the_store_as_it_was(engines: dict[str, Engine]):
    with engines["main"].begin() as connection:
        connection.execute(text("CREATE TABLE participant (id INTEGER)"))
    with pytest.raises(Exception, match="participant"):
        migrate.upgrade({"main": engines["main"]})
    assert set(inspect(engines["main"]).get_table_names()) - {REVISION_TABLE} == {"participant"}
    assert migrate.standing({"main": engines["main"]})[0].revision is None
