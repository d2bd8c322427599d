"""Moving somebody while a device still holds answers, and two people for one seat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.services import moving
from app.services.moving import MoveProblem, MoveRefused
from app.services.presence import Device, Storage, heard
from app.services.sittings import SessionNotOpen, open_sitting
from app.store.models import Participation
from tests.services.leading import leader_of, session_of

DEVICE = Device("d" * 16, datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.fixture
def invited(sitting_factory):
    return sitting_factory(seat=1)


@pytest.fixture
def target(work, sitting_factory, invited):
    return sitting_factory.session(session_of(work, invited).organisation, opened_at=None)


def person_of(work, invited):
    return work.db.get_one(Participation, invited.participation_id)


def test_somebody_whose_device_holds_answers_moves_only_when_that_is_confirmed(work, invited, target):
    heard(work, open_sitting(work, invited.token), DEVICE, 2, Storage.KEPT)
    person, leader = person_of(work, invited), leader_of(work, invited)
    with pytest.raises(MoveRefused) as refused:
        moving.continue_in(work, leader, person, target.public_id)
    assert refused.value.problem is MoveProblem.UNSENT
    assert moving.unsent_answers(work, person) == 2
    assert moving.continue_in(work, leader, person, target.public_id, despite_unsent=True) == 1


def test_what_comes_late_opens_a_session_that_has_not_begun(work, invited, target):
    moving.continue_in(work, leader_of(work, invited), person_of(work, invited), target.public_id)
    with pytest.raises(SessionNotOpen):
        open_sitting(work, invited.token)
    assert open_sitting(work, invited.token, late=True).group_session_id == target.id


def test_a_seat_holds_one_person(work, sitting_factory, invited):
    session = session_of(work, invited)
    with pytest.raises(IntegrityError):
        sitting_factory(session, seat=1)
    work.db.rollback()


def test_who_finds_a_seat_just_taken_gets_the_next_one(work, sitting_factory, invited, target, monkeypatch):
    sitting_factory(target, seat=1)
    looked = iter([1])
    really = moving._free_seat
    monkeypatch.setattr(moving, "_free_seat", lambda *asked: next(looked, None) or really(*asked))
    seat = moving.continue_in(work, leader_of(work, invited), person_of(work, invited), target.public_id)
    assert seat == 2
    seats = work.db.scalars(select(Participation.seat).where(Participation.group_session_id == target.id))
    assert sorted(seats) == [1, 2]
