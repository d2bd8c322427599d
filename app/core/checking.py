"""Whether a response fits its item. Values in, a named problem out; words are chosen by the outer rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.instrument import Item, ItemKind, ResponseOption
from app.core.responses import Response


class ProblemKind(StrEnum):
    """What is wrong with a response."""

    NOTHING_CHOSEN = "nothing_chosen"
    UNKNOWN_OPTION = "unknown_option"
    TOO_MANY = "too_many"
    NUMBER_NEEDED = "number_needed"
    TEXT_TOO_LONG = "text_too_long"
    MISSING_CODE_NOT_OFFERED = "missing_code_not_offered"


@dataclass(frozen=True, slots=True)
class Problem:
    """A named problem with the numbers its sentence needs (``minimum``, ``maximum`` of a number, or allowed count)."""

    kind: ProblemKind
    minimum: int = 0
    maximum: int = 0


def find_problem(item: Item, options: Sequence[ResponseOption], response: Response) -> Problem | None:
    """The first problem with this response, or None. ``options`` are the options open on this path."""
    if response.missing is not None:
        return None if response.missing in item.missing else Problem(ProblemKind.MISSING_CODE_NOT_OFFERED)
    if response.text is not None and len(response.text) > item.max_length:
        return Problem(ProblemKind.TEXT_TOO_LONG, maximum=item.max_length)
    if item.kind is ItemKind.NUMBER:
        return _number_problem(item, response)
    if item.kind is ItemKind.TEXT:
        return None if response.text or item.may_be_empty else Problem(ProblemKind.NOTHING_CHOSEN)
    return _choice_problem(item, options, response)


def _number_problem(item: Item, response: Response) -> Problem | None:
    if response.number is not None and item.minimum <= response.number <= item.maximum:
        return None
    return Problem(ProblemKind.NUMBER_NEEDED, item.minimum, item.maximum)


def _choice_problem(item: Item, options: Sequence[ResponseOption], response: Response) -> Problem | None:
    offered = {option.id: option for option in options}
    if any(chosen not in offered for chosen in response.options):
        return Problem(ProblemKind.UNKNOWN_OPTION)
    if not response.options:
        words = item.kind is ItemKind.OCCUPATION and response.text
        return None if words or item.may_be_empty else Problem(ProblemKind.NOTHING_CHOSEN)
    limit = item.max_choices if item.kind in {ItemKind.MULTIPLE, ItemKind.OCCUPATION} else 1
    alone = any(offered[chosen].exclusive for chosen in response.options)
    if len(response.options) > (1 if alone else limit):
        return Problem(ProblemKind.TOO_MANY, maximum=1 if alone else limit)
    return None
