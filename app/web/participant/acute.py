"""The screen after "I need help today": help first, calm, nothing to explain (domain 5.5)."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from app.core.routing import Step, StepKind, next_step
from app.services.calls import call_help
from app.services.care import mark_mistake
from app.services.contacts import location_of
from app.services.delivery import Sitting
from app.web import steps
from app.web.context import current_work
from app.web.participant import picture_stop
from app.web.participant.blueprint import bp
from app.web.participant.sitting import CALLED, answering, show


def _sitting() -> tuple[Sitting, str]:
    """The sitting and its acute item, which may not have been answered yes."""
    acute = answering(in_pause=True).instrument.roles.get("acute", "")
    return answering([acute], in_pause=True), acute


@bp.get("/<locale>/acute", endpoint="acute")
def show_help_today() -> ResponseReturnValue:
    """Who to talk with now; only for somebody who asked for help today."""
    sitting, acute = _sitting()
    standing = sitting.responses.get(acute)
    if standing is None or standing.option != "yes":
        return redirect(url_for("participant.go_on"), 303)
    return acute_page(sitting, request.args.get("said", ""))


def acute_page(sitting: Sitting, said: str) -> ResponseReturnValue:
    """The screen itself. ``said``: "called" or "later", what the person chose on it before; else ""."""
    if sitting.instrument.in_pictures:
        return picture_stop.acute_page(sitting, said)
    location = location_of(current_work(), sitting)
    return show("participant/acute.html", sitting, private=True, location=location, said=said)


@bp.post("/<locale>/acute")
def choose_what_now() -> ResponseReturnValue:
    """Call now, later, go on, or by mistake."""
    sitting, acute = _sitting()
    work = current_work()
    go = picture_stop.chosen_now() if sitting.instrument.in_pictures else request.form.get("go")
    if go == "back":
        return redirect(url_for("participant.acute"), 303)
    if go in {"call", "help"}:
        call_help(work, sitting)
        cookie_session[CALLED] = True
        return redirect(url_for("participant.acute", said="called"), 303)
    if go == "later":
        return redirect(url_for("participant.acute", said="later"), 303)
    if go == "mistake":
        mark_mistake(work, sitting)
        return redirect(steps.address_of(Step(StepKind.ITEM, acute)), 303)
    following = next_step(sitting.path, Step(StepKind.ITEM, acute))
    return redirect(steps.address_of(following), 303)
