"""The own report as a page: where the file may be opened, and nowhere else."""

from __future__ import annotations

from flask import abort, g, url_for
from flask.typing import ResponseReturnValue

from app.reporting.screen import ScreenWords
from app.services.reports.pages import own_page as page_of
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.own_reports import reads_own_report
from app.web.participant.sitting import current_sitting, words_of
from app.web.report_screen import report_screen


@bp.get("/<locale>/own/page")
def own_page() -> ResponseReturnValue:
    """The report as it stands now, in the language in which the person answered."""
    sitting = current_sitting()
    if not reads_own_report(sitting):
        abort(404)
    words = words_of(None)
    around = ScreenWords(
        skip=words.text("report.own.title"),
        ways=words.text("ui.back"),
        back=words.text("ui.back"),
        file=f"{words.text('report.own.title')} (pdf)",
    )
    screen = report_screen(
        around, back=url_for("participant.finish"), file=url_for("participant.own_report"), locale=g.locale
    )
    return page_of(current_work(), sitting.token, screen)
