"""How far an installation is behind, and that the night makes up for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.services import retention
from app.services.care import YES, CareChoices, ask_conversation, record_care_choices, set_status, work_list
from app.services.delivery import finish, see_profile
from app.services.lags import NONE, deletion_lag, untouched_signals, waiting
from app.services.reports import request_report
from app.services.sittings import open_sitting
from app.store.care_models import SignalStatus
from app.store.models import GroupSession, Organisation
from tests.services.answering import answer_everything, option
from tests.services.leading import leader_of


def after(work, days: int):
    then = work.now() + timedelta(days=days)
    return replace(work, now=lambda: then)


@pytest.fixture
def finished(sitting_factory, work):
    """Somebody who finished and wishes to talk with the GGD."""
    invited = sitting_factory(locale="nl")
    answer_everything(work, invited.token, z8=option("no"))
    see_profile(work, open_sitting(work, invited.token), "nl")
    sitting = open_sitting(work, invited.token)
    record_care_choices(work, sitting, CareChoices(ggd=YES, contact_ways=("phone",), contact_detail="06 (test)"), "nl")
    ask_conversation(work, sitting, "nl")
    finish(work, sitting, "nl")
    work.db.execute(update(GroupSession).values(closed_at=work.now()))
    work.db.commit()
    return invited


def close_item(work, invited):
    [item] = work_list(work, invited.organisation_id)
    set_status(work, invited.organisation_id, item.id, SignalStatus.CLOSED, leader_of(work, invited).id)


def test_signals_that_nobody_took_up(work, finished):
    assert untouched_signals(work) == 1
    close_item(work, finished)
    assert untouched_signals(work) == 0


def test_reports_that_wait(work, sitting_factory):
    assert waiting(work).number == 0
    assert waiting(work).oldest == NONE
    request_report(work, sitting_factory(locale="nl").participation_id)
    behind = waiting(after(work, 1))
    assert behind.number == 1
    assert timedelta(days=1) <= behind.oldest < timedelta(days=1, minutes=5)


def test_care_answers_are_behind_first_and_only_when_the_ggd_is_done(work, finished):
    open_then = after(work, 100)
    assert deletion_lag(open_then) == NONE, "the GGD still has an item"
    close_item(work, finished)
    assert deletion_lag(work) == NONE
    closed_then = after(work, 100)
    assert timedelta(days=5) < deletion_lag(closed_then) < timedelta(days=12)
    retention.run(closed_then)
    assert deletion_lag(closed_then) == NONE


def test_answers_then_people_are_behind_at_their_periods(work, finished):
    close_item(work, finished)
    retention.run(after(work, 120))
    assert deletion_lag(after(work, 150)) == NONE
    half_a_year = after(work, 190)
    assert timedelta(days=5) < deletion_lag(half_a_year) < timedelta(days=12)
    retention.run(half_a_year)
    assert deletion_lag(after(work, 360)) == NONE
    year = after(work, 400)
    assert timedelta(days=30) < deletion_lag(year) < timedelta(days=40)
    retention.run(year)
    assert deletion_lag(year) == NONE


def test_each_organisation_has_its_own_periods(work, finished):
    close_item(work, finished)
    work.db.execute(update(Organisation).values(answers_months=36, report_months=36, care_months=24))
    work.db.commit()
    assert deletion_lag(after(work, 400)) == NONE
