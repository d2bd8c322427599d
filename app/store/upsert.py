"""An insert that can say what happens when the row is there already; both databases can, each with its own class."""

from __future__ import annotations

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

Insert = postgresql.Insert | sqlite.Insert


def insert_into(session: Session, model: type[DeclarativeBase]) -> Insert:
    """An insert into the table of ``model`` for the database behind ``session``."""
    return insert_at(session.get_bind(model).dialect, model)


def insert_at(dialect: Dialect, into: type[DeclarativeBase] | Table) -> Insert:
    """The same for a database of this kind."""
    return postgresql.insert(into) if dialect.name == "postgresql" else sqlite.insert(into)
