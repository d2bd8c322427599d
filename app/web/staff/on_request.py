"""Editions that are made when somebody asks for them: the report in large print, and the summary of one page."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services import caseload as service
from app.services.accounts import Staff
from app.services.audit import AuditKind
from app.services.caseload import SUMMARY_SEEN, WHOLE_REPORT, AnswersGone, NotSeenYet, Person
from app.services.reports import SUMMARY, large_print
from app.services.rights import Information
from app.services.work import Work
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, say_read, the_person
from app.web.staff.blueprint import bp
from app.web.staff.participants import edition_answer, home_of

Asks = Callable[[Work, Staff, str], bool]


@bp.get("/participants/<public_id>/report/large")
@shows(Information.PROFILE)
@logs(AuditKind.REPORT_READ, the_person)
def large_print_file(public_id: str) -> ResponseReturnValue:
    """The report in large print as PDF; the reading is written down as that of the normal one is."""
    say_read("large")
    not_ready = gettext("The report in large print is not ready yet. Look again in a minute.")
    return edition_answer(public_id, _in_large_print, WHOLE_REPORT, home_of(public_id), not_ready)


@bp.post("/participants/<public_id>/report/large")
@shows(Information.PROFILE)
def ask_large_print(public_id: str) -> ResponseReturnValue:
    """Ask for it, or open it when it was made already."""
    being_made = gettext("The report is being made in large print. Look again in a minute.")
    return _ask(service.ask_large_print, public_id, "staff.large_print_file", home_of(public_id), being_made)


@bp.get("/participants/<public_id>/summary")
@shows(Information.PROFILE)
@logs(AuditKind.REPORT_READ, the_person)
def summary_file(public_id: str) -> ResponseReturnValue:
    """The summary that the person takes home, as PDF; the reading is written down. It holds nothing about health."""
    say_read("summary")
    not_ready = gettext("The summary is not ready yet. Look again in a minute.")
    return edition_answer(public_id, lambda _: SUMMARY, SUMMARY_SEEN, _talk(public_id), not_ready)


@bp.post("/participants/<public_id>/summary")
@shows(Information.PROFILE)
def ask_summary(public_id: str) -> ResponseReturnValue:
    """Ask for it as things stand now, or open it when that was made already."""
    being_made = gettext("The summary is being made. Look again in a minute.")
    return _ask(service.ask_summary, public_id, "staff.summary_file", _talk(public_id), being_made)


def _ask(asks: Asks, public_id: str, endpoint: str, home: str, being_made: str) -> ResponseReturnValue:
    try:
        ready = asks(current_work(), current_staff(), public_id)
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    except AnswersGone:
        flash(gettext("The answers were deleted: their period is over. The report that was made can still be read."))
        return redirect(home, 303)
    if ready:
        return redirect(url_for(endpoint, public_id=public_id), 303)
    flash(being_made)
    return redirect(home, 303)


def _in_large_print(person: Person) -> str:
    return large_print(person.edition)


def _talk(public_id: str) -> str:
    return url_for("staff.conversation", public_id=public_id, _anchor="summary")
