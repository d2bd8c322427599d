"""Coming in, in pictures: the ear, who sees what, the choice to take part, and how a screen works."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.services.delivery import ParticipationClosed, take_part
from app.services.sittings import Sitting
from app.store.models import SittingState
from app.web import steps
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.picture_cards import yes_no_cards
from app.web.participant.picture_screens import (
    address_of_line,
    choose,
    chosen_in,
    start_lines,
    tell,
    written_line,
)
from app.web.participant.sitting import NOT_BEGUN, NotBegun, answer_topbar, current_sitting, words_of

AGAIN = "again"
"""Says in an address that somebody who said no looks at the choice once more."""


@bp.get("/<locale>/tell/<key>", endpoint="tell")
def show_line(key: str) -> ResponseReturnValue:
    """One line of what is told, with its picture."""
    sitting, lines = _telling(key)
    return tell(sitting, key, place=(lines.index(key) + 1, len(lines)))


@bp.post("/<locale>/tell/<key>")
def leave_line(key: str) -> ResponseReturnValue:
    """On to the next line, or back."""
    sitting, lines = _telling(key)
    at = lines.index(key)
    if request.form.get("go") == "back":
        return redirect(address_of_line(lines[at - 1]) if at else _before(sitting, lines), 303)
    answer = answer_topbar(sitting, back=written_line(key))
    if answer is not None:
        return answer
    return redirect(address_of_line(lines[at + 1]) if at + 1 < len(lines) else _after(sitting, lines), 303)


def _telling(key: str) -> tuple[Sitting, tuple[str, ...]]:
    """The sitting, and the lines that this one stands among."""
    sitting = current_sitting()
    if sitting.closed:
        raise ParticipationClosed
    explained = sitting.instrument.practice_instructions
    lines = explained if key in explained else start_lines()
    if not sitting.instrument.in_pictures or key not in lines:
        abort(404)
    if lines == explained and sitting.state in NOT_BEGUN:
        raise NotBegun
    return sitting, lines


def _before(sitting: Sitting, lines: tuple[str, ...]) -> str:
    explained = lines == sitting.instrument.practice_instructions
    return url_for("participant.take_part" if explained else "participant.language")


def _after(sitting: Sitting, lines: tuple[str, ...]) -> str:
    explained = lines == sitting.instrument.practice_instructions
    return steps.address_of(sitting.path[0]) if explained else url_for("participant.take_part")


def take_part_page(sitting: Sitting, problem: str = "") -> ResponseReturnValue:
    """The free choice, with what it does not change; after a no: thanks, and the device goes back."""
    if sitting.state is SittingState.DECLINED and not problem and request.args.get("said") != AGAIN:
        return tell(
            sitting,
            "participate.declined",
            more=("voluntary.3", "finish.close"),
            scene="who_sees.others",
            back="participate.question",
            tick="finish.close",
            tick_action=url_for("participant.hand_back"),
        )
    cards = yes_no_cards("participate.yes", "participate.no")
    status = 422 if problem else 200
    more = ("voluntary.1", "voluntary.2")
    return choose(sitting, "participate.question", cards, more=more, problem=problem, status=status)


def choose_to_take_part(sitting: Sitting) -> ResponseReturnValue:
    """Yes goes on to how a screen works; nobody is asked about research on a screen without words."""
    locale = words_of(sitting).locale
    if request.form.get("go") == "back":
        declined = sitting.state is SittingState.DECLINED and request.args.get("said") != AGAIN
        where = url_for("participant.take_part", said=AGAIN) if declined else address_of_line(start_lines()[-1])
        return redirect(where, 303)
    answer = answer_topbar(sitting)
    if answer is not None:
        return answer
    chosen = chosen_in(request.form, ("yes", "no"))
    if not chosen:
        return take_part_page(sitting, problem="feedback.practice.no_choice")
    take_part(current_work(), sitting, locale, yes=chosen == "yes", research=False, research_care=False)
    if chosen == "no":
        return redirect(url_for("participant.take_part"), 303)
    return redirect(address_of_line(sitting.instrument.practice_instructions[0]), 303)
