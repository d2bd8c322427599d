"""Taking everything back after the end and before the talk made the report final: asked once more, done at once."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from app.services.person_requests import WithdrawalTooLate, may_withdraw
from app.services.person_requests import withdraw as take_back
from app.services.sittings import Sitting
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.own_requests import asker, to_code
from app.web.participant.sitting import PLACE, show


@bp.get("/<locale>/own/withdraw")
def withdraw() -> ResponseReturnValue:
    """Whether everything shall be deleted now, or be kept after all."""
    sitting = asker()
    return to_code() if sitting is None else _page(sitting)


def _page(sitting: Sitting) -> ResponseReturnValue:
    if not may_withdraw(current_work(), sitting.id):
        abort(404)
    return show("participant/withdraw.html", None)


@bp.post("/<locale>/own/withdraw")
def answer_withdraw() -> ResponseReturnValue:
    """Delete everything, or go back to the requests; once the talk was held deletion is asked for there."""
    sitting = asker()
    if sitting is None:
        return to_code()
    if request.form.get("go") != "delete":
        return redirect(url_for("participant.own_requests"), 303)
    try:
        take_back(current_work(), sitting)
    except WithdrawalTooLate:
        return redirect(url_for("participant.own_requests"), 303)
    place = cookie_session.get(PLACE)
    cookie_session.clear()
    cookie_session[PLACE] = place
    return redirect(url_for("participant.goodbye", what="deleted"), 303)
