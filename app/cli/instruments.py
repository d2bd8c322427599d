"""``flask --app app instruments check``: every definition and every text, all errors at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app import paths
from app.core.instrument import Instrument
from app.instruments.check import Checked, Found, check_folder
from app.instruments.wording import OUTDATED, Wording

group = AppGroup("instruments", help="The definitions of the instruments.")
SHOWN_HASH = 12


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(group)


@group.command("check")
@click.argument(
    "path",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=paths.QUESTIONNAIRES,
    required=False,
)
def check(path: Path) -> None:
    """Check the definitions in PATH: a folder of instruments, or the folder of one.

    Errors: all of them, each with file, line, value found and values allowed, and exit 1.
    None: a line per instrument, and a warning for each text that is older than its source.
    """
    checked = check_folder(path.resolve(), paths.PICTOGRAMS)
    for line in [*map(str, checked.errors), *_warnings(checked)]:
        click.echo(line, err=True)
    if checked.errors:
        click.echo(_number_of_errors(len(checked.errors)), err=True)
        raise SystemExit(1)
    for found in checked.found.values():
        click.echo(instrument_line(found))


def _warnings(checked: Checked) -> list[str]:
    return [f"Warning: {warning}" for warning in checked.warnings]


def _number_of_errors(number: int) -> str:
    return "1 error." if number == 1 else f"{number} errors."


def instrument_line(found: Found) -> str:
    """``profile 1.0.0: 108 items; nl 100 % of 1106 texts (1106 source_draft), …; hash 5ae64cd192f3``."""
    instrument = found.instrument
    locales = ", ".join(_completeness(instrument, found, wording) for wording in found.wordings.values())
    shown_hash = instrument.content_hash[:SHOWN_HASH]
    return f"{instrument.id} {instrument.version}: {_counted(instrument)}; {locales}; hash {shown_hash}"


def _counted(instrument: Instrument) -> str:
    counted = sum(item.counted for item in instrument.items.values())
    rest = len(instrument.items) - counted
    return f"{counted} items and {rest} uncounted" if rest else f"{counted} items"


def _completeness(instrument: Instrument, found: Found, wording: Wording) -> str:
    """Share of the texts that this locale needs and that are not outdated, and how far they have come."""
    source = found.wordings[instrument.source_locale]
    needed = [key for key, text in source.texts.items() if wording.info.is_source or not text.staff]
    statuses = Counter(wording.status(key) for key in needed if wording.has(key))
    fresh = sum(statuses.values()) - statuses[OUTDATED]
    shown = ", ".join(f"{number} {status}" for status, number in sorted(statuses.items()))
    return f"{wording.locale} {100 * fresh // max(len(needed), 1)} % of {len(needed)} texts ({shown})"
