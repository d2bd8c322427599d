"""Changing tables in PostgreSQL while people answer: what a migration may do to a table that has grown.

A lock that is waited for makes everybody wait behind it, so each step waits shortly and gives up. What takes long must
hold nobody up: an index is made beside people's work. SQLite has one writer anyway, and small tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

LOCK_MILLISECONDS = 2000
"""So long a step waits for a table; shorter than people wait (``app.store.engine``), so that nobody is refused."""


def add_index(name: str, table: str, columns: Sequence[str], *, unique: bool = False) -> None:
    """Add an index without keeping anybody from writing; call it as the only act of its migration.

    It waits for transactions that began before, as long as they take: meanwhile it holds nobody up. What is left of a
    try that was cut off is removed first.
    """
    if op.get_bind().dialect.name != "postgresql":
        op.create_index(name, table, list(columns), unique=unique)
        return
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")
        op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
        op.create_index(name, table, list(columns), unique=unique, postgresql_concurrently=True)
        op.execute(f"SET lock_timeout = {LOCK_MILLISECONDS}")


def drop_index(name: str, table: str) -> None:
    """Take an index away in the same manner."""
    if op.get_bind().dialect.name != "postgresql":
        op.drop_index(name, table)
        return
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")
        op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
        op.execute(f"SET lock_timeout = {LOCK_MILLISECONDS}")
