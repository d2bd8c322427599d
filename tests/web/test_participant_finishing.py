"""The end: nobody finishes unseen, and what was finished is not shown to whoever types the code later."""

from __future__ import annotations

import pytest

from app.services.care import care_choices
from app.services.delivery import finish, open_sitting, see_profile
from app.store.models import Participation, SittingState
from tests.services.answering import answer, answer_everything, option
from tests.web.person import Person


@pytest.fixture
def row(work, someone):
    def read() -> Participation:
        work.db.expire_all()
        found: Participation = work.db.get_one(Participation, someone.participation_id)
        return found

    return read


def test_nobody_finishes_without_having_seen_the_profile(person, work, someone, row):
    answer_everything(work, someone.token, z8=option("no"))
    person.open("share/overview")
    person.post(go="confirm")
    assert person.address == "/nl/review"
    assert row().state == SittingState.STARTED
    person.finish()
    assert person.address == "/nl/finish"
    assert row().state == SittingState.FINISHED
    assert row().profile_seen_at is not None


def test_nobody_finishes_with_questions_left(person, row):
    person.answer("situation.hours_available", option="none")
    person.finish()
    assert person.address == "/nl/resume"
    assert 'href="/nl/items/situation.child_care"' in person.text
    assert row().state == SittingState.STARTED


def test_a_part_left_out_does_not_keep_anybody_from_finishing(person, work, someone, row):
    answer_everything(work, someone.token, z8=option("no"))
    person.open("parts/g")
    person.post(go="skip")
    person.finish()
    assert row().state == SittingState.FINISHED


def test_a_profile_seen_after_the_end_is_noted_and_nothing_else_changes(person, work, someone, row):
    answer_everything(work, someone.token, z8=option("no"))
    finish(work, open_sitting(work, someone.token), "nl")
    passed, heard = row().passed, row().last_heard_at
    person.open("review")
    person.post(go="seen")
    seen = row().profile_seen_at
    assert seen is not None
    assert (row().state, row().passed, row().last_heard_at) == (SittingState.FINISHED, passed, heard)
    see_profile(work, open_sitting(work, someone.token), "nl")
    assert row().profile_seen_at == seen


def test_a_changed_answer_makes_a_profile_that_nobody_saw_yet(person, work, someone, row):
    answer_everything(work, someone.token, z8=option("no"))
    person.open("review")
    person.post(go="seen")
    standing = open_sitting(work, someone.token, ["c1a"]).responses["c1a"]
    answer(work, someone.token, "c1a", standing)
    assert row().profile_seen_at is not None
    person.answer("c1a", option="0")
    assert row().profile_seen_at is None
    person.open("share/overview")
    person.post(go="confirm")
    assert row().state == SittingState.STARTED
    person.finish()
    assert row().state == SittingState.FINISHED


@pytest.fixture
def finished(person, work, someone):
    answer_everything(work, someone.token, z7=option("yes"), z8=option("no"))
    person.open("share/ggd")
    person.post(ggd="yes")
    person.post(way=["phone"], detail="06 0000 0000")
    person.post(wish="yes", ggd_status="yes", account="Ik werk liever zittend.")
    person.post(report="yes")
    person.finish()
    return person


HEALTH = ("Slaap en energie", "Ik werk liever zittend.", "06 0000 0000", "Alleen hoe men mij kan bereiken")
CARE_PAGES = ("share/ggd", "share/contact", "share/case-manager")


def test_where_somebody_finished_the_own_choices_stay_in_sight(finished):
    finished.open("review")
    assert "Slaap en energie" in finished.words
    assert "Het deel over gezondheid staat hier niet meer" not in finished.words
    finished.open("share/overview")
    assert "Ik werk liever zittend." in finished.words
    assert ("go", "withdraw", "") not in finished.form.buttons
    for page in CARE_PAGES:
        assert finished.open(page).status_code == 200


@pytest.mark.parametrize("same_device", [True, False])
def test_who_types_the_code_of_a_finished_person_sees_nothing_about_health(app, finished, someone, same_device):
    other = finished if same_device else Person(app.test_client())
    other.enter(someone.code)
    assert other.address == "/nl/finish"
    assert "Dan neemt de GGD contact" not in other.words
    other.open("review")
    assert "Samenwerken" in other.words
    assert "Het deel over gezondheid staat hier niet meer" in other.words
    seen = other.words
    other.post(go="seen")
    assert other.address == "/nl/share/vluchtelingenwerk"
    for page in ("share/overview", "share/vluchtelingenwerk", "finish"):
        other.open(page)
        seen += other.words
    assert not [words for words in HEALTH if words in seen]
    fields = other.form.fields
    for page in CARE_PAGES:
        assert other.open(page).status_code == 404
        assert other.send(f"/nl/{page}", {**fields, "go": "language"}).status_code == 404


@pytest.mark.usefixtures("finished")
def test_what_was_shared_about_health_can_be_taken_back_without_seeing_it(app, work, someone):
    other = Person(app.test_client())
    other.enter(someone.code)
    other.open("share/overview")
    other.post(go="withdraw")
    assert "Er wordt niets meer gedeeld over uw gezondheid." in other.words
    choices = care_choices(work, open_sitting(work, someone.token))
    assert (choices.ggd, choices.wish, choices.ggd_status, choices.account) == ("no", False, False, "")
    assert choices.contact_detail == ""


def test_without_a_health_part_there_is_nothing_to_take_back(client, work, sitting_factory):
    someone = sitting_factory(sitting_factory.session(duty_officer_name=""))
    person = Person(client)
    person.begin(someone.code)
    answer_everything(work, someone.token)
    person.finish()
    person.enter(someone.code)
    for page in ("review", "share/overview"):
        person.open(page)
        assert "gezondheid staat hier niet" not in person.words
        assert ("go", "withdraw", "") not in person.form.buttons
