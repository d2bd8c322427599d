"""The people of a client manager: list, person, report, talk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.local_time import ZONE
from app.reporting.pictures import shows as shows_picture
from app.services import caseload as service
from app.services.audit import AuditKind
from app.services.caseload import AnswersGone, Due, NextStep, NotSeenYet
from app.services.conversation_versions import versions_of
from app.services.outcomes import outcomes_of
from app.services.person_requests import remarks_of
from app.services.reports import CONVERSATION, ReportMissing, read_report
from app.services.rights import Information
from app.store.models import RoleName
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, say_read, the_person
from app.web.staff.blueprint import bp
from app.web.staff.outcomes import outcome_words
from app.web.staff.words import INSTRUMENT, PICTURES, staff_voice

FILE_SIGNS = 8


@bp.get("/participants")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
@logs(AuditKind.PEOPLE_LIST_READ)
def people() -> ResponseReturnValue:
    """Own people by next step."""
    search, due = request.args.get("search", "")[:100], request.args.get("due", "")
    groups = service.caseload(current_work(), current_staff(), search)
    counts = service.due_counts(groups)
    if due in set(Due):
        groups = service.only_due(groups, Due(due))
    return render_template(
        "staff/participants.html",
        groups=groups,
        counts=counts,
        due=due,
        due_words=due_words(),
        outcomes=outcome_words(),
        sessions=service.sessions_of_people(current_work(), current_staff()),
        search=search,
        NextStep=NextStep,
    )


def due_words() -> dict[str, str]:
    """What asks for attention, in words."""
    return {
        # Translators: what asks for attention in the list of participants.
        Due.HOLD: gettext("talk is past: was it held?"),
        # Translators: what asks for attention in the list of participants.
        Due.TALK: gettext("talk this week"),
        # Translators: what asks for attention in the list of participants.
        Due.PLAN: gettext("plan a talk"),
        # Translators: what asks for attention in the list of participants: the report is almost half a year old.
        Due.DISCUSS: gettext("report gets old: talk soon"),
        # Translators: what asks for attention in the list of participants.
        Due.NEXT_TALK: gettext("no next talk yet"),
        # Translators: what asks for attention in the list of participants.
        Due.READY: gettext("ready for the next step"),
        # Translators: what asks for attention in the list of participants: a file for another organisation.
        Due.CONFIRM: gettext("handing over not confirmed"),
    }


@bp.get("/participants/<public_id>")
@shows(Information.PROFILE, RoleName.CLIENT_MANAGER)
@logs(AuditKind.PERSON_READ, the_person)
def person_page(public_id: str) -> ResponseReturnValue:
    """What may be seen of one person now; the opening is written down."""
    opened = service.open_person(current_work(), current_staff(), public_id)
    say_read("profile" if opened.profiles else "facts" if opened.content else "progress")
    talk = opened.person.conversation_at
    local = talk.astimezone(ZONE) if talk else None
    return render_template(
        "staff/participant.html",
        person=opened.person,
        content=opened.content,
        profiles=opened.profiles,
        ggd_status=opened.ggd_status,
        advice=opened.advice,
        answers_gone=opened.answers_gone,
        remarks=remarks_of(current_work(), opened.person.participation_id) if opened.profiles else (),
        voice=staff_voice(PICTURES if opened.person.in_pictures else INSTRUMENT),
        shows=shows_picture,
        versions=versions_of(current_work(), opened.person.participation_id),
        outcomes=outcomes_of(current_work(), opened.person.participation_id),
        outcome_words=outcome_words(),
        talk_date=local.date().isoformat() if local else "",
        talk_time=local.strftime("%H:%M") if local else "",
        NextStep=NextStep,
    )


@bp.get("/participants/<public_id>/report")
@shows(Information.PROFILE)
@logs(AuditKind.REPORT_READ, the_person)
def report_file(public_id: str) -> ResponseReturnValue:
    """The conversation report as PDF; the reading is written down; the name of the file holds no name."""
    not_ready = gettext("The report is not ready yet. Look again in a minute.")
    return edition_answer(public_id, lambda person: person.edition, service.WHOLE_REPORT, home_of(public_id), not_ready)


def edition_answer(
    public_id: str, edition_of: Callable[[service.Person], str], part: str, home: str, not_ready: str
) -> ResponseReturnValue:
    """An edition as PDF under a name that says nothing about the person, or the way ``home`` while there is none.

    ``part``: what the person reads that was seen.
    """
    work, staff = current_work(), current_staff()
    try:
        person = service.find_talked_about(work, staff, public_id)
        content = read_report(work, person.participation_id, edition_of(person))
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    except ReportMissing:
        flash(not_ready)
        return redirect(home, 303)
    service.write_down(work, staff, person, part)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{public_id[:FILE_SIGNS]}.pdf"'
    return answer


def home_of(public_id: str) -> str:
    """Where this account reads about that person. Raises PersonUnknown."""
    person = service.find_person(current_work(), current_staff(), public_id)
    if person.edition == CONVERSATION:
        return url_for("staff.person_page", public_id=public_id)
    return url_for("staff.shared_reports")


@bp.post("/participants/<public_id>/report")
@shows(Information.PROFILE, RoleName.CLIENT_MANAGER)
def make_report_again(public_id: str) -> ResponseReturnValue:
    """Ask for the report anew."""
    try:
        service.make_again(current_work(), current_staff(), public_id)
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    except AnswersGone:
        flash(gettext("The answers were deleted: their period is over. The report that was made can still be read."))
        return _to_person(public_id)
    flash(gettext("The report is being made again. Look again in a minute."))
    return _to_person(public_id)


@bp.post("/participants/<public_id>/talk")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def plan_talk(public_id: str) -> ResponseReturnValue:
    """Keep when the talk is."""
    service.own_person(current_work(), current_staff(), public_id)
    try:
        at = datetime.fromisoformat(f"{request.form.get('date', '')}T{request.form.get('time', '')}")
    except ValueError:
        flash(gettext("Choose a day and a time for the talk. Nothing was changed."))
        return _to_person(public_id)
    try:
        service.plan_conversation(current_work(), current_staff(), public_id, at.replace(tzinfo=ZONE))
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    return _to_person(public_id)


@bp.post("/participants/<public_id>/name")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def name_person(public_id: str) -> ResponseReturnValue:
    """Keep a name, or take it away."""
    service.set_name(current_work(), current_staff(), public_id, request.form.get("name", ""))
    return _to_person(public_id)


def _to_person(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.person_page", public_id=public_id), 303)
