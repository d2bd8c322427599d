"""The coming screens of a part, fetched ahead, so that a device can go on while the network is away (design 5).

A deck holds the questions of the part with nothing filled in, the rules for the path as data, and what the rules need
of the answers so far; nothing else that the person answered.
"""

from __future__ import annotations

from flask import g, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.core.checking import Problem, ProblemKind
from app.core.instrument import Instrument, Item, ItemKind
from app.core.routing import routing_items
from app.core.routing_data import modules_data, responses_data, routing_data
from app.services.sittings import Sitting, UnknownItem
from app.web.fetched import light
from app.web.participant import picture_parts, picture_stop
from app.web.participant.acute import acute_page
from app.web.participant.blueprint import bp
from app.web.participant.forms import Filled
from app.web.participant.items import contradiction, deck_page, sentence_for
from app.web.participant.sitting import answering, mark_of, show, shown_as, words_of


@bp.get("/<locale>/deck/<block_id>")
def deck(block_id: str) -> ResponseReturnValue:
    """The questions of this part and of those that follow it without a screen between. 404 for a part that is off."""
    sitting = answering()
    instrument = sitting.instrument
    blocks = _together(instrument, block_id)
    items = [item for item in instrument.items.values() if item.block in blocks and is_on(sitting, item)]
    if not items:
        raise UnknownItem(block_id)
    pages = {f"item:{item.id}": deck_page(sitting, item) for item in items} | _other_pages(sitting, items)
    responses = {one: sitting.responses[one] for one in routing_items(instrument) if one in sitting.responses}
    return {
        "sitting": mark_of(sitting),
        "csrf": generate_csrf(),
        "locale": g.locale,
        "blocks": blocks,
        "routing": routing_data(instrument),
        "modules": modules_data(sitting.modules),
        "responses": responses_data(responses),
        "items": {item.id: _rules(sitting, item) for item in items},
        "pages": {step: light(page) for step, page in pages.items()},
        "alarm": _alarm(instrument, items),
        "words": {
            "progress": words_of(sitting).text("status.progress", n="{n}", total="{total}"),
            "part": words_of(sitting).text("status.part", n="{n}", total="{total}"),
        },
    }


def _together(instrument: Instrument, block_id: str) -> list[str]:
    """The parts that are answered without a screen between; the closing questions hang on the last one."""
    known = {block.id for block in instrument.blocks}
    if block_id not in known:
        return [block_id]
    heads = [block.id for block in instrument.blocks if block.introduction]
    head = next((one for one in heads if block_id in instrument.introduced_with(one)), block_id)
    blocks = list(instrument.introduced_with(head))
    if instrument.blocks[-1].id in blocks:
        blocks += sorted({instrument.items[one].block for one in instrument.closing} - known)
    return blocks


def is_on(sitting: Sitting, item: Item) -> bool:
    """Whether some answers bring this item on the path."""
    modules = sitting.modules
    in_a_part = any(block.id == item.block for block in sitting.instrument.blocks)
    return item.id not in modules.items_off and (not in_a_part or item.block in modules.blocks)


def _alarm(instrument: Instrument, items: list[Item]) -> str:
    """The item that asks about help today, when it is in this part."""
    acute = instrument.roles.get("acute", "")
    return acute if any(item.id == acute for item in items) else ""


def _rules(sitting: Sitting, item: Item) -> dict[str, object]:
    """What an answer to this item must be like, and what is said when it is not."""
    several = item.kind in {ItemKind.MULTIPLE, ItemKind.OCCUPATION}
    return {
        "kind": item.kind.value,
        "missing": [code.value for code in item.missing],
        "least": item.minimum,
        "most": item.maximum,
        "choices": item.max_choices if several else 1,
        "alone": [option.id for option in item.options if option.exclusive],
        "opens": next((option.id for option in item.options if option.opens_text), ""),
        "empty": item.may_be_empty,
        "said": _sentences(sitting, item),
    }


def _sentences(sitting: Sitting, item: Item) -> dict[str, str]:
    wording, problems = words_of(sitting), [Problem(ProblemKind.NOTHING_CHOSEN)]
    if item.kind is ItemKind.NUMBER:
        problems = [Problem(ProblemKind.NUMBER_NEEDED, item.minimum, item.maximum)]
    elif item.max_choices > 1:
        problems.append(Problem(ProblemKind.TOO_MANY, maximum=item.max_choices))
    said = {problem.kind.value: sentence_for(problem, item, Filled(), wording) for problem in problems}
    return {**said, "both": contradiction()}


def _other_pages(sitting: Sitting, items: list[Item]) -> dict[str, str]:
    """The end of the part, the hidden screen, and the screen for help today where the part asks about it."""
    with shown_as("participant.go_on"):
        waiting, _ = _waiting(sitting)
        pages = {"waiting": waiting, "hidden": _hidden(sitting)}
    if _alarm(sitting.instrument, items):
        with shown_as("participant.acute"):
            pages["acute"] = make_response(acute_page(sitting, "")).get_data(as_text=True)
            pages["acute:later"] = make_response(acute_page(sitting, "later")).get_data(as_text=True)
    return pages


def _waiting(sitting: Sitting) -> tuple[str, int]:
    if sitting.instrument.in_pictures:
        return picture_parts.waiting_page(sitting)
    return show("participant/waiting.html", sitting)


def _hidden(sitting: Sitting) -> str:
    if sitting.instrument.in_pictures:
        return picture_stop.hidden_page(sitting)[0]
    return render_template("participant/hidden.html", wording=words_of(None), back=url_for("participant.go_on"))
