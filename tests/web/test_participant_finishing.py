"""The end: nobody finishes unseen, and what was finished is not shown to whoever types the code later."""

from __future__ import annotations

import pytest

from app.services.delivery import finish, open_sitting, see_profile
from app.store.models import Participation, SittingState
from tests.services.answering import answer, answer_everything, option
from tests.web.person import Person


@pytest.fixture
def someone(sitting_factory):
    return sitting_factory()


@pytest.fixture
def person(client, someone):
    person = Person(client)
    person.begin(someone.code)
    return person


@pytest.fixture
def row(work, someone):
    def read() -> Participation:
        work.db.expire_all()
        return work.db.get(Participation, someone.participation_id)

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
