"""The person's own report in words, in one language."""

from __future__ import annotations

from app.core.own_report import OwnContent
from app.reporting.conversation import finding
from app.reporting.meta import OwnMeta
from app.reporting.screen import Screen
from app.reporting.templates import OWN, RIGHT_TO_LEFT, common_values, html_of
from app.reporting.voice import Voice, Wording


def render_own_html(content: OwnContent, wording: Wording, meta: OwnMeta, screen: Screen | None = None) -> str:
    """The own report as HTML, in one language; its bars run the way that language is read.

    ``screen``: makes it a page of the site; None for paper. Raises KeyError and MissingWord.
    """
    voice = Voice(wording, draft=not meta.released_locale)
    return html_of(
        f"{OWN}/report.html",
        **common_values(voice, screen),
        content=content,
        meta=meta,
        voice=voice,
        voices=[voice],
        nl=voice,
        own=None,
        draft=voice.draft,
        mirrored=voice.direction == RIGHT_TO_LEFT,
        finding=finding,
    )


def render_own(content: OwnContent, wording: Wording, meta: OwnMeta, *, large: bool = False) -> bytes:
    """The own report as a PDF; the same input gives the same bytes. Raises ReportFault too."""
    from app.reporting.render import pdf_of  # noqa: PLC0415 - WeasyPrint is big: pages on screen go without

    return pdf_of(render_own_html(content, wording, meta), OWN, large=large)
