"""``flask --app app db``: the tables of both stores, brought forward, back, or only looked at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import Engine

from app.extensions import db
from app.store import migrate

group = AppGroup("db", help="The tables of the main store and the care store.")


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(group)


@group.command("upgrade")
def upgrade() -> None:
    """Bring both stores to the newest tables."""
    with _told_plainly():
        migrate.upgrade(_engines())
    _tell()


@group.command("downgrade")
@click.argument("revision", default="-1")
@click.option("--store", type=click.Choice(["main", "care"]), required=True, help="Which store goes back.")
def downgrade(revision: str, store: str) -> None:
    """Bring one store back to REVISION: one step when none is named, "base" for no tables."""
    with _told_plainly():
        migrate.downgrade({store: _engines()[store]}, revision)
    _tell()


@group.command("check")
def check() -> None:
    """Say where both stores stand; exit 1 when one is not what this version needs."""
    if not _tell():
        sys.exit(1)


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except migrate.TablesInUse as error:
        raise click.ClickException(str(error)) from error


def _engines() -> dict[str, Engine]:
    return {"main": db.get_engine("default"), "care": db.get_engine("care")}


def _tell() -> bool:
    stores = migrate.standing(_engines())
    for store in stores:
        word = "up to date" if store.up_to_date else f"not up to date, newest is {store.newest}"
        click.echo(f"{store.store}: {store.revision or 'no tables'} ({word})")
        for difference in store.differences:
            click.echo(f"  {difference}")
    return all(store.up_to_date for store in stores)
