"""The end of a sitting, also when the server is killed in the middle of it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core.responses import Response
from app.services import care
from app.services.care import CareChoices
from app.services.delivery import ParticipationClosed, finish, open_sitting
from app.services.finishing import ask_for_missing_reports, finish_sitting
from app.store.models import Report
from tests.services.answering import answer


def reports(work):
    return work.db.scalar(select(func.count(Report.id)))


def test_a_report_that_was_not_asked_for_before_a_kill_is_asked_for_later(work, sitting_factory):
    invited = sitting_factory()
    finish(work, open_sitting(work, invited.token), "nl")  # and here the server is killed
    assert reports(work) == 0
    assert ask_for_missing_reports(work) == 1
    assert ask_for_missing_reports(work) == 0
    assert reports(work) == 1


def test_nothing_is_asked_for_while_somebody_is_still_answering(work, sitting_factory):
    invited = sitting_factory()
    answer(work, invited.token, "c1a", Response(options=("3",)))
    assert ask_for_missing_reports(work) == 0


def test_confirming_again_after_a_kill_puts_nobody_on_the_list_twice(work, sitting_factory):
    invited = sitting_factory()
    answer(work, invited.token, "z7", Response(options=("yes",)))
    sitting = open_sitting(work, invited.token)
    care.record_care_choices(work, sitting, CareChoices(ggd="yes"), "nl")
    care.ask_conversation(work, sitting, "nl")  # and here the server is killed
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    assert len(care.work_list(work, invited.organisation_id)) == 1
    with pytest.raises(ParticipationClosed):
        finish_sitting(work, open_sitting(work, invited.token), "nl")
