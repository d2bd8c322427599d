"""The reminder after two hours: neutral, for who leads a session that runs, gone when a person closed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.services.calls import call_help, cancel_help
from app.services.care import raise_acute, set_status, work_list
from app.services.reminders import REMIND_AFTER, reminded_seats, seats_to_remind_of
from app.services.sittings import open_sitting
from app.store.care_models import SignalStatus
from app.store.models import HelpRequest
from tests.services.test_session_life import staff_of_session


@pytest.fixture
def session(sitting_factory):
    return sitting_factory.session()


@pytest.fixture
def leader(session):
    return staff_of_session(session)


def after(work, passed):
    moment = work.now() + passed
    return replace(work, now=lambda: moment)


def ask_for_help_today(work, invited):
    raise_acute(work, open_sitting(work, invited.token), "nl")


def answer_every_call(work):
    for call in work.db.query(HelpRequest):
        call.helped_at = work.now()
    work.db.commit()


def test_nobody_is_reminded_before_two_hours(work, sitting_factory, session, leader):
    ask_for_help_today(work, sitting_factory(session, 7))
    assert reminded_seats(after(work, REMIND_AFTER - timedelta(minutes=1)), leader, session) == ()


def test_after_two_hours_the_seat_is_named_although_somebody_went_there(work, sitting_factory, session, leader):
    ask_for_help_today(work, sitting_factory(session, 7))
    answer_every_call(work)
    assert reminded_seats(after(work, REMIND_AFTER), leader, session) == (7,)
    assert seats_to_remind_of(after(work, REMIND_AFTER), leader) == {session.id: (7,)}


def test_a_person_closes_it(work, sitting_factory, session, leader):
    ask_for_help_today(work, sitting_factory(session, 7))
    answer_every_call(work)
    [item] = work_list(work, session.organisation_id)
    assert item.today
    set_status(work, session.organisation_id, item.id, SignalStatus.CONTACTED, leader.id)
    assert reminded_seats(after(work, REMIND_AFTER), leader, session) == (7,)
    set_status(work, session.organisation_id, item.id, SignalStatus.CLOSED, leader.id)
    assert reminded_seats(after(work, REMIND_AFTER), leader, session) == ()


def test_a_raised_hand_is_reminded_of_alike(work, sitting_factory, session, leader):
    sitting = open_sitting(work, sitting_factory(session, 4).token)
    call_help(work, sitting)
    assert reminded_seats(after(work, REMIND_AFTER), leader, session) == (4,)
    cancel_help(work, sitting)
    assert reminded_seats(after(work, REMIND_AFTER), leader, session) == ()


def test_only_who_leads_the_session_is_reminded(work, sitting_factory, session):
    ask_for_help_today(work, sitting_factory(session))
    colleague = replace(staff_of_session(session), id=sitting_factory.account(session.organisation).id)
    assert reminded_seats(after(work, REMIND_AFTER), colleague, session) == ()


@pytest.mark.parametrize("state", ["closed_at", "opened_at"])
def test_only_in_a_session_that_runs(work, sitting_factory, session, leader, state):
    ask_for_help_today(work, sitting_factory(session))
    setattr(session, state, work.now() if state == "closed_at" else None)
    work.db.commit()
    assert reminded_seats(after(work, REMIND_AFTER), leader, session) == ()
