"""``flask --app app restore``: a backup into an empty place."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from app.services.backups import NoBackupKey
from app.services.removal_marks import RemovedPart
from app.services.restoring import NotRestored, Restored, restore
from app.store.snapshot import CannotCopy
from app.web.context import current_work


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(restore_)


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--removals",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    multiple=True,
    help="A newer list of removals: flask backup removals. Those beside the backups are found by themselves.",
)
@with_appcontext
def restore_(folder: Path, removals: tuple[Path, ...]) -> None:
    """Put the backup in FOLDER into the empty place of these settings, and remove again who was removed since."""
    try:
        _tell(restore(current_work(), folder.resolve(), removals))
    except (NotRestored, NoBackupKey, CannotCopy) as error:
        raise click.ClickException(str(error)) from error


def _tell(restored: Restored) -> None:
    whole, answers = (restored.removed_again[part] for part in (RemovedPart.PARTICIPATION, RemovedPart.ANSWERS))
    click.echo(f"The backup of {restored.made_at:%Y-%m-%d %H:%M:%S} UTC is back: {restored.rows} rows in two stores.")
    click.echo(f"Removed again: {whole} participations, and the answers of {answers} others.")
    click.echo(f"Removals are known until {restored.removals_until:%Y-%m-%d %H:%M:%S} UTC. Do later ones by hand.")
