"""The screen after "I need help today": help first, calm, nothing to explain (domain 5.5).

Its address says nothing: it stays in the history of the browser when the device is given to somebody else.
"""

from __future__ import annotations

from flask import redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from app.core.routing import Step, StepKind, next_step
from app.services.calls import call_help
from app.services.care import acute_items, form_that_asked, mark_mistake
from app.services.contacts import location_of
from app.services.sittings import Sitting
from app.web import steps
from app.web.context import current_work
from app.web.participant import picture_stop
from app.web.participant.blueprint import bp
from app.web.participant.device import check_same_person_in_any_form
from app.web.participant.sitting import CALLED, answering, health_is_hidden, is_late, show


def _sitting() -> Sitting:
    """The sitting of this device, also after the end: help is not over when a session is."""
    return answering(acute_items(current_work()), in_pause=True, ended=True)


@bp.get("/<locale>/further", endpoint="acute")
def show_help_today() -> ResponseReturnValue:
    """Who to talk with now; only for somebody who asked for help today, in whichever form."""
    sitting = _sitting()
    asked = None if health_is_hidden(sitting) else form_that_asked(current_work(), sitting)
    if asked is None:
        return redirect(url_for("participant.go_on"), 303)
    return acute_page(asked, request.args.get("said", ""))


def acute_page(sitting: Sitting, said: str) -> ResponseReturnValue:
    """The screen itself. ``said``: "called" or "later", what the person chose on it before; else ""."""
    if sitting.instrument.in_pictures:
        return picture_stop.acute_page(sitting, said)
    location = location_of(current_work(), sitting)
    return show("participant/acute.html", sitting, private=True, location=location, said=said)


@bp.post("/<locale>/further")
def choose_what_now() -> ResponseReturnValue:
    """Call now, later, go on, or by mistake. What waited on the device is answered by 204."""
    sitting = _sitting()
    if is_late():
        return _choose_late(sitting)
    work = current_work()
    asked = form_that_asked(work, sitting) or sitting
    go = picture_stop.chosen_now() if asked.instrument.in_pictures else request.form.get("go")
    if go == "back":
        return redirect(url_for("participant.acute"), 303)
    if go in {"call", "help"}:
        _call(sitting)
        return redirect(url_for("participant.acute", said="called"), 303)
    if go == "later":
        return redirect(url_for("participant.acute", said="later"), 303)
    if go == "mistake":
        mark_mistake(work, sitting)
    return redirect(_address_after(asked, mistake=go == "mistake"), 303)


def _choose_late(sitting: Sitting) -> ResponseReturnValue:
    check_same_person_in_any_form(sitting)
    if request.form.get("option") == "mistake":
        mark_mistake(current_work(), sitting)
    else:
        _call(sitting)
    return "", 204


def _call(sitting: Sitting) -> None:
    call_help(current_work(), sitting)
    cookie_session[CALLED] = True


def _address_after(asked: Sitting, *, mistake: bool) -> str:
    """Back to the question, or on from it; in the form that goes on where the yes was given in the other one."""
    if asked.set_aside or asked.closed:
        return url_for("participant.go_on")
    here = Step(StepKind.ITEM, asked.instrument.roles["acute"])
    return steps.address_of(here if mistake else next_step(asked.path, here))
