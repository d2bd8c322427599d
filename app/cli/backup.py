"""``flask --app app backup``: sealed backups of both stores, their end, and the list of what was removed."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from app.services.backups import (
    REMOVALS,
    BackupExists,
    NoBackupKey,
    backups_in,
    make_backup,
    prune,
    write_removals,
)
from app.store.private_files import private_folder
from app.store.sealed_stream import StreamBroken
from app.store.snapshot import CannotCopy
from app.web.context import current_work

FOLDER = click.Path(path_type=Path, file_okay=False)
OUT = click.option("--out", type=FOLDER, envvar="INBEELD_BACKUPS", required=True, help="Folder of the backups.")


@click.group("backup", cls=AppGroup, invoke_without_command=True)
@click.option("--out", type=FOLDER, envvar="INBEELD_BACKUPS", help="Folder of the backups.")
@click.pass_context
@with_appcontext
def group(context: click.Context, out: Path | None) -> None:
    """Back up both stores, sealed and apart, while the application runs; backups past their period are removed."""
    if context.invoked_subcommand:
        return
    if out is None:
        raise click.UsageError("Name the folder of the backups: --out DIR")
    work = current_work()
    try:
        folder = make_backup(work, out)
    except (NoBackupKey, CannotCopy, StreamBroken) as error:
        raise click.ClickException(f"{error} No backup was made.") from error
    except BackupExists as error:
        raise click.ClickException(f"{error} stands there already. No other was made.") from error
    for file in sorted(folder.iterdir()):
        click.echo(f"{file}: {file.stat().st_size:,} bytes")
    _prune(out, None)


@group.command("prune")
@OUT
@click.option("--days", type=click.IntRange(min=0), help="Older ones go; INBEELD_BACKUP_DAYS when not named.")
def prune_(out: Path, days: int | None) -> None:
    """Remove backups past their period."""
    _prune(out, days)


@group.command("removals")
@OUT
def removals(out: Path) -> None:
    """Write the list of what was removed beside the backups: small, so do it often."""
    private_folder(out)
    try:
        known = write_removals(current_work(), out / REMOVALS)
    except NoBackupKey as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{out / REMOVALS}: {len(known.marks)} removals until {known.until:%Y-%m-%d %H:%M:%S} UTC.")


def _prune(out: Path, days: int | None) -> None:
    for folder in prune(current_work(), out, days):
        click.echo(f"{folder.name}: past its period, removed.")
    if not backups_in(out):
        click.echo("No backup is left in this folder.", err=True)


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
