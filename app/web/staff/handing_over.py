"""Handing somebody over: to a colleague at once, to another organisation with a file and a code told apart."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services import handing_over as service
from app.services import handing_over_file as files
from app.services.audit import AuditKind
from app.services.caseload import NotSeenYet, own_person
from app.services.handing_over import INSIDE, HandOverRefused, Purpose, ReceiptWrong, Way
from app.services.handing_over_file import CodeWrong, FileExpired, NoKeys, TooManyTries
from app.services.reports import ReportMissing
from app.services.rights import Information
from app.services.transfer import BadFile, DoesNotFit, TakenBefore
from app.store.models import RoleName
from app.web.context import current_work
from app.web.numbers import number_in
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, say_read, the_person
from app.web.staff.blueprint import bp

FILE_SIGNS = 8
LONGEST_CODE = 40


@bp.get("/participants/<public_id>/hand-over")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
@logs(AuditKind.PERSON_READ, the_person)
def hand_over_page(public_id: str) -> ResponseReturnValue:
    """To whom somebody can be handed over."""
    work, staff = current_work(), current_staff()
    who = own_person(work, staff, public_id)
    say_read("progress")
    return render_template(
        "staff/hand_over.html",
        person=who,
        colleagues=service.colleagues(work, staff),
        organisations=files.known_organisations(work),
        before=service.handed_over(work, who.participation_id),
        Way=Way,
        inside=INSIDE,
        purposes=purpose_words(),
        days=service.FILE_DAYS,
        now=work.now(),
    )


@bp.post("/participants/<public_id>/hand-over")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def hand_over_inside(public_id: str) -> ResponseReturnValue:
    """A colleague goes on from now."""
    work, staff = current_work(), current_staff()
    own_person(work, staff, public_id)
    here = url_for("staff.hand_over_page", public_id=public_id)
    account, purpose = request.form.get("account", ""), request.form.get("purpose", "")
    if not _told():
        return redirect(here, 303)
    try:
        number = number_in(account) or 0
        chosen = Purpose(purpose) if purpose in set(Purpose) else Purpose.MUNICIPALITY
        colleague = service.hand_over_inside(work, staff, public_id, number, chosen)
    except HandOverRefused:
        flash(gettext("Choose a colleague and what for. Nothing was changed."))
        return redirect(here, 303)
    flash(gettext("%(name)s goes on with this participant.", name=colleague.name))
    return redirect(url_for("staff.people"), 303)


@bp.post("/participants/<public_id>/hand-over/file")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def make_hand_over_file(public_id: str) -> ResponseReturnValue:
    """The file for another organisation, and its code, shown once."""
    work, staff = current_work(), current_staff()
    who = own_person(work, staff, public_id)
    here = url_for("staff.hand_over_page", public_id=public_id)
    if not _told():
        return redirect(here, 303)
    try:
        sent = files.hand_over_outside(work, staff, public_id, request.form.get("to", ""))
    except (NotSeenYet, ReportMissing):
        flash(gettext("There is no report yet to hand over. Nothing was changed."))
    except (NoKeys, BadFile):
        flash(gettext("Choose an organisation whose keys are known here. Nothing was changed."))
    else:
        return render_template("staff/hand_over_code.html", person=who, sent=sent)
    return redirect(here, 303)


@bp.post("/participants/<public_id>/hand-over/confirm")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def confirm_hand_over(public_id: str) -> ResponseReturnValue:
    """The other organisation told its receipt code: it goes on from now."""
    try:
        done = service.confirm_taken_over(
            current_work(), current_staff(), public_id, request.form.get("receipt", "")[:LONGEST_CODE]
        )
    except ReceiptWrong:
        flash(gettext("This is not the receipt code of the file. Nothing was changed. Ask for the code once more."))
    else:
        flash(gettext("%(name)s goes on with this participant.", name=done.to))
    return redirect(url_for("staff.hand_over_page", public_id=public_id), 303)


@bp.get("/participants/<public_id>/hand-over/file/<int:hand_over_id>")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
@logs(AuditKind.EXPORT, the_person)
def hand_over_file(public_id: str, hand_over_id: int) -> ResponseReturnValue:
    """The file itself: only the other organisation opens it, with the code."""
    content = files.file_of(current_work(), current_staff(), public_id, hand_over_id)
    if content is None:
        abort(404)
    say_read("person")
    answer = Response(content, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="hand-over-{public_id[:FILE_SIGNS]}.inbeeld"'
    return answer


@bp.get("/handed-over")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
@logs(AuditKind.PEOPLE_LIST_READ)
def arrival_page() -> ResponseReturnValue:
    """Where a file of another organisation is taken in."""
    return render_template("staff/handed_over.html", organisations=files.known_organisations(current_work()))


@bp.post("/handed-over")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def take_over() -> ResponseReturnValue:
    """Go on with somebody of another organisation."""
    sent = request.files.get("file")
    try:
        content = sent.read() if sent else b""
        public_id = files.take_over(current_work(), current_staff(), content, request.form.get("code", ""))
    except (BadFile, NoKeys, TakenBefore, FileExpired, TooManyTries, CodeWrong, DoesNotFit) as refused:
        flash(_refusal(refused))
        return redirect(url_for("staff.arrival_page"), 303)
    flash(gettext("You go on with this participant. The report and what was agreed are here."))
    return redirect(url_for("staff.hand_over_page", public_id=public_id, _anchor="before"), 303)


def purpose_words() -> dict[str, str]:
    """With what somebody else goes on, in words."""
    return {
        # Translators: why a participant is handed over.
        Purpose.CLIENT_MANAGER: gettext("another client manager"),
        # Translators: why a participant is handed over: the municipal desk for young people.
        Purpose.YOUTH_DESK: gettext("youth desk"),
        # Translators: why a participant is handed over: a track towards activities or work.
        Purpose.ACTIVATION: gettext("activation track"),
        # Translators: why a participant is handed over.
        Purpose.MUNICIPALITY: gettext("another municipality"),
    }


def _told() -> bool:
    if request.form.get("told") == "yes":
        return True
    flash(gettext("First tell the participant who goes on, and say here that you did. Nothing was changed."))
    return False


def _refusal(refused: Exception) -> str:
    """Why a file is not taken; the same sentence for a broken file and for one of somebody unknown."""
    sentences: dict[type[Exception], str] = {
        NoKeys: gettext("This installation has no keys to take somebody over with. Ask your administrator."),
        TakenBefore: gettext("This file was taken in before. Nothing was changed."),
        FileExpired: gettext("The last day of this file is past. Ask the other organisation for a new one."),
        TooManyTries: gettext("Too many wrong codes for this file. Try again in an hour."),
        CodeWrong: gettext("This code does not open the file. Nothing was changed. Ask for the code once more."),
        DoesNotFit: gettext("The file does not fit here, or no location was made yet. Nothing was changed."),
    }
    unknown = gettext("No organisation that is known here made this file, or it was changed. Nothing was taken.")
    return str(sentences.get(type(refused), unknown))
