"""The facilitator's break: a calm page, no question, no answer lost, and help stays within reach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.services.instrument_versions import keep_version
from app.services.sittings import open_sitting
from app.store.models import GroupSession, HelpRequest, Participation, SittingState
from app.web.context import current_work
from app.web.participant.pause import LOCKED
from tests.web.person import Person

QUESTION = "items/c1a"


@pytest.fixture
def change(app, someone):
    """Change the group session, as a request of the facilitator would."""

    def act(**values):
        with app.app_context():
            work = current_work()
            session = work.db.get_one(GroupSession, someone.group_session_id)
            for name, value in values.items():
                setattr(session, name, value)
            work.db.commit()

    return act


@pytest.fixture
def pause(work, change):
    return lambda: change(paused_at=work.now())


@pytest.fixture
def kept(app, someone):
    def read(item_id):
        with app.app_context():
            return open_sitting(current_work(), someone.token, [item_id]).responses.get(item_id)

    return read


def test_a_break_shows_no_question_and_the_same_question_comes_after(person, pause, change):
    question = person.open(QUESTION).get_data(as_text=True)
    pause()
    page = person.open(QUESTION)
    assert page.status_code == LOCKED
    assert "De begeleider heeft de vragen even stilgezet" in person.text
    assert 'name="option"' not in person.text
    change(paused_at=None)
    assert person.open(QUESTION).status_code == 200
    assert person.text.count('name="option"') == question.count('name="option"')


def test_an_answer_sent_in_the_break_is_kept(person, pause, kept):
    person.open(QUESTION)
    option = person.form.offered["option"][1]
    pause()
    assert person.post(option=option).status_code == LOCKED
    assert kept("c1a").option == option


def test_go_on_leads_back_to_the_break_while_it_lasts_and_to_the_questions_after(person, pause, change):
    pause()
    person.open(QUESTION)
    person.address = "/nl/paused?back=/nl/items/c1a"
    assert person.post(go="next").status_code == LOCKED
    change(paused_at=None)
    person.address = "/nl/paused?back=/nl/items/c1a"
    assert person.post(go="next").status_code == 200
    assert 'name="option"' in person.text


@pytest.mark.parametrize("back", ["//elsewhere.example/", "https://elsewhere.example/nl/", "/staff/", "/nl/paused"])
def test_the_break_leads_nowhere_else(person, pause, change, back):
    pause()
    person.open(QUESTION)
    change(paused_at=None)
    answer = person.client.get("/nl/paused", query_string={"back": back})
    assert answer.location == "/nl/go-on"


def test_help_can_be_called_in_the_break(person, pause, work, someone):
    pause()
    person.open(QUESTION)
    person.address = "/nl/paused?back=/nl/items/c1a"
    assert person.post(go="help").status_code == LOCKED
    calls = work.db.scalars(select(HelpRequest.participation_id)).all()
    assert list(calls) == [someone.participation_id]


def test_one_person_alone_can_have_a_break(person, app, someone):
    with app.app_context():
        work = current_work()
        work.db.get_one(Participation, someone.participation_id).paused_at = work.now()
        work.db.commit()
    assert person.open(QUESTION).status_code == LOCKED


@pytest.mark.parametrize(("locale", "words"), [("en", "has paused"), ("ar", "أوقف المساعِد"), ("ti", "ደው ኣቢሎምዎም")])
def test_the_break_is_said_in_each_language(person, pause, locale, words):
    pause()
    assert words in person.open(f"/{locale}/{QUESTION}").get_data(as_text=True)


def test_the_break_is_shown_in_pictures_to_who_answers_in_pictures(client, work, sitting_factory):
    instrument = work.library.instrument("picture-profile")
    keep_version(work, instrument)
    session = sitting_factory.session()
    changed = {"instrument_id": instrument.id, "content_hash": instrument.content_hash, "variant": "pictogram"}
    invited = sitting_factory(session, state=SittingState.STARTED, locale="nl", **changed)
    someone = Person(client)
    someone.enter(invited.code)
    session.paused_at = work.now()
    work.db.commit()
    assert someone.open("items/p1.building").status_code == LOCKED
    assert 'data-variant="pictogram"' in someone.text
    assert "De begeleider heeft de vragen even stilgezet" in someone.text
    assert 'action="/nl/paused?back=' in someone.text


def test_an_answer_that_waited_on_the_device_is_taken_in_after_the_close(person, work, change, kept):
    person.open(QUESTION)
    option = person.form.offered["option"][2]
    change(closed_at=work.now() - timedelta(minutes=10))
    answer = person.post(option=option, ago="900")
    assert answer.status_code == 410
    assert kept("c1a").option == option


@pytest.mark.parametrize("ago", ["", "0", "599", "-900", "9" * 12, "x"])
def test_an_answer_given_after_the_close_is_not(person, work, change, kept, ago):
    person.open(QUESTION)
    option = person.form.offered["option"][2]
    change(closed_at=work.now() - timedelta(minutes=10))
    assert person.post(option=option, ago=ago).status_code == 410
    assert kept("c1a") is None
