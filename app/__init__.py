"""Inbeeld: a structured self-report for a conversation, in the language of the person."""

from __future__ import annotations

import os

from flask import Flask

from app.config import Config, ConfigError


def create_app(config: Config | None = None) -> Flask:
    """The application with these settings (None: those of the environment).

    Raises ConfigError naming every missing setting; only on the command line an application without settings comes
    back, so that ``flask keys make`` can print them.
    """
    try:
        config = config or Config.from_environment(os.environ)
    except ConfigError as error:
        if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
            raise
        from app.cli import without_settings  # noqa: PLC0415 - rooms are opened only when they are needed

        return without_settings.make_app(error)
    from app.web import application, assembly  # noqa: PLC0415 - the same

    return assembly.assemble(application.Application(__name__), config)
