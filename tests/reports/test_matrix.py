"""Every edition, whatever the language, the answers and the size of print: whole, within the page, readable."""

from __future__ import annotations

import io
import itertools
import re
from html import unescape

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import weasyprint

from app.core.instrument import ScaleKind, Store
from app.reporting.large import SMALLEST
from app.reporting.report_file import FILE_NAME, SCHEMA_NAME
from app.reporting.voice import VOWEL_SIGNS
from tests.reports.conftest import definitions
from tests.reports.matrix import (
    DIMENSIONS,
    EDITIONS,
    MEET,
    Case,
    Printed,
    cases,
    harmful_cases,
    printed,
    together,
)
from tests.reports.test_pdf_text import OURS, fit, text_of, words_of
from tests.reports.test_tags import LEVELS, tags_of
from tests.tools.verapdf import failures

CASES, HARMFUL_CASES = cases(), harmful_cases()
SIDE, HEAD_AND_FOOT = 24.0, 6.0
"""Points from the edge: a bit less than the smallest margins, and than what the foot leaves free."""
POINT = 0.1
LEAST_WORD = (8.0, 5.0)
"""Width and height of a piece of text in points; what is smaller is a sign on a letter."""
Box = tuple[float, float, float, float]
SHOWN = ("<script>alert(1)</script>", "{{ 7 * 7 }}", "{% raw %}", "&#60;b&#62;", "file:///etc/passwd")
"""Of the words meant to do harm, what must stand there as it was typed."""
ACTIONS = {"/URI", "/JavaScript", "/Launch", "/GoToR", "/SubmitForm", "/ImportData", "/RichMedia", "/Rendition"}


def each(cases):
    """Cases for a test, each with the process that makes its file."""
    return [pytest.param(case, id=case.name, marks=pytest.mark.xdist_group(together(case))) for case in cases]


