"""An insert that can say what happens when the row is there already; both databases can, each with its own class."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

Insert = postgresql.Insert | sqlite.Insert


def insert_into(session: Session, model: type[DeclarativeBase]) -> Insert:
    """An insert into the table of ``model`` for the database behind ``session``."""
    dialect = session.get_bind(model).dialect.name
    return postgresql.insert(model) if dialect == "postgresql" else sqlite.insert(model)
