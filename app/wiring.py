"""Which pages and commands the application has: the two lists that ``create_app`` goes through."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

PAGES = ("app.web.errors", "app.web.locale", "app.web.participant", "app.web.staff")
COMMANDS = (
    "app.cli.db",
    "app.cli.demo",
    "app.cli.instruments",
    "app.cli.keys",
    "app.cli.pictograms",
    "app.cli.sample_report",
    "app.cli.score",
    "app.cli.serve",
    "app.cli.wording",
    "app.cli.worker",
)


def attach_pages(app: Flask) -> None:
    """Call ``attach(app)`` of every module with pages."""
    for name in PAGES:
        attach = getattr(import_module(name), "attach", None) if find_spec(name) else None
        if attach is not None:
            attach(app)


def register_commands(app: Flask) -> None:
    """Call ``register(app)`` of every module with commands."""
    for name in COMMANDS:
        if find_spec(name):
            import_module(name).register(app)
