"""What becomes of typed words before they go on paper, and what a report may read. In print: ``test_matrix.py``."""

from __future__ import annotations

import pytest

from app import paths
from app.reporting.fetcher import ForbiddenAddress, OwnFilesFetcher
from app.reporting.render import ReportFault, pdf_of
from app.reporting.typed_text import direction_of, language_of, pieces_of, printable


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
        ("H" + "\u0301\u0316" * 40 + "i", "H\u0316\u0316\u0316\u0316i"),
        ("H" + "\u0316\u200d" * 40 + "i", "H" + "\u0316\u200d" * 4 + "\u200d" * 36 + "i"),
        ("\u0628\u064e\u0651", "\u0628\u064e\u0651"),
    ],
)
def test_printable(typed, printed):
    assert printable(typed) == printed


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("W" * 3000, ["W" * 3000]),
        ("W" * 3001, ["W" * 3000, "W"]),
        ("w " * 2000, ["w " * 1499 + "w", "w " * 500]),
        ("a\n" + "W" * 7000, ["a", "W" * 3000, "W" * 3000, "W" * 1000]),
        ("", [""]),
    ],
)
def test_a_very_long_text_comes_in_pieces(text, pieces):
    assert list(pieces_of(text)) == pieces


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
