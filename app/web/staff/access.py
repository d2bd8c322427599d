"""Whether somebody may open a staff page: by the rule of its address (app/web/rules.py); without one it is refused."""

from __future__ import annotations

import time
from typing import cast

from flask import Response, abort, g, redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from app.services.accounts import Staff, staff_of
from app.web.context import current_work
from app.web.rules import Door, rule_of_request
from app.web.staff.blueprint import on_staff_pages
from app.web.staff.errors import staff_error

HEARD = "staff_heard"
OPEN_DOORS = frozenset({Door.ANYBODY, Door.SIGN_IN})
REMEMBER_SECONDS = 30


def signed_in() -> bool:
    """Whether somebody with an active account and at least one role signed in."""
    return bool(current_user.is_authenticated)


def current_staff() -> Staff:
    """Who signed in. Raises 403 when nobody did."""
    if "staff" not in g:
        if not signed_in():
            abort(403)
        g.staff = staff_of(current_user)
    return cast("Staff", g.staff)


def guard() -> ResponseReturnValue | None:
    """Let a request for a staff page through, send it to the sign-in page, or refuse it."""
    rule = rule_of_request()
    if not on_staff_pages() or request.endpoint is None or (rule and rule.door in OPEN_DOORS):
        return None
    if signed_in() and _idle_too_long():
        logout_user()
        cookie_session.pop(HEARD, None)
        return redirect(url_for("security.login", ended="1"), 303)
    if not signed_in():
        return redirect(url_for("security.login"), 303) if request.method == "GET" else staff_error(403)
    if rule is None or not current_staff().roles & rule.roles:
        return staff_error(403)
    return None


def _idle_too_long() -> bool:
    heard = cookie_session.get(HEARD)
    limit = current_work().config.staff_idle_minutes * 60
    return isinstance(heard, int) and time.time() - heard > limit


def remember_moment(response: Response) -> Response:
    """Keep when a staff page was last asked for; a page that refreshes itself does not count as being there."""
    if on_staff_pages() and signed_in() and not request.headers.get("X-Refresh"):
        now = int(time.time())
        if now - int(cookie_session.get(HEARD, 0)) > REMEMBER_SECONDS:
            cookie_session[HEARD] = now
    return response
