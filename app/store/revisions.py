"""At which revision a store stands, and which revisions this version knows: one small question, asked often."""

from __future__ import annotations

from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.store.migrate import FOLDER, known_revisions

MOVING = "moving-here"
"""Stands in the place of a revision while another store is being moved here: nobody may work with it."""
MOVED = "moved-away"
"""Stands in the place of a revision where a store stood that moved."""
NOT_OURS = frozenset({MOVING, MOVED})


def revision_of(connection: Connection) -> str | None:
    """The revision of the store behind a connection; None while there are no tables. Raises SQLAlchemyError."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision(store: str) -> str | None:
    """The revision that this version works with."""
    return ScriptDirectory(str(FOLDER / store)).get_current_head()


@cache
def earlier_revisions(store: str) -> frozenset[str]:
    """Every other revision that this version knows."""
    return known_revisions(store) - {str(newest_revision(store))}
