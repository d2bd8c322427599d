"""Answers that a device still held when its person was moved to another session."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from app.services.moving import continue_in
from app.services.sittings import open_sitting
from app.store.models import HelpRequest, Participation
from tests.services.answering import option
from tests.services.leading import leader_of, session_of
from tests.web.person import Person, forget_last_request


@pytest.fixture
def invited(sitting_factory):
    return sitting_factory(seat=2)


@pytest.fixture
def person(client, invited):
    someone = Person(client, "nl")
    someone.begin(invited.code)
    return someone


def move(work, sitting_factory, invited, **values):
    target = sitting_factory.session(session_of(work, invited).organisation, **values)
    if "locales" in values:
        work.db.execute(update(Participation).values(locale=values["locales"][0]))
        work.db.commit()
    person = work.db.get_one(Participation, invited.participation_id)
    work.db.refresh(person)
    continue_in(work, leader_of(work, invited), person, target.public_id)


def send_late(client, item_id, chosen, mark):
    forget_last_request()
    token = client.get("/nl/here").json["csrf"]
    forget_last_request()
    fields = {"csrf_token": token, "option": chosen, "go": "late", "key": "k" * 12, "sitting": mark, "ago": "5"}
    return client.post(f"/nl/items/{item_id}", data=fields)


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("values", [{"opened_at": None}, {"locales": ["ar"]}], ids=["not begun", "another language"])
def test_a_late_answer_is_taken_in(client, work, sitting_factory, invited, values):
    mark = client.get("/nl/deck/e").json["sitting"]
    move(work, sitting_factory, invited, **values)
    assert send_late(client, "c1a", "3", mark).status_code == 204
    work.db.rollback()
    assert open_sitting(work, invited.token, ["c1a"], late=True).responses["c1a"] == option("3")


@pytest.mark.usefixtures("person")
def test_a_late_yes_to_help_today_calls_also_before_the_session_begins(client, work, sitting_factory, invited):
    mark = client.get("/nl/deck/g").json["sitting"]
    move(work, sitting_factory, invited, opened_at=None)
    assert send_late(client, "z8", "yes", mark).status_code == 204
    work.db.rollback()
    assert work.db.scalar(select(HelpRequest.id)) is not None


def test_nothing_is_shown_of_a_session_that_has_not_begun(work, sitting_factory, invited, person):
    move(work, sitting_factory, invited, opened_at=None)
    person.open("items/c1a")
    assert person.page.status_code == 403
