"""Pictograms in a report: what each shows, in words, and whether it is turned round for right-to-left readers."""

from __future__ import annotations

from dataclasses import dataclass

from app.pictograms.index import UnknownPicture, load_pictograms

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture shows, and the language that says it."""

    text: str
    locale: str


def shows(name: str, locale: str) -> Shown:
    """The alternative text of the picture with this file stem, in English where ``locale`` has none.

    Raises UnknownPicture.
    """
    known = load_pictograms()
    if name not in known.pictures:
        raise UnknownPicture(f"there is no picture {name!r}")
    alternative = known.pictures[name].alt
    there = locale if alternative in known.alternatives.get(locale, {}) else FALLBACK
    return Shown(known.alternatives[there][alternative].text, there)


def turns(name: str) -> bool:
    """Whether direction carries meaning in this picture, so that right-to-left readers see it turned round."""
    return load_pictograms().pictures[name].mirror
