"""The blueprint that every participant page hangs on; an address begins with its language."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g

bp = Blueprint("participant", __name__)
WITHOUT_LOCALE = frozenset({"participant.home", "participant.kiosk"})
"""Pages from before a language is chosen."""


@bp.url_value_preprocessor
def check_locale(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the language out of the address; an unknown one is an address that does not exist."""
    if values and "locale" in values:
        del values["locale"]
        if not g.get("locale_in_address"):
            abort(404)


@bp.url_defaults
def add_locale(endpoint: str, values: dict[str, Any]) -> None:
    """Stay in the language of this page unless another is asked for."""
    if endpoint not in WITHOUT_LOCALE:
        values.setdefault("locale", g.locale)
