"""The check of a folder of definitions: reads every file, collects every error, gives the values of what is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from babel import Locale

from app.core.instrument import Instrument
from app.instruments import shape
from app.instruments.build import build_instrument, text_keys
from app.instruments.errors import DefinitionError, listed, place_of
from app.instruments.meaning import meaning_errors
from app.instruments.snapshots import content_hash, load_snapshot, plain
from app.instruments.sources import Source, read_source
from app.instruments.wording import OUTDATED, LocaleInfo, Text, Wording
from app.instruments.wording_check import (
    WordingSource,
    header_errors,
    locale_errors,
    outdated,
    source_errors,
    text_errors,
    texts_of,
)

COMMON = "common"
STRUCTURE = "instrument.yaml"


@dataclass(frozen=True)
class Found:
    """One instrument of the folder with its words in each locale."""

    instrument: Instrument
    wordings: Mapping[str, Wording]


@dataclass
class Checked:
    """What the check found. ``found`` and ``locales`` are complete only when ``errors`` is empty."""

    folder: Path
    errors: list[DefinitionError] = field(default_factory=list)
    warnings: list[DefinitionError] = field(default_factory=list)
    found: dict[str, Found] = field(default_factory=dict)
    locales: dict[str, LocaleInfo] = field(default_factory=dict)


def check_folder(folder: Path, pictograms: Path | None = None) -> Checked:
    """Check a folder of instruments, or of one. ``pictograms``: folder of the pictures, if they are checked."""
    checked = Checked(folder)
    folders = instrument_folders(folder)
    if not folders:
        sentence = f"there is no instrument here: no {STRUCTURE} in the folder or in a folder inside it."
        checked.errors.append(DefinitionError("no_instrument", folder.name, 0, "", sentence, folder.name))
        return checked
    common = _read_wordings(folders[0].parent / COMMON, checked)
    pictures = _picture_names(pictograms)
    sources = [read_source(one / STRUCTURE, f"{one.name}/{STRUCTURE}") for one in folders]
    structures = [_shaped(shape.InstrumentFile, source, checked) for source in sources]
    for source, file in zip(sources, structures, strict=True):
        _check_instrument(source, file, common, Surroundings(pictures, _modules(structures, file)), checked)
    checked.errors.sort(key=place_of)
    checked.warnings.sort(key=place_of)
    return checked


def instrument_folders(folder: Path) -> list[Path]:
    """The folders that hold an instrument, by name."""
    if (folder / STRUCTURE).is_file():
        return [folder]
    return sorted(file.parent for file in folder.glob(f"*/{STRUCTURE}"))


def _picture_names(pictograms: Path | None) -> frozenset[str] | None:
    folder = pictograms / "svg" if pictograms else None
    if folder is None or not folder.is_dir():
        return None
    return frozenset(file.stem for file in folder.glob("*.svg"))


def _read_wordings(folder: Path, checked: Checked) -> dict[str, WordingSource]:
    """The wording files of one folder by locale, sources first; those that cannot be read become errors."""
    wordings: dict[str, WordingSource] = {}
    for file in sorted(folder.glob("wording.*.yaml")):
        source = read_source(file, f"{folder.name}/{file.name}")
        read = _shaped(shape.WordingFile, source, checked)
        if read is None:
            continue
        wording = WordingSource(read, source)
        errors = [*header_errors(wording)]
        checked.errors += errors or text_errors(wording)
        if not errors:
            wordings[read.locale] = wording
    return dict(sorted(wordings.items(), key=lambda pair: (len(pair[1].file.made_from), pair[0])))


def _shaped(model: type[shape.Model], source: Source, checked: Checked) -> shape.Model | None:
    checked.errors += source.errors
    if source.errors:
        return None
    read, errors = shape.check_shape(model, source)
    checked.errors += errors
    return read


def _modules(
    structures: Sequence[shape.InstrumentFile | None], own: shape.InstrumentFile | None
) -> frozenset[str] | None:
    """The parts of the other instruments that a group session can switch on; None when there are none to look at."""
    others = [file for file in structures if file is not own]
    if not others or None in others:
        return None
    return frozenset(name for file in others if file for name, block in file.blocks.items() if not block.module)


@dataclass(frozen=True)
class Surroundings:
    """What a structure may name outside its own file: pictures and modules; None: not known."""

    pictures: frozenset[str] | None
    modules: frozenset[str] | None


def _check_instrument(
    source: Source,
    file: shape.InstrumentFile | None,
    common: dict[str, WordingSource],
    around: Surroundings,
    checked: Checked,
) -> None:
    folder = source.file.parent
    own = _read_wordings(folder, checked)
    if file is None:
        return
    errors = meaning_errors(file, source, around.pictures, around.modules)
    if file.id != folder.name:
        sentence = f"id is '{file.id}', but the folder is named '{folder.name}'."
        errors.append(source.error("id", ("id",), sentence, file.id, (folder.name,)))
    errors += _words_errors(file, source, common, own)
    checked.errors += errors
    if errors or file.source_locale not in own:
        return
    instrument = build_instrument(file)
    checked.errors += _text_key_errors(instrument, source, common, own)
    wordings = _wordings(common, own, checked)
    checked.locales = {locale: wording.info for locale, wording in wordings.items()}
    instrument = replace(instrument, content_hash=content_hash(instrument, wordings))
    checked.errors += _published_errors(instrument, folder, source)
    checked.found[instrument.id] = Found(instrument, MappingProxyType(wordings))


def _words_errors(
    file: shape.InstrumentFile,
    source: Source,
    common: dict[str, WordingSource],
    own: dict[str, WordingSource],
) -> Iterator[DefinitionError]:
    """The same locales everywhere, each complete, no text in two files."""
    if file.source_locale not in own:
        if (source.file.parent / f"wording.{file.source_locale}.yaml").is_file():
            return  # told already: the file cannot be used
        sentence = f"there is no wording.{file.source_locale}.yaml. Found: {listed([*own])}."
        yield source.error("source_locale", ("source_locale",), sentence, file.source_locale, (*own,))
        return
    for locale in sorted(common.keys() ^ own.keys()) if common else []:
        where = COMMON if locale in own else source.file.parent.name
        sentence = f"there is no {where}/wording.{locale}.yaml, while others have that locale."
        yield source.error("missing_locale", (), sentence, locale)
    for wordings in (common, own):
        held = {locale: texts_of(wording.file) for locale, wording in wordings.items()}
        for wording in wordings.values():
            yield from source_errors(wording, held)
        original = wordings.get(file.source_locale)
        for wording in wordings.values() if original else ():
            if original and wording is not original:
                yield from locale_errors(original, wording)
    for locale in common.keys() & own.keys():
        for key in own[locale].file.texts.keys() & common[locale].file.texts.keys():
            sentence = f"'{key}' is also in {COMMON}/wording.{locale}.yaml. Allowed: each key once."
            yield own[locale].source.error("two_texts", ("texts", key), sentence, key)


def _text_key_errors(
    instrument: Instrument,
    source: Source,
    common: dict[str, WordingSource],
    own: dict[str, WordingSource],
) -> Iterator[DefinitionError]:
    """Every key that the structure names has a text; the locales were compared with each other already."""
    texts = {**own[instrument.source_locale].file.texts}
    if instrument.source_locale in common:
        texts |= common[instrument.source_locale].file.texts
    for key, place in text_keys(instrument).items():
        if key not in texts:
            sentence = f"there is no text '{key}'. Nearest: {listed([*texts], key)}."
            yield source.error("no_text", tuple(place.split(".", 1)), sentence, key, (*texts,))


def _wordings(common: dict[str, WordingSource], own: dict[str, WordingSource], checked: Checked) -> dict[str, Wording]:
    """The words of each locale, common and own together, outdated texts marked."""
    texts: dict[str, dict[str, Text]] = {locale: {} for locale in own}
    for wordings in (common, own):
        held = {locale: texts_of(wording.file) for locale, wording in wordings.items()}
        for locale, wording in wordings.items():
            if locale not in texts:
                continue
            texts[locale] |= held[locale]
            for key, warning in outdated(wording, held):
                texts[locale][key] = replace(held[locale][key], status=OUTDATED)
                if warning not in checked.warnings:
                    checked.warnings.append(warning)
    return {locale: Wording(_locale_info(own[locale].file), texts[locale]) for locale in own}


def _locale_info(file: shape.WordingFile) -> LocaleInfo:
    direction = Locale.parse(file.locale, sep="-").text_direction
    return LocaleInfo(file.locale, file.endonym, direction, is_source=file.source_text)


def _published_errors(instrument: Instrument, folder: Path, source: Source) -> Iterator[DefinitionError]:
    """A published version keeps its structure: another structure needs another version number."""
    for file in sorted((folder / "versions").glob("*.json")):
        try:
            published, _ = load_snapshot(file.read_text("utf-8"))
        except (ValueError, KeyError, TypeError) as error:
            name = f"{folder.name}/versions/{file.name}"
            yield DefinitionError(
                "version_file", name, 0, "", f"The file is no kept version of an instrument: {error}."
            )
            continue
        if published.version == instrument.version and _structure(published) != _structure(instrument):
            sentence = (
                f"version {instrument.version} was published with another structure (versions/{file.name}). "
                f"Give the changed instrument a higher version."
            )
            yield source.error("published", ("version",), sentence, instrument.version)


def _structure(instrument: Instrument) -> object:
    return plain(replace(instrument, content_hash=""))
