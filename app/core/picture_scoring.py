"""What the fixed rules say about answers in pictures (domain 5.6): responses in, ``PictureProfile`` out.

Only items on the path count: a hidden response is kept but not read. The same responses and the same instrument version
always give the same profile. All limits are decided in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.core.care import YES
from app.core.instrument import Instrument, Item, Store
from app.core.picture_profile import PictureCare, PictureProfile
from app.core.responses import Missing, Response, Responses
from app.core.routing import Modules, items_on_path
from app.core.scoring import chosen_value

EXPERIENCE, COMPETENCE, MOTIVATION, FACTS, CARE = "p1", "p3", "p4", "p5", "p6"
ALIKE = (EXPERIENCE, COMPETENCE, MOTIVATION)
"""Parts with three pictures in a row on every screen, the same place for the same amount: jars, counts and the path."""

FULL = 2
"""Points of a full jar, of "often", and of the strongest of three drawings."""

TOTAL_ENOUGH = 5
FULL_ENOUGH = 2
"""A sum of the care items, or so many of them at ``FULL``, with which a conversation is offered. Not validated."""


def make_picture_profile(instrument: Instrument, responses: Responses, modules: Modules) -> PictureProfile:
    """The profile of one participation with the instrument in pictures.

    ``modules`` holds part ids of this instrument. Raises UnknownOption for a stored response that names no option.
    """
    on_path = items_on_path(instrument, modules, responses)
    kept = {item.id: responses[item.id] for item in on_path if item.id in responses}
    competence = _values(COMPETENCE, instrument, kept)
    return PictureProfile(
        experience=_values(EXPERIENCE, instrument, kept),
        wish=_chosen(kept.get(instrument.roles["wish"])) or (),
        competence=competence,
        named_much=named_much(competence),
        motivation=_values(MOTIVATION, instrument, kept),
        facts={item_id: _chosen(kept.get(item_id)) for item_id in instrument.block(FACTS).order},
        care=_care(instrument, kept) if any(item.store is Store.CARE for item in on_path) else None,
        straightlining=straightlining(value for part in ALIKE for value in _values(part, instrument, kept).values()),
        missing=_missing(on_path, kept),
    )


def named_much(competence: Mapping[str, int | None]) -> tuple[str, ...]:
    """What the person names as "a lot" beside the rest: the items at 2, when the person's own mean is 1.5 or less.

    The mean is taken over the answered items; a missing answer counts neither for nor against. Whoever fills nearly
    every jar has said of nothing in particular that it is a lot, so nothing is named then.
    """
    given = [value for value in competence.values() if value is not None]
    if 2 * sum(given) > 3 * len(given):
        return ()
    return tuple(name for name, value in competence.items() if value == FULL)


def straightlining(values: Iterable[int | None]) -> bool:
    """Whether all answers of experience, competence and motivation are the same one.

    All of them, or it is not said: with a part that is off or left early, or an item answered with a missing code
    (None), fewer answers can well be alike in earnest, and a missing code is a choice too. The path of the last
    motivation item and the count of the one before it stand with the jars: their pictures have the same places.
    """
    found = set(values)
    return len(found) == 1 and None not in found


def picture_care_offer(values: Iterable[int | None], wish: str | None, *, acute: bool) -> bool:
    """Whether a conversation about care is offered; false positives are preferred.

    ``values``: points 0-2 of the care items; an unanswered one (None) adds nothing. ``wish``: option id or None.
    """
    given = [value for value in values if value is not None]
    burdened = sum(given) >= TOTAL_ENOUGH or given.count(FULL) >= FULL_ENOUGH
    return burdened or wish == YES or acute


def _care(instrument: Instrument, kept: Responses) -> PictureCare:
    """Sum and offer; the sum runs over the answered items, None when there is none."""
    items = _values(CARE, instrument, kept)
    given = [value for value in items.values() if value is not None]
    wish, help_today = (_chosen(kept.get(instrument.roles[role])) or () for role in ("care_wish", "acute"))
    chosen_wish = wish[0] if wish else None
    acute = YES in help_today
    return PictureCare(
        items=items,
        total=sum(given) if given else None,
        strong=tuple(name for name, value in items.items() if value == FULL),
        wish=chosen_wish,
        acute=acute,
        offer=picture_care_offer(items.values(), chosen_wish, acute=acute),
        answered=len(given) + bool(wish) + bool(help_today),
    )


def _values(part: str, instrument: Instrument, kept: Responses) -> dict[str, int | None]:
    """Points of each item of a part by its name within the part: ``p3.c1`` as ``c1``."""
    return {
        item_id.removeprefix(f"{part}."): chosen_value(instrument.items[item_id], kept.get(item_id))
        for item_id in instrument.block(part).order
    }


def _chosen(response: Response | None) -> tuple[str, ...] | None:
    return response.options or None if response else None


def _missing(on_path: Iterable[Item], kept: Responses) -> dict[Missing, int]:
    """How often each code was chosen. Without the care part: what is left out there is nobody else's to know."""
    codes = [kept[item.id].missing for item in on_path if item.id in kept and item.counted and item.store is Store.MAIN]
    return {code: codes.count(code) for code in Missing}
