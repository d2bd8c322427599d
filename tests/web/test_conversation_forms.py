"""The forms of a talk: nothing that was typed is left out, and what is kept stands in the fields again."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.core.conversation import Agreement, Evidence, Fit, Observation, TopicNotes
from app.local_time import ZONE
from app.web.staff.conversation_forms import (
    LONGEST,
    FormUnreadable,
    Unreadable,
    content_in,
    fields_of,
    rows_shown,
)

SEEN = Observation(Evidence.TASK, "Bakte brood", "S. Test", date(2026, 11, 3))


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("topic.situation", TopicNotes(Fit.DIFFERENT, "Anders", (SEEN, Observation(Evidence.OBSERVED, "Hielp")))),
        ("topic.situation", TopicNotes()),
        ("goal", "Werken"),
        ("agreements", (Agreement("Meelopen", "S.", date(2026, 12, 8), "vervoer"), Agreement("Bellen"))),
        ("agreements", ()),
        ("ending", ("over de reistijd", datetime(2026, 12, 10, 9, 30, tzinfo=ZONE))),
        ("ending", ("", None)),
    ],
)
def test_what_is_kept_stands_in_the_fields_and_is_read_as_it_was(part, content):
    assert content_in(part, fields_of(content)) == content


@pytest.mark.parametrize(
    ("part", "fields", "problem"),
    [
        ("goal", {"words": "x" * (LONGEST + 1)}, Unreadable.TOO_LONG),
        ("topic.situation", {"fit": "good"}, Unreadable.CHOICE),
        ("topic.situation", {"what-0": "x", "evidence-0": "rumour"}, Unreadable.CHOICE),
        ("topic.situation", {"evidence-0": "task", "by-0": "S."}, Unreadable.ROW),
        ("topic.situation", {"evidence-0": "task", "on-0": "2026-12-01"}, Unreadable.ROW),
        ("agreements", {"what-0": "x", "on-0": "31-12"}, Unreadable.DAY),
        ("agreements", {"what-0": "x", "what-1": " ", "who-1": "S."}, Unreadable.ROW),
        ("agreements", {"needs-3": "vervoer"}, Unreadable.ROW),
        ("ending", {"next_day": "morgen", "next_time": "10:00"}, Unreadable.DAY),
        ("ending", {"next_day": "2026-12-01", "next_time": ""}, Unreadable.TIME),
        ("ending", {"next_day": "", "next_time": "10:00"}, Unreadable.TIME),
    ],
)
def test_what_cannot_be_kept_is_told_apart_and_never_left_out(part, fields, problem):
    with pytest.raises(FormUnreadable) as refused:
        content_in(part, fields)
    assert refused.value.problem is problem


def test_there_is_always_room_for_one_more_row_up_to_the_most():
    assert rows_shown({"evidence-0": "task"}) == 1
    assert rows_shown({"who-2": "S."}) == 4
    assert rows_shown({"what-11": "x"}) == 12
