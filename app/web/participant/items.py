"""The questions, one a screen: show, save, and what a screen says when an answer does not fit."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy.exc import OperationalError

from app.core.checking import Problem, ProblemKind
from app.core.instrument import Item, ItemKind, ResponseOption, Store
from app.core.responses import Response as Value
from app.core.routing import Step, StepKind, next_step, path, previous_step, visible_options
from app.instruments.wording import Wording
from app.services.care import raise_acute
from app.services.delivery import ParticipationClosed, ResponseRefused, Shown, record_response
from app.services.sittings import Sitting, item_on_path
from app.web import steps
from app.web.context import current_work
from app.web.locale import text_direction
from app.web.participant import picture_items, picture_review
from app.web.participant.acute import acute_page
from app.web.participant.blueprint import bp
from app.web.participant.device import check_same_person
from app.web.participant.figures import figures_of
from app.web.participant.forms import (
    SEVERAL,
    Contradiction,
    Filled,
    new_key,
    posted_key,
    posted_moment,
    posted_seconds_ago,
)
from app.web.participant.how_far import how_far
from app.web.participant.kept_pages import filled_in
from app.web.participant.oral import ask_first
from app.web.participant.page_wording import PageWording
from app.web.participant.sitting import (
    ELSEWHERE,
    LATE,
    UNSAVED,
    answer_topbar,
    answering,
    hand_is_up,
    is_late,
    mark_of,
    of_item,
    offered_locales,
    show,
    shown_as,
    unsaved,
    words_of,
)
from app.web.sound import sound_edition

GRADED = frozenset({"f5", "a5", "t4", "n4"})
REVIEW = "review"
LEAVING = frozenset(ELSEWHERE)
_MOST_FRAGMENTS = 4000
_fragments: dict[tuple[object, ...], Markup] = {}


@dataclass(frozen=True, slots=True)
class Said:
    """What the screen says above the answers, and with which status. ``key``: of the text, where it has a sound."""

    sentence: str = ""
    status: int = 200
    invalid: bool = False
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)


QUIET = Said()


@bp.get("/<locale>/items/<item_id>")
def item(item_id: str) -> ResponseReturnValue:
    """One question, with the answer that stands."""
    sitting = answering([item_id])
    ask_first(sitting, item_on_path(sitting, item_id).block, Step(StepKind.ITEM, item_id))
    said = Said(unsaved()) if request.args.get("said") == UNSAVED else QUIET
    return item_page(sitting, item_id, Filled.of_response(sitting.responses.get(item_id)), said)


def item_page(sitting: Sitting, item_id: str, filled: Filled, said: Said = QUIET, key: str = "") -> ResponseReturnValue:
    """The screen of one item, filled in as given. Raises UnknownItem."""
    item = item_on_path(sitting, item_id)
    options = visible_options(item, sitting.instrument, sitting.responses)
    if said is QUIET and _as_usual(sitting, filled):
        return _kept_page(sitting, item, filled, options), QUIET.status
    return _item_page(sitting, item, filled, said, _values(sitting, item, key), options)


def _kept_page(sitting: Sitting, item: Item, filled: Filled, options: Sequence[ResponseOption]) -> str:
    """The page that is the same for everybody who has this choice of answers and gave this one."""
    place = (
        request.script_root,
        sitting.instrument.content_hash,
        item.id,
        g.locale,
        words_of(sitting).locales,
        tuple(offered_locales(sitting)),
        tuple(option.id for option in options),
        filled.chosen,
        hand_is_up(sitting),
        sound_edition(),
    )
    values = _values(sitting, item)
    return filled_in(place, lambda marks: _item_page(sitting, item, filled, QUIET, marks, options)[0], values)


def _values(sitting: Sitting, item: Item, key: str = "") -> dict[str, str]:
    """What belongs to one showing of a page."""
    shown = str(int(time.time()))
    own = {"csrf": generate_csrf(), "key": key or new_key(), "shown": shown, "mark": mark_of(sitting)}
    return own | how_far(sitting, item)


def deck_page(sitting: Sitting, item: Item) -> str:
    """The screen of an item with nothing filled in and every option, for a device that shows it later by itself.

    The device leaves out options that are not open, and says how far the person is.
    """
    with shown_as("participant.item", item_id=item.id):
        return _kept_page(sitting, item, Filled(), item.options)


def _as_usual(sitting: Sitting, filled: Filled) -> bool:
    """Whether this showing is like that of anybody else: nothing typed, nothing special said or asked for."""
    typed = filled.number or filled.text or len(filled.chosen) > 1
    return request.method == "GET" and not request.args and not typed and not hand_is_up(sitting)


def _item_page(
    sitting: Sitting,
    item: Item,
    filled: Filled,
    said: Said,
    values: Mapping[str, str],
    options: Sequence[ResponseOption],
) -> tuple[str, int]:
    wording = words_of(sitting)
    if sitting.instrument.in_pictures:
        return picture_items.item_page(sitting, item, options, filled, said=said, status=said.status, **values)
    return show(
        "participant/item.html",
        sitting,
        here=Step(StepKind.ITEM, item.id),
        status=said.status,
        keep=True,
        private=item.store is Store.CARE,
        item=item,
        acute=item.id == sitting.instrument.roles.get("acute"),
        question=_question(sitting, item, wording),
        answers=_answers(sitting, item, wording, options, filled),
        chosen=filled.chosen,
        several=item.kind in SEVERAL,
        single=item.kind in {ItemKind.SINGLE, ItemKind.FIGURAL},
        figures=figures_of(item.id) if item.kind is ItemKind.FIGURAL else None,
        typed=_typed(item, wording, options, filled),
        said=said,
        **values,
    )


def _question(sitting: Sitting, item: Item, wording: PageWording) -> Markup:
    """The question field, the same for everybody with this version and language."""
    place = (sitting.instrument.content_hash, item.id, wording.locales, sound_edition())
    return _fragment(place, "participant/question.html", item=item, wording=wording)


def _answers(
    sitting: Sitting, item: Item, wording: PageWording, options: Sequence[ResponseOption], filled: Filled
) -> Markup:
    """The answers to choose from; kept ready for the usual case of nothing or one thing chosen."""
    values: dict[str, Any] = {
        "item": item,
        "wording": wording,
        "options": options,
        "chosen": filled.chosen,
        "graded": item.maximum_points if item.format in GRADED else 0,
        "figures": figures_of(item.id) if item.kind is ItemKind.FIGURAL else None,
    }
    if len(filled.chosen) > 1:
        return Markup(render_template("participant/answers.html", **values))  # noqa: S704 - our template, escaped
    shown = tuple(option.id for option in options)
    place = (sitting.instrument.content_hash, item.id, wording.locales, shown, filled.chosen, sound_edition())
    return _fragment(place, "participant/answers.html", **values)


def _fragment(place: tuple[object, ...], template: str, **values: Any) -> Markup:  # noqa: ANN401 - for the template
    ready = _fragments.get(place)
    if ready is None:
        if len(_fragments) >= _MOST_FRAGMENTS:
            _fragments.clear()
        ready = _fragments[place] = Markup(render_template(template, **values))  # noqa: S704 - our template, escaped
    return ready


def _typed(item: Item, wording: Wording, options: Sequence[ResponseOption], filled: Filled) -> dict[str, object] | None:
    """What is typed: own words beside or instead of options, or a number."""
    if item.kind is ItemKind.NUMBER:
        return {"kind": "number", "value": filled.number, "minimum": item.minimum, "maximum": item.maximum}
    opening = [option for option in options if option.opens_text]
    if item.kind in {ItemKind.TEXT, ItemKind.OCCUPATION} or opening:
        label = wording.text(opening[0].text_key) if opening else ""
        return {"kind": "text", "value": filled.text, "longest": item.max_length, "label": label}
    return None


@bp.post("/<locale>/items/<item_id>")
def save_item(item_id: str) -> ResponseReturnValue:
    """Save one answer and go on; the other buttons save what is there as well, or say that it does not fit."""
    try:
        sitting = of_item(answering([item_id], seconds_ago=posted_seconds_ago(request.form)), item_id)
        return _take_in(sitting, item_id)
    except ParticipationClosed:
        return _ask_after_the_end(item_id)


def _take_in(sitting: Sitting, item_id: str) -> ResponseReturnValue:
    filled = Filled.of_form(request.form)
    go = request.form.get("go", "next")
    if go == "language":
        item_on_path(sitting, item_id)
        return item_page(sitting, item_id, filled, key=posted_key(request.form))
    if sitting.instrument.in_pictures:
        go, filled = picture_items.meant(sitting, item_id, go, filled)
    if go in {"next", LATE}:
        return (_save_late if go == LATE else _save_and_go_on)(sitting, item_id, filled)
    problem = _save_quietly(sitting, item_id, filled)
    step = Step(StepKind.ITEM, item_id)
    if go == "back":
        return _again(sitting, item_id, filled, problem) if problem else redirect(_address_before(sitting, step), 303)
    answer = answer_topbar(sitting, step, said=UNSAVED if problem else None)
    if answer is not None and (go in LEAVING or sitting.instrument.in_pictures):
        return answer
    if problem:
        return _again(sitting, item_id, filled, unsaved())
    return redirect(url_for("participant.item", item_id=item_id, to=_to() or None), 303)


def _save_late(sitting: Sitting, item_id: str, filled: Filled) -> ResponseReturnValue:
    """Save an answer that waited on the device until the network was back; 204, or a status that says why not."""
    check_same_person(sitting)
    try:
        _save(sitting, item_on_path(sitting, item_id), filled)
    except (Contradiction, ResponseRefused):
        return "", 422
    return "", 204


def _ask_after_the_end(item_id: str) -> ResponseReturnValue:
    """A yes to "help today" sets off its alarm whenever it comes. Raises ParticipationClosed for anything else."""
    sitting = of_item(answering([item_id], ended=True), item_id)
    if not _asks_for_help(sitting, item_id):
        raise ParticipationClosed
    if is_late():
        check_same_person(sitting)
    raise_acute(current_work(), sitting, words_of(sitting).locale)
    return ("", 204) if is_late() else acute_page(sitting, "")


def _asks_for_help(sitting: Sitting, item_id: str) -> bool:
    """Whether this form says yes to "help today" and confirms it."""
    if item_id != sitting.instrument.roles.get("acute"):
        return False
    return request.form.get("go", "next") in {"next", LATE} and request.form.getlist("option") == ["yes"]


def _to() -> str:
    """Where "next" leads when that is not the next question."""
    return REVIEW if request.args.get("to") == REVIEW else ""


def _address_before(sitting: Sitting, step: Step) -> str:
    if _to() and sitting.instrument.in_pictures:
        return picture_review.address_of(sitting, step.id)
    before = previous_step(sitting.path, step)
    return steps.address_of(before) if before else url_for("participant.go_on")


def _save_and_go_on(sitting: Sitting, item_id: str, filled: Filled) -> ResponseReturnValue:
    item = item_on_path(sitting, item_id)
    try:
        value = _save(sitting, item, filled)
    except (Contradiction, ResponseRefused) as refused:
        sentence = _why(refused, sitting, item, filled)
        return _again(sitting, item_id, filled, sentence, key=_spoken(refused))
    except OperationalError:  # the store is busy or away: nothing is lost, the form still holds the answer
        current_work().db.rollback()
        current_work().care.rollback()
        sentence = gettext(
            "It is very busy now, so this answer is not saved yet. Wait a moment and touch ‘Next’ again."
        )
        return _again(sitting, item_id, filled, sentence, 503)
    if sets_off_alarm(sitting, item, value):
        return redirect(url_for("participant.acute"), 303)
    if sitting.set_aside:
        return redirect(url_for("participant.go_on"), 303)
    if _to():
        return redirect(picture_review.address_of(sitting, item_id), 303)
    responses = {**sitting.responses, item_id: value}
    following = next_step(path(sitting.instrument, sitting.modules, responses), Step(StepKind.ITEM, item_id))
    return redirect(steps.address_of(following), 303)


def _again(
    sitting: Sitting, item_id: str, filled: Filled, sentence: str, status: int = 422, key: str = ""
) -> ResponseReturnValue:
    said = Said(sentence, status, invalid=status == 422, key=key)  # noqa: PLR2004 - the answer does not fit
    return item_page(sitting, item_id, filled, said, key=posted_key(request.form))


def _save(sitting: Sitting, item: Item, filled: Filled) -> Value:
    """Record the response; a yes to "help today" raises the call before anything else can go wrong."""
    work = current_work()
    options = visible_options(item, sitting.instrument, sitting.responses)
    value = filled.response(item, options)
    locale = words_of(sitting).locale
    shown = Shown(
        locale=locale,
        direction=text_direction(g.locale),
        key=posted_key(request.form),
        at=posted_moment(request.form, work.now()),
        seconds_ago=posted_seconds_ago(request.form),
        audio_used=request.form.get("audio") == "1",
    )
    if sets_off_alarm(sitting, item, value):
        raise_acute(work, sitting, locale)
    record_response(work, sitting, item.id, value, shown)
    return value


def _save_quietly(sitting: Sitting, item_id: str, filled: Filled) -> str:
    """Save what is there when somebody leaves by another button than "next"; gives why it does not fit, or "".

    A yes to "help today" is only meant when it is confirmed.
    """
    item = item_on_path(sitting, item_id)
    if filled.empty or item_id == sitting.instrument.roles.get("acute"):
        return ""
    try:
        _save(sitting, item, filled)
    except (Contradiction, ResponseRefused) as refused:
        return _why(refused, sitting, item, filled)
    return ""


def sets_off_alarm(sitting: Sitting, item: Item, value: Value) -> bool:
    """Whether this answer asks for help today (domain 5.5)."""
    return item.id == sitting.instrument.roles.get("acute") and value.option == "yes"


def _why(refused: Contradiction | ResponseRefused, sitting: Sitting, item: Item, filled: Filled) -> str:
    if isinstance(refused, ResponseRefused):
        return sentence_for(refused.problem, item, filled, words_of(sitting))
    return contradiction()


def contradiction() -> str:
    """What is said of an answer and "no answer" at once."""
    return str(gettext("You chose an answer and also ‘no answer’. Keep one of the two."))


def _spoken(refused: Contradiction | ResponseRefused) -> str:
    """Key of the sentence that says why, where it has no places, so that it can have a sound."""
    nothing = isinstance(refused, ResponseRefused) and refused.problem.kind is ProblemKind.NOTHING_CHOSEN
    return "status.choose_first" if nothing else ""


def sentence_for(problem: Problem, item: Item, filled: Filled, wording: Wording) -> str:
    """What a person can do about a response that does not fit."""
    match problem.kind:
        case ProblemKind.NUMBER_NEEDED:
            said = wording.text("status.number_needed", min=problem.minimum, max=problem.maximum)
        case ProblemKind.TEXT_TOO_LONG:
            # Translators: {count} and {most} are whole numbers.
            said = gettext(
                "Your text is too long: %(count)s signs, there is room for %(most)s. Please make it shorter.",
                count=len(filled.text.strip()),
                most=problem.maximum,
            )
        case ProblemKind.TOO_MANY if problem.maximum == 1 and item.max_choices > 1:
            said = _one_alone(item, filled, wording)
        case ProblemKind.TOO_MANY:
            said = wording.text("status.max_choices", max=problem.maximum)
        case ProblemKind.UNKNOWN_OPTION | ProblemKind.MISSING_CODE_NOT_OFFERED:
            said = gettext("This answer does not belong to this question. Please choose again.")
        case ProblemKind.NOTHING_CHOSEN:
            said = wording.text("status.choose_first")
    return str(said)


def _one_alone(item: Item, filled: Filled, wording: Wording) -> str:
    alone = next(option for option in item.options if option.exclusive and option.id in filled.chosen)
    # Translators: {option} is an answer such as "none of these", which cannot go together with others.
    said = gettext(
        "‘%(option)s’ does not go together with another answer. Keep one of the two.",
        option=wording.text(alone.text_key),
    )
    return str(said)
