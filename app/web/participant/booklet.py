"""The person's own report in pictures as a file: on the device on which the person finished, and nowhere else."""

from __future__ import annotations

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.services.delivery import Sitting
from app.services.reports import OWN, ReportMissing, read_report
from app.store.models import SittingState
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.picture_screens import tell
from app.web.participant.sitting import answer_topbar, current_sitting, health_is_hidden

FILE_NAME = "inbeeld.pdf"


def _finished() -> Sitting:
    """The sitting of somebody who finished in pictures on this device; for everybody else there is no booklet."""
    sitting = current_sitting()
    finished = sitting.state is SittingState.FINISHED
    if not (sitting.instrument.in_pictures and finished) or health_is_hidden(sitting):
        abort(404)
    return sitting


@bp.get("/<locale>/booklet", endpoint="booklet")
def show_booklet() -> ResponseReturnValue:
    """The booklet as PDF, or a page that says that it is being made.

    It holds the answers about health, so a device on which only the code was typed again gets none.
    """
    sitting = _finished()
    try:
        content = read_report(current_work(), sitting.id, OWN)
    except ReportMissing:
        return tell(sitting, "report.booklet.wait", scene="picture.finish.2", tick="report.own_pictures.title")
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return answer


@bp.post("/<locale>/booklet")
def wait_for_booklet() -> ResponseReturnValue:
    """The fixed buttons while the booklet is being made; the tick looks again."""
    sitting = _finished()
    answer = answer_topbar(sitting)
    if answer is not None:
        return answer
    leaves = request.form.get("go") == "back"
    return redirect(url_for("participant.finish" if leaves else "participant.booklet"), 303)
