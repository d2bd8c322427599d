"""The code again, before a device of the facilitator shows what somebody answered alone, or stops altogether."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.extensions import limiter
from app.services.access import TooManyCodes, is_code_of, note_wrong_code
from app.web.context import current_work
from app.web.pace import CODES
from app.web.participant.addresses import page_inside
from app.web.participant.blueprint import bp
from app.web.participant.own_device import reads_on_own_device, remember_code
from app.web.participant.sitting import answer_topbar, current_sitting, show

SENTENCES = {True: ("oral.here.1", "oral.own.stop"), False: ("oral.here.1", "oral.own.1", "oral.own.2")}
"""What the person reads and hears: before stopping altogether, and before the answers are shown."""


@bp.get("/<locale>/own")
def own_answers() -> ResponseReturnValue:
    """Says whose device this is and what the code will show."""
    return _page()


def _page(problem: str = "", *, minutes: int = 0, status: int = 200) -> ResponseReturnValue:
    sitting = current_sitting()
    if not reads_on_own_device():
        return redirect(url_for("participant.go_on"), 303)
    return show(
        "participant/own_answers.html",
        sitting,
        status=status,
        sentences=SENTENCES[_back().endswith("/stop/end")],
        problem=problem,
        minutes=minutes,
        back_address=url_for("participant.go_on"),
    )


def _back() -> str:
    return page_inside(request.args.get("back", "")) or url_for("participant.go_on")


@bp.post("/<locale>/own")
@limiter.limit(CODES)
def give_code_again() -> ResponseReturnValue:
    """On to the page that was asked for, when it is the code of this person."""
    sitting = current_sitting()
    answer = answer_topbar(sitting)
    if answer is not None:
        return answer
    work = current_work()
    if not is_code_of(work, request.form.get("code", "")[:40], sitting.token):
        try:
            note_wrong_code(work, request.remote_addr or "")
        except TooManyCodes as refused:
            return _page("code.too_many", minutes=max(1, -(-refused.seconds // 60)), status=429)
        return _page("code.wrong", status=422)
    remember_code(sitting)
    return redirect(_back(), 303)
