"""``flask --app app audio``: placeholders of speech, recordings of people, what is missing and what it all weighs."""

from __future__ import annotations

import os
import time

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.instruments.library import Library
from app.services.sound import Place, recordings
from app.sound.slots import PICTOGRAM, Slot, slots_of
from app.sound.synthesis import SpeechMissing, fill
from app.web.context import current_library, current_work, inbeeld

group = AppGroup("audio", help="What can be heard.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


@group.command("synthesise")
@click.option("--locale", "locales", multiple=True, help="Only this language; again for more.")
@click.option("--instrument", "instruments", multiple=True, help="Only this instrument; again for more.")
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="Processes at work together.")
@click.option("--all", "everything", is_flag=True, help="Also where a person has spoken; does not open the stores.")
@click.option("--quiet", is_flag=True, help="Say only what came of it.")
def synthesise(
    locales: tuple[str, ...], instruments: tuple[str, ...], jobs: int, *, everything: bool, quiet: bool
) -> None:
    """Let a program speak every text that nobody has spoken yet, and remove what no text needs any more."""
    library, folder = current_library(), inbeeld().config.sound_folder
    spoken = set() if everything else _spoken()
    wanted = [
        slot
        for name in names_of_instruments(library, instruments)
        for locale in names_of_locales(library, locales)
        for slot in slots_of(library, name, locale)
        if place_of(slot) not in spoken
    ]
    began = time.monotonic()
    try:
        filled = fill(folder, wanted, every_slot(library), jobs, _say_nothing if quiet else _tell)
    except SpeechMissing as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{folder}: {filled.made} placeholders made in {time.monotonic() - began:.0f} s, {filled.kept} were there, "
        f"{filled.removed} old files removed."
    )
    for slot in filled.failed:
        click.echo(f"No voice for {slot.key} in '{slot.language}': it waits for a speaker.")


def _spoken() -> set[Place]:
    try:
        return set(recordings(current_work()))
    except OperationalError:  # no tables yet, so no recordings
        return set()


def _tell(done: int, number: int) -> None:
    click.echo(f"{done} of {number} texts spoken", err=True)


def _say_nothing(_done: int, _number: int) -> None:
    pass


def names_of_instruments(library: Library, asked: tuple[str, ...]) -> list[str]:
    """The instruments asked for, or all; the picture variant first, which cannot do without sound."""
    for name in asked:
        if name not in library.instruments:
            raise click.ClickException(f"no instrument '{name}'; defined: {', '.join(library.instruments)}")
    names = asked or tuple(library.instruments)
    return sorted(names, key=lambda name: library.instruments[name].variant != PICTOGRAM)


def names_of_locales(library: Library, asked: tuple[str, ...]) -> list[str]:
    """The languages asked for, or all."""
    for name in asked:
        if name not in library.locales:
            raise click.ClickException(f"no language '{name}'; there are: {', '.join(library.locales)}")
    return list(asked or library.locales)


def every_slot(library: Library) -> list[Slot]:
    """Every slot of every instrument in every language, those that instruments share more than once."""
    return [
        slot for name in library.instruments for locale in library.locales for slot in slots_of(library, name, locale)
    ]


def place_of(slot: Slot) -> Place:
    """What a sound of this slot is found by."""
    return slot.language, slot.key, slot.hash
