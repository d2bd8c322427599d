"""``flask keys make``: fresh secrets for a new installation."""

from __future__ import annotations

import base64
import secrets

import click
from flask import Flask
from flask.cli import AppGroup

from app.config import KEY_BYTES

group = AppGroup("keys", help="Secrets of this installation.")


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(group)


@group.command("make", with_appcontext=False)
def make() -> None:
    """Print settings lines with fresh secrets; keep them safe, they cannot be made again."""
    click.echo(f"INBEELD_SECRET_KEY={secrets.token_urlsafe(48)}")
    for name in ("INBEELD_TEXT_KEY", "INBEELD_CARE_KEY", "INBEELD_LOOKUP_KEY"):
        click.echo(f"{name}={base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}")
