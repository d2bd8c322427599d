"""What a report needs to be a page: addresses of the style sheet and of pictures, and the words around it."""

from __future__ import annotations

from flask import url_for

from app.reporting.screen import Screen, ScreenWords
from app.reporting.voice import direction_of_locale
from app.web.assets import picture_address, sheet_address


def report_screen(words: ScreenWords, *, back: str, file: str | None, locale: str) -> Screen:
    """A page with a way ``back`` and the ``file`` to keep, as addresses; ``locale``: of ``words``. Inside a request."""
    return Screen(
        sheet=sheet_address("report"),
        icon=url_for("static", filename="icon.svg"),
        drawing=_drawing,
        back=back,
        file=file,
        words=words,
        locale=locale,
        direction=direction_of_locale(locale),
    )


def _drawing(name: str) -> str:
    """The address of a pictogram; one that nobody drew yet is an empty picture, and its words stay."""
    return picture_address(name) or "data:,"
