"""A group session while it runs: pause everybody or one, more time, and what is open before it closes."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.services import session_life as service
from app.services.accounts import Staff
from app.services.group_sessions import SessionRefused, group_session
from app.services.rights import Information
from app.services.work import Work
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp
from app.web.staff.group_sessions import words_for


@bp.post("/sessions/<public_id>/pause")
@shows(Information.PROGRESS)
def pause_session(public_id: str) -> ResponseReturnValue:
    """Everybody gets the pause screen, or goes on."""
    goes_on = request.form.get("go") == "on"
    if _done(service.end_pause if goes_on else service.pause_session, public_id):
        flash(
            gettext("The pause is over. Everybody can touch ‘I go on’.")
            if goes_on
            else gettext("Everybody sees the pause screen at the next touch. All answers are kept.")
        )
    return _to_session(public_id)


@bp.post("/sessions/<public_id>/seats/<int:number>/pause")
@shows(Information.PROGRESS)
def pause_seat(public_id: str, number: int) -> ResponseReturnValue:
    """One person gets the pause screen, or goes on."""
    goes_on = request.form.get("go") == "on"
    act = service.end_pause_of_seat if goes_on else service.pause_seat
    if _done(lambda work, staff, session: act(work, staff, session, number), public_id):
        flash(
            gettext("Seat %(number)s can go on.", number=number)
            if goes_on
            else gettext("Seat %(number)s sees the pause screen. All answers are kept.", number=number)
        )
    return redirect(url_for("staff.seat", public_id=public_id, number=number), 303)


@bp.post("/sessions/<public_id>/seats/<int:number>/stop")
@shows(Information.PROGRESS)
def stop_for_today(public_id: str, number: int) -> ResponseReturnValue:
    """One person goes home and goes on another day."""
    try:
        stopped = service.stop_for_today(current_work(), current_staff(), public_id, number)
    except SessionRefused as refused:
        flash(" ".join(words_for(refused).values()))
    else:
        flash(
            gettext("Seat %(number)s stopped for today. All answers are kept, and the card stays good.", number=number)
            if stopped
            else gettext("Nobody is busy at seat %(number)s. Nothing was changed.", number=number)
        )
    return redirect(url_for("staff.seat", public_id=public_id, number=number), 303)


@bp.post("/sessions/<public_id>/extend")
@shows(Information.PROGRESS)
def extend_session(public_id: str) -> ResponseReturnValue:
    """More minutes."""
    written = request.form.get("minutes", "")
    minutes = int(written) if written in {str(known) for known in service.EXTENSIONS} else 0
    if _done(lambda work, staff, session: service.extend_session(work, staff, session, minutes), public_id):
        flash(ngettext("%(num)s minute more.", "%(num)s minutes more.", minutes))
    return _to_session(public_id)


@bp.get("/sessions/<public_id>/close")
@shows(Information.PROGRESS)
def before_closing(public_id: str) -> ResponseReturnValue:
    """What is still open, before the session is closed."""
    work, staff = current_work(), current_staff()
    session = group_session(work, staff, public_id)
    return render_template("staff/session_close.html", session=session, open=service.still_open(work, staff, public_id))


def _done(act: Callable[[Work, Staff, str], None], public_id: str) -> bool:
    """Whether it was done; else the page says why not."""
    try:
        act(current_work(), current_staff(), public_id)
    except SessionRefused as refused:
        flash(" ".join(words_for(refused).values()))
        return False
    return True


def _to_session(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.session_page", public_id=public_id), 303)
