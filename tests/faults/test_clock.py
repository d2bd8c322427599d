"""A clock that jumps, and hosts whose clocks differ: nothing is lost, nobody is kept out, what came last stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from app.services import reports
from app.services.access import WRONG_CODES, TooManyCodes, note_wrong_code
from app.services.finishing import finish_sitting
from app.services.reports.rows import CONVERSATION, LAST_ASKED_FOR
from app.services.sign_in_tries import TooManyTries, Trier, check_tries, note_try
from app.services.sittings import open_sitting
from app.services.turns import take_turn
from app.services.work import Work
from app.store.models import Participation, Report, SittingState
from tests.services.answering import answer, answer_everything, option
from tests.web.person import Person

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NIGHT = timedelta(hours=12)


@dataclass
class Clock:
    """A clock that is wrong by so much."""

    wrong_by: timedelta = timedelta()

    def __call__(self) -> datetime:
        """What it shows."""
        return datetime.now(UTC) + self.wrong_by


def with_clock(work: Work, wrong_by: timedelta) -> Work:
    """The work of a host whose clock is wrong by so much."""
    return replace(work, now=Clock(wrong_by))


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The clock of the pages, and of the work that is asked for after it."""
    clock = Clock()
    monkeypatch.setattr("app.web.context.Work", partial(Work, now=clock))
    return clock


@pytest.mark.parametrize("jump", [-DAY, -HOUR, HOUR], ids=["a day back", "an hour back", "an hour ahead"])
def test_when_the_clock_jumps_people_go_on_and_what_was_said_last_stands(clock, app, work, sitting_factory, jump):
    someone = sitting_factory()
    work.db.close()
    person = Person(app.test_client())
    person.begin(someone.code)
    assert person.answer("c1a", option="1").status_code == 200
    clock.wrong_by = jump
    assert person.answer("c1a", option="3").status_code == 200
    assert person.answer("c1b", option="2").status_code == 200
    clock.wrong_by = timedelta()
    assert person.answer("c1b", option="0").status_code == 200
    said = open_sitting(work, someone.token, None).responses
    assert {item: said[item] for item in ("c1a", "c1b")} == {"c1a": option("3"), "c1b": option("0")}


@pytest.fixture
def finished(work, sitting_factory):
    someone = sitting_factory()
    answer_everything(work, someone.token)
    return someone


def asked_last(work: Work) -> str:
    mine = select(Report.fingerprint).where(Report.edition == CONVERSATION).order_by(*LAST_ASKED_FOR)
    return work.db.scalars(mine).first() or ""


@pytest.mark.parametrize(
    "jump", [-DAY, -timedelta(minutes=3)], ids=["a day back", "another host, three minutes behind"]
)
def test_the_report_that_was_asked_for_last_is_read_whatever_the_clocks_say(work, finished, jump):
    reports.request_report(work, finished.participation_id)
    before = asked_last(work)
    answer(work, finished.token, "c1a", option("0"))
    behind = with_clock(work, jump)
    reports.request_report(behind, finished.participation_id)
    after = asked_last(work)
    assert after != before, "what somebody took back is not read any more"
    reports.request_report(behind, finished.participation_id)
    assert asked_last(work) == after


@pytest.mark.parametrize("wrong_by", [DAY, -DAY], ids=["ahead", "behind"])
def test_a_report_that_was_taken_by_a_clock_that_was_wrong_is_made_all_the_same(work, finished, wrong_by):
    report_id = reports.request_report(work, finished.participation_id)
    when = with_clock(work, wrong_by).now()
    work.db.execute(update(Report).values(claimed_at=when, requested_at=when))
    work.db.commit()
    assert reports.waiting_reports(work) == [report_id]
    assert reports.forgotten_reports(work) == [report_id]


def test_hosts_that_differ_by_a_minute_leave_each_other_s_reports_alone(work, finished):
    report_id = reports.request_report(work, finished.participation_id)
    work.db.execute(update(Report).values(claimed_at=work.now()))
    work.db.commit()
    for wrong_by in (timedelta(minutes=1), -timedelta(minutes=1)):
        assert not reports.make_report(with_clock(work, wrong_by), report_id)


def test_a_turn_taken_by_a_clock_that_was_ahead_does_not_keep_the_night_from_coming(work):
    assert take_turn(with_clock(work, 30 * DAY), "night", NIGHT)
    assert take_turn(work, "night", NIGHT)
    assert not take_turn(with_clock(work, timedelta(minutes=1)), "night", NIGHT)
    assert not take_turn(with_clock(work, -timedelta(minutes=1)), "night", NIGHT)


def test_wrong_codes_counted_by_a_clock_that_was_ahead_keep_nobody_out(work):
    ahead = with_clock(work, DAY)
    for _ in range(WRONG_CODES):
        note_wrong_code(ahead, "192.0.2.7")
    with pytest.raises(TooManyCodes):
        note_wrong_code(ahead, "192.0.2.7")
    work.db.rollback()
    note_wrong_code(work, "192.0.2.7")


def test_tries_to_sign_in_counted_by_a_clock_that_was_ahead_keep_nobody_out(work):
    trier = Trier("b.jansen@testdorp.example", "192.0.2.7")
    for _ in range(10):
        note_try(with_clock(work, DAY), trier, succeeded=False)
    with pytest.raises(TooManyTries):
        check_tries(with_clock(work, DAY), trier)
    check_tries(work, trier)


def test_a_pause_after_wrong_codes_on_one_device_ends_with_the_jump(clock, app, work, sitting_factory):
    someone = sitting_factory()
    work.db.close()
    person = Person(app.test_client())
    clock.wrong_by = DAY
    for _ in range(8):
        person.enter("K7M4XR9TQA")
    clock.wrong_by = timedelta()
    assert person.enter(someone.code).status_code == 200
    assert not person.address.endswith("/code")


def test_the_end_of_a_sitting_holds_whatever_the_clock_says(work, sitting_factory):
    someone = sitting_factory()
    answer_everything(work, someone.token)
    finish_sitting(with_clock(work, -DAY), open_sitting(work, someone.token), "nl")
    assert work.db.get_one(Participation, someone.participation_id).state == SittingState.FINISHED
    assert reports.report_state(work, someone.participation_id) == "waiting"
