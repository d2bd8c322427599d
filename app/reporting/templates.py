"""The templates of ``reports/`` as HTML. Loads no WeasyPrint: pages on screen are made of the same components."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import paths
from app.core.report import OwnText, Withheld
from app.reporting import words
from app.reporting.pictures import shows, turns
from app.reporting.typed_text import direction_of, language_of, printable
from app.reporting.voice import Voice, isolated

RIGHT_TO_LEFT = "rtl"
TEXT, PICTURES, BOOKLET = "conversation", "picture_conversation", "picture_own"
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
    environment.globals.update(words=words, Withheld=Withheld, isolated=isolated, shows=shows)
    environment.filters.update(bar=bar, typed=typed, decimal=decimal)
    return environment


def bar(value: float) -> str:
    """A place on the line from 0 to 100 as a share for the stylesheet, to a tenth: the drawing shows no more."""
    return f"{value:.1f}%"


def decimal(value: float, digits: int) -> str:
    """A number for the annex, with the decimal comma of Dutch."""
    return f"{value:.{digits}f}".replace(".", ",")


def typed(text: OwnText, locale: str) -> dict[str, str]:
    """Own words made fit for paper: ``text``, ``dir`` and ``lang``."""
    fit = printable(text.text)
    return {"text": fit, "dir": direction_of(fit), "lang": language_of(fit, locale)}


def common_values(reader: Voice) -> dict[str, Any]:
    """What the templates of every edition are given. ``reader``: in whose language the pictures are seen."""
    right_to_left = reader.direction == RIGHT_TO_LEFT
    return {
        "page_number": Markup('<span class="page-number"></span>'),
        "page_count": Markup('<span class="page-count"></span>'),
        "pictograms": (paths.PICTOGRAMS / "svg").as_uri(),
        "components": (paths.REPORTS / "components").as_uri(),
        "turned": lambda name: right_to_left and turns(name),
    }


def html_of(template: str, **values: Any) -> str:  # noqa: ANN401 - what the template shows
    """The HTML of a template of ``reports/``."""
    return environment().get_template(template).render(**values)
