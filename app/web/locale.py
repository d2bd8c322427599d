"""The language of a page: what its address says, else what was chosen before, else what the browser asks for.

It stands in the address and in a cookie of its own, so that a page also finds it when a sitting is over.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask, Response, g, request

from app.instruments.pseudo import PSEUDO
from app.reporting.voice import direction_of_locale
from app.web.context import inbeeld
from app.web.offered import page_locales, source_locale

COOKIE = "locale"
COOKIE_SECONDS = 12 * 3600  # no longer than a sitting: the next person on the device chooses anew
STAFF = "staff"
WITHOUT_WORDS = frozenset(
    {"static", "assets.style_sheet", "assets.picture", "sound.play", "scripts.participant_script"}
    | {"health.health", "health.ready", "metrics.metrics"}
)


def attach(app: Flask) -> None:
    """Choose the language before each request outside the staff pages; remember what the address says."""
    app.url_value_preprocessor(choose_locale)  # runs before anything else looks at the request
    app.after_request(remember_locale)
    app.jinja_env.globals["text_direction"] = text_direction
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def known(code: str) -> bool:
    """Whether pages can be opened in this language; the pseudo-languages only in tests."""
    return code in page_locales() or (code in PSEUDO and inbeeld().config.testing)


def choose_locale(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Set ``g.locale``."""
    first = request.path.split("/", 2)[1]
    if first == STAFF or request.endpoint in WITHOUT_WORDS:
        return
    g.locale = source_locale()  # for the page that says that the store is away
    g.locale_in_address = known(first)
    g.locale = first if g.locale_in_address else remembered_locale() or asked_locale()


def remembered_locale() -> str | None:
    """The language chosen before on this device, or None."""
    code = request.cookies.get(COOKIE)
    return code if code and known(code) else None


def asked_locale() -> str:
    """What the browser asks for among the languages of pages, else the source language, else the first of them."""
    locales = page_locales()
    source = source_locale()
    return request.accept_languages.best_match(locales) or (source if source in locales else locales[0])


def remember_locale(response: Response) -> Response:
    """Keep the language of the address for pages without one."""
    if g.get("locale_in_address") and request.cookies.get(COOKIE) != g.locale and not g.get("handed_back"):
        response.set_cookie(
            COOKIE,
            g.locale,
            max_age=COOKIE_SECONDS,
            secure=inbeeld().config.cookie_secure,
            httponly=True,
            samesite="Lax",
        )
    return response


@cache
def text_direction(code: str) -> str:
    """``rtl`` or ``ltr``."""
    return direction_of_locale(code)
