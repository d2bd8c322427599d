"""What the board of a group session says: who needs somebody first, and never what anybody answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.services import calls, presence, session_life
from app.services.accounts import staff_of
from app.services.board import OFFLINE_AFTER, QUIET_MINUTES, SeatState, been_at_seat, board, go_to_seat
from app.services.deviations import (
    LONGEST_NOTE,
    DeviationKind,
    NoteTooLong,
    SeatUnknown,
    deviations,
    end_deviation,
    note_deviation,
)
from app.services.group_sessions import SessionUnknown
from app.services.presence import Device, Storage
from app.services.sittings import open_sitting
from app.store.care_models import CareResponse
from app.store.models import (
    Deviation,
    DeviceNotice,
    GroupSession,
    HelpRequest,
    Participation,
    Presence,
    SittingState,
    StaffAccount,
)
from tests.services.answering import Statements, answer, option

MOST_QUESTIONS = 10
"""Both stores together; each one more would be asked for every few seconds by every board."""


@pytest.fixture
def people(sitting_factory):
    """Two people of one group session, at seats 3 and 7."""
    session = sitting_factory.session()
    return sitting_factory(session, seat=3), sitting_factory(session, seat=7)


@pytest.fixture
def leader(work, people):
    session = work.db.get_one(GroupSession, people[0].group_session_id)
    return staff_of(work.db.get_one(StaffAccount, session.facilitator_id))


def seats(work, leader, people):
    session = work.db.get_one(GroupSession, people[0].group_session_id)
    return board(work, leader, session.public_id).seats


def by_number(found):
    return {seat.number: seat for seat in found}


def notice(work, person, kind):
    work.db.add(DeviceNotice(participation_id=person.participation_id, kind=kind, noticed_at=work.now()))
    work.db.commit()


def heard(work, person, *, ago=timedelta(0), unsent=0, device="a"):
    at = work.now() - ago
    told = Presence(participation_id=person.participation_id, device=device, began_at=at, heard_at=at, unsent=unsent)
    work.db.add(told)
    work.db.commit()


def test_who_calls_stands_first_then_who_may_need_somebody(work, leader, people):
    assert [seat.number for seat in seats(work, leader, people)] == [3, 7]
    heard(work, people[1], unsent=2)
    assert [seat.number for seat in seats(work, leader, people)] == [7, 3]
    calls.call_help(work, open_sitting(work, people[0].token))
    assert [seat.number for seat in seats(work, leader, people)] == [3, 7]


def test_a_device_that_is_not_heard_any_more_is_without_connection(work, leader, people):
    for person in people:
        answer(work, person.token, "situation.transport", option("walk"))
    heard(work, people[0], ago=OFFLINE_AFTER + timedelta(seconds=1), unsent=3)
    heard(work, people[1], ago=OFFLINE_AFTER - timedelta(seconds=5))
    found = by_number(seats(work, leader, people))
    assert (found[3].state, found[3].unsent) == (SeatState.OFFLINE, 3)
    assert (found[7].state, found[7].unsent) == (SeatState.BUSY, 0)


def test_two_devices_heard_at_once_are_said(work, leader, people):
    heard(work, people[0], device="a")
    heard(work, people[0], device="b", unsent=1)
    heard(work, people[0], device="c", ago=timedelta(hours=2))
    seat = by_number(seats(work, leader, people))[3]
    assert (seat.devices, seat.unsent) == (2, 1)


def test_trouble_of_a_device_is_told_without_what_it_was_about(work, leader, people):
    for kind in ("sound_missing", "no_sound"):
        work.db.add(DeviceNotice(participation_id=people[0].participation_id, kind=kind, noticed_at=work.now()))
    work.db.commit()
    assert by_number(seats(work, leader, people))[3].notices == ("no_sound", "sound_missing")


def test_progress_counts_answers_of_both_stores_once(work, leader, people):
    token = people[0].token
    answer(work, token, "situation.transport", option("walk"))
    answer(work, token, "situation.transport", option("bicycle"))
    answer(work, token, "z1a", option("2"))
    seat = by_number(seats(work, leader, people))[3]
    assert (seat.done, seat.total) == (2, 108)


def test_who_was_set_aside_for_another_form_is_not_shown_twice(work, leader, people):
    work.db.execute(
        update(Participation).where(Participation.id == people[0].participation_id).values(set_aside_at=work.now())
    )
    work.db.commit()
    assert [seat.number for seat in seats(work, leader, people)] == [7]


def test_a_pause_for_everybody_is_a_break(work, leader, people):
    answer(work, people[0].token, "situation.transport", option("walk"))
    work.db.execute(
        update(GroupSession).where(GroupSession.id == people[0].group_session_id).values(paused_at=work.now())
    )
    work.db.commit()
    assert by_number(seats(work, leader, people))[3].state is SeatState.BREAK


def test_the_fingerprint_changes_with_what_is_shown_and_with_nothing_else(work, leader, people):
    session = work.db.get_one(GroupSession, people[0].group_session_id).public_id
    before = board(work, leader, session).fingerprint
    assert board(work, leader, session).fingerprint == before
    answer(work, people[0].token, "situation.transport", option("walk"))
    assert board(work, leader, session).fingerprint != before


def call_of(work, person):
    return work.db.scalars(select(HelpRequest.id).where(HelpRequest.participation_id == person.participation_id)).one()


def change(work, person, **values):
    work.db.execute(update(Participation).where(Participation.id == person.participation_id).values(**values))
    work.db.commit()


def test_whatever_is_shown_changes_the_fingerprint(work, leader, people):
    session = work.db.get_one(GroupSession, people[0].group_session_id).public_id
    one, other = people
    sitting = open_sitting(work, one.token)
    changes = {
        "an answer": lambda: answer(work, one.token, "situation.transport", option("walk")),
        "an answer of the health part": lambda: answer(work, one.token, "z1a", option("2")),
        "answers that are not sent": lambda: heard(work, one, unsent=2),
        "a second device": lambda: heard(work, one, device="b"),
        "a device in trouble": lambda: notice(work, one, "no_sound"),
        "a call": lambda: calls.call_help(work, sitting),
        "somebody goes": lambda: go_to_seat(work, leader, session, call_of(work, one)),
        "somebody was there": lambda: been_at_seat(work, leader, session, call_of(work, one)),
        "the other begins": lambda: answer(work, other.token, "situation.transport", option("walk")),
        "one pauses": lambda: session_life.pause_seat(work, leader, session, other.seat),
        "everybody pauses": lambda: session_life.pause_session(work, leader, session),
        "another language": lambda: change(work, other, locale="ti"),
        "another mode": lambda: change(work, other, mode="interpreter"),
        "pictures": lambda: change(work, other, variant="pictogram"),
        "the end": lambda: change(work, other, state=SittingState.FINISHED, finished_at=work.now()),
        "the other form": lambda: change(work, other, set_aside_at=work.now()),
    }
    before = board(work, leader, session).fingerprint
    for name, happens in changes.items():
        happens()
        after = board(work, leader, session).fingerprint
        assert after != before, name
        assert board(work, leader, session).fingerprint == after, name
        before = after


def test_time_alone_changes_the_fingerprint_only_where_minutes_are_said(work, leader, people):
    session = work.db.get_one(GroupSession, people[0].group_session_id).public_id
    for person in people:
        answer(work, person.token, "situation.transport", option("walk"))

    def after(minutes):
        later = work.now() + timedelta(minutes=minutes)
        return board(replace(work, now=lambda: later), leader, session).fingerprint

    assert after(0) == after(QUIET_MINUTES - 1)
    assert len({after(0), after(QUIET_MINUTES), after(QUIET_MINUTES + 1)}) == 3
    calls.call_help(work, open_sitting(work, people[0].token))
    assert after(0) != after(2)


def test_a_sign_of_life_that_shows_nothing_changes_no_fingerprint(work, leader, people):
    session = work.db.get_one(GroupSession, people[0].group_session_id).public_id
    device = Device("a", work.now())
    sitting = open_sitting(work, people[0].token)
    presence.heard(work, sitting, device, 0, Storage.KEPT)
    before = board(work, leader, session).fingerprint
    later = replace(work, now=lambda: work.now() + timedelta(seconds=20))
    presence.heard(later, sitting, device, 0, Storage.KEPT)
    assert board(work, leader, session).fingerprint == before


def test_a_board_of_many_takes_as_few_questions_as_one_of_two(work, leader, people, sitting_factory):
    session = work.db.get_one(GroupSession, people[0].group_session_id)
    public_id = session.public_id

    def questions():
        with Statements(work.db.get_bind(Participation), work.care.get_bind(CareResponse)) as asked:
            board(work, leader, public_id)
        return len(asked)

    few = questions()
    for seat in range(10, 16):
        answer(work, sitting_factory(session, seat=seat).token, "situation.transport", option("walk"))
    assert questions() == few <= MOST_QUESTIONS


def test_a_note_is_kept_sealed_and_can_end(work, leader, people):
    session = work.db.get_one(GroupSession, people[0].group_session_id).public_id
    note_deviation(work, leader, session, DeviationKind.INTERPRETER, " by phone ", seat=3)
    note_deviation(work, leader, session, DeviationKind.FAULT)
    [fault, interpreter] = deviations(work, leader, session)
    assert (interpreter.seat, interpreter.note, interpreter.ended_at) == (3, "by phone", None)
    assert (fault.seat, fault.note) == (None, "")
    row = work.db.get_one(Deviation, interpreter.id)
    assert row.note_encrypted is not None
    assert "phone" not in row.note_encrypted
    end_deviation(work, leader, session, interpreter.id)
    [ended] = deviations(work, leader, session, seat=3)
    assert ended.ended_at is not None


def test_a_note_that_is_too_long_or_for_nobody_is_refused(work, leader, people):
    session = work.db.get_one(GroupSession, people[0].group_session_id).public_id
    with pytest.raises(NoteTooLong):
        note_deviation(work, leader, session, DeviationKind.NOTE, "x" * (LONGEST_NOTE + 1), seat=3)
    with pytest.raises(SeatUnknown):
        note_deviation(work, leader, session, DeviationKind.NOTE, seat=4)
    assert deviations(work, leader, session) == []


def test_another_organisation_neither_sees_nor_notes(work, people, sitting_factory):
    session = work.db.get_one(GroupSession, people[0].group_session_id).public_id
    stranger = staff_of(sitting_factory.account(sitting_factory.organisation()))
    for act in (lambda: deviations(work, stranger, session), lambda: board(work, stranger, session)):
        with pytest.raises(SessionUnknown):
            act()


def test_a_note_stays_with_the_seat_where_it_was(work, leader, people, sitting_factory):
    session = work.db.get_one(GroupSession, people[0].group_session_id)
    note_deviation(work, leader, session.public_id, DeviationKind.FAULT, seat=3)
    other = sitting_factory.session(session.organisation, facilitator_id=session.facilitator_id)
    work.db.execute(
        update(Participation)
        .where(Participation.id == people[0].participation_id)
        .values(group_session_id=other.id, seat=7)
    )
    work.db.commit()
    assert [line.seat for line in deviations(work, leader, session.public_id)] == [3]
    assert deviations(work, leader, session.public_id, seat=7) == []
