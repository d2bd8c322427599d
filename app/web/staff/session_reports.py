"""The reports of the own people of one group session together: how far they are, all anew, all in one file."""

from __future__ import annotations

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.services import session_reports as service
from app.services.audit import AuditKind
from app.services.reports import ReportMissing
from app.services.rights import Information
from app.store.models import RoleName
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, the_session
from app.web.staff.blueprint import bp

FILE_SIGNS = 8
LOOKS, SECONDS = 9, 4
"""How often the page opens itself again where no script does, and after how long: thirty reports take half a minute."""


@bp.get("/session-reports/<public_id>")
@shows(Information.PROFILE, RoleName.CLIENT_MANAGER)
@logs(AuditKind.PEOPLE_LIST_READ, the_session)
def session_reports(public_id: str) -> ResponseReturnValue:
    """How far the reports are; those that failed say why. Without script the page opens itself again, some times."""
    reports = service.reports_of_session(current_work(), current_staff(), public_id)
    looked = request.args.get("looked", "")
    times = int(looked) + 1 if looked.isdecimal() and len(looked) == 1 else 1
    again = reports.waiting and times <= LOOKS
    address = url_for("staff.session_reports", public_id=public_id, looked=times) if again else ""
    return render_template("staff/session_reports.html", reports=reports, again=address, seconds=SECONDS)


@bp.get("/session-reports/<public_id>/progress")
@shows(Information.PROFILE, RoleName.CLIENT_MANAGER)
@logs(AuditKind.PEOPLE_LIST_READ, the_session)
def session_reports_progress(public_id: str) -> ResponseReturnValue:
    """The part of the page that changes; 304 as long as it has not."""
    reports = service.reports_of_session(current_work(), current_staff(), public_id)
    response = make_response()
    response.set_etag(f"{reports.fingerprint}-{g.locale}")
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    response.set_data(render_template("staff/session_reports_list.html", reports=reports))
    return response


@bp.post("/session-reports/<public_id>")
@shows(Information.PROFILE, RoleName.CLIENT_MANAGER)
def make_session_reports(public_id: str) -> ResponseReturnValue:
    """Make anew what would be another report now."""
    waiting = service.ask_for_all(current_work(), current_staff(), public_id)
    if waiting:
        flash(ngettext("%(num)d report is being made.", "%(num)d reports are being made.", waiting))
    else:
        flash(gettext("Every report says what it would say now. None has to be made again."))
    return _back(public_id)


@bp.get("/session-reports/<public_id>/zip")
@shows(Information.PROFILE, RoleName.CLIENT_MANAGER)
@logs(AuditKind.REPORT_READ, the_session)
def session_zip(public_id: str) -> ResponseReturnValue:
    """The reports that are ready, each a PDF; each reading is written down."""
    return _file(public_id, service.as_zip, "zip", "application/zip")


@bp.get("/session-reports/<public_id>/print")
@shows(Information.PROFILE, RoleName.CLIENT_MANAGER)
@logs(AuditKind.REPORT_READ, the_session)
def session_print(public_id: str) -> ResponseReturnValue:
    """The reports that are ready as one PDF to print; each reading is written down."""
    return _file(public_id, service.as_print, "pdf", "application/pdf")


def _file(public_id: str, make: service.Maker, ending: str, kind: str) -> ResponseReturnValue:
    try:
        content = make(current_work(), current_staff(), public_id)
    except ReportMissing:
        flash(gettext("No report is ready yet. Look again in a minute."))
        return _back(public_id)
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="reports-{public_id[:FILE_SIGNS]}.{ending}"'
    return answer


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.session_reports", public_id=public_id), 303)
