"""Valkey stands still, goes away and comes back empty: people notice nothing, and reports come later."""

from __future__ import annotations

import http.client
import os
import signal
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.services.finishing import finish_sitting
from app.services.sittings import open_sitting
from app.store.models import Report
from tests.factories import Invited
from tests.faults.conftest import Ground
from tests.faults.waiting import wait_until
from tests.journeys.visitor import Visitor
from tests.journeys.writer import Writer, check

pytestmark = [pytest.mark.slow, pytest.mark.grown]

WAITS = select(func.count(Report.id)).where(Report.state != "ready")


def somebody_comes_in_and_answers(ground: Ground) -> Invited:
    someone = ground.server.invite(begun=True)
    writer = Writer(Visitor(ground.server.port))
    assert writer.visitor.enter(someone.code).status == http.client.SEE_OTHER
    for _ in range(3):
        writer.answer_next()
    assert (writer.again, writer.refused) == (0, 0)
    with ground.server.work() as work:
        check(work, someone.token, someone.participation_id, writer.acknowledged)
    return someone


def finish(ground: Ground, someone: Invited) -> None:
    with ground.server.work() as work:
        finish_sitting(work, open_sitting(work, someone.token), "nl")


def test_people_go_on_without_the_queue_and_their_reports_come_when_it_is_back(ground: Ground) -> None:
    assert ground.queue is not None
    os.kill(ground.queue.pid, signal.SIGSTOP)
    try:
        finish(ground, somebody_comes_in_and_answers(ground))
    finally:
        os.kill(ground.queue.pid, signal.SIGCONT)
    ground.queue_stays_away = True
    ground.queue.kill()
    finish(ground, somebody_comes_in_and_answers(ground))
    ground.queue.start()
    finish(ground, somebody_comes_in_and_answers(ground))
    ground.queue.empty()
    with ground.server.work() as work:
        assert work.db.scalar(select(func.count(Report.id))) == 6
        some_time_ago = work.now() - timedelta(minutes=5)
        work.db.execute(update(Report).values(requested_at=some_time_ago))
        work.db.commit()
        wait_until(work, "every report is ready", WAITS, 0)
