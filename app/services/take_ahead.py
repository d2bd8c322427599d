"""What a device can fetch before a session: every picture and sound of one form in one language, and what it weighs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.core.instrument import Instrument, ResponseOption
from app.services.sound import Place, placeholders, recordings
from app.services.work import Work
from app.sound.slots import Slot, slots_of, stand_ins_of


@dataclass(frozen=True, slots=True)
class Package:
    """One form in one language: file name stems of its pictures, and the places for the sounds of its texts."""

    instrument: Instrument
    locale: str
    pictures: Sequence[str]
    slots: Sequence[Slot]


def packages(work: Work) -> list[Package]:
    """Every form in every language, the form in pictures first."""
    library = work.library
    instruments = sorted(library.instruments.values(), key=lambda one: not one.in_pictures)
    return [package(work, one.id, locale) for one in instruments for locale in library.wordings(one.id)]


def package(work: Work, instrument_id: str, locale: str) -> Package:
    """One form in one language. Raises KeyError when there is no such form or language."""
    instrument = work.library.instruments[instrument_id]
    if locale not in work.library.wordings(instrument_id):
        raise KeyError(locale)
    slots = [*slots_of(work.library, instrument_id, locale), *stand_ins_of(work.library, instrument_id, locale)]
    return Package(instrument, locale, pictures_of(instrument), slots)


def pictures_of(instrument: Instrument) -> list[str]:
    """Stems of the pictures of a form: all that are drawn for the form in pictures, else those its definition names."""
    folder = Path(paths.PICTOGRAMS) / "svg"
    if instrument.in_pictures:
        return sorted(file.stem for file in folder.glob("*.svg"))
    return sorted(stem for stem in set(_named(instrument)) if (folder / f"{stem}.svg").is_file())


def _named(instrument: Instrument) -> Iterator[str]:
    for item in instrument.items.values():
        yield from _pictures(item.picture, item.options)


def _pictures(own: str | None, options: Sequence[ResponseOption]) -> Iterator[str]:
    yield from (picture for picture in (own, *(option.picture for option in options)) if picture)


def sound_sizes(work: Work) -> dict[Place, int]:
    """Bytes of each sound as Opus: recordings of people before placeholders."""
    heard = {**placeholders(work.config.sound_folder), **recordings(work)}
    return {place: kept.size for place, kept in heard.items()}
