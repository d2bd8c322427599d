"""The summary: one page, a picture beside each sentence, nothing about health and no score."""

from __future__ import annotations

import re

import pytest

from app.core.report import OwnText, Phrase
from app.core.summary_report import GOES_ON, MOST_SAID, shortened
from tests.reports.own import LOCALES, own_report, summary
from tests.reports.test_images import far_from_approved
from tests.reports.test_pdf_text import fit, text_of, words_of
from tests.tools.verapdf import failures

PICTURES = tuple(f"{locale}-pictures" for locale in LOCALES)
NUMBER = re.compile(r"score|procent|percent|%|/ 100", re.IGNORECASE)


def test_what_stands_out_is_said_in_sentences_with_the_picture_of_each_topic():
    strong = summary("nl").sample.content.strong
    assert [(one.picture, one.sentence.key) for one in strong] == [
        ("picture-p3-c1-prompt", "scale.c1.sentence.high"),
        ("picture-p3-c7-prompt", "scale.c7.sentence.high"),
    ]


def test_in_pictures_it_names_what_was_chosen_much():
    content = summary("nl-pictures").sample.content
    assert [one.name.key for one in content.strong] == ["scale.c1.name", "scale.c5.name", "scale.c7.name"]
    assert [one.words.key for one in content.wishes] == [
        "picture.p1.cooking_serving.label",
        "picture.p1.care_people.label",
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nl-red", "light.own.red"),
        ("ar", "report.pictures.withheld_translation"),
        ("ti-pictures", "report.pictures.withheld_translation"),
    ],
)
def test_where_no_label_may_be_printed_it_says_why_and_names_nothing(name, reason):
    content = summary(name).sample.content
    assert content.strong == ()
    assert content.not_said == Phrase(reason)


def test_after_a_talk_the_agreements_stand_there_and_before_it_what_comes_next():
    assert [one.sentence.key for one in summary("nl").sample.content.following] == [
        "finish.next_2",
        "finish.next_3",
        "finish.next_4",
    ]
    after = summary("nl-talk")
    assert after.sample.content.following == ()
    text = text_of(after.pdf)
    for words in ("Taalles op dinsdag en donderdag", "Omar", "12 januari 2027", "Kijken in een bakkerij"):
        assert fit(words) in text


@pytest.mark.parametrize("name", [*LOCALES, *PICTURES, "nl-red", "nl-talk", "nl-long", "ar-long", "ti-long"])
def test_it_is_one_page(name):
    made = summary(name)
    assert made.pages == 1
    assert len(made.pdf) < 120_000


@pytest.mark.parametrize("name", [*LOCALES, *PICTURES])
def test_own_language_first_and_dutch_under_it_where_that_fits(name):
    made = summary(name)
    text = text_of(made.pdf)
    lost = [word for parts in made.own.said.values() for word in words_of(parts) if fit(word) not in text]
    assert lost == []
    if not name.startswith("nl"):
        assert fit("Wat gebeurt er nu?") in text
        assert made.html.index('class="own"') < made.html.index('class="dutch"')


def test_long_words_leave_the_dutch_out_before_they_leave_the_page():
    made = summary("ti-long")
    assert fit(made.sample.content.said[0].text) in text_of(made.pdf)


def test_nothing_about_health_and_no_number_of_points():
    for name in ("nl", "nl-pictures"):
        said = summary(name).own.said
        assert not [key for key in said if key.startswith(("scale.z", "item.z", "band.", "report.care", "picture.p6"))]
        assert not [text for parts in said.values() for text in parts if NUMBER.search(text)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("Kort.", "Kort.", id="short words stay"),
        pytest.param("een\n twee", "een twee", id="on one line"),
        pytest.param("woord " * 60, " ".join(["woord"] * 36) + GOES_ON, id="cut after a word"),
        pytest.param("ኣ" * 400, "ኣ" * (MOST_SAID - len(GOES_ON)) + GOES_ON, id="one long word"),
    ],
)
def test_long_words_are_cut_with_a_sign_that_they_go_on(text, kept):
    cut = shortened(OwnText(text), MOST_SAID).text
    assert cut == kept
    assert len(cut) <= MOST_SAID


@pytest.mark.java
@pytest.mark.slow
def test_own_reports_and_summaries_conform_in_each_language(tmp_path):
    """One run of Java for both editions: starting it takes longer than a file."""
    made = {f"own-{locale}": own_report(locale) for locale in LOCALES}
    made |= {f"summary-{name}": summary(name) for name in (*LOCALES, "ar-pictures")}
    files = []
    for name, one in made.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(one.pdf)
    assert {file.name: rules for file, rules in failures(files).items() if rules} == {}


@pytest.mark.parametrize("name", [*LOCALES, "ar-approved", *(f"{locale}-pictures" for locale in LOCALES)])
def test_pages_look_as_approved(name):
    """Renew with ``INBEELD_APPROVE_IMAGES=1``; look at new images before they are committed."""
    assert far_from_approved(summary(name).pdf, f"summary-{name}") == {}
