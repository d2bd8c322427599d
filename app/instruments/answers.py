"""The door for answers written as JSON: item ids and plain values in, core responses out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from app.core.checking import find_problem
from app.core.instrument import Instrument, Item, ItemKind
from app.core.responses import Response

LONGEST_SHOWN = 80
"""Characters of a refused value that its sentence repeats."""

WORDS_FIELDS = ("text", "options")


class UnknownAnswer(ValueError):
    """An item or a value that the instrument does not have; the message is one whole sentence."""

    def __init__(self, item: str, value: object, allowed: Sequence[str]) -> None:
        self.item = item
        self.value = value
        self.allowed = tuple(allowed)
        choices = ", ".join(self.allowed)
        super().__init__(f"Item {shown(item)} has no answer {shown(value)}; allowed: {choices}.")


class UnknownItem(UnknownAnswer):
    """An item id that the instrument does not have; ``allowed`` are all its item ids."""

    def __str__(self) -> str:
        choices = ", ".join(self.allowed)
        return f"There is no item {shown(self.item)} (answered with {shown(self.value)}); the items are: {choices}."


def read_responses(instrument: Instrument, payload: Mapping[str, object]) -> dict[str, Response]:
    """Responses of ``payload``: item id to a value, as ``flask score`` takes them under ``responses``.

    A value is an option id, the whole number of an option or of a number item, a missing code, a
    list of option ids (multiple choice), own words, or ``{"text": ..., "options": [...]}`` (an
    occupation, or an option that opens a text field). Raises UnknownAnswer for the first that fits
    nothing.
    """
    responses: dict[str, Response] = {}
    for item_id, value in payload.items():
        item = instrument.items.get(item_id)
        if item is None:
            raise UnknownItem(item_id, value, list(instrument.items))
        responses[item_id] = read_response(item, value)
    return responses


def read_response(item: Item, value: object) -> Response:
    """One response from a plain value; raises UnknownAnswer."""
    response = _missing(item, value) or _content(item, value)
    if response is None or find_problem(item, item.options, response) is not None:
        raise UnknownAnswer(item.id, value, allowed_values(item))
    return response


def allowed_values(item: Item) -> tuple[str, ...]:
    """What an item can be answered with, as words for the sentence of an error."""
    numbers = [str(option.value) for option in item.options if option.value is not None]
    ids = [option.id for option in item.options if option.id not in numbers]
    own = {
        ItemKind.NUMBER: [f"a whole number from {item.minimum} to {item.maximum}"],
        ItemKind.TEXT: [f"a text of at most {item.max_length} characters"],
        ItemKind.OCCUPATION: [f'{{"text": ..., "options": [...]}} with at most {item.max_choices} of these options'],
        ItemKind.MULTIPLE: [f"a list of at most {item.max_choices} of these options"],
    }.get(item.kind, [])
    codes = [code.value for code in item.missing if code.value not in ids]
    return (*own, *numbers, *ids, *codes)


def shown(value: object) -> str:
    """A value on one line, without control characters, cut where it is long."""
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."


def _missing(item: Item, value: object) -> Response | None:
    codes = {code.value: code for code in item.missing}
    return Response(missing=codes[value]) if isinstance(value, str) and value in codes else None


def _content(item: Item, value: object) -> Response | None:
    """The response that a value stands for, not yet checked; None when it is of no use here."""
    if item.kind is ItemKind.NUMBER:
        return Response(number=value) if _whole(value) else None
    if item.kind is ItemKind.TEXT:
        return Response(text=value or None) if isinstance(value, str) else None
    if isinstance(value, Mapping):
        return _words_and_options(item, value)
    chosen = _option_ids(item, value)
    return Response(options=chosen) if chosen is not None else None


def _words_and_options(item: Item, value: Mapping[object, object]) -> Response | None:
    takes_words = item.kind is ItemKind.OCCUPATION or any(option.opens_text for option in item.options)
    text = value.get("text", "")
    chosen = _option_ids(item, value.get("options", []))
    if not takes_words or set(value) - set(WORDS_FIELDS) or not isinstance(text, str) or chosen is None:
        return None
    return Response(options=chosen, text=text or None)


def _option_ids(item: Item, value: object) -> tuple[str, ...] | None:
    """Chosen option ids in definition order, each once; None if one of them is no option."""
    if isinstance(value, list):
        if item.kind not in {ItemKind.MULTIPLE, ItemKind.OCCUPATION}:
            return None
        chosen = [_option_id(item, one) for one in value]
    else:
        chosen = [_option_id(item, value)]
    return None if None in chosen else tuple(option.id for option in item.options if option.id in chosen)


def _option_id(item: Item, value: object) -> str | None:
    """The option with this id or these points; options without points (pictures 1 to 4) also by number."""
    if _whole(value):
        by_points = {option.value: option.id for option in item.options if option.value is not None}
        value = by_points.get(value) if by_points else str(value)
    return value if isinstance(value, str) and item.option(value) is not None else None


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
