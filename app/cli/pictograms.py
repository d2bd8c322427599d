"""``flask --app app pictograms``: check the pictures, or put them all on one page."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app import paths
from app.instruments.regular_yaml import read_regular
from app.pictograms.check import check_folder
from app.pictograms.index import BadPictograms, load_pictograms
from app.pictograms.sheet import SheetOptions, contact_sheet

group = AppGroup("pictograms", help="The pictures.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


@group.command("check")
@click.argument(
    "path",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=paths.PICTOGRAMS,
    required=False,
)
def check(path: Path) -> None:
    """Check every picture in PATH: drawing, index and alternative texts.

    Faults: all of them, a line each, and exit 1. None: one line with the numbers.
    """
    try:
        faults = check_folder(path.resolve(), text_keys(paths.QUESTIONNAIRES))
    except BadPictograms as error:
        raise click.ClickException(str(error)) from error
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    known = load_pictograms(path.resolve())
    pictures = known.pictures.values()
    mirrored = sum(picture.mirror for picture in pictures)
    click.echo(
        f"{len(pictures)} pictures, {mirrored} mirrored from right to left, "
        f"alternative texts in {len(known.alternatives)} languages."
    )


@group.command("sheet")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True, help="HTML file.")
@click.option(
    "--size", "sizes", type=click.IntRange(16, 1000), multiple=True, default=(96, 320), help="Pixels; again for more."
)
@click.option("--grey", is_flag=True, help="As a black-and-white print shows them.")
@click.option("--mirrored", is_flag=True, help="As a right-to-left page shows them.")
@click.option("--without-names", is_flag=True, help="A number only, for a naming round.")
@click.option("--only", default="", help="Pictures whose file name starts with this.")
def sheet(out: Path, sizes: tuple[int, ...], grey: bool, mirrored: bool, without_names: bool, only: str) -> None:  # noqa: FBT001 - click gives flags by name
    """Put all pictures with their meaning and alternative texts on one page that can be printed."""
    options = SheetOptions(sizes=sizes, grey=grey, mirrored=mirrored, named=not without_names)
    try:
        out.write_text(contact_sheet(paths.PICTOGRAMS, options, only), "utf-8")
    except BadPictograms as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{out}: written.")


def text_keys(folder: Path) -> frozenset[str]:
    """Every key of a text in the wording files under ``folder``; a file that is not regular is read as having none."""
    found: set[str] = set()
    for file in sorted(folder.glob("*/wording.nl.yaml")):
        texts = (read_regular(file.read_text("utf-8")) or {}).get("texts")
        found.update(texts if isinstance(texts, dict) else ())
    return frozenset(found)
