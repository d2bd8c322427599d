"""Interface texts in templates: the catalogue of a language is looked up once a request rather than for each text."""

from __future__ import annotations

from gettext import NullTranslations

from flask import Flask, g
from flask_babel import get_translations


def attach(app: Flask) -> None:
    """Give templates ``_`` and its kin; after Flask-Babel, whose own ones look the catalogue up each time."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # of i18n
        _gettext, _ngettext, newstyle=True, pgettext=_pgettext, npgettext=_npgettext
    )


def _gettext(text: str) -> str:
    return _catalogue().gettext(text)


def _ngettext(one: str, more: str, number: int) -> str:
    return _catalogue().ngettext(one, more, number)


def _pgettext(context: str, text: str) -> str:
    return _catalogue().pgettext(context, text)


def _npgettext(context: str, one: str, more: str, number: int) -> str:
    return _catalogue().npgettext(context, one, more, number)


def _catalogue() -> NullTranslations:
    locale = g.get("locale")
    known: tuple[str | None, NullTranslations] | None = g.get("catalogue")
    if known is None or known[0] != locale:
        known = g.catalogue = (locale, get_translations())
    return known[1]
