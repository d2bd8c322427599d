"""Both stores in PostgreSQL as files of SQLite, as they were at one moment, while people answer.

So that a backup is one and the same thing everywhere: sealed alike, brought back by the same steps, which also remove
again who was removed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from app.store.copying import add, as_written, pieces
from app.store.engine import make_engine
from app.store.migrate import METADATA, upgrade
from app.store.revisions import newest_revision, revision_of
from app.store.snapshot import CannotCopy


def copy_out(engines: Mapping[str, Engine], folder: Path) -> dict[str, Path]:
    """Write every store into a file in ``folder``; gives the files by store. Raises CannotCopy.

    ``engines``: ``main`` first: a report that the main store calls ready has its bytes in the care store already. The
    moments of the two lie milliseconds apart.
    """
    files = {store: folder / f"{store}.sqlite" for store in engines}
    with ExitStack() as opened:
        stores = {store: opened.enter_context(_at_one_moment(engine)) for store, engine in engines.items()}
        for store, connection in stores.items():
            _write(store, connection, files[store])
    return files


@contextmanager
def _at_one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection that reads everything as it is now, for as long as it takes; nobody waits for it."""
    with engine.connect() as connection:
        reading = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        reading.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        reading.execute(select(1))  # the moment
        yield reading
        reading.rollback()


def _write(store: str, source: Connection, file: Path) -> None:
    if revision_of(source) != newest_revision(store):
        raise CannotCopy(f"The tables of the {store} store are not those of this version. Type: flask db upgrade")
    target = make_engine(f"sqlite:///{file}")
    try:
        upgrade({store: target})
        with target.begin() as connection:
            _copy_tables(store, source, connection)
        with target.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = DELETE")  # everything in the one file
    finally:
        target.dispose()


def _copy_tables(store: str, source: Connection, target: Connection) -> None:
    for table in METADATA[store].sorted_tables:
        there, here = as_written(table, postgres=True), as_written(table, postgres=False)
        for rows in pieces(source, there):
            add(target, here, rows)
