"""From text to pictures, two languages on one screen, and reading aloud, without JavaScript."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import select, update

from app.services.modes import modes_of, record_part_mode
from app.services.sittings import open_sitting
from app.services.variants import change_variant
from app.store.models import Participation, Response
from tests.services.answering import answer, answer_everything, option
from tests.web.person import Person

PAIRS = [("nl", "ar"), ("ar", "nl"), ("nl", "ti"), ("ti", "en"), ("en", "ar")]
DIRECTION = {"nl": "ltr", "en": "ltr", "ti": "ltr", "ar": "rtl"}


class Seconds(HTMLParser):
    """The texts of a page that stand in a second language, with that language and its direction."""

    def __init__(self, html) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.in_attributes: list[str] = []
        self._inside: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, _tag, attrs):
        """Note a text in another language, and one that slipped into an attribute."""
        values = dict(attrs)
        self.in_attributes += [value for value in values.values() if value and "inb-second" in value and "<" in value]
        if "inb-second" in (values.get("class") or ""):
            self._inside = [values["lang"], values["dir"], ""]

    def handle_data(self, data):
        """Note its words."""
        if self._inside:
            self._inside[2] += data

    def handle_endtag(self, tag):
        """It ends."""
        if tag == "span" and self._inside:
            self.found.append(tuple(self._inside))
            self._inside = None


@pytest.fixture
def invited(sitting_factory):
    return sitting_factory(seat=2)


def person_of(client, invited, locale="nl"):
    person = Person(client, locale)
    person.begin(invited.code)
    return person


def token_now(work, invited):
    return work.db.scalar(
        select(Participation.token).where(
            Participation.participant_id == invited.participant_id, Participation.set_aside_at.is_(None)
        )
    )


def two_languages(work, invited, second):
    work.db.execute(
        update(Participation).where(Participation.id == invited.participation_id).values(second_locale=second)
    )
    work.db.commit()


# --- another form ---


def test_the_person_goes_to_pictures_and_back_where_it_was_left(client, work, invited):
    person = person_of(client, invited)
    person.answer("situation.transport", option="walk")
    person.open("form?back=item:situation.languages_home")
    assert "Plaatjes en geluid" not in person.form.fields
    assert "Wilt u verdergaan met plaatjes en geluid?" in person.words
    assert "Uw antwoorden blijven bewaard" in person.words
    person.post(go="yes")
    assert open_sitting(work, token_now(work, invited)).variant == "pictogram"
    assert person.address.endswith("/nl/practice/sun")
    person.open("form")
    assert "Wilt u verdergaan met tekst?" in person.words
    person.post(option="yes")
    assert token_now(work, invited) == invited.token
    person.open("items/situation.transport")
    assert person.form.fields["option"] == ["walk"]


def test_staying_changes_nothing(client, work, invited):
    person = person_of(client, invited)
    person.open("form?back=item:c1a")
    assert "/nl/items/c1a" in person.text
    change_variant(work, invited.token, "pictogram")
    person.open("form")
    person.post(option="no")
    assert open_sitting(work, token_now(work, invited)).variant == "pictogram"


def test_looking_at_the_page_changes_nothing(client, work, invited):
    person = person_of(client, invited)
    for _ in range(2):
        person.open("form")
    assert token_now(work, invited) == invited.token


def test_the_menu_leads_there_and_keeps_the_answer(client, work, invited):
    person = person_of(client, invited)
    person.open("items/c1a")
    assert ("go", "form", "") in person.form.buttons
    person.post(go="form", option="3", moves=False)
    assert person.page.location == "/nl/form?back=item:c1a"
    assert open_sitting(work, invited.token, None).responses["c1a"] == option("3")


def test_a_device_with_the_old_form_follows(client, work, invited):
    person = person_of(client, invited)
    person.open("items/c1a")
    change_variant(work, invited.token, "pictogram")
    person.open("items/c1b")
    assert person.address.startswith("/nl/practice/")


def test_an_answer_given_before_the_change_is_kept_in_its_form(client, work, invited):
    person = person_of(client, invited)
    person.open("items/c1a")
    pictures = change_variant(work, invited.token, "pictogram")
    person.post(option="4")
    assert person.page.status_code == 200
    late = {**person.form.fields, "option": "2", "go": "next", "key": "late-form"}
    person.send("/nl/items/c1b", late)
    text, picture = open_sitting(work, invited.token, None), open_sitting(work, pictures, None)
    assert (text.responses["c1a"], text.responses["c1b"]) == (option("4"), option("2"))
    assert not picture.responses


def test_a_form_without_released_words_says_so(client, invited, monkeypatch):
    person = person_of(client, invited)
    monkeypatch.setattr("app.web.participant.change_form.form_is_offered", lambda *_: False)
    person.open("form")
    assert "Deze vorm kan nu niet" in person.words
    assert ("go", "yes", "") not in person.form.buttons


# --- two languages ---


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize(
    "page", ["items/c1a", "items/z8", "practice/1", "parts/a", "parts/g", "items/situation.transport"]
)
def test_every_text_has_its_second_language_under_it(client, work, invited, first, second, page):
    person = person_of(client, invited, first)
    two_languages(work, invited, second)
    person.open(page)
    seconds = Seconds(person.text)
    assert seconds.in_attributes == []
    assert {(language, direction) for language, direction, _ in seconds.found} == {(second, DIRECTION[second])}
    instrument = work.library.instrument("profile")
    words = work.library.wording("profile", second)
    said = {text for _, _, text in seconds.found}
    if page.startswith("items/"):
        item = instrument.items[page.removeprefix("items/")]
        wanted = {words.text(item.text_key), *(words.text(one.text_key) for one in item.options)}
        wanted |= {words.text(f"ui.{code}") for code in item.missing}
        assert wanted <= said
    assert f'lang="{first}" dir="{DIRECTION[first]}"' in person.text


@pytest.mark.parametrize(("first", "second"), [("nl", "ar"), ("ar", "nl")])
def test_the_acute_screen_speaks_both(client, work, invited, first, second):
    person = person_of(client, invited, first)
    two_languages(work, invited, second)
    person.answer("z8", option="yes")
    assert person.address.endswith("/further")
    said = {text for _, _, text in Seconds(person.text).found}
    words = work.library.wording("profile", second)
    assert {words.text(f"acute.{key}") for key in ("title", "not_alone", "help_today", "call_now", "continue")} <= said
    assert person.text.count("testverpleegkundige") == 2


@pytest.mark.parametrize(("first", "second"), [("nl", "ar"), ("ar", "ti")])
def test_pictures_have_both_languages_too(client, work, invited, first, second):
    person = person_of(client, invited, first)
    two_languages(work, invited, second)
    change_variant(work, invited.token, "pictogram")
    person.open("go-on")
    person.open("items/p1.building")
    said = {(language, text) for language, _, text in Seconds(person.text).found}
    words = work.library.wording("picture-profile", second)
    assert (second, words.text("picture.p1.building.prompt")) in said
    assert (second, words.text("option.jar_experience.2")) in said


def test_a_page_kept_for_one_language_is_not_shown_to_who_asked_for_two(client, work, invited):
    person = person_of(client, invited)
    person.open("items/c1a")
    assert Seconds(person.text).found == []
    two_languages(work, invited, "ar")
    person.open("items/c1a")
    assert {language for language, _, _ in Seconds(person.text).found} == {"ar"}
    two_languages(work, invited, "ti")
    person.open("items/c1a")
    assert {language for language, _, _ in Seconds(person.text).found} == {"ti"}
    two_languages(work, invited, None)
    person.open("items/c1a")
    assert Seconds(person.text).found == []


def test_the_person_switches_a_second_language_on_and_off(client, work, invited):
    person = person_of(client, invited)
    person.open("items/c1a")
    person.post(go="two", option="1", moves=False)
    assert person.page.location == "/nl/two-languages?back=item:c1a"
    person.open(person.page.location)
    assert {value for name, value, _ in person.form.buttons if name == "second"} == {"en", "ar", "ti", "one"}
    person.post(go="", second="ti")
    assert person.address == "/nl/items/c1a"
    assert {language for language, _, _ in Seconds(person.text).found} == {"ti"}
    person.open("two-languages?back=item:c1a")
    person.post(go="", second="one")
    assert Seconds(person.text).found == []
    person.open("two-languages")
    person.post(go="", second="xx")
    assert open_sitting(work, invited.token).second_locale is None


def test_in_pictures_the_second_language_is_a_card_with_the_drawing_of_the_language(client, work, invited):
    person = person_of(client, invited)
    change_variant(work, invited.token, "pictogram")
    person.open("go-on")
    person.open("two-languages?back=item:p1.building")
    assert person.form.offered["option"] == ["ar", "ti", "en", "one"]
    assert person.form.fields["option"] == ["one"]
    person.post(option="ti")
    assert open_sitting(work, token_now(work, invited)).second_locale == "ti"
    person.open("two-languages")
    assert person.form.fields["option"] == ["ti"]
    person.post(option="one")
    assert open_sitting(work, token_now(work, invited)).second_locale is None


def test_the_second_language_is_not_said_twice(client, work, invited):
    person = person_of(client, invited)
    two_languages(work, invited, "nl")
    person.open("items/c1a")
    assert Seconds(person.text).found == []


# --- reading aloud ---


@pytest.fixture
def aloud(client, work, invited):
    """Somebody who is read to."""
    person = person_of(client, invited)
    work.db.execute(update(Participation).values(mode="read_aloud"))
    work.db.commit()
    return person


def rows(work, token):
    sitting = open_sitting(work, token)
    return {
        block: (row.mode, row.interpreter, row.interpreter_left) for block, row in modes_of(work, sitting.id).items()
    }


def test_each_part_asks_who_reads_once(work, invited, aloud):
    aloud.open("parts/a")
    assert aloud.address == "/nl/parts/a/reader?back=block:a"
    assert "Wie leest dit deel voor?" in aloud.words
    assert aloud.form.fields["reader"] == ["facilitator"]
    aloud.post(reader="phone")
    assert aloud.address == "/nl/parts/a"
    assert rows(work, invited.token) == {"a": ("interpreter", "phone", None)}
    aloud.open("items/situation.transport")
    assert aloud.address == "/nl/items/situation.transport"
    aloud.open("items/c1a")
    assert aloud.address == "/nl/parts/e/reader?back=item:c1a"
    assert aloud.form.fields["reader"] == ["phone"]
    aloud.post()
    assert aloud.address == "/nl/items/c1a"
    assert rows(work, invited.token)["e"] == ("interpreter", "phone", None)
    assert open_sitting(work, invited.token).mode == "interpreter"


def test_who_reads_can_be_changed_from_the_part(work, invited, aloud):
    record_part_mode(work, open_sitting(work, invited.token), "a", "read_aloud")
    aloud.open("parts/a")
    assert 'href="/nl/parts/a/reader"' in aloud.text
    aloud.open("parts/a/reader")
    aloud.post(reader="family")
    assert rows(work, invited.token)["a"] == ("interpreter", "family", None)


def test_who_goes_on_alone_is_not_asked(client, invited):
    person = person_of(client, invited)
    person.open("parts/a")
    assert person.address == "/nl/parts/a"


def test_who_does_it_alone_is_not_asked_again_nor_recorded_as_read_to(work, invited, aloud):
    aloud.open("parts/a")
    aloud.post(reader="self")
    assert rows(work, invited.token) == {"a": ("self", "", None)}
    assert open_sitting(work, invited.token).mode == "self"
    aloud.open("items/c1a")
    assert aloud.address == "/nl/items/c1a"
    assert set(rows(work, invited.token)) == {"a"}


def test_after_the_practice_nobody_is_chosen_beforehand(work, invited, aloud):
    pictures = change_variant(work, invited.token, "pictogram")
    record_part_mode(work, open_sitting(work, pictures), "practice", "read_aloud")
    aloud.open("go-on")
    aloud.open("items/p1.building")
    assert 'data-variant="pictogram"' in aloud.text
    assert "checked" not in aloud.text
    aloud.post(go="next")
    assert aloud.page.status_code == 422
    aloud.post(option="self")
    assert aloud.address == "/nl/items/p1.building"
    assert open_sitting(work, pictures).mode == "self"


def test_an_answer_is_saved_also_before_the_question_is_answered(work, aloud):
    aloud.send("/nl/items/c1a", {**aloud.form.fields, "option": "3", "go": "next", "key": "a-key"})
    assert work.db.scalar(select(Response.item_id)) == "c1a"


@pytest.mark.parametrize(
    ("go", "row", "leads"),
    [
        pytest.param("alone", ("self", "", True), "/nl/parts/g", id="leaves"),
        pytest.param("together", ("interpreter", "room", False), "/nl/parts/g", id="stays"),
    ],
)
def test_the_health_part_asks_first_whether_the_interpreter_leaves(work, invited, aloud, go, row, leads):
    record_part_mode(work, open_sitting(work, invited.token), "f", "interpreter", "room")
    two_languages(work, invited, "ti")
    aloud.open("parts/g")
    assert aloud.address == "/nl/parts/g/alone?back=care_intro:g"
    said = {text for _, _, text in Seconds(aloud.text).found}
    assert work.library.wording("profile", "ti").text("oral.alone.question") in said
    aloud.post(go=go)
    assert aloud.address == leads
    assert rows(work, invited.token)["g"] == row
    aloud.open("items/z1a")
    assert aloud.address == "/nl/items/z1a"
    aloud.open("items/closing.going_well")
    assert open_sitting(work, invited.token).mode == "interpreter"


def test_a_question_of_the_health_part_is_not_shown_before(aloud):
    aloud.open("items/z1a")
    assert aloud.address == "/nl/parts/g/alone?back=item:z1a"


def test_the_health_part_can_be_left_out_from_there(work, invited, aloud):
    aloud.open("parts/g")
    aloud.post(go="skip")
    assert aloud.address == "/nl/items/closing.going_well"
    assert open_sitting(work, invited.token).modules.skipped == {"g"}
    assert rows(work, invited.token) == {}


def test_any_other_button_asks_again(work, invited, aloud):
    aloud.open("parts/g")
    aloud.post(go="stay")
    assert aloud.address.startswith("/nl/parts/g/alone")
    assert rows(work, invited.token) == {}


@pytest.mark.parametrize("page", ["parts/g/reader", "parts/a/alone", "parts/x/reader", "parts/a/here", "parts/x/alone"])
def test_a_question_that_does_not_belong_to_a_part_is_not_there(aloud, page):
    aloud.open(page)
    assert aloud.page.status_code == 404


def test_pictures_ask_before_each_part_and_once_for_the_whole_health_part(work, invited, aloud):
    pictures = change_variant(work, invited.token, "pictogram")
    aloud.open("go-on")
    aloud.open("items/p1.building")
    assert aloud.address == "/nl/parts/p1/reader?back=item:p1.building"
    aloud.post(option="room")
    aloud.open("items/p6.z1")
    assert aloud.address == "/nl/parts/p6/alone?back=item:p6.z1"
    aloud.post(go="alone")
    assert {block: row[2] for block, row in rows(work, pictures).items() if row[2] is not None} == {
        "p6": True,
        "p7": True,
        "p8": True,
    }


@pytest.mark.parametrize(("card", "left"), [("alone", True), ("together", False)])
def test_in_pictures_a_card_says_whether_somebody_leaves_and_nothing_chosen_says_so(work, invited, aloud, card, left):
    pictures = change_variant(work, invited.token, "pictogram")
    aloud.open("go-on")
    aloud.open("items/p6.z1")
    aloud.post()
    assert aloud.page.status_code == 422
    assert 'data-key="status.choose_first"' in aloud.page.text
    assert rows(work, pictures) == {}
    aloud.open("items/p6.z1")
    aloud.post(option=card)
    assert {row[2] for row in rows(work, pictures).values()} == {left}
    assert aloud.address == "/nl/items/p6.z1"


def test_in_pictures_a_card_leaves_the_health_part_out_on_a_device_of_the_staff(work, invited, aloud):
    pictures = change_variant(work, invited.token, "pictogram")
    aloud.open("go-on")
    aloud.open("parts/p6/here")
    assert aloud.post(moves=False).status_code == 422
    aloud.open("parts/p6/here")
    aloud.post(option="skip")
    assert open_sitting(work, pictures).modules.skipped == {"p6", "p7", "p8"}


def test_in_pictures_the_whole_health_part_is_left_out(work, invited, aloud):
    pictures = change_variant(work, invited.token, "pictogram")
    aloud.open("go-on")
    aloud.open("items/p7.help_wish")
    aloud.post(go="skip")
    assert open_sitting(work, pictures).modules.skipped == {"p6", "p7", "p8"}


# --- the review in two languages ---


def test_the_end_can_be_read_in_two_languages(client, work, invited):
    person = person_of(client, invited)
    answer_everything(work, invited.token)
    two_languages(work, invited, "ar")
    person.look_back()
    for page in ("share/overview", "review", "stop"):
        person.open(page)
        assert (person.page.status_code, person.address) == (200, f"/{person.locale}/{page}")
        assert re.search(r'class="inb-second" lang="ar" dir="rtl"', person.text), page
        assert Seconds(person.text).in_attributes == []
    answer(work, invited.token, "c1a", option("1"))
