"""The reports in pictures as files: read back, in each language, with words for every picture."""

from __future__ import annotations

import io
import re
from collections import Counter

import pikepdf
import pypdfium2
import pytest

from app.instruments.wording import Wording
from app.pictograms.index import load_pictograms
from app.reporting.render import pdf_of
from app.reporting.templates import BOOKLET, PICTURES
from tests.reports.pictures import LOCALES, booklet, conversation
from tests.reports.test_images import far_from_approved
from tests.reports.test_pdf_text import OURS, fit, text_of, words_of
from tests.reports.test_picture_content import BANNED
from tests.reports.test_tags import tags_of
from tests.tools.verapdf import failures

EDITIONS = {"conversation": conversation, "own": booklet}
FOLDERS = {"conversation": PICTURES, "own": BOOKLET}
EACH = [(edition, locale) for edition in EDITIONS for locale in LOCALES]
PAGES = {"conversation": 7, "own": 19}
BIGGEST = {"conversation": 190_000, "own": 230_000}
"""Bytes. The drawings are lines, not dots: sharp at any size, and each is written where it stands."""


@pytest.fixture
def made(request):
    edition, name = request.param
    return EDITIONS[edition](name)


@pytest.mark.java
@pytest.mark.slow
def test_both_editions_conform_in_each_language(tmp_path):
    files = []
    for edition, locale in EACH:
        files.append(tmp_path / f"{edition}-{locale}.pdf")
        files[-1].write_bytes(EDITIONS[edition](locale).pdf)
    assert {file.name: rules for file, rules in failures(files).items() if rules} == {}


@pytest.mark.parametrize("made", EACH, indirect=True)
def test_every_word_that_was_said_can_be_read_back(made):
    text = text_of(made.pdf)
    assert len(made.said) > 60
    for voice in (made.nl, made.own):
        lost = [word for parts in voice.said.values() for word in words_of(parts) if fit(word) not in text]
        assert lost == []


@pytest.mark.parametrize(("edition", "locale"), EACH)
def test_fonts_are_embedded_and_ours(edition, locale):
    with pikepdf.open(io.BytesIO(EDITIONS[edition](locale).pdf)) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert fonts
        assert [str(font.BaseFont) for font in fonts if not OURS.match(str(font.BaseFont))] == []


@pytest.mark.parametrize(("edition", "locale"), EACH)
def test_every_picture_says_what_it_shows_in_each_language_of_the_report(edition, locale):
    tags = tags_of(EDITIONS[edition](locale).pdf)
    figures = [tag for tag in tags if tag["kind"] == "/Figure"]
    assert all(tag["alt"] for tag in figures)
    languages = {"nl", locale} if edition == "conversation" else {locale}
    known = load_pictograms()
    for language in languages:
        alternatives = {text.text for text in known.alternatives[language].values()}
        told = {tag["alt"] for tag in figures if tag["lang"] == language}
        assert len(told & alternatives) > 25
        assert len(told - alternatives) <= 1  # the heart of a wish


@pytest.mark.parametrize(("edition", "locale"), EACH)
def test_every_text_has_its_language(edition, locale):
    tags = [tag for tag in tags_of(EDITIONS[edition](locale).pdf) if tag["text"]]
    count = Counter(tag["lang"] for tag in tags)
    assert set(count) == ({"nl", locale} if edition == "conversation" else {locale})


@pytest.mark.parametrize(("edition", "locale"), EACH)
def test_both_standards_and_the_title_stand_in_the_file(edition, locale):
    with pikepdf.open(io.BytesIO(EDITIONS[edition](locale).pdf)) as pdf:
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
        assert str(pdf.docinfo["/Title"]).endswith("VOORBEELD2")
        assert pdf.Root.Lang == ("nl" if edition == "conversation" else locale)
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert 'pdfaid:part="3"' in metadata


@pytest.mark.parametrize(("edition", "locale"), EACH)
def test_no_report_is_long_or_heavy(edition, locale):
    pdf = EDITIONS[edition](locale).pdf
    assert len(pypdfium2.PdfDocument(pdf)) <= PAGES[edition]
    assert len(pdf) < BIGGEST[edition]


@pytest.mark.parametrize("locale", LOCALES)
def test_each_page_of_the_conversation_report_says_which_report_it_is(locale):
    document = pypdfium2.PdfDocument(conversation(locale).pdf)
    for page in range(len(document)):
        text = document[page].get_textpage().get_text_range()
        assert "Code VOORBEELD2 · 17 november 2026 ·" in text
        assert f"bladzijde {page + 1} van {len(document)}" in text
        assert ("Vertaling nog niet goedgekeurd" in text) is (locale in {"ar", "ti"})
    first = document[0].get_textpage().get_text_range()
    assert {"gespreksinput", "met", "plaatjes"} <= set(first.split())
    assert "Bespreek dit rapport vóór 17 mei 2027." in first.replace("\r\n", " ")


def test_no_word_of_the_clinic_and_no_sum_is_said():
    for made_of in EDITIONS.values():
        for locale in ("nl", "en"):
            said = made_of(locale).own.said
            allowed = {"guide.picture_edition"}  # says that there is no score
            assert {key: text for key, text in said.items() if BANNED.search(" ".join(text))}.keys() <= allowed


def test_pictures_whose_direction_matters_are_turned_round_for_who_reads_from_the_right():
    for made_of in EDITIONS.values():
        assert "pict__drawing--turned" in made_of("ar").html
        assert "pict__drawing--turned" not in made_of("ti").html
    turned = set(re.findall(r'--turned" src="[^"]*/([\w-]+)\.svg"', booklet("ar").html))
    known = load_pictograms().pictures
    there = set(re.findall(r'/svg/([\w-]+)\.svg"', booklet("ar").html))
    assert turned == {name for name in there if known[name].mirror}


def test_the_booklet_gives_telephone_numbers_that_can_be_read_from_left_to_right():
    for locale in LOCALES:
        assert '<bdi class="phone__number" dir="ltr">030 286 00 00</bdi>' in booklet(locale).html
    for locale in ("nl", "en", "ti"):  # in a line that runs from the right a reader may take the groups apart
        assert "0302860000" in text_of(booklet(locale).pdf)


@pytest.mark.parametrize("name", ["nl-nothing", "nl-codes"])
def test_reports_without_answers_are_made_too(name):
    for made_of in EDITIONS.values():
        assert made_of(name).pdf.startswith(b"%PDF-")


def test_the_same_answers_everywhere_are_remarked_on_paper():
    words: Wording = conversation("nl-same").nl.wording
    assert fit(words.text("report.pictures.same_answers")) in text_of(conversation("nl-same").pdf)


def test_same_input_same_bytes():
    for edition, made_of in EDITIONS.items():
        assert pdf_of(made_of("nl").html, FOLDERS[edition]) == made_of("nl").pdf


@pytest.mark.parametrize(("edition", "locale"), EACH)
def test_pages_look_as_approved(edition, locale):
    """Renew with ``INBEELD_APPROVE_IMAGES=1``; look at new images before they are committed."""
    assert far_from_approved(EDITIONS[edition](locale).pdf, f"pictures-{edition}-{locale}") == {}
