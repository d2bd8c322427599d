"""The profile in pictures: what each answer says by itself, as values, before any word is chosen (domain 5.6).

Single items are not scaled: there is no percentage, no standard error, no interval, no band and no total over parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.responses import Missing


@dataclass(frozen=True, slots=True)
class PictureCare:
    """The care part in pictures.

    ``items``: "z1" to "z5" -> 0-2, None: no picture chosen. ``total``: sum 0-10 over the answered ones, None when none
    was answered; it decides an offer and is shown to nobody. ``strong``: the items at 2, in order. ``wish``: option id
    of the wish for a conversation ("yes", "no") or None. ``acute``: help today was asked for. ``offer``: a conversation
    is offered. ``answered``: care items with a picture chosen, 0-7, wish and help today included.
    """

    items: Mapping[str, int | None]
    total: int | None
    strong: tuple[str, ...]
    wish: str | None
    acute: bool
    offer: bool
    answered: int


@dataclass(frozen=True, slots=True)
class PictureProfile:
    """Everything the fixed rules say about one participation in pictures.

    ``experience``: field of work -> 0-2 (never, a little, a lot), None: no jar chosen. ``wish``: chosen fields in the
    order of the definition, or ("unknown",), or (). ``competence``: "c1" to "c8" -> 0-2 or None; ``named_much``: those
    of them that stand out for this person. ``motivation``: "m1" to "m5" -> 0-2 or None. ``facts``: item id -> chosen
    option ids, None: none chosen. ``care``: None while that part is off or skipped. ``straightlining``: all pictures
    of experience, competence and motivation in the same place. ``missing``: missing code -> counted items answered with
    it, without the care part; every code present. A part that is off keeps its items, without a value.
    """

    experience: Mapping[str, int | None]
    wish: tuple[str, ...]
    competence: Mapping[str, int | None]
    named_much: tuple[str, ...]
    motivation: Mapping[str, int | None]
    facts: Mapping[str, tuple[str, ...] | None]
    care: PictureCare | None
    straightlining: bool
    missing: Mapping[Missing, int]
