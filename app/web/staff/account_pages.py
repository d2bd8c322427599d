"""The language of the staff pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.services.accounts import STAFF_LOCALES, set_locale
from app.web.context import current_work
from app.web.staff.access import current_staff, signed_in
from app.web.staff.blueprint import PREFIX, bp
from app.web.staff.locale import COOKIE, COOKIE_SECONDS


@bp.post("/language")
def change_language() -> ResponseReturnValue:
    """Keep the language in the cookie, and with the account of who signed in; go back to the page."""
    locale = request.form.get("locale", "")
    if locale not in STAFF_LOCALES:
        abort(400)
    if signed_in():
        set_locale(current_work(), current_staff(), locale)
    answer = redirect(_back(), 303)
    answer.set_cookie(
        COOKIE,
        locale,
        max_age=COOKIE_SECONDS,
        secure=current_work().config.cookie_secure,
        httponly=True,
        samesite="Lax",
        path=PREFIX,
    )
    return answer


def _back() -> str:
    """The staff page that the form names, never another address."""
    path = urlsplit(request.form.get("back", "")).path
    return path if path.startswith(f"{PREFIX}/") and "//" not in path else url_for("staff.start")
