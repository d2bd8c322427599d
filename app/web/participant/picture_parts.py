"""Between the questions, in pictures: what is said before the health part, one line a screen; a break, a wait."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.routing import Step
from app.services.sittings import Sitting
from app.web.participant.picture_screens import line_in, tell

REST = "picture.practice.sun.option.cup"
"""The picture of a break: something to drink."""


def _lines(sitting: Sitting, block_id: str) -> tuple[str, ...]:
    block = sitting.instrument.block(block_id)
    return block.instruction_keys or (block.title_key,)


def part_page(sitting: Sitting, step: Step) -> ResponseReturnValue:
    """One line of what is said before a part; the cross leaves the health part out as a whole."""
    lines = _lines(sitting, step.id)
    line = line_in(request.args, len(lines))
    private = sitting.instrument.block(step.id).private
    return tell(
        sitting,
        lines[line],
        here=step,
        private=private,
        cross="care.intro.skip" if private else "",
        tick="ui.next" if line + 1 < len(lines) else "ui.start",
    )


def turn_page(sitting: Sitting, step: Step, before: str) -> ResponseReturnValue | None:
    """To another line; None when the part begins or is skipped. ``before``: address of the screen before the first."""
    lines, go = _lines(sitting, step.id), request.form.get("go")
    line = line_in(request.args, len(lines))
    if go == "back" and not line:
        return redirect(before, 303)
    following = line - 1 if go == "back" else line + 1
    if go == "skip" or following >= len(lines):
        return None
    return redirect(url_for("participant.part", block_id=step.id, line=following or None), 303)


def waiting_page(sitting: Sitting) -> tuple[str, int]:
    """The end of a part while the network is away: it goes on by itself, so nothing is asked here."""
    words = ("status.wait_body",)
    return tell(sitting, "status.wait_title", more=words, sign="cloud-off", back="", tick="", tick_value="stay")


def break_page(sitting: Sitting, step: Step) -> ResponseReturnValue:
    """A rest halfway."""
    return tell(sitting, "break.title", more=("break.body",), scene=REST, here=step, tick="break.continue")
