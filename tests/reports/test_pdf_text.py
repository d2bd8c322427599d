"""What a reader, and a screen reader, gets out of the PDF."""

from __future__ import annotations

import io
import re
import unicodedata

import pikepdf
import pypdfium2
import pytest

from app.reporting.voice import VOWEL_SIGNS

LOCALES = ("nl", "en", "ar", "ti")
OURS = re.compile(r"^/[A-Z]{6}\+Noto-(Sans|Naskh-Arabic|Sans-Ethiopic)(-Semi-Bold)?$")


HYPHEN_AT_END = "\ufffe"
"""What the reader gives for a hyphen that a line ends with."""


def fit(text: str) -> str:
    """Comparable: no direction signs, blanks or Arabic vowel signs, one form per letter, words put together again."""
    whole = text.replace(HYPHEN_AT_END, "").translate(VOWEL_SIGNS)
    kept = "".join(sign for sign in whole if unicodedata.category(sign) != "Cf")
    return "".join(unicodedata.normalize("NFKC", kept).split())


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return fit(" ".join(document[page].get_textpage().get_text_range() for page in range(len(document))))


def words_of(parts: list[str]) -> list[str]:
    """Words without the punctuation around them: beside Arabic a reader may place that at either end."""
    return [word.strip(".,:;?!()'«»،؟፣።፧፦\"") for part in parts for word in part.split()]


@pytest.mark.parametrize("name", [*LOCALES, "ar-approved", "nl-red"])
def test_every_word_that_was_said_can_be_read_back(report, name):
    made = report(name)
    text = text_of(made.pdf)
    heard = {**made.nl.said} if made.own.locale == "nl" else {**made.nl.said, **made.own.said}
    assert len(heard) > 100
    for voice in (made.nl, made.own):
        lost = [word for parts in voice.said.values() for word in words_of(parts) if fit(word) not in text]
        assert lost == []


@pytest.mark.parametrize("name", ["nl", "en", "ti"])
def test_whole_sentences_stand_in_reading_order(report, name):
    made = report(name)
    text = text_of(made.pdf)
    for voice in (made.nl, made.own):
        lost = [part for parts in voice.said.values() for part in parts if fit(part) not in text and len(part) < 60]
        assert lost == []


@pytest.mark.parametrize("name", LOCALES)
def test_own_words_stand_as_typed(report, name):
    made = report(name)
    text = text_of(made.pdf)
    for _, own in made.sample.content.own_words:
        assert [word for word in own.text.split() if fit(word) not in text] == []


@pytest.mark.parametrize("name", LOCALES)
def test_fonts_are_embedded_and_ours(report, name):
    with pikepdf.open(io.BytesIO(report(name).pdf)) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        names = {str(font.BaseFont) for font in fonts}
        descriptors = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert names
        assert [name for name in names if not OURS.match(name)] == []
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)


@pytest.mark.parametrize("name", LOCALES)
def test_each_page_says_which_report_it_is(report, name):
    made = report(name)
    document = pypdfium2.PdfDocument(made.pdf)
    assert 10 <= len(document) <= 16
    for page in range(len(document)):
        text = document[page].get_textpage().get_text_range()
        assert "Code VOORBEELD1 · 17 november 2026 ·" in text
        assert f"bladzijde {page + 1} van {len(document)}" in text
        assert "Demonstratie: een verzonnen persoon" in text


@pytest.mark.parametrize(
    ("name", "marked"), [("nl", False), ("en", False), ("ar", True), ("ti", True), ("ar-approved", False)]
)
def test_a_draft_translation_is_marked_on_every_page(report, name, marked):
    document = pypdfium2.PdfDocument(report(name).pdf)
    pages = [document[page].get_textpage().get_text_range() for page in range(len(document))]
    assert all(("Vertaling nog niet goedgekeurd" in page) is marked for page in pages)


@pytest.mark.parametrize("name", LOCALES)
def test_size(report, name):
    assert len(report(name).pdf) < 160_000


def test_same_input_same_bytes(report):
    from app.reporting.render import pdf_of  # noqa: PLC0415 - only here
    from app.reporting.report_file import attachments  # noqa: PLC0415 - only here

    made = report("ti")
    data = attachments(made.sample.content, made.sample.meta)
    assert pdf_of(made.html, "conversation", attached=data) == made.pdf
