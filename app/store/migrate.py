"""Bringing both stores to the tables that the models name, forwards and back, through Alembic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Engine, MetaData, String, Table

from app import paths
from app.store import care_models, conversation_models, models
from app.store.base import Base, CareBase

FOLDER = paths.APP / "migrations"
METADATA: Mapping[str, MetaData] = {"main": Base.metadata, "care": CareBase.metadata}
REVISION_SIGNS = 64
MODELS = (models, conversation_models, care_models)  # imported, so that the metadata knows every table


class BrokenReference(Exception):
    """A migration left rows that point at nothing; it was rolled back."""


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
    """Bring each store forward to ``revision``; two processes take turns, a failure leaves the store as it was."""
    for store, engine in engines.items():
        with _migrating(store, engine) as config:
            command.upgrade(config, revision)


def downgrade(engines: Mapping[str, Engine], revision: str) -> None:
    """Bring each store back to ``revision`` (``base``: no tables; ``-1``: one step)."""
    for store, engine in engines.items():
        with _migrating(store, engine) as config:
            command.downgrade(config, revision)


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


@contextmanager
def _migrating(store: str, engine: Engine) -> Iterator[AlembicConfig]:
    """One transaction around all steps. SQLite makes tables anew: foreign keys rest meanwhile, are checked after."""
    config = _config(store)
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.commit()
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        _make_room_for_revision(connection)
        config.attributes["connection"] = connection
        try:
            yield config
            if sqlite:
                _check_references(store, connection)
            connection.commit()
        finally:
            connection.rollback()
            if sqlite:
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")
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
