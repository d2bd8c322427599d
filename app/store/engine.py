"""How the two stores are opened.

The rules for SQLite and for PostgreSQL stand here and nowhere else.
"""

from __future__ import annotations

import math
import sqlite3
import time
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import Config
from app.store.private_files import private_folder

BUSY_MILLISECONDS = 5000
"""So long a writer waits for its turn before it says that the store is busy, in either database."""
IDLE_MILLISECONDS = 120_000
"""So long PostgreSQL keeps a transaction in which nothing is asked: a host that vanished lets go of what it held.

Longer than a worker reads nothing while it sets a report.
"""
POSTGRESQL_RULES = {
    "lock_timeout": BUSY_MILLISECONDS,
    "idle_in_transaction_session_timeout": IDLE_MILLISECONDS,
}
REACHED_WITHIN = {  # of libpq: a database host that vanished is noticed, whatever the network says
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
TRUSTED_SECONDS = 1.0
"""So long after its last use a connection to PostgreSQL is taken to be open; after a longer rest it is asked first."""
WRITES: Literal["IMMEDIATE"] = "IMMEDIATE"
"""How the driver of SQLite begins a transaction at the first writing statement."""
_RESTING = "resting_since"
PLAN_IS_OLD = "RevalidateCachedQuery"
"""Where PostgreSQL refuses a statement that was prepared before a column got another type.

Its SQLSTATE (0A000, not supported) is that of many mistakes, its words are translated.
"""
SAY_NO_VALUES = ("42", "P0")
"""Classes of SQLSTATE: syntax, names and rights (values are bound, so none is in the statement); our own triggers."""


def engine_options(url: str) -> dict[str, Any]:
    """What ``create_engine`` takes for one store.

    Errors never carry the values of a row. SQLite reads without opening a transaction: see ``set_rules``. What the
    address of a PostgreSQL says itself holds.
    """
    options: dict[str, Any] = {"url": url, "hide_parameters": True}
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        options["poolclass"] = QueuePool
    else:
        options["connect_args"] = {name: value for name, value in REACHED_WITHIN.items() if name not in address.query}
    return options


def make_folder(url: str) -> None:
    """The folder of a SQLite file, readable by its owner only; nothing for other databases."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        private_folder(Path(address.database).parent)


def make_engine(url: str) -> Engine:
    """An engine with the rules of this file."""
    make_folder(url)
    engine = create_engine(**engine_options(url))
    follow_rules(engine)
    return engine


def make_engines(config: Config) -> dict[str, Engine]:
    """The two stores of these settings: ``main`` and ``care``."""
    return {"main": make_engine(config.database_url), "care": make_engine(config.care_database_url)}


def follow_rules(engine: Engine) -> None:
    """Set the rules of the database behind an engine.

    SQLite, for every new connection: durable at commit, waiting for its turn, no reference to nothing, zeroes in the
    place of what was removed. PostgreSQL: nobody waits or holds for ever, and its errors carry no values. In both,
    reading opens no transaction: the first statement that writes or locks begins one. A SELECT whose function writes,
    and what is asked of the driver itself, past this engine, must see to its transaction itself.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _follow_rules)
        event.listen(engine, "checkout", _write_in_turn)  # whoever rewrote a file left another way of writing
    else:
        event.listen(engine, "connect", _follow_postgresql_rules)
        event.listen(engine, "before_cursor_execute", _begin_when_it_writes)
        _ask_after_a_rest(engine)
        event.listen(engine, "handle_error", _leave_out_values)
        event.listen(engine, "handle_error", _prepare_anew)


def _follow_rules(connection: sqlite3.Connection, _record: object) -> None:
    set_rules(connection)


def _write_in_turn(connection: sqlite3.Connection, *_pool: object) -> None:
    connection.isolation_level = WRITES


def set_rules(connection: sqlite3.Connection) -> None:
    """Set the rules for one connection of SQLite.

    Reading opens no transaction. The first writing statement begins one, IMMEDIATE: it waits for its turn before it has
    read anything, so that nobody who read first and writes later ends in "database is locked".
    """
    connection.isolation_level = WRITES
    for rule in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {rule}").close()


def _follow_postgresql_rules(connection: Any, _record: object) -> None:  # noqa: ANN401 - of psycopg, as below
    connection.autocommit = True  # what is set inside a transaction goes with it
    for name, milliseconds in POSTGRESQL_RULES.items():
        connection.execute(f"SET {name} = {milliseconds}")
    connection.autocommit = False


def _begin_when_it_writes(
    connection: Connection, cursor: object, statement: str, _values: object, _context: object, _many: object
) -> None:  # fmt: skip
    """Outside a transaction read without one: two ways to the server less for a page.

    It would also end by taking back nothing, upon which the driver forgets every statement that it prepared. Each
    statement sees what is committed when it begins, in a transaction or not; who wants another isolation says so.
    """
    driver: Any = connection.connection.driver_connection
    if driver.info.transaction_status or "isolation_level" in connection.get_execution_options():
        return
    in_pieces = hasattr(cursor, "name")  # a cursor on the server lives in a transaction
    reads = statement.startswith("SELECT ") and " FOR " not in statement and not in_pieces
    if driver.autocommit != reads:
        driver.autocommit = reads


def _ask_after_a_rest(engine: Engine) -> None:
    """Take a connection that rested and is closed out of the pool, and a new one in its place.

    Asking each time (``pool_pre_ping``) would be one more way to the server and back for every page.
    """

    def rests(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[_RESTING] = time.monotonic()

    def goes_on(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401 - of psycopg
        if time.monotonic() - record.info.get(_RESTING, math.inf) < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", goes_on)


def _leave_out_values(context: ExceptionContext) -> None:
    """PostgreSQL says in an error what stood in the row; only in those of ``SAY_NO_VALUES`` it does not."""
    error = context.original_exception
    state = getattr(error, "sqlstate", None)
    if state is None or state.startswith(SAY_NO_VALUES):
        return
    diagnosis = error.diag  # type: ignore[attr-defined]  # of psycopg, which is loaded for PostgreSQL alone
    named = (diagnosis.table_name, diagnosis.column_name, diagnosis.constraint_name)
    error.args = (" ".join(["SQLSTATE", state, *filter(None, named)]),)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = error.args


def _prepare_anew(context: ExceptionContext) -> OperationalError | None:
    """A connection whose statements were prepared for other tables is left, with all that are as old; say "busy" once.

    Else it would fail at this statement for ever: only a transaction that is taken back, or a DROP or ALTER of its own,
    makes the driver forget what it prepared.
    """
    error = context.original_exception
    if getattr(getattr(error, "diag", None), "source_function", None) != PLAN_IS_OLD:
        return None
    context.is_disconnect = True
    return OperationalError(context.statement, None, error, hide_parameters=True, connection_invalidated=True)
