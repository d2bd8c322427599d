"""``flask --app app dpia``: the processing register and the table of the DPIA of an organisation, in Dutch."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import select

from app.services.dpia import document
from app.store.models import Organisation
from app.web.context import current_work


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(dpia)


@click.command("dpia")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file (Markdown).")
@click.option("--organisation", "name", help="Name of the organisation; not needed where there is one.")
@with_appcontext
def dpia(out: Path, name: str | None) -> None:
    """Write what is processed, why, for whom, how long, and who sees it: from definitions, rights and settings."""
    work = current_work()
    found = work.db.scalars(select(Organisation).order_by(Organisation.id)).all()
    wanted = [one for one in found if name in {None, one.name}]
    if len(wanted) != 1:
        names = ", ".join(one.name for one in found) or "none"
        raise click.ClickException(f"Name one organisation with --organisation. Here are: {names}.")
    out.write_text(document(work, wanted[0]), "utf-8")
    click.echo(f"{out}: register and DPIA of {wanted[0].name}. What only people can judge is marked.")
