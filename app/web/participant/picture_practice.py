"""Practice in pictures: repeated until it is right; after two misses the facilitator reads aloud from then on (R25)."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from app.core.instrument import PracticeItem
from app.core.routing import Step, previous_step
from app.services.calls import call_help
from app.services.modes import READ_ALOUD, SELF, record_part_mode
from app.services.sittings import Sitting
from app.web import steps
from app.web.context import current_work
from app.web.participant.forms import MISSING, MISSING_CODES
from app.web.participant.picture_cards import drawing_of, option_cards
from app.web.participant.picture_screens import CHOSEN, choose, tell
from app.web.participant.sitting import CALLED, address_before_the_path, answer_topbar

TRIES = 2
"""Misses after which somebody comes to help."""
PRACTICE = "practice"
SHOWS_ITS_ANSWERS = frozenset({"sun", "jar"})
"""Practice questions whose picture is that of the answers, so that it is not shown above them."""


def practice_page(sitting: Sitting, item: PracticeItem, *, problem: str = "") -> ResponseReturnValue:
    """The question, or what is said about the answer in the address."""
    chosen, tries = request.args.get("chosen", ""), request.args.get("tries", 0, int)
    place = _place(sitting, item)
    if chosen and chosen == item.answer:
        last = place[0] == place[1]
        said = [item.explain_key, item.ready_key if last else None]
        more = [key for key in said if key]
        scene = (item.ready_key if last else None) or item.feedback_key
        return tell(sitting, item.feedback_key, more=more, scene=scene, place=place, tick_value="on")
    if chosen and tries >= TRIES and item.help_key:
        return tell(sitting, item.help_key, place=place, tick_value="on")
    problem = problem or (item.retry_key or "" if chosen else "")
    return choose(
        sitting,
        item.text_key,
        option_cards(item.options, ()),
        scene=None if item.id in SHOWS_ITS_ANSWERS else drawing_of(item.picture or item.text_key),
        status=422 if problem and not chosen else 200,
        problem=problem,
        problem_drawing=drawing_of(item.retry_key) if chosen and item.retry_key else None,
        missing=item.missing,
        place=place,
    )


def _place(sitting: Sitting, item: PracticeItem) -> tuple[int, int]:
    together = [one.id for one in sitting.instrument.practice if one.before_block == item.before_block]
    return together.index(item.id) + 1, len(together)


def try_practice(sitting: Sitting, item: PracticeItem, step: Step) -> ResponseReturnValue:
    """Take the answer; question sign and cross count as a miss, because here they ask for help."""
    go = request.form.get("go", "next")
    if go == "back":
        here = url_for("participant.practice", practice_id=item.id)
        return redirect(here if request.args.get("chosen") else _address_before(sitting, step), 303)
    answer = answer_topbar(sitting, step)
    if answer is not None:
        return answer
    chosen = MISSING + go if go in MISSING_CODES else request.form.get(CHOSEN, "")
    if chosen not in {*(option.id for option in item.options), *(MISSING + code for code in item.missing)}:
        return practice_page(sitting, item, problem="feedback.practice.no_choice")
    tries = min(request.args.get("tries", 0, int) + (chosen != item.answer), TRIES)
    if tries >= TRIES and chosen != item.answer:
        _hand_over(sitting)
    address = url_for("participant.practice", practice_id=item.id, chosen=chosen, tries=tries or None)
    return redirect(address, 303)


def _address_before(sitting: Sitting, step: Step) -> str:
    before = previous_step(sitting.path, step)
    return steps.address_of(before) if before else address_before_the_path(sitting)


def _hand_over(sitting: Sitting) -> None:
    """Call the facilitator, who reads aloud from now on; somebody who is read to already stays as it is."""
    work = current_work()
    call_help(work, sitting)
    cookie_session[CALLED] = True
    if sitting.mode == SELF:
        record_part_mode(work, sitting, PRACTICE, READ_ALOUD)
