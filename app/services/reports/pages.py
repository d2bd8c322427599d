"""Reports as pages of the site: the same values and templates as on paper, as things stand now."""

from __future__ import annotations

from app.reporting.booklet import render_booklet_html
from app.reporting.conversation import render_html
from app.reporting.own import render_own_html
from app.reporting.screen import Screen
from app.services.reports.booklet import BookletSources
from app.services.reports.conversation import conversation_sources
from app.services.reports.editions import READERS
from app.services.reports.own import own_sources
from app.services.reports.person import token_of
from app.services.work import Work


def conversation_page(work: Work, participation_id: int, edition: str, screen: Screen) -> str:
    """The conversation report of an edition as one page of HTML. The caller writes down who reads.

    Raises ReportMissing when there is no such participation, KeyError for an edition that is none of this report.
    """
    sources = conversation_sources(work, token_of(work, participation_id), READERS[edition])
    return render_html(sources.content(), sources.nl, sources.own, sources.meta(), screen)


def own_page(work: Work, token: str, screen: Screen) -> str:
    """The own report, in words or in pictures, as one page of HTML: for the person alone."""
    sources = own_sources(work, token)
    if isinstance(sources, BookletSources):
        return render_booklet_html(sources.content, sources.words, sources.meta(), screen)
    return render_own_html(sources.content, sources.words, sources.meta(), screen)
