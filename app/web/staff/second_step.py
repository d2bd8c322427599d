"""The second step of signing in: which one to set up, and the own account with what was set up."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from flask_security.utils import hash_password, verify_password

from app.services.passwords import normalised, password_problem
from app.services.rights import Information
from app.services.team import keep_password
from app.web.accounts import has_second_step
from app.web.context import current_work
from app.web.rules import Door, opens, shows
from app.web.staff.access import current_session, current_staff
from app.web.staff.blueprint import bp
from app.web.staff.own_sessions import own_sessions
from app.web.staff.password_words import problem_words


@bp.get("/second-step/set-up")
@opens(Door.SET_UP)
def second_step() -> ResponseReturnValue:
    """Choose an app with codes or a passkey; before this no other page opens."""
    if has_second_step(current_user):
        return redirect(url_for("staff.own_account"), 303)
    return render_template("staff/second_step_set_up.html")


@bp.get("/second-step/kept")
@opens(Door.SET_UP)
def second_step_kept() -> ResponseReturnValue:
    """After setting one up: recovery codes first, if there are none yet."""
    if current_user.mf_recovery_codes:
        return redirect(url_for("staff.own_account"), 303)
    return redirect(url_for("security.mf_recovery_codes"), 303)


@bp.get("/account")
@shows(Information.OWN_ACCOUNT)
def own_account() -> ResponseReturnValue:
    """Name, roles, second steps, number of recovery codes left."""
    return _page("")


def _page(problem: str) -> str:
    return render_template("staff/account.html", account=current_user, problem=problem, sessions=own_sessions())


@bp.post("/account/password")
@shows(Information.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Keep a new password; other sessions of the account end."""
    current, new, again = (request.form.get(name, "")[:1000] for name in ("current", "password", "again"))
    problem = password_problem(new, (current_user.name, current_user.email))
    if not current_user.password or not verify_password(normalised(current), current_user.password):
        g.wrong_try = True
        return _page(gettext("The password you have now is not right. Nothing was changed.")), 422
    if problem is not None:
        return _page(problem_words(problem)), 422
    if normalised(new) != normalised(again):
        return _page(gettext("The two are not the same. Type the password once more.")), 422
    keep_password(current_work(), current_staff(), hash_password(normalised(new)), current_session())
    flash(gettext("Your new password is kept. Other browsers where you were signed in are signed out."))
    return redirect(url_for("staff.own_account"), 303)
