"""Access cards on A4, eight a page, to cut and hand out: square code, access code and three steps in one language.

No name stands on a card. In the square the access code stands behind the ``#`` of an address, which a browser sends
to no server.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import segno
from markupsafe import Markup, escape

from app import paths
from app.reporting.templates import html_of
from app.reporting.voice import Voice, Wording

A_PAGE = 8
STEPS = (
    ("card.scan", "start-code-prompt"),
    ("card.listen", "start-listen_first"),
    ("card.keep", "picture-practice-ready"),
)
"""Text key and picture of each step."""


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """One card. ``code`` as people read it; ``address`` opens the questions with it; ``locale``: of the steps."""

    seat: int
    code: str
    address: str
    locale: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a sheet says besides: heading of the file, name of the session, place and day; ``locale`` of the staff."""

    heading: str
    title: str
    place: str
    on: date
    locale: str


def square(address: str, words: str) -> Markup:
    """The QR code of an address as one black drawing; ``words`` are its alternative text, not drawn."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, border=0, nl=False, omitsize=True, svgclass=None, lineclass=None)
    svg = drawn.getvalue().decode().replace(">", f"><title>{escape(words)}</title>", 1)
    return Markup(svg)  # noqa: S704 - paths that segno drew, and words that are escaped


def render_cards(cards: Sequence[PrintedCard], occasion: Occasion, wordings: Mapping[str, Wording]) -> bytes:
    """The sheets of cards as a tagged PDF; ``wordings``: locale to its words. Raises KeyError, ReportFault."""
    from app.reporting.render import pdf_of  # noqa: PLC0415 - WeasyPrint is big: pages on screen go without

    html = html_of(
        "cards/cards.html",
        sheets=[cards[start : start + A_PAGE] for start in range(0, len(cards), A_PAGE)],
        occasion=occasion,
        voices={locale: Voice(wording) for locale, wording in wordings.items()},
        steps=STEPS,
        square=square,
        pictograms=(paths.PICTOGRAMS / "svg").as_uri(),
    )
    return pdf_of(html, "cards")
