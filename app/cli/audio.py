"""``flask --app app audio``: placeholders of speech, recordings of people, what is missing and what it all weighs."""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.core.instrument import Instrument
from app.instruments.library import Library
from app.services.sound import Place, recordings
from app.services.sound_recordings import Given, RecordingRefused, SlotState, State, import_folder, slot_states
from app.sound.slots import PICTOGRAM, Slot, slots_of, stand_ins_of
from app.sound.synthesis import SpeechMissing, fill
from app.web.assets import weight_of_drawing
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
        for slot in slots_and_stand_ins(library, name, locale)
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


@group.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--locale", help="The language of all files; without it they stand in a folder per language.")
@click.option("--speaker", required=True, help="Who speaks.")
@click.option("--date", "recorded_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="When, as 2026-11-30.")
@click.option("--permission", required=True, help="What the speaker allowed, in a sentence.")
def import_(folder: Path, locale: str | None, speaker: str, recorded_on: datetime, permission: str) -> None:
    """Take in the recordings of FOLDER, each named by the key of its text: all of them, or none with every error."""
    names_of_locales(current_library(), (locale,) if locale else ())
    given = Given(speaker, recorded_on.date(), permission)
    try:
        number = import_folder(current_work(), folder, locale, given)
    except RecordingRefused as refused:
        for error in refused.errors:
            click.echo(error, err=True)
        raise click.ClickException(f"{len(refused.errors)} found; nothing was taken in.") from refused
    click.echo(f"{number} recordings by {speaker.strip()} were taken in.")


@group.command("check")
@click.option("--locale", "locales", multiple=True, help="Only this language; again for more.")
@click.option("--instrument", "instruments", multiple=True, help="Only this instrument; again for more.")
@click.option("--list", "named", is_flag=True, help="Name every placeholder too.")
def check(locales: tuple[str, ...], instruments: tuple[str, ...], *, named: bool) -> None:
    """Say for each instrument and language what nobody has spoken; exit 1 when a text cannot be heard at all."""
    library, silent = current_library(), 0
    for name in names_of_instruments(library, instruments):
        for locale in names_of_locales(library, locales):
            found = slot_states(current_work(), name, locale)
            number = Counter(one.state for one in found)
            click.echo(f"{name} {locale}: {len(found)} texts; " + ", ".join(f"{number[one]} {one}" for one in State))
            _name(found, {State.MISSING, State.STALE} | ({State.SYNTHETIC} if named else set()))
            silent += sum(one.kept is None for one in found)
    if silent:
        raise SystemExit(1)


def _name(found: list[SlotState], states: set[State]) -> None:
    for one in found:
        if one.state in states:
            click.echo(f"  {one.state} {one.slot.key} ({one.slot.language}): {one.slot.words}")


@group.command("sizes")
def sizes() -> None:
    """Say what it weighs to take a whole instrument ahead: its pictures and, per language, its sound as Opus."""
    library = current_library()
    for name in names_of_instruments(library, ()):
        pictures = pictures_of(library.instrument(name))
        drawn = sum(map(weight_of_drawing, pictures))
        for locale in names_of_locales(library, ()):
            sounds = {(one.slot.key, one.kept.size) for one in slot_states(current_work(), name, locale) if one.kept}
            spoken = sum(size for _, size in sounds)
            click.echo(
                f"{name} {locale}: {len(sounds)} sounds {spoken / 1024:.0f} kB, {len(pictures)} pictures "
                f"{drawn / 1024:.0f} kB, together {(spoken + drawn) / 1024:.0f} kB"
            )


def pictures_of(instrument: Instrument) -> set[str]:
    """The pictures that an instrument shows, by file name without ending."""
    options = [option for item in instrument.items.values() for option in item.options]
    options += [option for practice in instrument.practice for option in practice.options]
    shown = [*options, *instrument.items.values(), *instrument.practice]
    return {stem for one in shown if (stem := getattr(one, "picture", None))}


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
        slot
        for name in library.instruments
        for locale in library.locales
        for slot in slots_and_stand_ins(library, name, locale)
    ]


def slots_and_stand_ins(library: Library, name: str, locale: str) -> list[Slot]:
    """Everything that can be spoken for an instrument in a locale."""
    return [*slots_of(library, name, locale), *stand_ins_of(library, name, locale)]


def place_of(slot: Slot) -> Place:
    """What a sound of this slot is found by."""
    return slot.language, slot.key, slot.hash
