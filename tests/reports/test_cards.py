"""Access cards: eight a page, the square opens the questions with the code, right in every script."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from functools import cache

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from app.instruments.library import Library
from app.reporting.cards import Occasion, PrintedCard, render_cards
from app.services.codes import complete_code, grouped, make_code, normalise_code
from tests.reports.conftest import LOCALES, definitions

OCCASION = Occasion("Toegangskaarten", "Proefzaal, ochtend", "AZC Proef", date(2026, 11, 24), "nl")
CODE = complete_code("K7M4XR9TQ")


def card(seat: int, locale: str, code: str = "") -> PrintedCard:
    code = code or make_code()
    return PrintedCard(seat, grouped(code), f"https://inbeeld.proef.example/{locale}/code#{code}", locale)


def sheet_of(cards: Sequence[PrintedCard]) -> bytes:
    return render_cards(cards, OCCASION, definitions().wordings("profile"))


@cache
def sheet(number: int) -> tuple[tuple[PrintedCard, ...], bytes]:
    cards = tuple(card(seat, LOCALES[seat % len(LOCALES)]) for seat in range(1, number + 1))
    return cards, sheet_of(cards)


@cache
def single(locale: str) -> bytes:
    return sheet_of([card(3, locale, CODE)])


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def squares_on(page: pypdfium2.PdfPage) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(page.render(scale=2.5).to_pil())]


@pytest.mark.parametrize(("number", "pages"), [(1, 1), (8, 1), (9, 2), (30, 4)])
def test_eight_cards_on_a_sheet(number, pages):
    assert len(pypdfium2.PdfDocument(sheet(number)[1])) == pages


def test_each_square_holds_the_address_of_its_own_card():
    cards, pdf = sheet(9)
    found = [text for page in pypdfium2.PdfDocument(pdf) for text in squares_on(page)]
    assert sorted(found) == sorted(card.address for card in cards)


def test_a_square_can_be_read_from_a_grey_print():
    image = (
        pypdfium2.PdfDocument(single("ti"))[0].render(scale=1.5).to_pil().convert("L").point(lambda dot: dot // 2 + 64)
    )
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [f"https://inbeeld.proef.example/ti/code#{CODE}"]


def test_the_code_stands_behind_the_sign_that_no_browser_sends():
    [address] = squares_on(pypdfium2.PdfDocument(single("nl"))[0])
    sent, _, kept = address.partition("#")
    assert CODE not in sent
    assert normalise_code(kept) == CODE


@pytest.mark.parametrize("locale", LOCALES)
def test_a_card_says_seat_code_session_and_steps_in_one_language(locale, library: Library):
    text = text_of(single(locale))
    wording = library.wordings("profile")[locale]
    assert "K7M 4XR 9TQ" in text
    assert "Proefzaal, ochtend" in text
    assert "2026" in text
    if locale in {"nl", "en", "ti"}:
        said = " ".join(text.split())
        for key in ("card.scan", "card.listen", "card.keep"):
            assert wording.text(key) in said


@pytest.mark.parametrize("locale", LOCALES)
def test_a_card_carries_only_our_fonts_and_no_missing_sign(locale):
    pdf = pikepdf.open(io.BytesIO(single(locale)))
    fonts = {
        str(font.get("/BaseFont")).split("+")[-1]
        for page in pdf.pages
        for font in page.Resources.get("/Font", {}).values()
    }
    families = {"nl": "Noto-Sans", "en": "Noto-Sans", "ar": "Noto-Naskh-Arabic", "ti": "Noto-Sans-Ethiopic"}
    assert any(font.startswith(families[locale]) for font in fonts), fonts
    assert all(font.startswith("Noto-") for font in fonts), fonts
    assert "\ufffe" not in text_of(single(locale))


def test_an_arabic_card_runs_from_right_to_left():
    def square_is_left(locale: str) -> bool:
        page = pypdfium2.PdfDocument(single(locale))[0].render(scale=2).to_pil()
        [found] = zxingcpp.read_barcodes(page)
        return bool(found.position.top_left.x < page.width / 8)

    assert square_is_left("ti")
    assert not square_is_left("ar")


def test_every_card_is_tagged_in_its_own_language():
    pdf = pikepdf.open(io.BytesIO(sheet(8)[1]))
    assert str(pdf.Root.Lang) == "nl"
    assert bool(pdf.Root.MarkInfo.Marked)
    tags = list(_tags(pdf.Root.StructTreeRoot))
    assert sum(str(tag.get("/S")) == "/H1" for tag in tags) == 8
    figures = [tag for tag in tags if str(tag.get("/S")) == "/Figure"]
    assert len(figures) == 8 * 4
    assert all(str(tag.get("/Alt", "")) for tag in figures)
    assert {str(tag.Lang) for tag in tags if "/Lang" in tag} == set(LOCALES)


def _tags(tag):
    kids = tag.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _tags(kid)


def test_no_name_can_stand_on_a_card():
    assert {"seat", "code", "address", "locale"} == set(PrintedCard.__slots__)
