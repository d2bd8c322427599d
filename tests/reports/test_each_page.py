"""On each page of each edition: whose it is, when and how it was answered, and until when it can be talked about."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pypdfium2
import pytest

from app.cli.sample_report import CARE_SIGNAL, CONVERSATION, OWN, PICTURES, SUMMARY, TEXT, sample_pdf
from app.reporting.voice import Voice
from tests.reports.conftest import LOCALES, definitions
from tests.reports.test_pdf_text import fit, words_of

VARIANTS = {TEXT: "text", PICTURES: "pictogram"}
CASES = [
    (instrument, edition, locale)
    for (instrument, edition), locale in zip(
        itertools.product(VARIANTS, (CONVERSATION, OWN, SUMMARY, CARE_SIGNAL)),
        itertools.cycle((*LOCALES, *LOCALES[::-1])),
        strict=False,
    )
]


@pytest.mark.parametrize(("instrument", "edition", "locale"), CASES)
def test_each_page_says_of_whom_when_how_and_until_when(instrument, edition, locale):
    spoken = {CONVERSATION: ("nl", locale), SUMMARY: (locale,), OWN: (locale,), CARE_SIGNAL: ("nl",)}[edition]
    document = pypdfium2.PdfDocument(sample_pdf(definitions(), instrument, edition, locale))
    for number in range(len(document)):
        text = fit(document[number].get_textpage().get_text_range())
        for words in line_of(instrument, locale, spoken, number + 1, len(document)):
            assert fit(words) in text


def line_of(instrument, locale, spoken, number, total):
    """The words of the line on a page, in each of the languages in which it is said."""
    for voice in (Voice(definitions().wording(instrument, one)) for one in spoken):
        until = voice.day(date(2027, 5, 17))
        said = (
            voice.plain(f"option.language.spoken.{locale}"),
            voice.plain(f"report.variant.{VARIANTS[instrument]}"),
            voice.say("report.page_line", code="", date="", language="", version="1.0.0", n=number, total=total),
            voice.say("report.discuss_before", date=until),
            voice.day(date(2026, 11, 17)),
        )
        yield from (word for words in said for word in words_of([re.sub("<[^>]*>", " ", words)]))
