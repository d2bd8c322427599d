"""Where somebody of the staff is signed in, and signing out there from here."""

from __future__ import annotations

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from flask_security.utils import check_and_update_authn_fresh

from app.services.rights import Information
from app.services.staff_sessions import OpenSession, end_other_sessions, end_own_session, open_sessions
from app.web.context import current_work
from app.web.numbers import number_in
from app.web.rules import shows
from app.web.staff.access import current_session, current_staff
from app.web.staff.blueprint import bp

OTHERS = "others"


def own_sessions() -> list[OpenSession]:
    """The browsers in which this person is signed in, this one among them."""
    return open_sessions(current_work(), current_staff().id, current_session())


@bp.post("/account/sessions/end")
@shows(Information.OWN_ACCOUNT)
def end_sessions() -> ResponseReturnValue:
    """Sign out in one other browser, or in all of them; who signed in long ago gives the password first."""
    if not _signed_in_lately():
        return redirect(url_for("security.verify"), 303)
    which = request.form.get("session", "")
    if which == OTHERS:
        end_other_sessions(current_work(), current_staff(), current_session())
        return _back(gettext("You are signed out everywhere but here."))
    if end_own_session(current_work(), current_staff(), number_in(which) or 0):
        return _back(gettext("You are signed out there."))
    return _back(gettext("You were signed out there before."))


def _signed_in_lately() -> bool:
    """Whoever has no password here is asked by the provider alone."""
    within, grace = (current_app.config[f"SECURITY_FRESHNESS{name}"] for name in ("", "_GRACE_PERIOD"))
    return not current_user.password or check_and_update_authn_fresh(within, grace, "session")


def _back(sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("staff.own_account"), 303)
