"""``flask --app app research``: answers for research as files, of people who said yes, without names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask

from app.cli.organisation import REFUSED, no_organisation
from app.services.organisations import OrganisationUnknown, find_organisation
from app.services.research import SMALLEST_GROUP, Row, answer_rows, codebook_rows, research_tables
from app.store.private_files import new_private_file, private_folder
from app.web.context import current_work
from app.web.csv_cells import csv_line

HASH_SIGNS = 8


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(research)


@click.command("research")
@click.argument("organisation", type=int)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="A folder, empty or new.")
def research(organisation: int, out: Path) -> None:
    """Write answers and codebook for researchers, of the ORGANISATION with this number (see: organisation list).

    Only of people who said yes to research, without names, own words or anything of the care part. Asking is written
    down in the audit log. See docs/research.md.
    """
    work = current_work()
    try:
        find_organisation(work, organisation)
    except OrganisationUnknown:
        no_organisation(organisation)
    try:
        private_folder(out)
    except OSError as error:
        click.echo(f"{out} cannot be made ({error.strerror}). Name another folder; nothing was written.", err=True)
        raise SystemExit(REFUSED) from None
    if any(out.iterdir()):
        click.echo(f"{out} is not empty. Name another folder; nothing was written.", err=True)
        raise SystemExit(REFUSED)
    tables = research_tables(work, organisation)
    for table in tables:
        if table.people:
            name = f"{table.instrument.id}-{table.instrument.content_hash[:HASH_SIGNS]}.csv"
            _write(out / f"answers-{name}", answer_rows(work, table))
            _write(out / f"codebook-{name}", codebook_rows(table))
            click.echo(f"{out / f'answers-{name}'}: {table.people} people in {', '.join(table.locales)}")
    left_out = sum(table.left_out for table in tables)
    if left_out:
        click.echo(f"{left_out} people left out: fewer than {SMALLEST_GROUP} in their language and version.")
    if not tables:
        click.echo("Nobody here said yes to research and finished. Nothing was written.")


def _write(file: Path, rows: Iterable[Row]) -> None:
    with new_private_file(file) as lines:
        lines.writelines(csv_line(row).encode() for row in rows)
