"""What the own report in words says: everything, in one language, health with its interval, and no label too many."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from app.cli.sample_own import make_own_text_sample
from app.core.report import Phrase, Withheld
from app.core.responses import Missing, Response
from app.core.uncertainty import Z
from tests.reports.own import LOCALES, own_report
from tests.reports.test_images import far_from_approved
from tests.reports.test_pdf_text import fit, text_of, words_of
from tests.reports.test_tags import tags_of

MOST_PAGES = 14
BIGGEST = 160_000
CLINIC = re.compile(r"diagnos|depress|ptss|ptsd|trauma|stoornis|disorder", re.IGNORECASE)


@pytest.fixture(scope="module")
def content(library):
    def make(**more):
        return make_own_text_sample(library, "nl", **more).content

    return make


def care_rows(content):
    return {one.row.scale: one.row for one in content.care.rows}


def test_health_stands_with_the_agreed_words_and_an_interval(content):
    rows = care_rows(content())
    assert {scale: row.word.key for scale, row in rows.items()} == {
        "z1": "band.care.2",  # 3 + 2 + (3 - 1), a mean of 7/3
        "z2": "band.care.1",  # 2 + 1 + (3 - 1), a mean of 5/3
        "z3": "band.care.0",  # 1 + 0 + (3 - 3), a mean of 1/3
        "z4": "band.care.1",  # 1 + 2 of two answers
        "z5": "band.care.0",
    }
    row = rows["z2"]
    assert row.percentage == pytest.approx(100 * 5 / 9)
    low, high = row.interval
    assert high - low == pytest.approx(2 * Z * 13)
    narrow, wide = (rows[scale].interval for scale in ("z2", "z4"))
    assert wide[1] - wide[0] > narrow[1] - narrow[0]  # one answer less is less certain


def test_too_few_answers_about_health_have_no_bar(content):
    unclear = Response(missing=Missing.NOT_UNDERSTOOD)
    row = care_rows(content(changes={"z2a": unclear, "z2b": unclear}))["z2"]
    assert (row.word, row.interval) == (Phrase("band.too_few_answers"), None)


def test_a_talk_is_offered_where_the_rule_says_so_and_what_was_said_of_it_stands_there(content):
    care = content().care
    assert care.offer
    assert care.wish == Phrase("report.care_released.wish_later")
    assert care.impact.answers == (Phrase("option.t4.2"),)
    calm = {f"z{scale}{item}": Response(options=("0",)) for scale in range(1, 6) for item in "abc"}
    calm |= {"z1c": Response(options=("3",)), "z2c": Response(options=("3",)), "z3c": Response(options=("3",))}
    assert not content(changes={**calm, "z6": Response(options=("0",)), "z7": Response(options=("no",))}).care.offer


def test_nothing_answered_about_health_leaves_that_part_out(content, library):
    items = library.instrument("profile").items
    silent = content(changes={name: None for name, item in items.items() if item.block == "g"})
    assert silent.care is None
    assert [part.title.key for part in silent.answers] == ["block.e.title", "block.f.title"]


def test_every_answer_stands_in_it_once(content, library):
    made = content()
    lines = [line for part in made.answers for line in part.lines]
    asked = {line.question.key for line in (*lines, *made.talk.situation, *made.talk.background)}
    items = library.instrument("profile").items.values()
    counted = {item.text_key for item in items if item.counted and item.block != "d"}
    assert counted - asked == set()
    assert len(lines) == 32 + 20 + 18
    assert [part.private for part in made.answers] == [False, False, True]


def test_a_missing_code_is_told_in_the_words_in_which_it_was_chosen(content):
    lines = {line.question.key: line for part in content().answers for line in part.lines}
    assert lines["item.c8b"].answers == (Phrase("option.missing.not_applicable"),)
    assert lines["item.z4c"].answers == (Phrase("option.missing.rather_not_say"),)


def test_no_answer_is_drawn_as_a_number_of_steps(content):
    assert not [line for part in content().answers for line in part.lines if line.steps]


def test_an_unreleased_translation_carries_no_label_about_health_either(library):
    made = make_own_text_sample(library, "ar").content
    assert made.talk.withheld is Withheld.TRANSLATION
    assert {row.word for row in care_rows(made).values()} == {None}
    assert made.care is not None
    assert made.care.axis == ()
    assert all(row.interval for row in care_rows(made).values())
    assert made.care.offer  # help is offered in every wording


def test_a_red_light_is_told_in_friendly_words(content, library):
    from tests.reports.conftest import red_light  # noqa: PLC0415 - only here

    made = content(changes=red_light(library))
    assert made.quality[0] == Phrase("light.own.red")
    assert made.talk.strengths == ()
    assert care_rows(made)["z1"].word == Phrase("band.care.2")  # that light is not about health


@pytest.mark.parametrize("name", LOCALES)
def test_every_word_that_was_said_can_be_read_back(name):
    made = own_report(name)
    text = text_of(made.pdf)
    assert len(made.own.said) > 150
    lost = [word for parts in made.own.said.values() for word in words_of(parts) if fit(word) not in text]
    assert lost == []


@pytest.mark.parametrize("name", LOCALES)
def test_it_is_in_one_language_with_help_and_rights(name):
    made = own_report(name)
    assert f'<html lang="{name}" dir="{"rtl" if name == "ar" else "ltr"}">' in made.html
    assert {"help.danger", "rights.5", "rights.6", "consent.vluchtelingenwerk.report"} <= made.own.said.keys()
    for number in ("088 112 2 112", "030 286 00 00", "030 123 45 67"):
        assert f'<bdi class="phone__number" dir="ltr">{number}</bdi>' in made.html
    spoken = [tag["lang"] for tag in tags_of(made.pdf) if tag["text"]]
    assert None not in spoken
    assert spoken.count(name) > 0.9 * len(spoken)  # own words may be in another language


def test_bars_run_the_way_the_language_is_read():
    assert 'class="band__point" style="right:' in own_report("ar").html
    assert 'class="band__point" style="left:' not in own_report("ar").html
    assert 'class="band__point" style="left:' in own_report("ti").html


@pytest.mark.parametrize("name", LOCALES)
def test_it_is_neither_long_nor_heavy_and_each_page_says_whose_it_is(name):
    made = own_report(name)
    assert made.pages <= MOST_PAGES
    assert len(made.pdf) < BIGGEST
    document = pypdfium2.PdfDocument(made.pdf)
    for page in range(made.pages):
        assert "VOORBEELD" in document[page].get_textpage().get_text_range()


@pytest.mark.parametrize("name", ["nl", "en"])
def test_no_word_of_the_clinic_is_said(name):
    said = own_report(name).own.said
    assert {key: text for key, text in said.items() if CLINIC.search(" ".join(text))} == {}


@pytest.mark.parametrize("name", [*LOCALES, "ar-approved"])
def test_pages_look_as_approved(name):
    """Renew with ``INBEELD_APPROVE_IMAGES=1``; look at new images before they are committed."""
    assert far_from_approved(own_report(name).pdf, f"own-{name}") == {}
