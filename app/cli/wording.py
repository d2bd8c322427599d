"""``flask --app app wording``: who answers for the words that people read."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from app.services import wording_releases as service
from app.web.context import current_library, current_work

group = AppGroup("wording", help="Release the words of a locale for people, or see who did.")


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(group)


@group.command("release")
@click.argument("instrument")
@click.option("--locale", required=True, help="Which words, such as ar.")
@click.option("--by", required=True, help="Name of the person who answers for them.")
def release(instrument: str, locale: str, by: str) -> None:
    """Record that a person releases the words of INSTRUMENT as they are now; a later change takes the release away."""
    try:
        content_hash = service.release(current_work(), instrument, locale, by)
    except (service.WordingUnknown, service.NameNeeded, service.VoiceMissing) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{instrument} {locale}: released by {by.strip()} ({content_hash[:12]})")


@group.command("status")
@click.argument("instrument", required=False)
def status(instrument: str | None) -> None:
    """Say for each locale of INSTRUMENT (of all, when none is named) who released its words, and whether that holds."""
    names = [instrument] if instrument else list(current_library().instruments)
    try:
        found = [one for name in names for one in service.status(current_work(), name)]
    except service.WordingUnknown as error:
        raise click.ClickException(str(error)) from error
    for one in found:
        click.echo(f"{one.instrument_id} {one.locale} {one.content_hash[:12]}: {_sentence(one)}")


def _sentence(one: service.WordingStatus) -> str:
    if one.by is None or one.at is None:
        return "not released"
    if one.released:
        return f"released by {one.by} on {one.at:%Y-%m-%d}"
    return f"changed since {one.by} released it on {one.at:%Y-%m-%d}; not released"
