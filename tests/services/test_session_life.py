"""A group session while it runs, and somebody who goes on in another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.responses import Response
from app.services import group_sessions, moving, session_life
from app.services.access import CodeNoLongerUsed, find_participation
from app.services.accounts import Staff
from app.services.calls import call_help
from app.services.delivery import LATE_WITHIN, ParticipationClosed, Shown, record_response, takes_answers
from app.services.deviations import SeatUnknown, participation_at
from app.services.group_sessions import NewSession, SessionProblem, SessionRefused, SessionUnknown
from app.services.moving import MoveProblem, MoveRefused
from app.services.sittings import open_sitting
from app.store.models import GroupSession, Participant, Participation, Presence, RoleName, SittingState

ITEM = "c1a"


@pytest.fixture
def session(sitting_factory):
    return sitting_factory.session()


@pytest.fixture
def leader(session):
    return staff_of_session(session)


def staff_of_session(session, *roles):
    return Staff(
        id=session.facilitator_id,
        organisation_id=session.organisation_id,
        organisation="Testdorp",
        name="Proef",
        locale="nl",
        roles=frozenset(roles or {RoleName.FACILITATOR}),
    )


@pytest.fixture
def stranger(sitting_factory):
    return staff_of_session(sitting_factory.session())


def answer(work, token, *, value="2", key="k1", seconds_ago=0):
    sitting = open_sitting(work, token, [ITEM])
    option = sitting.instrument.items[ITEM].options[int(value)].id
    record_response(work, sitting, ITEM, Response((option,)), Shown("nl", "ltr", key, seconds_ago=seconds_ago))


def later(work, **by):
    now = work.now()
    return replace(work, now=lambda: now + timedelta(**by))


def filled(session, **changed):
    values = {
        "title": session.title,
        "location_id": session.location_id,
        "starts_at": session.starts_at,
        "locales": ("nl",),
        "blocks": ("a", "b"),
        "duty_officer_name": "Proef",
        "duty_officer_phone": "088 000 00 00",
    }
    return NewSession(**{**values, **changed})


# --- pause ---


def test_a_pause_is_for_everybody_until_it_is_over(work, sitting_factory, session, leader):
    invited = sitting_factory(session, state=SittingState.STARTED)
    session_life.pause_session(work, leader, session.public_id)
    assert open_sitting(work, invited.token).paused
    session_life.end_pause(work, leader, session.public_id)
    assert not open_sitting(work, invited.token).paused


def test_one_person_can_be_paused_alone(work, sitting_factory, session, leader):
    one, other = sitting_factory.people(2, session)
    session_life.pause_seat(work, leader, session.public_id, one.seat)
    assert open_sitting(work, one.token).paused
    assert not open_sitting(work, other.token).paused
    session_life.end_pause_of_seat(work, leader, session.public_id, one.seat)
    assert not open_sitting(work, one.token).paused


def test_an_answer_that_arrives_in_a_pause_is_kept(work, sitting_factory, session, leader):
    invited = sitting_factory(session, state=SittingState.STARTED)
    session_life.pause_session(work, leader, session.public_id)
    answer(work, invited.token)
    assert ITEM in open_sitting(work, invited.token, [ITEM]).responses


def test_the_moment_of_the_first_pause_stays(work, session, leader):
    session_life.pause_session(work, leader, session.public_id)
    since = session.paused_at
    session_life.pause_session(later(work, minutes=5), leader, session.public_id)
    assert session.paused_at == since


def test_opening_again_ends_the_pause(work, session, leader):
    session_life.pause_session(work, leader, session.public_id)
    group_sessions.close_group_session(work, leader, session.public_id)
    group_sessions.open_group_session(work, leader, session.public_id)
    assert session.paused_at is None


@pytest.mark.parametrize("act", [session_life.pause_session, session_life.end_pause])
def test_what_does_not_run_is_not_paused(work, sitting_factory, act):
    session = sitting_factory.session(opened_at=None)
    with pytest.raises(SessionRefused) as caught:
        act(work, staff_of_session(session), session.public_id)
    assert caught.value.problems == (SessionProblem.NOT_RUNNING,)


def test_an_empty_seat_cannot_be_paused(work, session, leader):
    with pytest.raises(SeatUnknown):
        session_life.pause_seat(work, leader, session.public_id, 7)


def test_another_organisation_pauses_and_extends_nothing(work, session, stranger):
    for act in (session_life.pause_session, session_life.end_pause, session_life.still_open):
        with pytest.raises(SessionUnknown):
            act(work, stranger, session.public_id)
    with pytest.raises(SessionUnknown):
        session_life.extend_session(work, stranger, session.public_id, 10)


# --- more time, closing ---


def test_more_time_moves_the_end(work, session, leader):
    before = session_life.ends_at(session)
    session_life.extend_session(work, leader, session.public_id, 15)
    assert session_life.ends_at(session) - before == timedelta(minutes=15)


@pytest.mark.parametrize(("already", "more"), [(90, 7), (90, -10), (90, 0), (290, 15)])
def test_only_the_offered_minutes_up_to_the_longest_session(work, session, leader, already, more):
    session.minutes = already
    work.db.commit()
    with pytest.raises(SessionRefused) as caught:
        session_life.extend_session(work, leader, session.public_id, more)
    assert caught.value.problems == (SessionProblem.MINUTES_OUT_OF_RANGE,)
    assert session.minutes == already


def test_what_is_still_open_is_said_by_seat(work, sitting_factory, session, leader):
    busy, calling, holding, finished = sitting_factory.people(4, session)
    for invited, state in [(busy, SittingState.STARTED), (finished, SittingState.FINISHED)]:
        work.db.get_one(Participation, invited.participation_id).state = state
    call_help(work, open_sitting(work, calling.token))
    work.db.add(
        Presence(
            participation_id=holding.participation_id, device="d1", began_at=work.now(), heard_at=work.now(), unsent=3
        )
    )
    work.db.commit()
    found = session_life.still_open(work, leader, session.public_id)
    assert (found.busy, found.calls, found.unsent) == ((1,), (2,), {3: 3})
    assert not found.nothing


def test_nothing_is_open_when_everybody_is_done(work, sitting_factory, session, leader):
    sitting_factory(session, state=SittingState.FINISHED)
    assert session_life.still_open(work, leader, session.public_id).nothing


# --- answers that arrive after the close ---


def test_an_answer_given_before_the_close_is_taken_in_for_a_day(work, sitting_factory, session, leader):
    invited = sitting_factory(session, state=SittingState.STARTED)
    group_sessions.close_group_session(work, leader, session.public_id)
    answer(later(work, hours=3), invited.token, seconds_ago=3 * 3600 + 60)
    assert ITEM in open_sitting(work, invited.token, [ITEM]).responses


@pytest.mark.parametrize(
    ("after", "seconds_ago"),
    [
        pytest.param(timedelta(minutes=5), 0, id="given after the close"),
        pytest.param(timedelta(minutes=5), 299, id="given a second after the close"),
        pytest.param(LATE_WITHIN + timedelta(seconds=1), 2 * 86400, id="more than a day late"),
    ],
)
def test_other_answers_after_the_close_are_not_recorded(work, sitting_factory, session, leader, after, seconds_ago):
    invited = sitting_factory(session, state=SittingState.STARTED)
    group_sessions.close_group_session(work, leader, session.public_id)
    with pytest.raises(ParticipationClosed):
        answer(later(work, seconds=after.total_seconds()), invited.token, seconds_ago=seconds_ago)


@pytest.mark.parametrize("state", [SittingState.FINISHED, SittingState.STOPPED])
def test_who_finished_or_stopped_changes_no_answer_however_it_arrives(work, sitting_factory, session, state):
    sitting = open_sitting(work, sitting_factory(session, state=state).token)
    assert not takes_answers(sitting, work.now(), seconds_ago=3600)


# --- changing what was planned ---


def test_a_planned_session_can_be_changed_in_everything(work, sitting_factory):
    session = sitting_factory.session(opened_at=None)
    staff = staff_of_session(session)
    new = filled(session, title="  Andere zaal ", seats=4, minutes=120, locales=("nl", "ar"), blocks=("a",))
    group_sessions.change_group_session(work, staff, session.public_id, new)
    assert (session.title, session.seats, session.minutes) == ("Andere zaal", 4, 120)
    assert session.locales == ["nl", "ar"]
    assert "f" not in session.blocks


def test_while_it_runs_parts_and_languages_are_only_added(work, sitting_factory):
    session = sitting_factory.session(
        locales=["nl", "ti"], blocks=["a", "b", "g"], items_off=["situation.money_worries"]
    )
    new = filled(session, locales=("ar",), blocks=("e",), items_off=("situation.family_abroad",))
    group_sessions.change_group_session(work, staff_of_session(session), session.public_id, new)
    assert set(session.locales) == {"nl", "ti", "ar"}
    assert {"a", "b", "e", "g"} <= set(session.blocks)
    assert session.items_off == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        pytest.param(
            {"duty_officer_name": "", "duty_officer_phone": ""},
            SessionProblem.DUTY_OFFICER_NEEDED,
            id="no duty officer",
        ),
        pytest.param({"seats": 2}, SessionProblem.SEATS_TAKEN, id="fewer seats than people"),
        pytest.param({"minutes": 20}, SessionProblem.MINUTES_OUT_OF_RANGE, id="too short"),
        pytest.param({"minutes": 301}, SessionProblem.MINUTES_OUT_OF_RANGE, id="too long"),
    ],
)
def test_a_change_that_would_take_something_away_is_refused(work, sitting_factory, session, leader, changed, problem):
    sitting_factory.people(3, session)
    with pytest.raises(SessionRefused) as caught:
        group_sessions.change_group_session(work, leader, session.public_id, filled(session, **changed))
    assert caught.value.problems == (problem,)


def test_a_closed_session_is_not_changed(work, sitting_factory):
    session = sitting_factory.session(closed_at=work.now())
    with pytest.raises(SessionRefused) as caught:
        group_sessions.change_group_session(work, staff_of_session(session), session.public_id, filled(session))
    assert SessionProblem.CLOSED in caught.value.problems


def test_the_people_follow_to_another_client_manager(work, sitting_factory, session, leader):
    follows, stays = sitting_factory.people(2, session)
    organisation = session.organisation
    other, new = sitting_factory.account(organisation), sitting_factory.account(organisation)
    work.db.get_one(Participant, stays.participant_id).client_manager_id = other.id
    work.db.commit()
    group_sessions.change_group_session(work, leader, session.public_id, filled(session, client_manager_id=new.id))
    managers = {
        invited.seat: work.db.get_one(Participant, invited.participant_id).client_manager_id
        for invited in (follows, stays)
    }
    assert managers == {1: new.id, 2: other.id}


# --- going on elsewhere ---


def test_somebody_goes_on_elsewhere_with_the_same_code_token_and_answers(work, sitting_factory, session, leader):
    invited = sitting_factory(session, seat=3, state=SittingState.STARTED, locale="nl", paused_at=work.now())
    answer(work, invited.token)
    group_sessions.close_group_session(work, leader, session.public_id)
    with pytest.raises(CodeNoLongerUsed):
        find_participation(work, invited.code)
    place = sitting_factory.location(session.organisation, name="Elders")
    target = sitting_factory.session(
        session.organisation, location_id=place.id, duty_officer_name="Andere Dienst", blocks=["a", "e"]
    )
    person = participation_at(work, leader, session.public_id, 3)
    assert moving.continue_in(work, leader, person, target.public_id) == 1
    assert find_participation(work, invited.code) == invited.token
    sitting = open_sitting(work, invited.token, [ITEM])
    assert ITEM in sitting.responses
    assert (sitting.location_id, sitting.seat, sitting.paused) == (place.id, 1, False)
    assert sitting.modules.blocks == {"a", "e"}


def test_both_ways_in_go_along(work, sitting_factory, session, leader):
    invited = sitting_factory(session)
    aside = Participation(
        token="a" * 32,
        participant_id=invited.participant_id,
        group_session_id=session.id,
        seat=1,
        instrument_id="other",
        content_hash=work.db.get_one(Participation, invited.participation_id).content_hash,
        set_aside_at=work.now(),
    )
    work.db.add(aside)
    work.db.commit()
    target = sitting_factory.session(session.organisation)
    moving.continue_in(work, leader, participation_at(work, leader, session.public_id, 1), target.public_id)
    work.db.refresh(aside)
    assert aside.group_session_id == target.id


def test_a_full_session_gets_a_seat_more(work, sitting_factory, session, leader):
    sitting_factory(session)
    target = sitting_factory.session(session.organisation, seats=2)
    sitting_factory.people(2, target)
    person = participation_at(work, leader, session.public_id, 1)
    assert moving.continue_in(work, leader, person, target.public_id) == 3
    assert target.seats == 3


@pytest.mark.parametrize(
    ("person", "target", "problem"),
    [
        ({"state": SittingState.FINISHED}, {}, MoveProblem.OVER),
        ({"state": SittingState.STOPPED}, {}, MoveProblem.OVER),
        ({"locale": "ti"}, {"locales": ["nl", "ar"]}, MoveProblem.LANGUAGE),
    ],
)
def test_why_somebody_cannot_go_on_there(work, sitting_factory, session, leader, person, target, problem):
    sitting_factory(session, **person)
    other = sitting_factory.session(session.organisation, **target)
    with pytest.raises(MoveRefused) as caught:
        moving.continue_in(work, leader, participation_at(work, leader, session.public_id, 1), other.public_id)
    assert caught.value.problem is problem


def test_not_to_a_closed_session_the_same_one_or_one_of_before(work, sitting_factory, session, leader):
    invited = sitting_factory(session)
    person = participation_at(work, leader, session.public_id, 1)
    closed = sitting_factory.session(session.organisation, closed_at=work.now())
    before = sitting_factory.session(session.organisation)
    old = work.db.get_one(Participation, sitting_factory(before).participation_id)
    old.participant_id = invited.participant_id
    work.db.commit()
    for target, problem in [
        (session, MoveProblem.SAME_SESSION),
        (closed, MoveProblem.CLOSED),
        (before, MoveProblem.BEEN_THERE),
    ]:
        with pytest.raises(MoveRefused) as caught:
            moving.continue_in(work, leader, person, target.public_id)
        assert caught.value.problem is problem


def test_sixty_seats_are_the_most(work, sitting_factory, session, leader):
    sitting_factory(session)
    target = sitting_factory.session(session.organisation, seats=60)
    sitting_factory.people(60, target)
    with pytest.raises(MoveRefused) as caught:
        moving.continue_in(work, leader, participation_at(work, leader, session.public_id, 1), target.public_id)
    assert caught.value.problem is MoveProblem.FULL


def test_only_open_sessions_of_the_own_organisation_are_offered(work, sitting_factory, session, leader):
    sitting_factory(session)
    sitting_factory.session()  # of another organisation
    sitting_factory.session(session.organisation, closed_at=work.now())
    tomorrow = sitting_factory.session(session.organisation, starts_at=work.now() + timedelta(days=1), opened_at=None)
    soon = sitting_factory.session(session.organisation)
    person = participation_at(work, leader, session.public_id, 1)
    assert moving.sessions_to_go_on_in(work, leader, person) == [soon, tomorrow]


def test_nobody_moves_into_another_organisation(work, sitting_factory, session, leader):
    sitting_factory(session)
    foreign = sitting_factory.session()
    with pytest.raises(SessionUnknown):
        moving.continue_in(work, leader, participation_at(work, leader, session.public_id, 1), foreign.public_id)
    assert work.db.scalars(select(Participation.group_session_id)).one() == session.id


def test_a_session_keeps_its_minutes(work, sitting_factory):
    session = sitting_factory.session(opened_at=None)
    new = filled(session, title="Met minuten", minutes=75)
    made = group_sessions.make_group_session(work, staff_of_session(session), new)
    assert work.db.get_one(GroupSession, made.id).minutes == 75


def test_who_stops_for_today_goes_on_with_the_same_code(work, session, leader, sitting_factory):
    person = sitting_factory(session, seat=4)
    answer(work, person.token)
    assert session_life.stop_for_today(work, leader, session.public_id, 4)
    assert open_sitting(work, person.token).state is SittingState.PAUSED
    assert not session_life.stop_for_today(work, leader, session.public_id, 4)
    assert find_participation(work, person.code) == person.token
    answer(work, person.token, value="3", key="k2")
    assert open_sitting(work, person.token).state is SittingState.STARTED


def test_a_session_of_another_organisation_is_not_stopped(work, session, stranger):
    with pytest.raises(SessionUnknown):
        session_life.stop_for_today(work, stranger, session.public_id, 1)
