"""The templates of ``reports/`` as HTML. Loads no WeasyPrint: pages on screen are made of the same components."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import paths
from app.core.conversation import FIT_KEYS
from app.core.report import OwnText, Withheld
from app.reporting import words
from app.reporting.pictures import shows, turns
from app.reporting.screen import Screen
from app.reporting.typed_text import direction_of, language_of, pieces_of, printable
from app.reporting.voice import Voice, isolated

RIGHT_TO_LEFT = "rtl"
TEXT, PICTURES, BOOKLET = "conversation", "picture_conversation", "picture_own"
OWN, SUMMARY = "own", "summary"
"""Folders of ``reports/``, each with ``report.html`` and ``report.css``."""


@cache
def environment() -> Environment:
    """Set up once per process."""
    environment = Environment(
        loader=FileSystemLoader(paths.REPORTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        words=words,
        Withheld=Withheld,
        FIT_KEYS=FIT_KEYS,
        isolated=isolated,
        shows=shows,
        screen=None,
        mirrored=False,
        large=False,
    )
    environment.filters.update(bar=bar, typed=typed, printable=printable, decimal=decimal)
    return environment


def bar(value: float) -> str:
    """A place on the line from 0 to 100 as a share for the stylesheet, to a tenth: the drawing shows no more."""
    return f"{value:.1f}%"


def decimal(value: float, digits: int) -> str:
    """A number for the annex, with the decimal comma of Dutch and the sign of a minus."""
    return f"{value:.{digits}f}".translate({ord("."): ",", ord("-"): "−"})


def typed(text: OwnText | str, locale: str) -> dict[str, str]:
    """Own words made fit for paper: ``text`` (safe for HTML), ``dir`` and ``lang``."""
    fit = printable(text if isinstance(text, str) else text.text)
    return {"text": Markup("<br>").join(pieces_of(fit)), "dir": direction_of(fit), "lang": language_of(fit, locale)}


def common_values(reader: Voice, screen: Screen | None = None) -> dict[str, Any]:
    """What the templates of every edition are given. ``reader``: in whose language the pictures are seen.

    ``screen``: what makes it a page of the site; None for paper.
    """
    right_to_left = reader.direction == RIGHT_TO_LEFT
    return {
        "screen": screen,
        "drawing": screen.drawing if screen else drawing,
        "sign": sign_in_page if screen else sign,
        "page_number": Markup('<span class="page-number"></span>'),
        "page_count": Markup('<span class="page-count"></span>'),
        "pictograms": (paths.PICTOGRAMS / "svg").as_uri(),
        "components": (paths.REPORTS / "components").as_uri(),
        "turned": lambda name: right_to_left and turns(name),
    }


def drawing(name: str) -> str:
    """Where paper finds the pictogram with this file stem."""
    return f"{(paths.PICTOGRAMS / 'svg').as_uri()}/{name}.svg"


def sign(name: str) -> str:
    """Where paper finds a small sign of ``reports/components``."""
    return f"{(paths.REPORTS / 'components').as_uri()}/{name}.svg"


@cache
def sign_in_page(name: str) -> str:
    """The same sign within the page itself."""
    content = (paths.REPORTS / "components" / f"{name}.svg").read_bytes()
    return f"data:image/svg+xml;base64,{base64.b64encode(content).decode()}"


def html_of(template: str, **values: Any) -> str:  # noqa: ANN401 - what the template shows
    """The HTML of a template of ``reports/``."""
    return environment().get_template(template).render(**values)
