"""``flask --app app doctor``: what an administrator should know of this installation, in plain sentences."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from app.extensions import db
from app.services.check_up import check_up
from app.web.context import current_work


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(doctor)


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look at settings, stores, keys, disk, fonts, clocks, jobs, deletions, backups, sound, pace; exit 1 if unwell."""
    engines = {"main": db.get_engine("default"), "care": db.get_engine("care")}
    unwell = 0
    for finding in check_up(current_work(), engines):
        click.echo(f"{'good ' if finding.well else 'TO DO'}  {finding.subject}: {finding.sentence}")
        unwell += not finding.well
    if unwell:
        raise SystemExit(1)
