"""Bringing both stores to the tables that the models name, forwards and back, through Alembic."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, func, select
from sqlalchemy.exc import OperationalError

from app import paths
from app.store import care_models, conversation_models, models
from app.store.base import Base, CareBase
from app.store.online import LOCK_MILLISECONDS

FOLDER = paths.APP / "migrations"
METADATA: Mapping[str, MetaData] = {"main": Base.metadata, "care": CareBase.metadata}
REVISION_SIGNS = 64
TURN = 7_309_114  # any number: who holds it upgrades this database
TURN_SECONDS = 600.0
REST_SECONDS = 1.0
TRIES = 5
LOCK_NOT_AVAILABLE = "55P03"
MODELS = (models, conversation_models, care_models)  # imported, so that the metadata knows every table


class BrokenReference(Exception):
    """A migration left rows that point at nothing; it was rolled back."""


class TablesInUse(Exception):
    """Somebody held a table too long; the message is for whoever brings the stores forward."""

    def __init__(self, store: str, revision: str | None) -> None:
        super().__init__(
            f"The {store} store is in use: somebody held one of its tables so long that this step gave up, so that "
            f"nobody waits behind it. Nothing is half done; the store stands at {revision or 'no tables'}. Try again, "
            "or look for a backup that reads the tables meanwhile."
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one store stands: its revision (None: no tables yet), the newest one, and differences from the models."""

    store: str
    revision: str | None
    newest: str | None
    differences: tuple[str, ...]

    @property
    def up_to_date(self) -> bool:
        """Whether the application can work with this store."""
        return self.revision == self.newest and not self.differences


def upgrade(engines: Mapping[str, Engine], revision: str = "head") -> None:
    """Bring each store forward to ``revision``; two processes take turns.

    A step that fails leaves the store as it was before it; in SQLite the steps before it are taken back as well.
    Raises TablesInUse when others hold tables too long.
    """
    for store, engine in engines.items():
        _move(store, engine, command.upgrade, revision)


def downgrade(engines: Mapping[str, Engine], revision: str) -> None:
    """Bring each store back to ``revision`` (``base``: no tables; ``-1``: one step). Raises TablesInUse."""
    for store, engine in engines.items():
        _move(store, engine, command.downgrade, revision)


def standing(engines: Mapping[str, Engine]) -> list[Standing]:
    """Where each store stands."""
    return [_standing(store, engine) for store, engine in engines.items()]


def known_revisions(store: str) -> frozenset[str]:
    """Every revision that this version can bring forward."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config(store)).walk_revisions())


def _standing(store: str, engine: Engine) -> Standing:
    newest = ScriptDirectory.from_config(_config(store)).get_current_head()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        revision = context.get_current_revision()
        differences = compare_metadata(context, METADATA[store]) if revision == newest else []
    return Standing(store, revision, newest, tuple(str(difference) for difference in differences))


def _config(store: str) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER / store).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["metadata"] = METADATA[store]
    return config


def _move(store: str, engine: Engine, move: Callable[[AlembicConfig, str], None], revision: str) -> None:
    """Several tries, each going on where the one before gave up; so many steps from here ("-1") are tried once."""
    for left in reversed(range(1 if revision.startswith(("+", "-")) else TRIES)):
        try:
            with _migrating(store, engine) as config:
                move(config, revision)
        except OperationalError as error:
            if not _gave_up_waiting(error):
                raise
            if not left:
                raise TablesInUse(store, _revision(engine)) from error
            time.sleep(REST_SECONDS)
        else:
            return


def _gave_up_waiting(error: OperationalError) -> bool:
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _migrating(store: str, engine: Engine) -> Iterator[AlembicConfig]:
    config = _config(store)
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        with _one_transaction(store, connection) if sqlite else _step_by_step(store, connection):
            config.attributes["connection"] = connection
            yield config


@contextmanager
def _one_transaction(store: str, connection: Connection) -> Iterator[None]:
    """For SQLite, which makes tables anew: foreign keys rest meanwhile, are checked after."""
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.commit()
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        _make_room_for_revision(connection)
        yield
        _check_references(store, connection)
        connection.commit()
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.commit()


@contextmanager
def _step_by_step(store: str, connection: Connection) -> Iterator[None]:
    """For PostgreSQL, while people answer: a transaction for each step, so that no lock lasts longer than its step.

    Whoever waits for a table makes all others wait behind it, so a step gives up early (``app.store.online``).
    """
    try:
        connection.exec_driver_sql(f"SET lock_timeout = {LOCK_MILLISECONDS}")
        connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
        connection.commit()
        _take_turn(store, connection)
        _make_room_for_revision(connection)
        connection.commit()
        yield
    finally:
        connection.invalidate()  # with this connection go the turn and the settings above


def _take_turn(store: str, connection: Connection) -> None:
    """Wait without an open transaction: an index that is made beside people's work waits for those to end."""
    until = time.monotonic() + TURN_SECONDS
    while not connection.scalar(select(func.pg_try_advisory_lock(TURN))):
        connection.rollback()
        if time.monotonic() > until:
            raise TablesInUse(store, MigrationContext.configure(connection).get_current_revision())
        time.sleep(REST_SECONDS)
    connection.commit()


def _make_room_for_revision(connection: Connection) -> None:
    """The table in which Alembic notes the revision, before Alembic makes one that is too narrow for our names."""
    revision = Column("version_num", String(REVISION_SIGNS), primary_key=True)
    Table("alembic_version", MetaData(), revision).create(connection, checkfirst=True)


def _check_references(store: str, connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise BrokenReference(f"{store}: rows of {tables} point at rows that are gone")
