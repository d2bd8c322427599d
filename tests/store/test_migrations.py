"""Both stores go forward and back, keep their rows meanwhile, and end up equal to the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, insert, inspect, select, text

from app.store import migrate
from app.store.base import Base, CareBase
from app.store.engine import make_engines
from app.store.models import Organisation, WorkerBeat
from tests.factories import make_config


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


def test_each_step_alone_goes_back_and_forward_with_rows_in_the_tables(engines: dict[str, Engine]):
    migrate.upgrade(engines)
    organisation = {"name": "Testdorp", "privacy_contact": "a", "legal_basis": "b"}
    with engines["main"].begin() as connection:
        connection.execute(insert(Organisation).values(**organisation, is_demo=False))
    steps = len(_revisions("main"))
    for _ in range(steps - 1):
        migrate.downgrade({"main": engines["main"]}, "-1")
        _holds_the_organisation(engines["main"])
    migrate.upgrade(engines)
    _holds_the_organisation(engines["main"])
    assert all(standing.up_to_date for standing in migrate.standing(engines))


def _revisions(store: str) -> list[str]:
    return [file.stem for file in (migrate.FOLDER / store / "versions").glob("*.py")]


def _holds_the_organisation(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM organisation")) == "Testdorp"


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
    assert inspect(engines["main"]).get_table_names() == ["participant"]
