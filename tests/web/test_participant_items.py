"""Questions: what is stored, what is refused with a clear sentence, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core.responses import Missing, Response
from app.extensions import db
from app.services.sittings import open_sitting
from app.store.care_models import CareResponse
from app.store.models import Participation
from app.store.models import Response as Row
from tests.services.answering import Statements, answer, option
from tests.web.person import Person


@pytest.fixture
def kept(app, someone):
    """Give the response that stands for an item, as a new request would read it."""

    def read(item_id: str) -> Response | None:
        with app.app_context():
            from app.web.context import current_work  # noqa: PLC0415 - inside the application

            return open_sitting(current_work(), someone.token, [item_id]).responses.get(item_id)

    return read


def rows(work, someone) -> int:
    return int(work.db.scalar(select(func.count(Row.id)).where(Row.participation_id == someone.participation_id)))


def test_an_answer_is_saved_and_the_next_question_follows(person, kept):
    page = person.answer("situation.hours_available", option="up_to_8")
    assert page.status_code == 200
    assert person.address == "/nl/items/situation.child_care"
    assert kept("situation.hours_available") == option("up_to_8")


def test_nothing_is_chosen_beforehand_and_later_the_own_answer_is(person):
    person.open("items/situation.hours_available")
    assert "option" not in person.form.fields
    person.post(option="none")
    person.open("items/situation.hours_available")
    assert person.form.fields["option"] == ["none"]


@pytest.mark.parametrize("code", ["not_understood", "rather_not_say", "not_applicable"])
def test_the_kinds_of_no_answer(person, kept, code):
    person.answer("c1a", option=f"missing.{code}")
    assert kept("c1a") == Response(missing=Missing(code))


def test_no_chance_to_do_this_belongs_to_block_e_alone(person, kept):
    person.open("items/m1a")
    assert "missing.not_applicable" not in person.form.offered["option"]
    page = person.post(option="missing.not_applicable")
    assert page.status_code == 422
    assert kept("m1a") is None


def test_rather_not_say_stands_once_at_the_acute_question(person):
    person.open("items/z8")
    assert person.form.offered["option"].count("missing.rather_not_say") == 1
    assert "rather_not_say" not in person.form.offered["option"]


@pytest.mark.parametrize(
    ("item_id", "posted", "sentence"),
    [
        pytest.param("c1a", {}, "Kies eerst een antwoord.", id="nothing"),
        pytest.param("c1a", {"option": "up_to_8"}, "hoort niet bij deze vraag", id="option of another item"),
        pytest.param("c1a", {"option": "5"}, "hoort niet bij deze vraag", id="a step too many"),
        pytest.param("c1a", {"option": "missing.tired"}, "hoort niet bij deze vraag", id="unknown missing code"),
        pytest.param("c1a", {"option": ["1", "2"]}, "U kunt er 1 kiezen.", id="two of a single choice"),
        pytest.param("education.years", {"number": "honderd"}, "Schrijf een getal van 0 tot 30.", id="no number"),
        pytest.param("education.years", {"number": "31"}, "Schrijf een getal van 0 tot 30.", id="too many years"),
        pytest.param("education.years", {"number": "9" * 5000}, "Schrijf een getal van 0 tot 30.", id="endless number"),
        pytest.param(
            "education.years", {"number": "3", "option": "missing.rather_not_say"}, "‘geen antwoord’", id="both"
        ),
        pytest.param("work.unpaid", {"option": ["none", "teaching"]}, "‘geen van deze’", id="none and something"),
    ],
)
def test_what_does_not_fit_is_said_and_shown_again(person, kept, item_id, posted, sentence):
    page = person.answer(item_id, **posted)
    assert page.status_code == 422
    assert sentence in person.words
    assert kept(item_id) is None
    offered = set(person.form.offered["option"])
    wanted = {*([posted["option"]] if isinstance(posted.get("option"), str) else posted.get("option", []))}
    assert set(person.form.fields.get("option", [])) >= (wanted & offered if len(wanted) != 2 else set())


@pytest.mark.parametrize("typed", ["12", " 12 ", "١٢", "۱۲", "𝟏𝟐"])
def test_numbers_in_any_decimal_digits(person, kept, typed):
    person.answer("education.years", number=typed)
    assert kept("education.years") == Response(number=12)


def test_own_words_in_any_script_without_signs_that_nobody_types(person, kept):
    typed = "Goed\x00 \u202eneppo\u202c\r\nሰላም \u2067عربي\u2069 می\u200cخواهم\x1b[31m\ttab"
    person.answer("own_words", text=typed)
    assert kept("own_words").text == "Goed neppo\nሰላም عربي می\u200cخواهم[31m tab"


def test_own_words_may_stay_empty(person, kept):
    person.answer("own_words", text="  ")
    assert kept("own_words") == Response()


def test_own_words_that_are_too_long_stay_in_the_form(person, kept):
    words = "ሰላም " * 1100
    page = person.answer("own_words", text=words)
    assert page.status_code == 422
    assert "is te lang" in person.words
    assert person.form.fields["text"][0].strip() == words.strip()
    assert kept("own_words") is None


def test_a_megabyte_of_own_words_is_refused_and_kept(person, kept):
    page = person.answer("own_words", text="a" * 1_000_000)
    assert page.status_code == 422
    assert "a" * 1_000_000 in person.text
    assert kept("own_words") is None


def test_far_too_much_is_refused_with_a_sentence(person, kept):
    page = person.answer("own_words", text="a" * 5_000_000)
    assert page.status_code == 413
    assert "te veel tekst" in person.words
    assert kept("own_words") is None


def test_tasks_follow_the_field_of_work(person):
    person.answer("work.main_occupation", option="cleaning", text="Ik maakte scholen schoon.")
    assert person.address == "/nl/items/work.tasks"
    assert all(offer.startswith(("cleaning.", "missing.")) for offer in person.form.offered["option"])
    page = person.post(option="building.walls")
    assert page.status_code == 422


def test_words_for_another_language_choose_it(person, kept):
    person.answer("language.spoken", option="ti", text="Saho")
    assert kept("language.spoken") == Response(options=("ti", "other"), text="Saho")


@pytest.mark.parametrize("item_id", ["c99", "practice", "situation.transport'--", "work.tasks"])
def test_an_item_that_is_not_on_the_path_does_not_exist(person, item_id):
    assert person.open(f"items/{item_id}").status_code == 404
    assert "Deze bladzijde is er niet" in person.words


def test_a_double_click_leaves_one_answer(person, work, someone):
    person.open("items/c1a")
    form = {**person.form.fields, "option": "3", "go": "next"}
    for _ in range(3):
        assert person.send("/nl/items/c1a", form).status_code == 303
    assert rows(work, someone) == 1


def test_two_tabs_and_back_and_forth_the_latest_choice_stands(person, kept, work, someone):
    person.open("items/c1a")
    first = {**person.form.fields, "option": "1", "go": "next"}
    person.open("items/c1a")
    second = {**person.form.fields, "option": "4", "go": "next"}
    person.send("/nl/items/c1a", first)
    person.send("/nl/items/c1a", second)
    assert kept("c1a") == option("4")
    person.answer("c1a", option="2")
    assert kept("c1a") == option("2")
    assert rows(work, someone) == 3


def test_another_language_keeps_what_is_typed_and_saves_nothing(person, kept):
    person.open("items/work.main_occupation")
    buttons = {action for name, value, action in person.form.buttons if (name, value) == ("go", "language")}
    assert "/ti/items/work.main_occupation" in buttons
    page = person.post(go="language", to="/ti/items/work.main_occupation", option="building", text="Metselaar")
    assert page.status_code == 200
    assert '<html lang="ti" dir="ltr">' in page.text
    assert person.form.fields["text"] == ["Metselaar"]
    assert person.form.fields["option"] == ["building"]
    assert kept("work.main_occupation") is None


@pytest.mark.parametrize("go", ["back", "help", "stop"])
def test_leaving_by_another_button_saves_what_fits(person, kept, go):
    person.answer("situation.hours_available", option="none")
    person.open("items/situation.child_care")
    person.post(go=go, option="yes")
    assert kept("situation.child_care") == option("yes")


def test_leaving_by_another_button_with_nothing_filled_in_saves_nothing(person, kept):
    person.open("items/situation.child_care")
    person.post(go="back")
    assert person.address == "/nl/items/situation.hours_available"
    assert kept("situation.child_care") is None


def test_a_forged_form_saves_nothing_and_keeps_the_answer_on_the_screen(app, person, kept):
    app.config["WTF_CSRF_ENABLED"] = True
    person.open("items/c1a")
    page = person.post(option="3", csrf_token="forged")
    assert page.status_code == 400
    assert "te lang open" in person.words
    assert person.form.fields["option"] == ["3"]
    assert kept("c1a") is None
    person.post()
    assert kept("c1a") == option("3")


def test_an_answer_survives_a_lost_session(person, kept, someone):
    person.open("items/own_words")
    form = {**person.form.fields, "text": "Ik kan goed koken."}
    person.client.delete_cookie("inbeeld")
    page = person.send("/nl/items/own_words", {**form, "go": "next"})
    assert page.status_code == 403
    person.page, person.address = page, "/nl/code"
    page = person.post(code=someone.code)
    assert person.form.fields["text"] == ["Ik kan goed koken."]
    assert kept("own_words") is None
    person.post(to="/nl/items/own_words")
    assert kept("own_words") == Response(text="Ik kan goed koken.")


def test_looking_at_an_item_changes_nothing(person, work, someone):
    before = work.db.get(Participation, someone.participation_id).passed
    for _ in range(2):
        person.open("items/c4c")
    work.db.expire_all()
    assert work.db.get(Participation, someone.participation_id).passed == before
    assert rows(work, someone) == 0


@pytest.mark.parametrize(("item_id", "most"), [("c1a", 2), ("z1a", 2)])
def test_showing_a_question_takes_at_most_two_queries(app, person, item_id, most):
    person.open(f"items/{item_id}")
    with app.app_context():
        engines = db.engines
    with Statements(*engines.values()) as asked:
        person.open(f"items/{item_id}")
    assert 0 < len(asked) <= most


def test_saving_an_answer_takes_at_most_three_queries(app, person):
    person.answer("c1a", option="1")
    person.open("items/c1a")
    with app.app_context():
        engines = db.engines
    with Statements(*engines.values()) as asked:
        person.post(option="2", moves=False)
    assert len(asked) <= 3


def test_one_person_never_sees_the_answer_of_another(app, person, sitting_factory):
    person.answer("c1a", option="4")
    other = Person(app.test_client())
    other.begin(sitting_factory().code)
    other.open("items/c1a")
    assert "option" not in other.form.fields


def test_care_answers_never_reach_the_main_store(person, work, someone, kept):
    person.answer("z1a", option="3")
    assert kept("z1a") == option("3")
    assert rows(work, someone) == 0
    assert work.care.scalar(select(func.count(CareResponse.id))) == 1


def test_the_private_part_is_a_place(person):
    person.open("items/z1a")
    assert "inbeeld-private" in person.text
    person.open("items/c1a")
    assert "inbeeld-private" not in person.text


def test_progress_counts_the_questions_of_this_person(person, work, someone):
    answer(work, someone.token, "work.main_occupation", option("none"))
    person.open("items/c1a")
    assert "van 106" in person.words


def test_the_query_of_an_address_cannot_bend_the_links_of_a_page(person):
    page = person.open("items/c1a?_external=1&_scheme=javascript&endpoint=x&locale=zz&_anchor=y")
    assert page.status_code == 200
    assert "javascript:" not in page.text
    assert 'formaction="/ar/items/c1a"' in page.text
