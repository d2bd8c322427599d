"""The index of the pictures and their alternative texts: ``pictograms/index.yaml`` and ``alt.<locale>.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType

from app import paths
from app.instruments.regular_yaml import Regular, read_regular

INDEX = "index.yaml"
LOCALES = ("nl", "en", "ar", "ti")


class BadPictograms(ValueError):
    """The index or a file of alternative texts cannot be read; the message names the file and what is wrong."""


class UnknownPicture(LookupError):
    """No picture belongs to a text key."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One file of ``pictograms/svg/``.

    ``stem``: file name without ``.svg``. ``keys``: the text keys whose words it illustrates. ``concept``: what it
    is meant to say; ``shows``: what is drawn; both English. ``alt``: key of the alternative text. ``mirror``: turn
    it round in a right-to-left page, because direction carries meaning. ``reviewed_by``: who of the people it is
    made for has named it, or "nobody yet".
    """

    stem: str
    keys: tuple[str, ...]
    concept: str
    shows: str
    alt: str
    mirror: bool
    author: str
    licence: str
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class AlternativeText:
    """What a picture shows, in one language; ``status`` and ``source`` as of any wording."""

    text: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Pictograms:
    """Everything that is known about the pictures.

    ``pictures`` maps file stem to picture; ``alternatives`` maps locale to (key of the alternative text to text).
    """

    pictures: Mapping[str, Picture]
    alternatives: Mapping[str, Mapping[str, AlternativeText]]

    def picture(self, key: str) -> Picture:
        """The picture of a text key. Raises UnknownPicture."""
        found = self.pictures.get(stem(key))
        if found is None or key not in found.keys:
            raise UnknownPicture(f"no picture belongs to the text {key!r}")
        return found

    def alternative(self, key: str, locale: str) -> str:
        """What the picture of a text key shows, in one language. Raises UnknownPicture."""
        picture = self.picture(key)
        text = self.alternatives.get(locale, {}).get(picture.alt)
        if text is None:
            raise UnknownPicture(f"the picture {picture.stem!r} has no alternative text in {locale!r}")
        return text.text


def stem(key: str) -> str:
    """File name of the picture of a text key, without ``.svg``: a dot becomes a dash."""
    return key.replace(".", "-")


@cache
def load_pictograms(folder: Path | None = None) -> Pictograms:
    """Read index and alternative texts, once per process and folder. Raises BadPictograms."""
    folder = folder or paths.PICTOGRAMS
    entries = _mapping(_read(folder / INDEX), "pictures", INDEX)
    pictures = {name: _picture(name, _mapping(entries, name, INDEX)) for name in entries}
    alternatives = {locale: _alternatives(folder / f"alt.{locale}.yaml") for locale in LOCALES}
    return Pictograms(MappingProxyType(pictures), MappingProxyType(alternatives))


def _read(file: Path) -> Regular:
    try:
        found = read_regular(file.read_text("utf-8"))
    except OSError as error:
        raise BadPictograms(f"{file.name}: cannot be read, {error.strerror}.") from error
    if found is None:
        raise BadPictograms(f"{file.name}: is not written as 'key: \"value\"', two spaces for each step inwards.")
    return found


def _mapping(parent: Regular, name: str, file: str) -> Regular:
    found = parent.get(name)
    if not isinstance(found, dict):
        raise BadPictograms(f"{file}, {name}: is missing, or is not a list of fields.")
    return found


def _text(entry: Regular, field: str, where: str) -> str:
    found = entry.get(field)
    if not isinstance(found, str) or not found.strip():
        raise BadPictograms(f"{where}.{field}: is missing or empty.")
    return found


def _picture(name: str, entry: Regular) -> Picture:
    where = f"{INDEX}, pictures.{name}"
    known = {field.name for field in fields(Picture)} - {"stem"}
    if entry.keys() != known:
        wrong = ", ".join(sorted(entry.keys() ^ known))
        raise BadPictograms(f"{where}: missing or unknown: {wrong}. Allowed: {', '.join(sorted(known))}.")
    mirror = entry["mirror"]
    if not isinstance(mirror, bool):
        raise BadPictograms(f"{where}.mirror: must be true or false, not {mirror!r}.")
    texts = {field: _text(entry, field, where) for field in known - {"mirror", "keys"}}
    return Picture(stem=name, keys=tuple(_text(entry, "keys", where).split()), mirror=mirror, **texts)


def _alternatives(file: Path) -> Mapping[str, AlternativeText]:
    texts = _mapping(_read(file), "texts", file.name)
    found = {}
    for name in texts:
        entry, where = _mapping(texts, name, file.name), f"{file.name}, texts.{name}"
        source = entry.get("source", "")
        found[name] = AlternativeText(_text(entry, "text", where), _text(entry, "status", where), str(source))
    return MappingProxyType(found)
