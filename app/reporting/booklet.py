"""The person's own report in pictures, in one language."""

from __future__ import annotations

from app.core.picture_report import PictureOwnContent
from app.reporting.meta import OwnMeta
from app.reporting.screen import Screen
from app.reporting.templates import BOOKLET, common_values, html_of
from app.reporting.voice import Voice, Wording


def render_booklet_html(
    content: PictureOwnContent, wording: Wording, meta: OwnMeta, screen: Screen | None = None
) -> str:
    """The person's own report with pictures as HTML, in one language.

    ``screen``: makes it a page of the site; None for paper. Raises KeyError and MissingWord.
    """
    voice = Voice(wording, draft=not meta.released_locale)
    values = {"content": content, "meta": meta, "voice": voice, "voices": [voice], "draft": voice.draft}
    return html_of(f"{BOOKLET}/report.html", **common_values(voice, screen), **values)


def render_booklet(content: PictureOwnContent, wording: Wording, meta: OwnMeta, *, large: bool = False) -> bytes:
    """The person's own report with pictures as a PDF; the same input gives the same bytes. Raises ReportFault too."""
    from app.reporting.render import pdf_of  # noqa: PLC0415 - WeasyPrint is big: pages on screen go without

    return pdf_of(render_booklet_html(content, wording, meta), BOOKLET, large=large)
