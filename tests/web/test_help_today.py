"""A yes to "help today" and a raised hand arrive: after a change of form, after the close, late, behind a cover."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.services.board import board
from app.services.care import work_list
from app.services.variants import change_variant
from app.store.models import GroupSession, HelpRequest, Participation, SittingState
from tests.pictured import pictured
from tests.services.leading import leader_of, session_of
from tests.web.person import Person, forget_last_request

NUMBER = "0800 000 000"
FORMS = [("text", "z8"), ("pictogram", "p8.acute")]


@pytest.fixture(params=FORMS, ids=["text", "pictures"])
def asked(request, app, work, sitting_factory):
    """Somebody at the question about help today, in words and in pictures: the person, who it is, and the question."""
    variant, item_id = request.param
    someone = pictured(sitting_factory) if variant == "pictogram" else sitting_factory()
    begun = update(Participation).where(Participation.id == someone.participation_id)
    work.db.execute(begun.values(state=SittingState.STARTED))
    work.db.commit()
    person = Person(app.test_client())
    person.enter(someone.code)
    person.open(f"items/{item_id}")
    return person, someone, item_id


def other_form(item_id):
    return "pictogram" if item_id == "z8" else "text"


def calls(work):
    work.db.rollback()
    return work.db.scalars(select(HelpRequest.id).where(HelpRequest.cancelled_at.is_(None))).all()


def today(work, someone):
    work.care.rollback()
    return [item.today for item in work_list(work, someone.organisation_id)]


def end_session(work, someone, ago=timedelta(0)):
    where = GroupSession.id == session_of(work, someone).id
    work.db.execute(update(GroupSession).where(where).values(closed_at=work.now() - ago))
    work.db.commit()


def send(person, path, **fields):
    forget_last_request()
    here = person.client.get("/nl/here").json["csrf"]
    forget_last_request()
    return person.client.post(f"/nl/{path}", data={"csrf_token": here, **fields})


def mark(person, at):
    forget_last_request()
    return found(r'data-sitting="([^"]+)"', person.client.get(f"/nl/items/{at}").text)


def found(pattern, text):
    match = re.search(pattern, text, re.DOTALL)
    assert match
    return match[1]


def test_after_a_change_of_form_the_yes_shows_the_numbers_in_the_form_it_was_given(asked, work):
    person, someone, item_id = asked
    change_variant(work, someone.token, other_form(item_id))
    person.post(option="yes")
    assert person.address == "/nl/further"
    assert NUMBER in person.words
    assert ('data-variant="pictogram"' in person.text) is (item_id == "p8.acute")
    assert today(work, someone) == [True]
    leader, session = leader_of(work, someone), session_of(work, someone)
    assert [call.seat for call in board(work, leader, session.public_id).calls] == [someone.seat]
    person.open("further")
    assert NUMBER in person.words, "and it can be looked at again"
    person.post(go="next")
    assert NUMBER not in person.words, "and left"


@pytest.mark.parametrize("form", ["set aside", "stays"])
def test_a_hand_raised_late_is_answered_and_never_led_elsewhere(asked, work, form):
    person, someone, item_id = asked
    whose = mark(person, item_id)
    if form == "set aside":
        change_variant(work, someone.token, other_form(item_id))
    assert send(person, "help", go="late", sitting=whose, ago="5").status_code == 204
    assert len(calls(work)) == 1
    assert send(person, "help", go="late", sitting="somebody else").status_code == 409


def test_a_hand_raised_after_a_change_of_form_is_raised(asked, work):
    person, someone, item_id = asked
    change_variant(work, someone.token, other_form(item_id))
    assert send(person, "help", go="help").status_code == 303
    assert len(calls(work)) == 1


def test_late_calls_arrive_behind_the_cover_and_show_nothing(asked, work):
    person, someone, item_id = asked
    whose = mark(person, item_id)
    send(person, "cover")
    assert send(person, f"items/{item_id}", option="yes", go="late", key="k" * 12, sitting=whose).status_code == 204
    work.db.execute(update(HelpRequest).values(cancelled_at=work.now()))
    work.db.commit()
    for path, option in (("help", "help"), ("further", "call"), ("further", "mistake")):
        answer = send(person, path, go="late", option=option, sitting=whose)
        assert (answer.status_code, answer.text) == (204, "")
    assert len(calls(work)) == 1
    assert work_list(work, someone.organisation_id)[0].marked_mistake
    assert "covered" in send(person, "help", go="help").location
    assert "covered" in person.client.get("/nl/further").location


def test_a_late_call_arrives_in_a_language_that_the_session_lost(asked, work):
    person, someone, item_id = asked
    whose = mark(person, item_id)
    work.db.execute(update(GroupSession).values(locales=["ar"]))
    work.db.commit()
    assert send(person, f"items/{item_id}", option="yes", go="late", key="k" * 12, sitting=whose).status_code == 204
    assert send(person, "further", go="late", option="call", sitting=whose).status_code == 204
    assert today(work, someone) == [True]


@pytest.mark.parametrize(("hours", "called"), [(0, 1), (26, 0)])
@pytest.mark.parametrize("late", [False, True])
def test_a_yes_after_the_close_is_heard(asked, work, hours, called, late):
    person, someone, item_id = asked
    whose = mark(person, item_id)
    end_session(work, someone, timedelta(hours=hours))
    if late:
        fields = {"option": "yes", "go": "late", "key": "k" * 12, "sitting": whose, "ago": str(27 * 3600)}
        assert send(person, f"items/{item_id}", **fields).status_code == 204
    else:
        person.post(option="yes")
        assert person.page.status_code == 200
        assert NUMBER in person.words
    assert today(work, someone) == [True]
    assert len(calls(work)) == called
    person.open("further")
    assert NUMBER in person.words, "and the numbers stay"


def test_after_the_close_only_help_is_heard(asked, work):
    person, someone, _ = asked
    end_session(work, someone)
    person.post(option="no")
    assert person.page.status_code == 410
    assert today(work, someone) == []


def test_the_numbers_stay_after_the_close_and_somebody_can_still_be_called(asked, work):
    person, someone, item_id = asked
    person.post(option="yes")
    end_session(work, someone)
    work.db.execute(update(HelpRequest).values(cancelled_at=work.now()))
    work.db.commit()
    person.open("further")
    assert NUMBER in person.words
    person.post(go="next" if item_id == "p8.acute" else "call", option="call")
    assert "De begeleider komt naar u toe" in person.words
    assert len(calls(work)) == 1


def test_after_the_end_another_device_with_the_card_shows_nothing(app, asked, work):
    person, someone, _ = asked
    person.post(option="yes")
    done = {"state": SittingState.FINISHED, "finished_at": work.now()}
    work.db.execute(update(Participation).where(Participation.id == someone.participation_id).values(**done))
    work.db.commit()
    other = Person(app.test_client())
    other.enter(someone.code)
    other.open("further")
    assert other.address != "/nl/further"
    assert NUMBER not in other.words


def test_neither_address_nor_title_tells_that_somebody_asked_for_help(asked):
    person, _, item_id = asked
    private = {title(person)}
    person.post(option="yes")
    telling = ("acute", "help", "hulp", "vandaag", "zegt")
    assert not [word for word in telling if word in person.address]
    private.add(title(person))
    person.open("further?said=called")
    private.add(title(person))
    for path in ("parts/p6?line=1", "items/p6.z3") if item_id == "p8.acute" else ("parts/g", "items/z1a"):
        person.open(path)
        private.add(title(person))
    assert not [word for word in telling for said in private if word in said]
    neutral = re.compile(r"([Vv]raag \d+ van \d+|Hoe gaat het met u\?) · Inbeeld")
    assert all(neutral.fullmatch(said) for said in private), private


def title(person):
    return found(r"<title>(.*?)</title>", person.text)
