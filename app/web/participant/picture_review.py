"""What somebody answered, in pictures, before anybody else sees it (R16): part by part, and each can be changed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.instrument import Instrument, Item, Store
from app.core.picture_scoring import make_picture_profile
from app.core.routing import Step, StepKind, items_on_path, next_step
from app.services.delivery import see_profile
from app.services.sittings import Sitting
from app.store.models import SittingState
from app.web import steps
from app.web.context import current_work
from app.web.participant.parts import address_before
from app.web.participant.picture_cards import Card, drawing_of
from app.web.participant.picture_screens import CHOSEN, choose, line_in, tell
from app.web.participant.sitting import answer_topbar, health_is_hidden, words_of

REVIEW = Step(StepKind.REVIEW)
TOGETHER = (("p1",), ("p2", "p3"), ("p4", "p5"), ("p6", "p7", "p8"))
"""Parts that stand on one screen: at most twelve pictures each."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One screen of what was answered. ``offer``: instead, that a talk about health is possible."""

    items: tuple[Item, ...] = ()
    private: bool = False
    offer: bool = False


def address_of(sitting: Sitting, item_id: str) -> str:
    """The screen of the review on which an item stands; in words there is only one."""
    if not sitting.instrument.in_pictures:
        return url_for("participant.review")
    block = sitting.instrument.items[item_id].block
    line = next((at for at, sheet in enumerate(_sheets(sitting)) if block in {one.block for one in sheet.items}), 0)
    return url_for("participant.review", line=line or None)


def _sheets(sitting: Sitting) -> list[Sheet]:
    """Every screen of this person, without what may not be seen here any more."""
    instrument = sitting.instrument
    on_path = [item for item in items_on_path(instrument, sitting.modules, sitting.responses) if item.options]
    sheets = []
    for blocks in TOGETHER:
        items = tuple(item for item in on_path if item.block in blocks)
        private = bool(items) and items[0].store is Store.CARE
        if items and not (private and health_is_hidden(sitting)):
            sheets.append(Sheet(items, private))
    return sheets or [Sheet()]


def _with_offer(sitting: Sitting, sheets: list[Sheet]) -> list[Sheet]:
    """The same, and that a talk is possible where the answers say so and nobody asked for one (domain 5.6)."""
    wish = sitting.instrument.roles.get("care_wish", "")
    said = sitting.responses.get(wish)
    if health_is_hidden(sitting):
        return sheets
    care = make_picture_profile(sitting.instrument, sitting.responses, sitting.modules).care
    wanted = said is not None and said.option == "yes"
    return [*sheets, Sheet(private=True, offer=True)] if care and care.offer and not wanted else sheets


def review_page(sitting: Sitting) -> ResponseReturnValue:
    """One screen of pictures: the question, and in its corner the answer. ``sitting`` holds every response."""
    sheets = _with_offer(sitting, _sheets(sitting))
    line = line_in(request.args, len(sheets))
    sheet, place = sheets[line], (line + 1, len(sheets))
    if sheet.offer:
        wish = sitting.instrument.roles["care_wish"]
        offered = [] if sitting.closed else [Card(wish, "ui.change_answer", drawing_of(f"picture.{wish}.prompt"))]
        told = ("care.offer.interpreter", "care.offer.choice")
        return choose(
            sitting, "care.offer.body", offered, more=told, place=place, private=True, here=REVIEW, optional=True
        )
    if not sheet.items:
        return tell(sitting, "finish.thanks", scene="picture.finish.1", place=place, here=REVIEW)
    cards = tuple(_card(sitting, item) for item in sheet.items)
    more = ("care.intro.3",) if sheet.private else ()
    return choose(
        sitting,
        "picture.intro.who_sees" if not line else "report.own.title",
        cards,
        more=more,
        place=place,
        private=sheet.private,
        here=REVIEW,
        cards_look="many",
        optional="look",
    )


def _card(sitting: Sitting, item: Item) -> Card:
    """A question with the answer that stands; the words under it are those of the answer."""
    (key, small), *more = _answers(sitting.instrument, item, sitting)
    return Card(
        item.id,
        key,
        drawing_of(item.picture or item.text_key),
        small=drawing_of(small),
        name_key=item.text_key,
        more=tuple((key, drawing_of(picture)) for key, picture in more),
    )


def _answers(instrument: Instrument, item: Item, sitting: Sitting) -> list[tuple[str, str]]:
    """Text key and drawing of everything that was answered, in the order of the definition; at least one."""
    response = sitting.responses.get(item.id)
    if response is not None and response.missing:
        key = instrument.missing_key(response.missing)
        return [(key, key)]
    chosen = frozenset(response.options if response else ())
    given = [(one.text_key, one.picture or one.text_key) for one in item.options if one.id in chosen]
    return given or [("ui.choose", "")]


def leave_review(sitting: Sitting) -> ResponseReturnValue:
    """A card chosen: change that answer; else the next screen; after the last one the person has seen it all."""
    sheets = _with_offer(sitting, _sheets(sitting))
    line = line_in(request.args, len(sheets))
    if request.form.get("go") == "back":
        before = url_for("participant.review", line=line - 1 or None) if line else address_before(sitting, REVIEW)
        return redirect(url_for("participant.finish") if sitting.closed and not line else before, 303)
    answer = answer_topbar(sitting, REVIEW)
    if answer is not None:
        return answer
    chosen = request.form.get(CHOSEN, "")
    if chosen in sitting.instrument.items and not sitting.closed:
        return redirect(url_for("participant.item", item_id=chosen, to="review"), 303)
    if line + 1 < len(sheets):
        return redirect(url_for("participant.review", line=line + 1), 303)
    if not sitting.closed or sitting.state is SittingState.FINISHED:
        see_profile(current_work(), sitting, words_of(sitting).locale)
    return redirect(steps.address_of(next_step(sitting.path, REVIEW)), 303)
