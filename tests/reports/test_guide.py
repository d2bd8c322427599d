"""The facilitator's guide: both languages say the same things, on the page and on paper."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from app.reporting.guide import LOCALES, GuideKind, load_guide, render_guide
from tests.reports.conftest import definitions


def text(locale: str):
    return definitions().wording("profile", locale).text


@pytest.fixture(scope="module")
def guides() -> dict[str, bytes]:
    return {locale: render_guide(locale, text(locale)) for locale in LOCALES}


def test_both_languages_have_the_same_parts():
    dutch, english = (load_guide(locale) for locale in LOCALES)
    assert [(part.id, part.kind, len(part.items)) for part in dutch.sections] == [
        (part.id, part.kind, len(part.items)) for part in english.sections
    ]
    for one, other in zip(dutch.sections, english.sections, strict=True):
        assert [item.key for item in one.items] == [item.key for item in other.items]
    assert set(GuideKind) == {part.kind for part in dutch.sections}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_there_and_short(locale):
    for part in load_guide(locale).sections:
        for item in part.items:
            words = item.words(text(locale))
            assert words.strip()
            assert max(len(sentence.split()) for sentence in words.split(". ")) <= 30, words


@pytest.mark.parametrize("locale", LOCALES)
def test_the_acute_rule_stands_in_it(locale):
    words = " ".join(item.words(text(locale)) for part in load_guide(locale).sections for item in part.items)
    assert "112" in words
    assert text(locale)("staff.acute.instruction") in words
    assert text(locale)("staff.script.no_explaining") in words


@pytest.mark.parametrize("locale", LOCALES)
def test_the_print_holds_every_part_tagged_in_its_language(guides, locale):
    document = pypdfium2.PdfDocument(guides[locale])
    printed = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    for part in load_guide(locale).sections:
        assert part.title in printed
    pdf = pikepdf.open(io.BytesIO(guides[locale]))
    assert str(pdf.Root.Lang) == locale
    assert bool(pdf.Root.MarkInfo.Marked)
    assert len(pdf.pages) <= 3
