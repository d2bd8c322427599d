"""The conversation report, of answers in text or in pictures: Dutch beside the person's own language."""

from __future__ import annotations

from app.core.conversation import left_topics
from app.core.picture_report import PictureContent
from app.core.report import ReportContent, ScaleRow
from app.reporting.meta import ReportMeta
from app.reporting.report_file import attachments
from app.reporting.screen import Screen
from app.reporting.templates import PICTURES, TEXT, common_values, html_of
from app.reporting.voice import Voice, Wording, voices_of

DUTCH = "nl"


def finding(voice: Voice, row: ScaleRow) -> str:
    """The alternative text of a bar: topic, word and interval, in one language."""
    parts = [voice.plain(row.name)]
    if row.word is not None:
        parts.append(voice.plain(row.word))
    if row.interval is not None:
        parts.append(f"{row.interval[0]:.0f}–{row.interval[1]:.0f} / 100")
    return ": ".join(parts[:2]) + "".join(f", {part}" for part in parts[2:])


def edition_of(content: ReportContent | PictureContent) -> str:
    """The folder of ``reports/`` that says this content."""
    return PICTURES if isinstance(content, PictureContent) else TEXT


def render_html(
    content: ReportContent | PictureContent,
    wording_nl: Wording,
    wording_own: Wording,
    meta: ReportMeta,
    screen: Screen | None = None,
    *,
    large: bool = False,
) -> str:
    """The conversation report as HTML: Dutch beside the person's own language, or Dutch alone.

    ``screen``: makes it a page of the site; None for paper. ``large``: for large print.

    Pictures stand as the person saw them: turned round where that language runs right to left.

    Raises KeyError when a wording lacks a text, MissingWord when a catalogue lacks a label.
    """
    dutch, own = voices_of(wording_nl, wording_own, released=meta.released_locale)
    return html_of(
        f"{edition_of(content)}/report.html",
        **common_values(own or dutch, screen),
        content=content,
        meta=meta,
        nl=dutch,
        own=own,
        voices=[voice for voice in (dutch, own) if voice],
        left_topics=left_topics(meta.conversation, content),
        draft=own is not None and own.draft,
        finding=finding,
        large=large,
    )


def render_pdf(
    content: ReportContent | PictureContent,
    wording_nl: Wording,
    wording_own: Wording,
    meta: ReportMeta,
    *,
    large: bool = False,
) -> bytes:
    """The conversation report as a PDF that states PDF/UA-1 and PDF/A-3a, in large print where asked.

    What it says as data, and the shape of that, lie inside (R3). The same input gives the same bytes.

    Raises what ``render_html`` raises, and ReportFault when WeasyPrint has anything to complain about.
    """
    from app.reporting.render import pdf_of  # noqa: PLC0415 - WeasyPrint is big: pages on screen go without

    html = render_html(content, wording_nl, wording_own, meta, large=large)
    return pdf_of(html, edition_of(content), large=large, attached=attachments(content, meta))
