"""Own words cannot break a report, nor let it read or send anything."""

from __future__ import annotations

import pypdfium2
import pytest

from app import paths
from app.cli.sample_report import make_sample
from app.core.responses import Response
from app.reporting.conversation import render_html
from app.reporting.fetcher import ForbiddenAddress, OwnFilesFetcher
from app.reporting.render import ReportFault, pdf_of
from app.reporting.typed_text import direction_of, language_of, printable

HOSTILE = (
    "<script>alert(1)</script><style>*{display:none}</style></blockquote></section>"
    '<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd">'
    '<a href="http://example.invalid/">x</a> {{ 7 * 7 }} \ue0000\ue001 '
    "url(http://example.invalid/x) \u202eBACKWARDS\u202c \u2066\x00\x07 \U0001f600 \u0645\u0631\u062d\u0628\u0627 "
    + "W"
    * 500
)


@pytest.fixture(scope="module")
def hostile(library):
    changes = {item: Response(text=HOSTILE) for item in ("own_words", "closing.going_well")}
    changes["work.main_occupation"] = Response(options=("cooking_serving",), text=HOSTILE[:400])
    sample = make_sample(library, "ar", changes=changes)
    html = render_html(sample.content, sample.wording_nl, sample.wording_own, sample.meta)
    return html, pdf_of(html, "conversation")


def test_markup_is_printed_not_followed(hostile):
    html, pdf = hostile
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "<script>" not in html
    assert "<script>alert(1)</script>" in text.replace("\r\n", "")
    assert "{{ 7 * 7 }}" in text.replace("\r\n", " ")
    assert b"/URI" not in pdf
    assert b"/EmbeddedFile" not in pdf
    assert b"root:" not in pdf


def test_the_rest_of_the_report_stands(hostile, report):
    pages = len(pypdfium2.PdfDocument(report("ar").pdf))
    assert pages <= len(pypdfium2.PdfDocument(hostile[1])) <= pages + 4


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("tab\there\x00\x1b", "tab here"),
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo"),
        ("smile \U0001f600", "smile \ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ሰላም ዓለም", "ሰላም ዓለም"),
        ("\ue0000\ue001", "\ufffd0\ufffd"),
        ("  ", ""),
    ],
)
def test_printable(typed, printed):
    assert printable(typed) == printed


@pytest.mark.parametrize(
    ("text", "direction"),
    [("سلام Jan", "rtl"), ("12 سلام", "rtl"), ("Jan سلام", "ltr"), ("ሰላም", "ltr"), ("123", "ltr")],
)
def test_direction_comes_from_the_first_letter(text, direction):
    assert direction_of(text) == direction


@pytest.mark.parametrize(
    ("text", "locale", "language"),
    [
        ("سلام", "ar", "ar"),
        ("ሰላም", "ti", "ti"),
        ("hello", "en", "en"),
        ("hello", "ar", "und"),
        ("سلام", "nl", "und"),
        ("привіт", "uk", "uk"),
        ("привіт", "nl", "und"),
        ("привіт", "ar", "und"),
        ("سلام Jan", "ar", "ar"),
        ("Jan سلام", "nl", "und"),
        ("سلام", "ckb", "ckb"),
        ("123", "nl", "und"),
        ("hello", "xx", "und"),
    ],
)
def test_language_is_stated_only_where_the_script_fits(text, locale, language):
    assert language_of(text, locale) == language


@pytest.mark.parametrize(
    "address",
    [
        "http://example.invalid/a.png",
        "https://example.invalid/a.png",
        "ftp://example.invalid/a",
        "data:text/css,*{}",
        "file:///etc/passwd",
        "file://host" + str(paths.REPORTS / "conversation/report.css"),
        (paths.REPORTS / "../pyproject.toml").as_uri(),
        paths.REPORTS.as_uri() + "/%2e%2e/pyproject.toml",
    ],
)
def test_fetcher_refuses_everything_else(address):
    with pytest.raises(ForbiddenAddress):
        OwnFilesFetcher().fetch(address)


def test_fetcher_gives_our_own_files():
    response = OwnFilesFetcher().fetch((paths.REPORTS / "components/blank.svg").as_uri())
    assert response.read().startswith(b"<svg")


def test_a_report_with_a_fault_is_not_handed_out():
    with pytest.raises(ReportFault, match="may not read"):
        pdf_of(
            '<html lang="nl"><title>x</title><img src="http://example.invalid/x.png" alt="x"></html>', "conversation"
        )