def each_group(cases):
    """The same, those of one process at once."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(together(case), []).append(case)
    return [pytest.param(group, id=name, marks=pytest.mark.xdist_group(name)) for name, group in groups.items()]


@pytest.mark.parametrize("case", each(CASES))
def test_all_that_was_said_stands_within_the_page_in_our_letters(case: Case):
    made = printed(case)
    text = text_of(made.pdf) + fit(" ".join(tag["alt"] or "" for tag in tags_of(made.pdf)))
    assert lost_words(made, text) == []
    assert [word for own in made.typed for word in words_of([own]) if fit(word) not in text] == []
    assert not made.forms or any(all(fit(word) in text for word in words_in(form)) for form in made.forms)
    assert beyond_the_page(made.pdf) == []
    assert text_over_text(made.pdf) == []
    assert strange_fonts(made.pdf) == []
    if case.print == "large":
        assert smallest_letters(made.pdf) >= SMALLEST - POINT


@pytest.mark.parametrize("case", each(CASES))
def test_every_case_can_be_listened_to(case: Case):
    tags = tags_of(printed(case).pdf)
    assert [tag for tag in tags if tag["text"] and tag["lang"] is None] == []
    assert [tag for tag in tags if tag["kind"] == "/Figure" and not tag["alt"]] == []
    assert [tag for tag in tags if tag["kind"] == "/TH" and tag["scope"] is None] == []
    assert [tag for tag in tags if tag["kind"] == "/H1"] != []
    spoken = [tag for tag in tags if tag["text"]]
    heads = [(one["page"], other["page"]) for one, other in itertools.pairwise(spoken) if one["kind"] in LEVELS]
    assert [pages for pages in heads if pages[0] != pages[1]] == []
    with pikepdf.open(io.BytesIO(printed(case).pdf)) as pdf:
        assert str(pdf.docinfo["/Title"])
        assert "/Outlines" in pdf.Root


@pytest.mark.slow
@pytest.mark.parametrize("case", each(HARMFUL_CASES))
def test_words_meant_to_do_harm_do_none(case: Case):
    made = printed(case)
    text = text_of(made.pdf)
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        assert not {"/OpenAction", "/AA"} & set(document.Root.keys())
        assert not any("/Annots" in page for page in document.pages)
        assert set(document.attachments) <= {FILE_NAME, SCHEMA_NAME}
        kinds = {str(one.get("/S")) for one in document.objects if isinstance(one, pikepdf.Dictionary)}
    assert not ACTIONS & kinds
    assert "root:" not in text
    shown = SHOWN[:1] if case.edition == "summary" else SHOWN  # there long words are cut
    assert [one for one in shown if fit(one) not in text] == []
    assert lost_words(made, text + fit(" ".join(tag["alt"] or "" for tag in tags_of(made.pdf)))) == []
    assert beyond_the_page(made.pdf) == []
    assert strange_fonts(made.pdf) == []


@pytest.mark.java
@pytest.mark.slow
@pytest.mark.parametrize("group", each_group((*CASES, *HARMFUL_CASES)))
def test_every_case_conforms(group: list[Case], tmp_path):
    files = {tmp_path / f"{case.name}.pdf": printed(case).pdf for case in group}
    for file, pdf in files.items():
        file.write_bytes(pdf)
    assert {file.name: rules for file, rules in failures(list(files)).items() if rules} == {}


@pytest.mark.parametrize(
    "case", each(case for case in CASES if case.edition == "conversation" and case.state != "everything")
)
def test_health_that_was_not_shared_is_not_spoken_of(case: Case):
    instrument = definitions().instrument(case.variant)
    items = {item.text_key for item in instrument.items.values() if item.store is Store.CARE}
    scales = {scale.text_key for scale in instrument.scales.values() if scale.kind is ScaleKind.CARE}
    said = {key for voice in printed(case).voices for key in voice.said}
    assert items
    assert [key for key in said if key in items or key.startswith(("band.care.", *scales))] == []


def test_values_meet_in_the_selection():
    for (one, ones), (other, others) in itertools.combinations(enumerate(DIMENSIONS), 2):
        if (one, other) in MEET:
            assert {(case[one], case[other]) for case in CASES} == set(itertools.product(ones, others))
    assert {case.edition for case in HARMFUL_CASES} == set(EDITIONS)


def lost_words(made: Printed, text: str) -> list[str]:
    """Words of the text bank that were asked for and cannot be found again."""
    said = (word for voice in made.voices for parts in voice.said.values() for word in words_of(parts))
    return [word for word in said if fit(word) not in text]


def words_in(html: str) -> list[str]:
    """What a page says, without its head, running lines and mark-up.

    Words with Arabic vowel signs, as people may type them, are left out: readers of a PDF take these apart.
    """
    body = re.sub(r"<head>.*?</head>|<div class=\"(?:foot|ribbon|watermark)\">.*?</div>", " ", html, flags=re.DOTALL)
    words = words_of([unescape(re.sub(r"<[^>]*>", " ", body))])
    return [word for word in words if not VOWEL_SIGNS.keys() & set(map(ord, word))]


def texts_on(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfObject]:
    """The pieces of text on a page but for the watermark, which is turned."""
    found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=3)
    return [one for one in found if abs(one.get_matrix().b) < POINT]


def beyond_the_page(pdf: bytes, side: float = SIDE) -> list[tuple[int, tuple[float, ...]]]:
    """Page and place of every piece of text that comes too near to an edge."""
    document = pypdfium2.PdfDocument(pdf)
    found: list[tuple[int, tuple[float, ...]]] = []
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        for one in texts_on(page):
            left, bottom, right, top = one.get_bounds()
            within = left > side and right < width - side and bottom > HEAD_AND_FOOT and top < height - HEAD_AND_FOOT
            if right > left and not within:
                found.append((number + 1, (left, bottom, right, top)))
    return found


def text_over_text(pdf: bytes) -> list[tuple[int, Box, Box]]:
    """Page and places of two pieces of text that stand over each other.

    Arabic letters lean over their neighbours, and their signs are pieces of their own: a third of the width is let go.
    """
    document = pypdfium2.PdfDocument(pdf)
    found: list[tuple[int, Box, Box]] = []
    for number in range(len(document)):
        boxes = sorted(box for box in (one.get_bounds() for one in texts_on(document[number])) if _is_word(box))
        for place, box in enumerate(boxes):
            found += [(number + 1, box, other) for other in boxes[place + 1 :] if _is_over(box, other)]
    return found


def _is_word(box: Box) -> bool:
    left, bottom, right, top = box
    return right - left > LEAST_WORD[0] and top - bottom > LEAST_WORD[1]


def _is_over(one: Box, other: Box) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    narrow, low = min(one[2] - one[0], other[2] - other[0]), min(one[3] - one[1], other[3] - other[1])
    return wide > narrow / 3 and high > low / 3


def words_at(*tops: int) -> bytes:
    place = "position: absolute; font: 12pt 'DejaVu Sans', sans-serif; left: 100pt; top: {}pt"
    words = "".join(f'<p style="{place.format(at)}">twee woorden</p>' for at in tops)
    return bytes(weasyprint.HTML(string=f"<body>{words}</body>").write_pdf() or b"")


def test_text_over_text_is_seen():
    assert text_over_text(words_at(100, 130)) == []
    assert len(text_over_text(words_at(100, 104))) == 1


def smallest_letters(pdf: bytes) -> float:
    """The smallest size of a letter in the file, in points."""
    document = pypdfium2.PdfDocument(pdf)
    return min(_size(one) for number in range(len(document)) for one in texts_on(document[number]))


def _size(one: pypdfium2.PdfObject) -> float:
    size = pdfium.c_float()
    pdfium.FPDFTextObj_GetFontSize(one.raw, size)
    return float(abs(one.get_matrix().d) * size.value)


def strange_fonts(pdf: bytes) -> list[str]:
    """Fonts in the file that are not ours: what a letter without a drawing of ours would bring along."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        return [str(font.BaseFont) for font in fonts if not OURS.match(str(font.BaseFont))]
