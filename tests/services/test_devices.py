"""What a device tells of itself reaches the facilitator once, and says nothing of what it was about."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.services.devices import DeviceProblem, note_device
from app.services.sittings import open_sitting
from app.store.models import DeviceNotice, GroupSession


@pytest.fixture
def sitting(sitting_factory, work):
    """Somebody's sitting."""
    return open_sitting(work, sitting_factory().token)


def noticed(work):
    rows = work.db.execute(select(DeviceNotice.participation_id, DeviceNotice.kind).order_by(DeviceNotice.id))
    return [tuple(row) for row in rows]


def test_the_same_notice_is_kept_once(work, sitting):
    for kind in (DeviceProblem.NO_SOUND, DeviceProblem.SOUND_MISSING, DeviceProblem.NO_SOUND):
        note_device(work, sitting, kind)
    assert noticed(work) == [(sitting.id, "no_sound"), (sitting.id, "sound_missing")]


def test_a_notice_holds_nothing_that_tells_what_was_heard():
    assert set(DeviceNotice.__table__.columns.keys()) == {"id", "participation_id", "kind", "noticed_at"}


def test_another_person_in_the_session_tells_of_an_own_device(work, sitting, sitting_factory):
    session = work.db.get_one(GroupSession, sitting.group_session_id)
    other = open_sitting(work, sitting_factory(session).token)
    for one in (sitting, other):
        note_device(work, one, DeviceProblem.NO_SOUND)
    assert noticed(work) == [(sitting.id, "no_sound"), (other.id, "no_sound")]
