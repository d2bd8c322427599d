"""The language of staff pages: of the account, else of the cookie, else of the browser; Dutch or English."""

from __future__ import annotations

from flask import g, request
from flask_login import current_user

from app.services.accounts import STAFF_LOCALES

COOKIE = "staff_locale"
COOKIE_SECONDS = 365 * 24 * 3600


def choose_locale() -> None:
    """Set ``g.locale``."""
    g.locale = staff_locale()


def staff_locale() -> str:
    """``nl`` or ``en``."""
    wanted = current_user.locale if current_user.is_authenticated else request.cookies.get(COOKIE)
    if wanted in STAFF_LOCALES:
        return str(wanted)
    return request.accept_languages.best_match(STAFF_LOCALES) or STAFF_LOCALES[0]
