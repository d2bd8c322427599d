"""One question in pictures: what asks, what is shown, the answers as cards, and what the six controls mean here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.instrument import Item, ItemKind, ResponseOption, Store
from app.core.routing import Step, StepKind
from app.services.sittings import Sitting
from app.web.participant.forms import MISSING, MISSING_CODES, Filled
from app.web.participant.picture_cards import drawing_of, option_cards
from app.web.participant.sitting import show

MOST_IN_A_ROW = 4
"""More answers than this stand in a table, and the room of the scene is theirs."""


def item_page(
    sitting: Sitting,
    item: Item,
    options: Sequence[ResponseOption],
    filled: Filled,
    **values: Any,  # noqa: ANN401 - what the template shows
) -> tuple[str, int]:
    """The screen of one item; ``values``: what was said, its status, and the marks of this showing."""
    cards = option_cards(options, filled.chosen)
    many = len(cards) > MOST_IN_A_ROW
    hearts = item.max_choices if item.id == sitting.instrument.roles.get("wish") else 0
    missing = [code.removeprefix(MISSING) for code in filled.chosen if code.startswith(MISSING)]
    return show(
        "participant/picture/item.html",
        sitting,
        here=Step(StepKind.ITEM, item.id),
        private=item.store is Store.CARE,
        item=item,
        acute=item.id == sitting.instrument.roles.get("acute"),
        statement=item.text_key,
        scene=None if many else drawing_of(item.picture or item.text_key),
        asking=drawing_of(item.picture or item.text_key) if many else None,
        before_drawing=drawing_of(item.instruction_key) if item.instruction_key else None,
        choices_here=cards,
        several=item.kind is ItemKind.MULTIPLE,
        cards_look="many" if many else "",
        hearts=hearts,
        chosen_number=len(filled.chosen),
        choose_first="status.choose_first",
        problem=values["said"].sentence,
        optional=not cards or bool(missing),
        standing=missing[0] if missing else "",
        **values,
    )


def meant(sitting: Sitting, item_id: str, go: str, filled: Filled) -> tuple[str, Filled]:
    """What a control means: question sign and cross are answers; the tick alone keeps such an answer."""
    if go in MISSING_CODES:
        return "next", Filled(frozenset({MISSING + go}))
    standing = sitting.responses.get(item_id)
    if go == "next" and filled.empty and standing is not None and standing.missing:
        return go, Filled.of_response(standing)
    return go, filled
