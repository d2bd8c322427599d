"""The conversation report as a page, for whoever may read it as a file."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.reporting.screen import Screen, ScreenWords
from app.services import caseload as service
from app.services.audit import AuditKind
from app.services.caseload import NotSeenYet
from app.services.reports.pages import conversation_page
from app.services.rights import Information
from app.web.context import current_work
from app.web.report_screen import report_screen
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, say_read, the_person
from app.web.staff.blueprint import bp
from app.web.staff.participants import home_of


@bp.get("/participants/<public_id>/report/page")
@shows(Information.PROFILE)
@logs(AuditKind.REPORT_READ, the_person)
def report_page(public_id: str) -> ResponseReturnValue:
    """The report as it stands now; the reading is written down as that of the file is."""
    work = current_work()
    try:
        person = service.read_for(work, current_staff(), public_id)
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    if service.answers_gone(work, person):
        flash(gettext("The answers were deleted: their period is over. The report that was made can still be read."))
        return redirect(home_of(public_id), 303)
    say_read("page")
    return conversation_page(work, person.participation_id, person.edition, _screen(public_id))


def _screen(public_id: str) -> Screen:
    words = ScreenWords(
        skip=gettext("Skip to the content"),
        ways=gettext("Ways out of the report"),
        back=gettext("Back"),
        file=gettext("Keep as a file (pdf)"),
    )
    file = url_for("staff.report_file", public_id=public_id)
    return report_screen(words, back=home_of(public_id), file=file, locale=g.locale)
