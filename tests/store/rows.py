"""A row in every table of a store at whatever revision, made from what the database says of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
)

ROWS = 2
MOMENT = datetime(2026, 3, 22, 9, 30, tzinfo=UTC)
WORDS = "ደሃን"
REVISION_TABLE = "alembic_version"

Rows = Mapping[str, list[dict[str, object]]]


def tables(engine: Engine) -> MetaData:
    """Every table as the database knows it."""
    found = MetaData()
    found.reflect(engine)
    found.remove(found.tables[REVISION_TABLE])
    return found


def fill(engine: Engine) -> None:
    """Put rows into every table that has none; each refers to rows that are there."""
    with engine.begin() as connection:
        for table in tables(engine).sorted_tables:
            if connection.execute(select(table)).first() is None:
                for number in range(1, ROWS + 1):
                    connection.execute(insert(table).values(_row(connection, table, number)))


def rows(engine: Engine) -> Rows:
    """Everything that stands in the tables."""
    with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in tables(engine).sorted_tables
        }


def _row(connection: Connection, table: Table, number: int) -> dict[str, object]:
    return {column.name: _value(connection, column, number) for column in table.columns}


def _value(connection: Connection, column: Column[object], number: int) -> object:
    for key in column.foreign_keys:
        there = connection.scalars(select(key.column).order_by(key.column)).all()
        return there[(number - 1) % len(there)]
    kinds: tuple[tuple[type[object], object], ...] = (
        (Boolean, number % 2 == 0),
        (Integer, number),
        (Float, number + 0.5),
        (JSON, [f"{WORDS} {number}"]),
        (DateTime, MOMENT),
        (Date, date(2026, 3, 22)),
        (LargeBinary, f"{column.name} {number}".encode()),
        (String, f"{number}{WORDS}"[: getattr(column.type, "length", None)]),
    )
    return next(value for kind, value in kinds if isinstance(column.type, kind))
