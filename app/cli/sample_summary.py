"""The summaries of the invented people, made by the real rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.cli.sample_own import own_sample_meta
from app.cli.sample_pictures import make_own_sample, make_picture_sample
from app.cli.sample_report import FOLDERS, TEXT, make_sample, read_sample, sample_responses
from app.core.conversation import Conversation
from app.core.picture_report import PictureContent
from app.core.report import ReportContent
from app.core.responses import Response
from app.core.summary_report import SummaryContent, picture_summary, text_summary
from app.instruments.library import Library
from app.instruments.wording import Wording
from app.reporting.meta import OwnMeta
from app.reporting.templates import OWN


@dataclass(frozen=True, slots=True)
class SummarySample:
    """All that ``render_summary`` takes."""

    content: SummaryContent
    wording: Wording
    wording_nl: Wording
    meta: OwnMeta


def make_summary_sample(
    library: Library,
    locale: str,
    *,
    pictures: bool = False,
    approved: bool = False,
    changes: Mapping[str, Response] | None = None,
    talk: Conversation | None = None,
) -> SummarySample:
    """The summary in one locale, of answers in words or in pictures; ``changes`` replace responses."""
    make = _of_pictures if pictures else _of_words
    return make(library, locale, approved=approved, changes=changes or {}, talk=talk)


def _of_words(
    library: Library, locale: str, *, approved: bool, changes: Mapping[str, Response], talk: Conversation | None
) -> SummarySample:
    sample = make_sample(library, locale, approved=approved, changes=changes)
    assert isinstance(sample.content, ReportContent)  # noqa: S101 - for the type checker: these are answers in words
    raw, instrument, own = read_sample(FOLDERS[TEXT]), library.instrument(TEXT), sample.wording_own
    responses = {**sample_responses(instrument, raw, locale), **changes}
    content = text_summary(instrument, responses, sample.content, talk)
    merged = {**raw, **read_sample(OWN)}
    released = approved or own.info.is_source
    return SummarySample(
        content, own, sample.wording_nl, own_sample_meta(merged, own, instrument.version, released=released)
    )


def _of_pictures(
    library: Library, locale: str, *, approved: bool, changes: Mapping[str, Response], talk: Conversation | None
) -> SummarySample:
    sample = make_picture_sample(library, locale, approved=approved, changes=changes)
    assert isinstance(sample.content, PictureContent)  # noqa: S101 - for the type checker: these are pictures
    booklet = make_own_sample(library, locale, approved=approved)
    return SummarySample(picture_summary(sample.content, talk), booklet.wording, sample.wording_nl, booklet.meta)
