"""The command line while settings are missing.

``flask keys make``, ``flask score``, ``flask instruments check``, ``flask pictograms`` and ``flask sample-report``,
which need no store, work; every other command says what is missing.
"""

from __future__ import annotations

import click
from flask import Flask

from app.cli import instruments, keys, pictograms, sample_report, score
from app.config import ConfigError
from app.wiring import COMMANDS

ALONE = frozenset({"instruments", "keys", "pictograms", "sample_report", "score"})
OTHERS = sorted({module.rpartition(".")[2] for module in COMMANDS} - ALONE)


def make_app(error: ConfigError) -> Flask:
    """An application that serves nothing: every request raises ``error``."""
    app = Flask("app")
    for command in (instruments, pictograms, sample_report, score):
        command.register(app)
    keys.register_making(app)

    @app.before_request
    def refuse() -> None:
        raise error

    for name in OTHERS:
        app.cli.add_command(_refusing(name, error))
    return app


def _refusing(name: str, error: ConfigError) -> click.Command:
    @click.command(name, context_settings={"ignore_unknown_options": True}, add_help_option=False)
    @click.argument("anything", nargs=-1, type=click.UNPROCESSED)
    def refuse(anything: tuple[str, ...]) -> None:
        del anything
        raise click.ClickException(str(error))

    return refuse
