"""The screens between the questions: a part begins, a break, the health part with its own explanation."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.routing import Step, StepKind, next_step, previous_step
from app.services.delivery import pass_step, skip_block
from app.services.sittings import Sitting, UnknownItem, open_sitting
from app.web import steps
from app.web.context import current_work
from app.web.participant import picture_parts
from app.web.participant.blueprint import bp
from app.web.participant.oral import ask_first
from app.web.participant.sitting import address_before_the_path, answer_topbar, answering, show, words_of

CARE_LINES = (("message", ("1", "2")), ("lock", ("3",)), ("skip", ("4",)), ("key", ("5", "6")))
"""The explanation before the health part: an icon and the care.intro texts beside it."""
CARE_ALARM = ("7", "8")


def _opening(sitting: Sitting, block_id: str) -> Step:
    for step in sitting.path:
        if step.id == block_id and step.kind in {StepKind.BLOCK, StepKind.CARE_INTRO}:
            return step
    raise UnknownItem(block_id)


def address_before(sitting: Sitting, step: Step) -> str:
    """The screen before this one."""
    before = previous_step(sitting.path, step)
    return steps.address_of(before) if before else address_before_the_path(sitting)


@bp.get("/<locale>/parts/<block_id>")
def part(block_id: str) -> ResponseReturnValue:
    """What this part is about, why it is asked and who sees it."""
    sitting = answering()
    step = _opening(sitting, block_id)
    ask_first(sitting, block_id, step)
    if sitting.instrument.in_pictures:
        return picture_parts.part_page(sitting, step)
    template = "participant/care_intro.html" if step.kind is StepKind.CARE_INTRO else "participant/part.html"
    block = sitting.instrument.block(block_id)
    return show(
        template,
        sitting,
        here=step,
        private=block.private,
        block=block,
        lines=CARE_LINES,
        alarm=CARE_ALARM,
        back_address=address_before(sitting, step),
    )


@bp.post("/<locale>/parts/<block_id>")
def begin_part(block_id: str) -> ResponseReturnValue:
    """On to the first question of this part, or past it."""
    sitting = answering()
    step = _opening(sitting, block_id)
    answer = answer_topbar(sitting, step)
    if answer is None and sitting.instrument.in_pictures:
        answer = picture_parts.turn_page(sitting, step, address_before(sitting, step))
    if answer is not None:
        return answer
    work, locale = current_work(), words_of(sitting).locale
    skip = request.form.get("go") == "skip"
    if sitting.instrument.block(block_id).private:
        skip_block(work, sitting, block_id, locale, skip=skip)
        sitting = open_sitting(work, sitting.token)
    else:
        pass_step(work, sitting, step, locale)
    return redirect(steps.address_of(next_step(sitting.path, step)), 303)


@bp.get("/<locale>/break/<block_id>", endpoint="pause")
def show_break(block_id: str) -> ResponseReturnValue:
    """A rest halfway."""
    sitting = answering()
    step = _break(sitting, block_id)
    if sitting.instrument.in_pictures:
        return picture_parts.break_page(sitting, step)
    return show("participant/break.html", sitting, here=step, back_address=address_before(sitting, step))


@bp.post("/<locale>/break/<block_id>")
def end_break(block_id: str) -> ResponseReturnValue:
    """Rested: on with the next part; or stop now and go on later."""
    sitting = answering()
    step = _break(sitting, block_id)
    answer = answer_topbar(sitting, step)
    if answer is not None:
        return answer
    if request.form.get("go") == "back":
        return redirect(address_before(sitting, step), 303)
    pass_step(current_work(), sitting, step, words_of(sitting).locale)
    if request.form.get("go") == "later":
        return redirect(url_for("participant.stop", back=""), 303)
    return redirect(steps.address_of(next_step(sitting.path, step)), 303)


def _break(sitting: Sitting, block_id: str) -> Step:
    step = Step(StepKind.BREAK, block_id)
    if step not in sitting.path:
        raise UnknownItem(block_id)
    return step
