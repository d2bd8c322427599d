"""``flask --app app retention``: remove what is kept long enough, now, or see what the coming night would remove."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from app.extensions import db
from app.services import retention as service
from app.services.removal import overwrite_removed
from app.web.context import current_work

group = AppGroup("retention", help="How long things are kept, and removing what is over.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


@group.command("run")
@click.option("--dry-run", is_flag=True, help="Only count; nothing is removed.")
def run(*, dry_run: bool) -> None:
    """Remove what is over, as every night, and say how much of each kind."""
    found = service.run(current_work(), dry=dry_run)
    failed = {} if dry_run else overwrite_removed(db.engines)
    for one in found:
        for kind, count in one.counts.items():
            click.echo(f"organisation {one.organisation_id}: {kind} {count}")
    for name, why in failed.items():
        click.echo(
            f"{name} was not rewritten: {why}. It may hold bytes of what was removed until next night.", err=True
        )
    click.echo("Nothing was removed." if dry_run else "Done.")
