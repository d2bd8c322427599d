"""What asks for attention of somebody, by days of the place where people talk."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.local_time import ZONE
from app.services.caseload import Due, NextStep
from app.services.caseload.due import due_of

TALK = datetime(2026, 12, 1, 10, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (TALK - timedelta(days=8), []),
        (TALK - timedelta(days=6), [Due.TALK]),
        (TALK + timedelta(minutes=30), [Due.TALK]),  # they are talking
        (TALK.replace(hour=23, minute=59), [Due.TALK]),
        (TALK.replace(day=2, hour=0), [Due.HOLD]),
    ],
)
def test_whether_a_talk_was_held_is_asked_once_its_day_is_past(now, due):
    row: Any = SimpleNamespace(conversation_at=TALK, file_for=None, confirmed_at=None, held_on=None, finished_at=None)
    assert list(due_of(NextStep.CONVERSATION, row, now)) == due
