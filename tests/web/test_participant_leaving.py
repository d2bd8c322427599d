"""Leaving a question by Back, Help, Stop or hiding the screen: no answer is lost without a word."""

from __future__ import annotations

import pytest

from app.core.responses import Response
from app.services.calls import open_call
from app.services.sittings import open_sitting
from tests.services.answering import option

TOO_LONG = "a" * 6000
UNSAVED = "Uw laatste antwoord past nog niet bij de vraag"
SAVED = "Uw antwoorden zijn bewaard."


@pytest.fixture
def kept(work, someone):
    """Give the response that stands for an item."""

    def read(item_id: str) -> Response | None:
        work.db.rollback()
        return open_sitting(work, someone.token, [item_id]).responses.get(item_id)

    return read


def test_back_with_an_answer_that_does_not_fit_says_so_and_keeps_it(person, kept):
    person.open("items/own_words")
    page = person.post(go="back", text=TOO_LONG)
    assert page.status_code == 422
    assert person.address == "/nl/items/own_words"
    assert "is te lang" in person.words
    assert person.form.fields["text"] == [TOO_LONG]
    assert kept("own_words") is None


def test_back_with_an_answer_and_no_answer_at_once_says_so(person, kept):
    person.open("items/education.years")
    page = person.post(go="back", number="3", option="missing.rather_not_say")
    assert page.status_code == 422
    assert "‘geen antwoord’" in person.words
    assert person.form.fields["number"] == ["3"]
    assert kept("education.years") is None


def test_help_comes_and_what_does_not_fit_stays_on_the_screen(person, kept, work, someone):
    person.open("items/own_words")
    person.post(go="help", text=TOO_LONG)
    assert UNSAVED in person.words
    assert "De begeleider komt naar u toe." in person.words
    assert person.form.fields["text"] == [TOO_LONG]
    assert open_call(work, open_sitting(work, someone.token))
    assert kept("own_words") is None


def test_stop_says_that_the_last_answer_is_not_saved(person, kept):
    person.open("items/own_words")
    page = person.post(go="stop", text=TOO_LONG)
    assert page.status_code == 200
    assert "Wilt u stoppen?" in person.words
    assert UNSAVED in person.words
    assert SAVED not in person.words
    assert 'href="/nl/items/own_words"' in person.text
    assert kept("own_words") is None
    person.open("items/own_words")
    person.post(go="stop", text="Ik kan goed koken.")
    assert UNSAVED not in person.words
    assert SAVED in person.words
    assert kept("own_words") == Response(text="Ik kan goed koken.")


def test_hiding_the_screen_keeps_what_is_typed(person, kept):
    person.open("items/work.main_occupation")
    assert ("go", "hide", "") in person.form.buttons
    person.post(go="hide", option="building", text="Metselaar")
    assert "Uw scherm is verborgen." in person.words
    assert "Metselaar" not in person.text
    assert kept("work.main_occupation") == Response(options=("building",), text="Metselaar")
    assert 'href="/nl/items/work.main_occupation"' in person.text


def test_hiding_the_screen_tells_afterwards_what_is_not_saved(person, kept):
    person.open("items/own_words")
    person.post(go="hide", text=TOO_LONG)
    assert UNSAVED not in person.words  # the hidden screen shows nothing of anybody
    assert 'href="/nl/items/own_words?said=unsaved"' in person.text
    person.open("/nl/items/own_words?said=unsaved")
    assert UNSAVED in person.words
    person.post(go="help", text="Kort.")
    assert UNSAVED not in person.words
    assert kept("own_words") == Response(text="Kort.")


def test_hiding_a_page_about_sharing_keeps_the_choice(person):
    person.look_back()
    person.open("share/vluchtelingenwerk")
    person.post(go="hide", report="yes")
    assert "Uw scherm is verborgen." in person.words
    person.open("share/vluchtelingenwerk")
    assert person.form.fields["report"] == ["yes"]


def test_an_answer_that_fits_is_kept_and_the_way_back_to_the_profile_too(person, kept):
    person.open("items/c1a?to=review")
    person.post(go="help", option="2")
    assert person.address == "/nl/items/c1a?to=review"
    assert kept("c1a") == option("2")


def test_numbers_and_codes_stay_on_one_line(person, someone):
    numbers = {"help": "0800 000 000", "stop/later": someone.code[:3], "code": "K7M 4XR 9TQA"}
    for page, number in numbers.items():
        person.open(page)
        assert f'<bdi class="inb-number" dir="ltr">{number}' in person.text.replace("<b>", "")
    sheet = person.text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert ".inb-number { white-space: nowrap; }" in person.get(sheet).text
