"""The summary of one page: large sentences with pictures in the person's language, Dutch under them where it fits."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.summary_report import SummaryContent
from app.reporting.conversation import DUTCH
from app.reporting.meta import OwnMeta
from app.reporting.templates import SUMMARY, common_values, html_of
from app.reporting.voice import Voice, Wording

CLOSE = (False, True)
"""With room between the lines, and without."""


def summary_forms(content: SummaryContent, wording: Wording, wording_nl: Wording, meta: OwnMeta) -> tuple[str, ...]:
    """The HTML in the order in which a form is tried until one fits on a page. Raises KeyError and MissingWord."""
    own = Voice(wording, draft=not meta.released_locale)
    both = [own] if own.locale == DUTCH else [own, Voice(wording_nl)]
    return tuple(_forms(content, meta, both))


def _forms(content: SummaryContent, meta: OwnMeta, voices: list[Voice]) -> Iterator[str]:
    own = voices[0]
    for spoken in [voices] if len(voices) == 1 else [voices, [own]]:
        for close in CLOSE:
            yield html_of(
                f"{SUMMARY}/report.html",
                **common_values(own),
                content=content,
                meta=meta,
                voice=own,
                voices=spoken,
                draft=own.draft,
                close=close,
            )


def render_summary(
    content: SummaryContent, wording: Wording, wording_nl: Wording, meta: OwnMeta, *, large: bool = False
) -> bytes:
    """The summary as a PDF of one page (large print may take more); the same input gives the same bytes.

    Raises ReportFault too.
    """
    from app.reporting.render import pdf_on_one_page  # noqa: PLC0415 - WeasyPrint is big: only workers load it

    return pdf_on_one_page(summary_forms(content, wording, wording_nl, meta), SUMMARY, large=large)
