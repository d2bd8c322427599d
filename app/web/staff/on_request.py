"""The conversation report in large print: made when somebody asks for it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services import caseload as service
from app.services.audit import AuditKind
from app.services.caseload import AnswersGone, NotSeenYet
from app.services.reports import ReportMissing, large_print, read_report
from app.services.rights import Information
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, the_person
from app.web.staff.blueprint import bp
from app.web.staff.participants import file_answer, home_of


@bp.get("/participants/<public_id>/report/large")
@shows(Information.PROFILE)
@logs(AuditKind.REPORT_READ, the_person)
def large_print_file(public_id: str) -> ResponseReturnValue:
    """The report in large print as PDF; the reading is written down as that of the normal one is."""
    work = current_work()
    try:
        person = service.read_for(work, current_staff(), public_id)
        content = read_report(work, person.participation_id, large_print(person.edition))
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    except ReportMissing:
        flash(gettext("The report in large print is not ready yet. Look again in a minute."))
        return redirect(home_of(public_id), 303)
    return file_answer(content, person)


@bp.post("/participants/<public_id>/report/large")
@shows(Information.PROFILE)
def ask_large_print(public_id: str) -> ResponseReturnValue:
    """Ask for it, or open it when it was made already."""
    try:
        ready = service.ask_large_print(current_work(), current_staff(), public_id)
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    except AnswersGone:
        flash(gettext("The answers were deleted: their period is over. The report that was made can still be read."))
        return redirect(home_of(public_id), 303)
    if ready:
        return redirect(url_for("staff.large_print_file", public_id=public_id), 303)
    flash(gettext("The report is being made in large print. Look again in a minute."))
    return redirect(home_of(public_id), 303)
