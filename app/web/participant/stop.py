"""Stopping: a pause, later, or altogether; calling help; giving the device back clean."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.services import delivery
from app.services.calls import call_help
from app.services.contacts import code_of, location_of, organisation_of
from app.services.sittings import Sitting
from app.store.models import SittingState
from app.web.context import current_work
from app.web.locale import COOKIE
from app.web.participant import picture_stop
from app.web.participant.blueprint import bp
from app.web.participant.device import check_same_person_in_any_form
from app.web.participant.picture_screens import CHOSEN, read_back
from app.web.participant.sitting import (
    CALLED,
    NOT_BEGUN,
    PLACE,
    UNSAVED,
    NoSitting,
    answer_topbar,
    answering,
    current_sitting,
    is_late,
    leave_device,
    show,
    unsaved,
    words_of,
)

GOODBYES = {"deleted": "stop.deleted", "kept": "session.closed"}


def _back() -> str:
    return request.args.get("back", "")


def _back_address() -> str:
    return read_back(request.args.get("back")) or url_for("participant.go_on")


@bp.get("/<locale>/stop", endpoint="stop")
def ask_to_stop() -> ResponseReturnValue:
    """Pause, stop and go on later, stop completely, or go on after all."""
    sitting = current_sitting()
    if sitting.instrument.in_pictures:
        return picture_stop.stop_page(sitting)
    sentence = unsaved() if request.args.get("said") == UNSAVED else ""
    return show("participant/stop.html", sitting, back_address=_back_address(), unsaved=sentence)


@bp.post("/<locale>/stop")
def choose_to_stop() -> ResponseReturnValue:
    """Record the pause; stopping completely asks about the answers first."""
    sitting = current_sitting()
    if sitting.instrument.in_pictures:
        return answer_topbar(sitting, back=_back()) or picture_stop.choose_to_stop(sitting, _back_address())
    go = request.form.get("go")
    if go == "end":
        return redirect(url_for("participant.stop_end", back=request.args.get("back")), 303)
    if go in {"pause", "later"}:
        if sitting.state not in NOT_BEGUN and not sitting.closed:
            delivery.stop(current_work(), sitting, state=SittingState.PAUSED)
        where = "participant.rest" if go == "pause" else "participant.later"
        return redirect(url_for(where, back=request.args.get("back")), 303)
    return answer_topbar(sitting) or redirect(_back_address(), 303)


@bp.get("/<locale>/stop/rest", endpoint="rest")
def rest() -> ResponseReturnValue:
    """A short break, whenever it is wanted."""
    sitting = current_sitting()
    if sitting.instrument.in_pictures:
        return picture_stop.rest_page(sitting)
    return show("participant/rest.html", sitting, back_address=_back_address())


@bp.post("/<locale>/stop/rest")
@bp.post("/<locale>/stop/later")
def leave_rest() -> ResponseReturnValue:
    """On with the questions, or the fixed buttons."""
    return answer_topbar(current_sitting(), back=_back()) or redirect(_back_address(), 303)


@bp.get("/<locale>/stop/later", endpoint="later")
def later() -> ResponseReturnValue:
    """The answers are saved; this is the code to come back with."""
    sitting = current_sitting()
    if sitting.instrument.in_pictures:
        return picture_stop.later_page(sitting)
    code = code_of(current_work(), sitting)
    return show("participant/later.html", sitting, code=code, back_address=_back_address())


@bp.get("/<locale>/stop/end", endpoint="stop_end")
def ask_about_answers() -> ResponseReturnValue:
    """Keep the answers or delete them."""
    sitting = _can_stop()
    if sitting.instrument.in_pictures:
        return picture_stop.end_page(sitting)
    return show("participant/stop_end.html", sitting, back_address=_back_address())


@bp.post("/<locale>/stop/end")
def end() -> ResponseReturnValue:
    """Stop completely."""
    sitting = _can_stop()
    chosen = request.form.get("go", "")
    if sitting.instrument.in_pictures and chosen == "next":
        chosen = request.form.get(CHOSEN, "")
        if not chosen:
            return picture_stop.end_page(sitting, problem="feedback.practice.no_choice")
    state = {"delete": SittingState.DELETED, "keep": SittingState.STOPPED}.get(chosen)
    if state is None:
        return answer_topbar(sitting, back=_back()) or redirect(_back_address(), 303)
    delivery.stop(current_work(), sitting, state=state)
    place = cookie_session.get(PLACE)
    cookie_session.clear()
    cookie_session[PLACE] = place
    what = "deleted" if state is SittingState.DELETED else "kept"
    return redirect(url_for("participant.goodbye", what=what), 303)


def _can_stop() -> Sitting:
    sitting = current_sitting()
    return sitting if sitting.state is SittingState.NEW else answering()


@bp.get("/<locale>/goodbye")
def goodbye() -> ResponseReturnValue:
    """After stopping completely."""
    key = GOODBYES.get(request.args.get("what", ""), "session.closed")
    return render_template("participant/goodbye.html", wording=words_of(None), key=key, csrf=generate_csrf())


@bp.get("/<locale>/help", endpoint="help")
def show_help() -> ResponseReturnValue:
    """Who helps in this room; with a sitting, a hand to raise."""
    try:
        sitting: Sitting | None = current_sitting()
    except NoSitting:
        sitting = None
    if sitting is not None and sitting.instrument.in_pictures:
        return picture_stop.help_page(sitting)
    back = url_for("participant.code") if sitting is None else _back_address()
    work = current_work()
    return show(
        "participant/help.html",
        sitting,
        back_address=back,
        location=None if sitting is None else location_of(work, sitting),
        organisation=None if sitting is None else organisation_of(work, sitting),
    )


@bp.post("/<locale>/help")
def call() -> ResponseReturnValue:
    """Raise the hand or take it down; in pictures also what comes after it. A hand raised late is answered by 204."""
    sitting = current_sitting()
    if is_late():
        return _call_late(sitting)
    if sitting.instrument.in_pictures:
        return answer_topbar(sitting, back=_back()) or picture_stop.choose_in_help(sitting, _back_address())
    return answer_topbar(sitting) or redirect(url_for("participant.help"), 303)


def _call_late(sitting: Sitting) -> ResponseReturnValue:
    """The hand was raised while the network was away."""
    check_same_person_in_any_form(sitting)
    call_help(current_work(), sitting)
    cookie_session[CALLED] = True
    return "", 204


@bp.post("/<locale>/hand-back")
def hand_back() -> ResponseReturnValue:
    """Empty the device for the next person: cookies, cache, storage."""
    place = cookie_session.get(PLACE)
    leave_device()
    cookie_session.clear()
    g.handed_back = True
    answer = redirect(url_for("participant.kiosk", place=place) if place else url_for("participant.home"), 303)
    answer.delete_cookie(COOKIE)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer
