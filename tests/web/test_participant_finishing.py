"""The end: nobody finishes unseen, and what was finished is not shown to whoever types the code later."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.services.care import CareChoices, care_choices
from app.services.delivery import finish, see_profile
from app.services.sharing import shared_with
from app.services.sittings import open_sitting
from app.store.models import GroupSession, HelpRequest, Participation, SittingState
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
    person.send("/nl/share/overview", {**person.form.fields, "go": "confirm"})
    assert person.open("share/overview").status_code == 200
    assert person.address == "/nl/review"
    assert row().state == SittingState.STARTED
    person.finish()
    assert person.address == "/nl/finish"
    assert row().state == SittingState.FINISHED
    assert row().profile_seen_at is not None


PAGES = ("share", "share/ggd", "share/case-manager", "share/vluchtelingenwerk", "share/overview")


def test_nobody_is_asked_what_to_share_before_having_looked_back(person, work, someone):
    answer_everything(work, someone.token, z7=option("yes"), z8=option("no"))
    for page in PAGES:
        shown = person.get(f"/nl/{page}")
        assert (shown.status_code, shown.location) == (303, "/nl/review")
    for page, fields in (
        ("ggd", {"ggd": "yes"}),
        ("case-manager", {"wish": "yes"}),
        ("vluchtelingenwerk", {"report": "yes"}),
    ):
        assert person.send(f"/nl/share/{page}", {**person.form.fields, **fields, "go": "next"}).location == "/nl/review"
    sitting = open_sitting(work, someone.token)
    assert care_choices(work, sitting) == CareChoices()
    assert shared_with(work, sitting) == {}
    person.look_back()
    assert person.address == "/nl/share/ggd"
    for page in PAGES:
        assert person.open(page).status_code == 200
        assert person.address.startswith("/nl/share/")


def test_the_fixed_buttons_and_help_today_work_before_looking_back(person, work, someone):
    answer_everything(work, someone.token, z7=option("yes"), z8=option("no"))
    person.send("/nl/share/ggd", {**person.form.fields, "go": "help", "ggd": "yes"})
    assert work.db.scalar(select(func.count(HelpRequest.id))) == 1
    assert person.send("/nl/share/ggd", {**person.form.fields, "go": "hide"}).location == "/nl/hidden?back=review:"
    assert person.open("items/z7").status_code == 200
    assert person.address == "/nl/items/z7"
    person.answer("z8", option="yes")
    assert person.address.startswith("/nl/further")
    assert care_choices(work, open_sitting(work, someone.token)).ggd is None


def test_what_was_shared_can_be_taken_back_before_looking_back_again(person, work, someone, row):
    answer_everything(work, someone.token, z7=option("yes"), z8=option("no"))
    person.look_back()
    person.post(ggd="yes")
    person.answer("c1a", option="0")
    assert row().profile_seen_at is None
    person.send("/nl/share/ggd", {**person.form.fields, "go": "withdraw"})
    assert care_choices(work, open_sitting(work, someone.token)).ggd == "yes", "only the overview takes back"
    person.send("/nl/share/overview", {**person.form.fields, "go": "withdraw"})
    assert care_choices(work, open_sitting(work, someone.token)).ggd == "no"


def test_who_finished_unseen_is_not_kept_from_the_own_choices(person, work, someone):
    answer_everything(work, someone.token, z8=option("no"))
    finish(work, open_sitting(work, someone.token), "nl")
    person.open("share/vluchtelingenwerk")
    person.post(report="yes")
    assert shared_with(work, open_sitting(work, someone.token)) == {"vluchtelingenwerk": True}


def test_once_the_session_is_over_nothing_is_shared_unseen(person, work, someone):
    answer_everything(work, someone.token, z8=option("no"))
    work.db.get_one(GroupSession, someone.group_session_id).closed_at = work.now()
    work.db.commit()
    assert person.get("/nl/share/vluchtelingenwerk").status_code == 410
    assert (
        person.send("/nl/share/vluchtelingenwerk", {**person.form.fields, "report": "yes", "go": "next"}).status_code
        == 410
    )
    assert shared_with(work, open_sitting(work, someone.token)) == {}
    assert person.get("/nl/review").status_code == 200


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
    assert person.address == "/nl/review"
    assert row().state == SittingState.STARTED
    person.finish()
    assert row().state == SittingState.FINISHED


@pytest.fixture
def finished(person, work, someone):
    answer_everything(work, someone.token, z7=option("yes"), z8=option("no"))
    person.look_back()
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
