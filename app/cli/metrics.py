"""``flask --app app metrics``: the figures of this host, for one where no page is served."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from app import metrics as counting
from app.services.figures import figures
from app.web.context import current_work, inbeeld


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(metrics)


@click.command("metrics")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="A file, put in the place of the last one."
)
@with_appcontext
def metrics(out: Path | None) -> None:
    """Give what the processes of this host counted and how the stores stand, in the text format of Prometheus."""
    text = counting.as_text(inbeeld().config.metrics_folder, figures(current_work()))
    if out is None:
        click.echo(text, nl=False)
        return
    beside = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        beside.write_bytes(text)
        os.replace(beside, out)  # noqa: PTH105 - whoever reads meanwhile reads the whole of one of them
    finally:
        beside.unlink(missing_ok=True)
