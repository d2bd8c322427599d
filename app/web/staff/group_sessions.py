"""Group sessions: list, make, lead."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from app.core.instrument import Block
from app.local_time import ZONE
from app.services import group_sessions as service
from app.services.accounts import colleagues
from app.services.audit import AuditKind
from app.services.group_sessions import NewSession, SessionProblem, SessionRefused, TooManyCodes
from app.services.reminders import seats_to_remind_of
from app.services.rights import Information
from app.store.models import GroupSession, RoleName
from app.web.context import current_work, outside_address
from app.web.numbers import number_in
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, the_session
from app.web.staff.blueprint import bp
from app.web.staff.words import text

DIGITS = 4
Problems = dict[str, str]
"""Name of a form field to what is wrong with it."""


@bp.get("/sessions")
@shows(Information.PROGRESS)
def sessions() -> ResponseReturnValue:
    """The group sessions of the organisation."""
    work, staff = current_work(), current_staff()
    reminders = defaultdict(tuple, seats_to_remind_of(work, staff))
    return render_template("staff/sessions.html", lines=service.group_sessions(work, staff), reminders=reminders)


@bp.get("/sessions/new")
@shows(Information.PROGRESS)
def new_session() -> ResponseReturnValue:
    """An empty form, with everything on that may be on."""
    work = current_work()
    form: MultiDict[str, str] = MultiDict({"seats": "10", "minutes": "90"})
    form.setlist("locales", [choice.code for choice in service.locale_choices(work) if choice.open])
    form.setlist("blocks", [block.id for block in service.instrument_of_sessions(work).blocks])
    form.setlist("items", [item.id for item in service.optional_items(service.instrument_of_sessions(work))])
    return _form_page(form, {})


@bp.post("/sessions/new")
@shows(Information.PROGRESS)
def make_session() -> ResponseReturnValue:
    """Make the group session, or show the form again with what is missing."""
    problems: Problems = {}
    new = _read(request.form, problems)
    try:
        if new is None:
            return _form_page(request.form, problems), 422
        session = service.make_group_session(current_work(), current_staff(), new)
    except SessionRefused as refused:
        return _form_page(request.form, {**problems, **words_for(refused)}), 422
    flash(gettext("The session is made. Now make the access codes."))
    return redirect(url_for("staff.session_page", public_id=session.public_id), 303)


def _form_page(form: MultiDict[str, str], problems: Problems, session: GroupSession | None = None) -> str:
    """The form of a new group session, or of one that is changed."""
    work, staff = current_work(), current_staff()
    instrument = service.instrument_of_sessions(work)
    private = [block for block in instrument.blocks if block.needs_duty_officer]
    return render_template(
        "staff/session_new.html",
        form=form,
        problems=problems,
        locations=service.locations(work, staff),
        managers=colleagues(work, staff, RoleName.CLIENT_MANAGER),
        choices=service.locale_choices(work),
        blocks=[block for block in instrument.blocks if block not in private],
        private_blocks=private,
        optional_items=service.optional_items(instrument),
        session=session,
    )


@bp.get("/sessions/<public_id>/change")
@shows(Information.PROGRESS)
def change_session(public_id: str) -> ResponseReturnValue:
    """The form with what was filled in."""
    session = service.group_session(current_work(), current_staff(), public_id)
    return _form_page(_filled(session), {}, session)


@bp.post("/sessions/<public_id>/change")
@shows(Information.PROGRESS)
def keep_session(public_id: str) -> ResponseReturnValue:
    """Keep the changes, or show the form again with what does not fit."""
    work, staff = current_work(), current_staff()
    session = service.group_session(work, staff, public_id)
    problems: Problems = {}
    new = _read(request.form, problems)
    try:
        if new is None:
            return _form_page(request.form, problems, session), 422
        service.change_group_session(work, staff, public_id, new)
    except SessionRefused as refused:
        return _form_page(request.form, {**problems, **words_for(refused)}, session), 422
    flash(gettext("The changes are kept."))
    return _to_session(public_id)


def _filled(session: GroupSession) -> MultiDict[str, str]:
    """The group session as the form holds it."""
    local = session.starts_at.astimezone(ZONE)
    form: MultiDict[str, str] = MultiDict(
        {
            "title": session.title,
            "location": str(session.location_id),
            "date": local.date().isoformat(),
            "time": local.strftime("%H:%M"),
            "seats": str(session.seats),
            "minutes": str(session.minutes),
            "client_manager": str(session.client_manager_id or ""),
            "duty_name": session.duty_officer_name,
            "duty_phone": session.duty_officer_phone,
        }
    )
    form.setlist("locales", session.locales)
    form.setlist("blocks", session.blocks)
    optional = service.optional_items(service.instrument_of_sessions(current_work()))
    form.setlist("items", [item.id for item in optional if item.id not in session.items_off])
    return form


def _read(form: MultiDict[str, str], problems: Problems) -> NewSession | None:
    """The form as a value; None, with ``problems`` filled, when date, time or number cannot be read."""
    starts_at = _starts_at(form, problems)
    seats = _number(form.get("seats", ""))
    if seats is None:
        problems["seats"] = gettext("Write a number from 1 to %(most)s.", most=service.MOST_SEATS)
    minutes = _number(form.get("minutes", "") or "90")
    if minutes is None:
        problems["minutes"] = _minutes_words()
    if starts_at is None or seats is None or minutes is None:
        problems.update(_early_words(form))
        return None
    items_on = form.getlist("items")
    optional = service.optional_items(service.instrument_of_sessions(current_work()))
    return NewSession(
        title=form.get("title", ""),
        location_id=number_in(form.get("location", "")) or 0,
        starts_at=starts_at,
        locales=tuple(form.getlist("locales")),
        blocks=tuple(form.getlist("blocks")),
        items_off=tuple(item.id for item in optional if item.id not in items_on),
        seats=seats,
        client_manager_id=_account(form.get("client_manager", "")),
        duty_officer_name=form.get("duty_name", ""),
        duty_officer_phone=form.get("duty_phone", ""),
        minutes=minutes,
    )


def _minutes_words() -> str:
    return str(
        gettext(
            "Write a number of minutes from %(fewest)s to %(most)s.",
            fewest=service.FEWEST_MINUTES,
            most=service.LONGEST_MINUTES,
        )
    )


def _early_words(form: MultiDict[str, str]) -> Problems:
    return {} if form.get("title", "").strip() else {"title": gettext("Give the session a name.")}


def _starts_at(form: MultiDict[str, str], problems: Problems) -> datetime | None:
    try:
        local = datetime.fromisoformat(f"{form.get('date', '')}T{form.get('time', '')}")
    except ValueError:
        problems["date"] = gettext("Choose a day and a time, such as 24 November 2026 and 9:30.")
        return None
    return local.replace(tzinfo=ZONE)


def _number(written: str) -> int | None:
    """A whole number of at most four digits; None for anything else."""
    written = written.strip()
    return int(written) if written.isdecimal() and len(written) <= DIGITS else None


def _account(written: str) -> int | None:
    """The number of an account; None when nobody was chosen, 0 (nobody's number) for what is no number."""
    return (number_in(written) or 0) if written.strip() else None


def words_for(refused: SessionRefused) -> Problems:
    """A sentence for each problem, by the field where it is mended."""
    sentences = {
        SessionProblem.TITLE_MISSING: ("title", gettext("Give the session a name.")),
        SessionProblem.LOCATION_UNKNOWN: ("location", gettext("Choose a location from the list.")),
        SessionProblem.CLIENT_MANAGER_UNKNOWN: ("client_manager", gettext("Choose somebody from the list.")),
        SessionProblem.NO_LOCALE: ("locales", gettext("Choose at least one language.")),
        SessionProblem.LOCALE_NOT_RELEASED: (
            "locales",
            gettext("The words of a chosen language are not released. Leave that language out."),
        ),
        SessionProblem.NO_BLOCK: ("blocks", gettext("Leave at least one part on.")),
        SessionProblem.SEATS_OUT_OF_RANGE: (
            "seats",
            gettext("Write a number from 1 to %(most)s.", most=service.MOST_SEATS),
        ),
        SessionProblem.DUTY_OFFICER_HALF: ("duty", text("staff.acute.duty_officer_missing")),
        SessionProblem.DUTY_OFFICER_NEEDED: (
            "duty",
            gettext("The health part is on. Keep somebody who can be reached, with name and number."),
        ),
        SessionProblem.SEATS_TAKEN: ("seats", gettext("A seat with a higher number has a code already.")),
        SessionProblem.MINUTES_OUT_OF_RANGE: ("minutes", _minutes_words()),
        SessionProblem.NOT_RUNNING: ("closed", gettext("This session is not open now.")),
        SessionProblem.CLOSED: ("closed", gettext("This session is closed. Open it again first.")),
    }
    return dict(sentences[problem] for problem in refused.problems)


def _care_off(blocks: tuple[Block, ...], on: list[str]) -> bool:
    return any(block.needs_duty_officer and block.id not in on for block in blocks)


@bp.post("/sessions/<public_id>/open")
@shows(Information.PROGRESS)
def open_session(public_id: str) -> ResponseReturnValue:
    """People can begin."""
    try:
        service.open_group_session(current_work(), current_staff(), public_id)
    except SessionRefused as refused:
        flash(" ".join(words_for(refused).values()))
    return _to_session(public_id)


@bp.post("/sessions/<public_id>/close")
@shows(Information.PROGRESS)
def close_session(public_id: str) -> ResponseReturnValue:
    """Nothing more is recorded."""
    service.close_group_session(current_work(), current_staff(), public_id)
    return _to_session(public_id)


@bp.post("/sessions/<public_id>/codes")
@shows(Information.PROGRESS)
def make_codes(public_id: str) -> ResponseReturnValue:
    """Give the next seats a code."""
    number = _number(request.form.get("number", "")) or 0
    try:
        service.make_codes(current_work(), current_staff(), public_id, number)
    except TooManyCodes as refused:
        flash(
            ngettext(
                "There is %(num)s seat without a code. Ask for at most that many.",
                "There are %(num)s seats without a code. Ask for at most that many.",
                refused.free,
            )
        )
        return _to_session(public_id)
    except SessionRefused as refused:
        flash(" ".join(words_for(refused).values()))
        return _to_session(public_id)
    return redirect(url_for("staff.codes", public_id=public_id), 303)


@bp.get("/sessions/<public_id>/codes")
@shows(Information.PROGRESS)
@logs(AuditKind.CODES_READ, the_session)
def codes(public_id: str) -> ResponseReturnValue:
    """Every seat with its code, to print and cut."""
    work, staff = current_work(), current_staff()
    session = service.group_session(work, staff, public_id)
    return render_template(
        "staff/codes.html", session=session, cards=service.code_cards(work, staff, public_id), address=outside_address()
    )


def _to_session(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.session_page", public_id=public_id), 303)
