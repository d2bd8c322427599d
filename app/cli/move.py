"""``flask --app app move``: from embedded stores to PostgreSQL, and back to the embedded ones: docs/grow.md."""

from __future__ import annotations

from dataclasses import replace

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from app.services.audit import SYSTEM, AuditKind, Event, record
from app.services.moving_stores import Moved, NotMoved, move_back, move_stores
from app.web.context import current_work, inbeeld

NEW = ("INBEELD_NEW_DATABASE_URL", "INBEELD_NEW_CARE_DATABASE_URL")


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(move)


@click.command("move")
@click.option(
    "--main", envvar=NEW[0], help=f"Address of the new main store; {NEW[0]} keeps its password off the screen."
)
@click.option("--care", envvar=NEW[1], help=f"Address of the new care store; {NEW[1]}.")
@click.option("--back", is_flag=True, help="Put the embedded stores back in their places.")
@with_appcontext
def move(main: str | None, care: str | None, *, back: bool) -> None:
    """Move the embedded stores to PostgreSQL, compared row by row. Type it again to go on after it was cut off."""
    config = inbeeld().config
    try:
        if back:
            move_back(config)
            click.echo("The embedded stores are in their places, as they were. What came into PostgreSQL stays there.")
            return
        if not main or not care:
            raise click.UsageError(f"Name both new stores: {' and '.join(NEW)}.")
        _tell(move_stores(config, {"main": main, "care": care}, click.echo, _record))
    except (NotMoved, ArgumentError) as error:
        raise click.ClickException(str(error)) from error


def _record(new_main_store: Session) -> None:
    """An event of the log, in the transaction that opens the new stores."""
    record(replace(current_work(), db=new_main_store), Event(AuditKind.STORES_MOVED, SYSTEM))


def _tell(moved: Moved) -> None:
    already = "An earlier run moved everything" if moved.before else "Everything has moved"
    click.echo(f"{already}: {moved.rows:,} rows of {moved.tables} tables, each compared with what it was.")
    click.echo("Now set INBEELD_DATABASE_URL and INBEELD_CARE_DATABASE_URL to the new addresses and start again.")
    click.echo("Reports that were asked for and not made yet are made then: the worker looks for them when it starts.")
