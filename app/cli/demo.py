"""``flask --app app demo``: fill an empty database with invented people, or renew them."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_security.utils import hash_password

from app.services.demonstration import NotEmpty, OnlyInDemonstration, fill, reset
from app.web.context import current_work


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo)


@click.command("demo")
@click.option("--reset", "renew", is_flag=True, help="Remove the demonstration data and make them anew.")
@with_appcontext
def demo(*, renew: bool) -> None:
    """Make the demonstration data in an empty database; does nothing where they stand already."""
    work = current_work()
    try:
        if renew:
            reset(work, hash_password)
            click.echo("The demonstration data were made anew.")
        elif fill(work, hash_password):
            click.echo("The demonstration data are there: one organisation, every role, 26 invented people.")
        else:
            click.echo("The demonstration data were there already; nothing was changed.")
    except OnlyInDemonstration:
        click.echo("Demonstration data need demonstration mode: set INBEELD_DEMO=1. Nothing was changed.", err=True)
        sys.exit(1)
    except NotEmpty:
        click.echo(
            "This database holds an organisation that is not a demonstration, so nothing was changed. "
            "Use another folder for a demonstration: INBEELD_DATA=./demonstration",
            err=True,
        )
        sys.exit(1)
