"""What a device tells of itself reaches the facilitator once, and holds nothing but the key of a text."""

from __future__ import annotations

import pytest

from app.services.delivery import open_sitting
from app.services.devices import MOST_NOTICES, DeviceProblem, device_notices, note_device
from app.store.models import GroupSession


@pytest.fixture
def sitting(sitting_factory, work):
    """Somebody's sitting."""
    return open_sitting(work, sitting_factory().token)


def noticed(work, sitting):
    session = work.db.get_one(GroupSession, sitting.group_session_id)
    return [(one.seat, one.kind, one.detail) for one in device_notices(work, session)]


def test_the_same_notice_is_kept_once(work, sitting):
    for _ in range(3):
        note_device(work, sitting, DeviceProblem.NO_SOUND)
    note_device(work, sitting, DeviceProblem.SOUND_MISSING, "ui.listen")
    note_device(work, sitting, DeviceProblem.SOUND_BROKEN, "ui.listen")
    assert sorted(noticed(work, sitting)) == [
        (sitting.seat, "no_sound", ""),
        (sitting.seat, "sound_broken", "ui.listen"),
        (sitting.seat, "sound_missing", "ui.listen"),
    ]


def test_what_is_no_key_of_a_text_is_not_kept(work, sitting):
    note_device(work, sitting, DeviceProblem.SOUND_MISSING, "something that somebody typed")
    assert noticed(work, sitting) == [(sitting.seat, "sound_missing", "")]


def test_one_device_cannot_fill_the_store(work, sitting):
    keys = sorted(next(iter(sitting.wordings.values())).texts)[: MOST_NOTICES + 5]
    for key in keys:
        note_device(work, sitting, DeviceProblem.SOUND_MISSING, key)
    assert len(noticed(work, sitting)) == MOST_NOTICES


def test_another_person_in_the_session_tells_of_an_own_device(work, sitting, sitting_factory):
    session = work.db.get_one(GroupSession, sitting.group_session_id)
    other = open_sitting(work, sitting_factory(session).token)
    note_device(work, sitting, DeviceProblem.NO_SOUND)
    note_device(work, other, DeviceProblem.NO_SOUND)
    assert [seat for seat, _, _ in noticed(work, sitting)] == sorted([sitting.seat, other.seat])
