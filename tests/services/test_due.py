"""What asks for attention of somebody, by days of the place where people talk."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from app.core.conversation import Interpreter, Present
from app.extensions import db
from app.local_time import ZONE, local_day
from app.services.caseload import Due, NextStep, caseload, due_counts, find_person, plan_conversation
from app.services.caseload.due import due_of
from app.services.conversation import mark_held
from app.services.months import months_before
from app.services.outcomes import OutcomeKind
from app.services.reports import CONVERSATION, READY
from app.store.conversation_models import CaseOutcome, Conversation, HandOver
from app.store.models import Participant, Report, SittingState
from tests.services.answering import Statements
from tests.services.finished import finished, managed

TALK = datetime(2026, 12, 1, 10, tzinfo=ZONE)
FINISHED = datetime(2026, 6, 1, 10, tzinfo=ZONE)  # to be discussed before 1 December
NAME = "Naam (test)"


def row_of(**changes):
    """Somebody of whom nothing is planned, said or sent."""
    nothing = {"conversation_at": None, "file_for": None, "confirmed_at": None, "held_on": None, "finished_at": None}
    return SimpleNamespace(**{**nothing, **changes})


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
    assert list(due_of(NextStep.CONVERSATION, row_of(conversation_at=TALK), now)) == due


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 10, 31, 23, 59, tzinfo=ZONE), []),
        (datetime(2026, 11, 1, 23, 59, tzinfo=ZONE), [Due.DISCUSS]),
        (datetime(2026, 12, 2, 10, tzinfo=ZONE), [Due.DISCUSS]),  # too late already
    ],
)
def test_a_report_is_to_be_discussed_from_thirty_days_before_its_last_day(now, due):
    assert list(due_of(NextStep.REPORT, row_of(finished_at=FINISHED), now)) == due


@pytest.mark.parametrize(
    ("step", "held_on"),
    [
        pytest.param(NextStep.REPORT, FINISHED.date(), id="discussed already"),
        pytest.param(NextStep.UNSEEN, None, id="not seen by the person"),
        pytest.param(NextStep.ORDINARY_TALK, None, id="took no part"),
        pytest.param(NextStep.HANDED_OVER, None, id="with another organisation"),
    ],
)
def test_what_was_discussed_or_cannot_be_is_not_to_be_discussed(step, held_on):
    assert list(due_of(step, row_of(finished_at=FINISHED, held_on=held_on), TALK)) == []


@pytest.mark.parametrize(
    ("days_before", "due"),
    [pytest.param(1, {Due.TALK}, id="the day before"), pytest.param(0, {Due.NEXT_TALK}, id="the day itself")],
)
def test_a_talk_held_on_the_planned_day_asks_for_a_next_one(work, sitting_factory, days_before, due):
    someone = finished(sitting_factory)
    staff, today = managed(work, someone), local_day(work.now())
    at_noon = datetime(today.year, today.month, today.day, 12, tzinfo=ZONE)
    plan_conversation(work, staff, someone.public_id, at_noon + timedelta(days=days_before))
    mark_held(work, staff, someone.public_id, today, [Present.PARTICIPANT], Interpreter.NONE, 0)
    assert find_person(work, staff, someone.public_id).due == due


def in_the_list(work, factory, session):
    """The client manager of somebody new, of whom every table that the list reads has a row."""
    now = work.now()
    done = {"finished_at": months_before(now, 6), "profile_seen_at": now}
    someone = factory(session, state=SittingState.FINISHED, **done)
    mine = {"participation_id": someone.participation_id}
    work.db.get_one(Participant, someone.participant_id).name_encrypted = work.texts.seal(
        NAME, f"participant:{someone.public_id}:name"
    )
    work.db.add_all(
        [
            Report(**mine, edition=CONVERSATION, state=READY, fingerprint="0" * 64, requested_at=now),
            Conversation(**mine),
            CaseOutcome(**mine, kind=OutcomeKind.WORK.value, on=now.date(), recorded_at=now),
            HandOver(**mine, way="sent", purpose="municipality", other="Ginds (test)", at=now, expires_at=now),
        ]
    )
    return managed(work, someone)


def test_the_list_of_fifty_people_asks_the_store_no_more_than_that_of_five(app, work, sitting_factory):
    session = sitting_factory.session()
    with app.app_context():
        engines = db.get_engine("default"), db.get_engine("care")

    def statements(people):
        for _ in range(people):
            staff = in_the_list(work, sitting_factory, session)
        with Statements(*engines) as asked:
            groups = caseload(work, staff)
        names = [one.name for group in groups for one in group.people]
        return asked.texts, names, due_counts(groups)

    few, names, _ = statements(5)
    assert names == [NAME] * 5
    many, names, counts = statements(45)
    assert many == few != []
    assert names == [NAME] * 50
    assert counts == {Due.PLAN: 50, Due.DISCUSS: 50, Due.CONFIRM: 50}
