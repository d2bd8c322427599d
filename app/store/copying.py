"""Rows from one database into another as they are, in the order of their keys, and whether they are the same there.

What is sealed stays sealed, and JSON is carried as the text that it is: ``null`` and nothing stay two things.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.types import TypeDecorator

from app.store.upsert import insert_at

PIECE = 1000
"""Rows at a time; of tables with files in them fewer."""
FILES_PIECE = 20
SEEDED = frozenset({"audit_head"})
"""Tables in which a migration put a row: what was there before takes its place."""
Key = tuple[Any, ...]


class Different(Exception):
    """A table is not the same in both databases; ``table`` is its name."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


class JsonAsText(TypeDecorator[str]):
    """JSON of PostgreSQL as it was written, sign by sign."""

    impl = Text
    cache_ok = True

    def bind_expression(self, bindparam: Any) -> ColumnElement[Any]:  # noqa: ANN401 - as SQLAlchemy has it
        """Text on the way in."""
        return bindparam.op("::")(literal_column("json"))  # type: ignore[no-any-return]  # an operator of its own

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Text on the way out."""
        return column.op("::")(literal_column("text"))


def as_written(table: Table, *, postgres: bool) -> Table:
    """A table of the models as its rows stand in the database."""
    columns = (
        Column(one.name, _type(one, postgres=postgres), primary_key=one.primary_key, autoincrement=False)
        for one in table.columns
    )
    return Table(table.name, MetaData(), *columns)


def _type(column: Column[Any], *, postgres: bool) -> Any:  # noqa: ANN401 - of any value
    if isinstance(column.type, JSON):
        return JsonAsText() if postgres else Text()
    return column.type


def pieces(connection: Connection, table: Table, after: Key | None = None) -> Iterator[list[Key]]:
    """The rows of a table ``as_written``, in the order of their keys, from behind ``after`` on."""
    keys = [_ordered(connection, column) for column in table.primary_key]
    with_files = any(isinstance(column.type, LargeBinary) for column in table.columns)
    statement = select(table).order_by(*keys).limit(FILES_PIECE if with_files else PIECE)
    while rows := connection.execute(statement if after is None else statement.where(_behind(keys, after))).all():
        yield [tuple(row) for row in rows]
        after = key_of(table, tuple(rows[-1]))


def key_of(table: Table, row: Key) -> Key:
    """What tells this row from all others of its table."""
    return tuple(value for column, value in zip(table.columns, row, strict=True) if column.primary_key)


def _ordered(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """In the same order in both databases: text by its bytes."""
    if connection.dialect.name == "postgresql" and isinstance(column.type, String):
        return column.collate("C")
    return column


def _behind(keys: Sequence[ColumnElement[Any]], after: Key) -> ColumnElement[bool]:
    return keys[0] > after[0] if len(keys) == 1 else tuple_(*keys) > tuple_(*after)


def add(connection: Connection, table: Table, rows: Sequence[Key]) -> None:
    """Put rows into a database of either kind."""
    names = [column.name for column in table.columns]
    adding = insert_at(connection.dialect, table)
    if table.name in SEEDED:
        keys, new = list(table.primary_key), dict(adding.excluded.items())
        adding = adding.on_conflict_do_update(index_elements=keys, set_=new)
    connection.execute(adding, [dict(zip(names, row, strict=True)) for row in rows])


def compare(table: Table, source: Connection, target: Connection) -> int:
    """Every row here with every row there; gives how many there are. Raises Different."""
    found = 0
    mine = pieces(source, as_written(table, postgres=False))
    theirs = pieces(target, as_written(table, postgres=True))
    none: list[Key] = []
    for here, there in zip_longest(mine, theirs, fillvalue=none):
        if [digest(row) for row in here] != [digest(row) for row in there]:
            raise Different(table.name)
        found += len(here)
    return found


def digest(row: Key) -> str:
    """Hash of all that stands in a row."""
    return hashlib.sha256(repr([_plain(value) for value in row]).encode()).hexdigest()


def _plain(value: object) -> object:
    """The same value as the same words, whichever database it comes from."""
    if isinstance(value, (bytes, memoryview)):
        return hashlib.sha256(value).hexdigest()
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def count_on(connection: Connection, table: Table) -> None:
    """Let the ids of new rows begin behind those that were put in."""
    for column in table.primary_key:
        if not isinstance(column.type, Integer) or column.foreign_keys or column.autoincrement is False:
            continue
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        newest = select(func.coalesce(func.max(column), 0)).scalar_subquery()
        connection.execute(select(func.setval(sequence, newest + 1, False)))  # noqa: FBT003 - as PostgreSQL has it
