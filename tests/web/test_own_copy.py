"""The person takes a copy of everything that is kept, in the own language."""

from __future__ import annotations

import json

import pytest

from app.services.audit.verifying import links
from app.services.care import YES, CareChoices, record_care_choices
from app.services.delivery import open_sitting
from app.services.sharing import share_report
from tests.services.answering import answer_everything, option
from tests.web.person import Person


@pytest.fixture
def someone(sitting_factory):
    return sitting_factory()


@pytest.fixture
def person(client, someone, work):
    person = Person(client)
    person.begin(someone.code)
    answer_everything(work, someone.token, z8=option("no"))
    return person


def copy_of(person):
    answer = person.get(f"/{person.locale}/own/copy")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="inbeeld.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    return json.loads(answer.get_data(as_text=True))


def test_the_copy_holds_every_answer_with_its_words(person, someone, work):
    copy = copy_of(person)
    sitting = open_sitting(work, someone.token, None)
    assert {answer["id"] for answer in copy["answers"]} == set(sitting.responses)
    words = sitting.wordings["nl"]
    for answer in copy["answers"]:
        item, value = sitting.instrument.items[answer["id"]], sitting.responses[answer["id"]]
        assert answer["question"] == (words.text(item.text_key) if words.has(item.text_key) else item.text_key)
        assert (answer["number"], answer["own_words"]) == (value.number, value.text)
        assert len(answer["chosen"]) == len(value.options)


def test_the_copy_holds_what_is_shared_and_for_how_long_it_is_kept(person, someone, work):
    sitting = open_sitting(work, someone.token)
    share_report(work, sitting, "vluchtelingenwerk", "nl", yes=True)
    record_care_choices(work, sitting, CareChoices(ggd=YES, contact_ways=("phone",), contact_detail="06 (test)"), "nl")
    copy = copy_of(person)
    assert [(one["with"], one["yes"]) for one in copy["shared"]] == [("vluchtelingenwerk", True)]
    assert copy["shared_about_health"]["contact"]["detail"] == "06 (test)"
    assert copy["kept_months"] == {"answers": 6, "reports": 12, "health": 3}


def test_the_copy_holds_no_code_and_no_token(person, someone):
    text = person.get("/nl/own/copy").get_data(as_text=True)
    assert someone.code not in text
    assert someone.token not in text


def test_taking_a_copy_is_one_event(person, work):
    before = len(list(links(work)))
    copy_of(person)
    made = [link.entry for link in links(work)][before:]
    assert [entry.kind for entry in made] == ["own_data_copied"]
    assert made[0].actor == made[0].subject


def test_after_the_end_health_is_in_the_copy_only_where_the_person_finished(person, someone, app):
    person.finish()
    assert 'href="/nl/own/copy"' in person.text
    assert "shared_about_health" in copy_of(person)
    elsewhere = Person(app.test_client())
    elsewhere.enter(someone.code)
    copy = copy_of(elsewhere)
    assert "shared_about_health" not in copy
    assert not {"z1a", "z7", "z8"} & {answer["id"] for answer in copy["answers"]}
    assert copy["answers"]


def test_without_a_code_there_is_no_copy(client):
    answer = client.get("/nl/own/copy")
    assert answer.status_code in {302, 303, 401, 403, 404}
    assert "answers" not in answer.get_data(as_text=True)
