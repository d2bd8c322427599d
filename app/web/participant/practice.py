"""Practice screens: every way of answering once, with feedback. Nothing of it is kept."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.instrument import PracticeItem
from app.core.routing import Step, StepKind, next_step, previous_step
from app.services.delivery import pass_step
from app.services.sittings import Sitting, UnknownItem
from app.web import steps
from app.web.context import current_work
from app.web.participant import picture_practice
from app.web.participant.blueprint import bp
from app.web.participant.figures import figures_of
from app.web.participant.forms import MISSING
from app.web.participant.sitting import answer_topbar, answering, show, words_of

TRIES = 2  # wrong answers to a figural practice before it is explained


def _find(sitting: Sitting, practice_id: str) -> tuple[PracticeItem, Step]:
    step = Step(StepKind.PRACTICE, practice_id)
    if step not in sitting.path:
        raise UnknownItem(practice_id)
    return next(one for one in sitting.instrument.practice if one.id == practice_id), step


def _offered(practice: PracticeItem) -> set[str]:
    return {option.id for option in practice.options} | {MISSING + code for code in practice.missing}


@bp.get("/<locale>/practice/<practice_id>")
def practice(practice_id: str) -> ResponseReturnValue:
    """A practice screen; with ``chosen`` in the address it gives feedback."""
    sitting = answering()
    if sitting.instrument.in_pictures:
        return picture_practice.practice_page(sitting, _find(sitting, practice_id)[0])
    chosen = request.args.get("chosen", "")
    return _page(sitting, practice_id, chosen, tries=request.args.get("tries", 0, int))


def _page(
    sitting: Sitting, practice_id: str, chosen: str = "", *, tries: int = 0, nothing: bool = False
) -> ResponseReturnValue:
    item, step = _find(sitting, practice_id)
    chosen = chosen if chosen in _offered(item) else ""
    wrong = bool(chosen and item.answer is not None and chosen != item.answer)
    explained = wrong and tries >= TRIES
    following = next_step(sitting.path, step)
    return show(
        "participant/practice.html",
        sitting,
        here=step,
        status=422 if nothing else 200,
        keep=not chosen,
        practice=item,
        figures=figures_of(f"practice.{item.id}") if item.answer is not None else None,
        chosen={item.answer if explained else chosen},
        answered=bool(chosen),
        wrong=wrong,
        explained=explained,
        tries=tries,
        nothing=nothing,
        last=following.kind is not StepKind.PRACTICE,
        steps_graded=max((option.value or 0 for option in item.options), default=0),
        back_address=_back(sitting, step),
        next_address=steps.address_of(following),
        again_address=url_for("participant.practice", practice_id=item.id),
    )


def _back(sitting: Sitting, step: Step) -> str:
    before = previous_step(sitting.path, step)
    return steps.address_of(before) if before else url_for("participant.research")


@bp.post("/<locale>/practice/<practice_id>")
def try_practice(practice_id: str) -> ResponseReturnValue:
    """Choose and see the feedback; then go on."""
    sitting = answering()
    item, step = _find(sitting, practice_id)
    chosen = request.form.get("option", "")
    go = request.form.get("go")
    if go == "language":
        return _page(sitting, practice_id)
    if go == "on":
        pass_step(current_work(), sitting, step, words_of(sitting).locale)
        return redirect(steps.address_of(next_step(sitting.path, step)), 303)
    if sitting.instrument.in_pictures:
        return picture_practice.try_practice(sitting, item, step)
    answer = answer_topbar(sitting, step)
    if answer is not None:
        return answer
    if chosen not in _offered(item):
        return _page(sitting, practice_id, nothing=True)
    wrong = item.answer is not None and chosen != item.answer
    tries = min(request.form.get("tries", 0, int) + wrong, TRIES)
    return redirect(url_for("participant.practice", practice_id=item.id, chosen=chosen, tries=tries or None), 303)
