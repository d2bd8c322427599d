"""Somebody goes on in another group session: chosen by the facilitator at a seat, or by the client manager."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services import moving as service
from app.services.audit import AuditKind
from app.services.deviations import participation_at
from app.services.moving import MoveProblem, MoveRefused
from app.services.rights import Information
from app.store.models import Participation, RoleName
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, say_read, the_person
from app.web.staff.blueprint import bp


@bp.get("/sessions/<public_id>/seats/<int:number>/move")
@shows(Information.PROGRESS)
def where_to_move_seat(public_id: str, number: int) -> ResponseReturnValue:
    """The sessions in which this person can go on."""
    person = participation_at(current_work(), current_staff(), public_id, number)
    back = url_for("staff.session_page", public_id=public_id)
    return _page(person, gettext("Seat %(number)s", number=number), person.group_session.title, back)


@bp.post("/sessions/<public_id>/seats/<int:number>/move")
@shows(Information.PROGRESS)
def move_seat(public_id: str, number: int) -> ResponseReturnValue:
    """This person goes on elsewhere."""
    person = participation_at(current_work(), current_staff(), public_id, number)
    here = url_for("staff.where_to_move_seat", public_id=public_id, number=number)
    return _move(person, here, lambda target: url_for("staff.session_page", public_id=target))


@bp.get("/participants/<public_id>/session")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
@logs(AuditKind.PERSON_READ, the_person)
def where_to_move_person(public_id: str) -> ResponseReturnValue:
    """The sessions in which somebody of this client manager can go on."""
    person = service.person_in_caseload(current_work(), current_staff(), public_id)
    say_read("progress")
    back = url_for("staff.person_page", public_id=public_id)
    return _page(person, gettext("Participant"), person.group_session.title, back)


@bp.post("/participants/<public_id>/session")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def move_person(public_id: str) -> ResponseReturnValue:
    """Somebody of this client manager goes on elsewhere."""
    person = service.person_in_caseload(current_work(), current_staff(), public_id)
    here = url_for("staff.where_to_move_person", public_id=public_id)
    return _move(person, here, lambda _target: url_for("staff.person_page", public_id=public_id))


def _page(person: Participation, who: str, session_title: str, back: str) -> str:
    return render_template(
        "staff/move.html",
        who=who,
        session_title=session_title,
        back=back,
        locale=person.locale,
        over=person.state in service.OVER,
        unsent=service.unsent_answers(current_work(), person),
        sessions=service.sessions_to_go_on_in(current_work(), current_staff(), person),
    )


def _move(person: Participation, here: str, after: Callable[[str], str]) -> ResponseReturnValue:
    target = request.form.get("session", "")
    if not target:
        flash(gettext("Choose a session. Nothing was changed."))
        return redirect(here, 303)
    try:
        despite = request.form.get("unsent") == "leave"
        seat = service.continue_in(current_work(), current_staff(), person, target, despite_unsent=despite)
    except MoveRefused as refused:
        flash(_words(refused.problem))
        return redirect(here, 303)
    flash(gettext("Moved: seat %(number)s in the other session, same code, all answers kept.", number=seat))
    return redirect(after(target), 303)


def _words(problem: MoveProblem) -> str:
    sentences = {
        MoveProblem.OVER: gettext("This person finished or stopped. There is nothing to go on with."),
        MoveProblem.SAME_SESSION: gettext("This is the session where the person is now. Nothing was changed."),
        MoveProblem.CLOSED: gettext("That session is closed. Open it again or choose another one."),
        MoveProblem.FULL: gettext("That session is full. Choose another one."),
        MoveProblem.LANGUAGE: gettext("That session does not offer the language of this person. Add it there first."),
        MoveProblem.UNSENT: gettext(
            "A device of this person still holds answers. Bring it to the network, or confirm. Nothing was changed."
        ),
        MoveProblem.BEEN_THERE: gettext("This person had a seat in that session before. Choose another one."),
    }
    return str(sentences[problem])
