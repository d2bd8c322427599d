"""Which pages and commands the application has: the two lists that ``create_app`` goes through."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

PAGES = ("app.web.locale", "app.web.errors", "app.web.sound", "app.web.participant", "app.web.staff")
COMMANDS = (
    "app.cli.audio",
    "app.cli.audit",
    "app.cli.backup",
    "app.cli.db",
    "app.cli.demo",
    "app.cli.doctor",
    "app.cli.dpia",
    "app.cli.explain",
    "app.cli.instruments",
    "app.cli.keys",
    "app.cli.metrics",
    "app.cli.move",
    "app.cli.organisation",
    "app.cli.pictograms",
    "app.cli.research",
    "app.cli.restore",
    "app.cli.retention",
    "app.cli.sample_report",
    "app.cli.score",
    "app.cli.serve",
    "app.cli.session",
    "app.cli.web",
    "app.cli.wording",
    "app.cli.worker",
)


def attach_pages(app: Flask) -> None:
    """Attach every module with pages."""
    for name in PAGES:
        import_module(name).attach(app)


def register_commands(app: Flask) -> None:
    """Register every module with commands."""
    for name in COMMANDS:
        import_module(name).register(app)
