"""What stands on a screen of the picture variant: drawings, and cards to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import g

from app.core.instrument import ResponseOption
from app.pictograms.index import load_pictograms, stem
from app.web.assets import picture_address
from app.web.context import SOURCE_OF_INTERFACE


@dataclass(frozen=True, slots=True)
class Drawing:
    """A pictogram on a page. ``says``: what it shows, in the language of the page; ``mirrors``: with the script."""

    address: str
    says: str
    mirrors: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Something to choose: ``value`` is sent, the words of ``key`` stand under the drawing and are spoken.

    Without a drawing ``sign`` names an icon. For an answer that was given: ``name_key`` is the question, ``small``
    the drawing of the answer beside it, ``more`` the words and drawing of each further answer.
    """

    value: str
    key: str
    drawing: Drawing | None = None
    sign: str = ""
    chosen: bool = False
    small: Drawing | None = None
    name_key: str = ""
    more: tuple[tuple[str, Drawing | None], ...] = ()


def drawing_of(key: str) -> Drawing | None:
    """The drawing that belongs to a text, or None when none does; call it inside a request.

    ``key``: of the text, or the name of the file. In a pseudo-language it is described in English.
    """
    index = load_pictograms()
    found, address = index.pictures.get(stem(key)), picture_address(stem(key))
    if found is None or address is None:
        return None
    says = index.alternatives.get(g.locale, index.alternatives[SOURCE_OF_INTERFACE]).get(found.alt)
    return Drawing(address, says.text if says else "", found.mirror)


def option_cards(options: Iterable[ResponseOption], chosen: Iterable[str]) -> list[Card]:
    """The answers of an item, in the order of the definition."""
    standing = frozenset(chosen)
    return [
        Card(option.id, option.text_key, drawing_of(option.picture or option.text_key), chosen=option.id in standing)
        for option in options
    ]


def yes_no_cards(yes_key: str, no_key: str, chosen: str = "") -> list[Card]:
    """A question of its own with yes and no; nothing is chosen beforehand."""
    keys = {"yes": yes_key, "no": no_key}
    return [
        Card(value, key, drawing_of(f"option.picture.{value}"), chosen=value == chosen) for value, key in keys.items()
    ]
