"""The person's own report and its summary as files: on the device on which the person finished, and nowhere else."""

from __future__ import annotations

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.services.reports import (
    OWN,
    SUMMARY,
    WAITING,
    ReportMissing,
    large_print,
    read_report,
    report_state,
    request_report,
)
from app.services.sittings import Sitting
from app.store.models import SittingState
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.picture_screens import tell
from app.web.participant.sitting import answer_topbar, current_sitting, health_is_hidden, show, words_of

OWN_LARGE = large_print(OWN)
FILE_NAMES = {OWN: "inbeeld.pdf", SUMMARY: "inbeeld-1.pdf", OWN_LARGE: "inbeeld-18.pdf"}
LOOK = "look"
"""Value of the button that opens the page again; any other one goes back."""


def reads_own_report(sitting: Sitting) -> bool:
    """Whether this device shows the own report: it holds the answers about health, and others may hold the card."""
    return sitting.state is SittingState.FINISHED and not health_is_hidden(sitting)


def _reader() -> Sitting:
    """The sitting of somebody who finished on this device; for everybody else there is nothing."""
    sitting = current_sitting()
    if not reads_own_report(sitting):
        abort(404)
    return sitting


@bp.get("/<locale>/own/report")
def own_report() -> ResponseReturnValue:
    """The own report as PDF, or a page that says that it is being made."""
    return _file(OWN)


@bp.get("/<locale>/own/summary")
def own_summary() -> ResponseReturnValue:
    """The summary as PDF, or a page that says that it is being made; nothing before it was asked for."""
    return _file(SUMMARY)


@bp.get("/<locale>/own/large")
def own_large() -> ResponseReturnValue:
    """The own report in large print, as the summary."""
    return _file(OWN_LARGE)


def _file(edition: str) -> ResponseReturnValue:
    sitting = _reader()
    try:
        content = read_report(current_work(), sitting.id, edition)
    except ReportMissing as missing:
        if edition != OWN and missing.state is None:
            return redirect(url_for("participant.finish"), 303)
        return _being_made(sitting, edition)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{FILE_NAMES[edition]}"'
    return answer


def _being_made(sitting: Sitting, edition: str) -> ResponseReturnValue:
    """Says so, with a button that looks again. The words are those of now: an older form does not have them."""
    if sitting.instrument.in_pictures:
        other = edition != OWN and words_of(sitting).has("report.own.wait")
        statement = "report.own.wait" if other else "report.booklet.wait"
        return tell(sitting, statement, scene="picture.finish.2", tick_value=LOOK)
    return show(
        "participant/report_wait.html",
        sitting,
        now=words_of(None),
        look=LOOK,
        back_address=url_for("participant.finish"),
    )


@bp.post("/<locale>/own/report")
def wait_for_report() -> ResponseReturnValue:
    """The buttons of the page that says that the report is being made; one that could not be made is tried anew."""
    return _ask_for(OWN, "participant.own_report")


@bp.post("/<locale>/own/summary")
def ask_for_summary() -> ResponseReturnValue:
    """Have the summary made; also the buttons of the page that says that it is being made."""
    return _ask_for(SUMMARY, "participant.own_summary")


@bp.post("/<locale>/own/large")
def ask_for_large_print() -> ResponseReturnValue:
    """Have the own report made in large print; also the buttons of the page that says that it is being made."""
    return _ask_for(OWN_LARGE, "participant.own_large")


def _ask_for(edition: str, then: str) -> ResponseReturnValue:
    """Ask for it as things stand, unless it is being made, and go to ``then``; or back to the last screen."""
    work, sitting = current_work(), _reader()
    answer = answer_topbar(sitting)
    if answer is not None:
        return answer
    if request.form.get("go") == "back":
        return redirect(url_for("participant.finish"), 303)
    if report_state(work, sitting.id, edition) != WAITING:
        request_report(work, sitting.id, edition)
    return redirect(url_for(then), 303)
