"""Whether somebody may open a staff page: by the rule of its address (app/web/rules.py); without one it is refused."""

from __future__ import annotations

import time
from typing import Any, cast

from flask import Flask, Response, abort, g, redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user, user_logged_out
from flask_security import user_authenticated
from flask_security.signals import tf_profile_changed, wan_registered

from app.services.accounts import Staff, staff_of
from app.services.staff_sessions import begin_session, end_session, end_sessions_of, is_open
from app.store.models import StaffAccount
from app.web.accounts import has_second_step
from app.web.context import current_work
from app.web.rules import Door, Rule, rule_of_request
from app.web.staff.browser_names import browser_name
from app.web.staff.errors import staff_error

HEARD = "staff_heard"
SESSION, BOTH_STEPS = "staff_session", "staff_both_steps"
"""The key of the session, and whether it began or was completed with a second step."""
REMEMBER_SECONDS = 30
OPEN_DOORS = frozenset({Door.ANYBODY, Door.SIGN_IN, Door.SECOND_STEP})


def attach(app: Flask) -> None:
    """Guard every staff page; begin and end sessions with Flask-Security."""
    app.before_request(guard)
    app.after_request(remember_moment)
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)
    tf_profile_changed.connect(_completed, app)
    wan_registered.connect(_completed, app)


def signed_in() -> bool:
    """Whether somebody with an active account signed in."""
    return bool(current_user.is_authenticated)


def current_staff() -> Staff:
    """Who signed in. Raises 403 when nobody did."""
    if "staff" not in g:
        if not signed_in():
            abort(403)
        g.staff = staff_of(current_user)
    return cast("Staff", g.staff)


def current_session() -> str:
    """The key of the session of this browser; "" when there is none."""
    return str(cookie_session.get(SESSION, ""))


def guard() -> ResponseReturnValue | None:
    """Let a request for a staff page through, send it to the sign-in page, or refuse it."""
    rule = rule_of_request()
    if request.endpoint is None or (rule and rule.door in OPEN_DOORS):
        return None
    if signed_in() and (_idle_too_long() or not _still_open()):
        logout_user()
        g.session_ended = True
        return redirect(url_for("security.login", ended="1"), 303)
    if not signed_in():
        return redirect(url_for("security.login"), 303) if request.method == "GET" else staff_error(403)
    return _by_rule(rule)


def _by_rule(rule: Rule | None) -> ResponseReturnValue | None:
    """For somebody who signed in."""
    if rule is not None and rule.door is Door.SET_UP:
        return None
    if _second_step_missing():
        return _to_second_step()
    return None if rule is not None and current_staff().roles & rule.roles else staff_error(403)


def _idle_too_long() -> bool:
    heard = cookie_session.get(HEARD)
    limit = current_work().config.staff_idle_minutes * 60
    return isinstance(heard, int) and time.time() - heard > limit


def _still_open() -> bool:
    return is_open(current_work(), current_user.id, current_session(), present=somebody_is_there())


def somebody_is_there() -> bool:
    """Whether a person asks; a page that refreshes itself does not count."""
    return not request.headers.get("X-Refresh")


def _second_step_missing() -> bool:
    return current_work().config.second_step and not cookie_session.get(BOTH_STEPS)


def _to_second_step() -> ResponseReturnValue:
    """To the choice of a second step; who has one by now signs in with it."""
    if has_second_step(current_user):
        logout_user()
        return redirect(url_for("security.login", ended="1"), 303)
    return redirect(url_for("staff.second_step"), 303)


def _begin(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    """A new session of its own for each time that somebody signs in; nothing from before goes along."""
    old = cookie_session.pop(SESSION, None)
    work = current_work()
    if old:
        end_session(work, old)
    cookie_session[SESSION] = begin_session(work, user.id, browser_name(request.user_agent.string))
    cookie_session[HEARD] = int(time.time())
    # whoever has a second step comes here only after it
    cookie_session[BOTH_STEPS] = has_second_step(user) or bool(g.get("provider_vouches"))


def _end(_app: Flask, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    key = cookie_session.pop(SESSION, None)
    for name in (HEARD, BOTH_STEPS):
        cookie_session.pop(name, None)
    if key:
        end_session(current_work(), key)


def _completed(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    """A second step was set up here: other sessions of the account, begun without this one, end."""
    cookie_session[BOTH_STEPS] = True
    end_sessions_of(current_work(), user.id, but=current_session())


def remember_moment(response: Response) -> Response:
    """Keep when a staff page was last asked for."""
    if SESSION in cookie_session and somebody_is_there():
        now = int(time.time())
        if now - int(cookie_session.get(HEARD, 0)) > REMEMBER_SECONDS:
            cookie_session[HEARD] = now
    return response
