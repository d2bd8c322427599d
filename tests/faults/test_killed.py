"""Kill -9 of every part in turn while people answer: no acknowledged answer is lost, no report is there twice."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.services.finishing import finish_sitting
from app.services.reports.asking import CLAIM_HOLDS
from app.services.sittings import open_sitting
from app.store.care_models import CareReport
from app.store.models import Report
from tests.faults.conftest import ANSWERS, Ground
from tests.faults.people import Crowd, answering
from tests.faults.waiting import wait_until
from tests.journeys import processes
from tests.journeys.processes import children, command, kill, web_workers, workers
from tests.stores import GROWN

pytestmark = pytest.mark.slow

PEOPLE = 4
KILLS = max(1, ANSWERS // 500)  # of each part
EDITIONS = 2  # the report of the client manager, and the person's own


def kill_web(ground: Ground, _crowd: Crowd) -> None:
    """The process that answers; its master starts another one, or ends when that happens often."""
    kill(web_workers(ground.server))


def kill_worker(ground: Ground, _crowd: Crowd) -> None:
    """What makes reports; the server then ends, and whoever looks after it starts it again."""
    kill(workers(ground.server))
    assert ground.server.process is not None
    ground.server.process.wait(20)


def kill_everything(ground: Ground, _crowd: Crowd) -> None:
    """As at a power cut, but for what the machine has not written to its disk."""
    processes.kill_everything(ground.server)


def kill_database(ground: Ground, _crowd: Crowd) -> None:
    """The first process of PostgreSQL; all others notice and end."""
    assert ground.database is not None
    kill([ground.database.pid])


def kill_connection(ground: Ground, _crowd: Crowd) -> None:
    """A process of PostgreSQL that answers: it then ends every connection and recovers by itself."""
    assert ground.database is not None
    kill([pid for pid in children(ground.database.pid) if " main " in command(pid)][:1])


def kill_queue(ground: Ground, crowd: Crowd) -> None:
    """Valkey, for a while: people go on without it."""
    assert ground.queue is not None
    ground.queue_stays_away = True
    ground.queue.kill()
    crowd.answers(3, ANSWERS)
    ground.queue_stays_away = False


EMBEDDED: Mapping[str, Callable[[Ground, Crowd], None]] = {
    "web": kill_web,
    "worker": kill_worker,
    "everything": kill_everything,
}
OF_SERVERS: Mapping[str, Callable[[Ground, Crowd], None]] = {
    "database": kill_database,
    "connection": kill_connection,
    "queue": kill_queue,
}
PARTS = {**EMBEDDED, **OF_SERVERS} if GROWN else EMBEDDED


def test_nothing_is_lost_and_nothing_twice_whatever_is_killed_while_people_answer(ground: Ground) -> None:
    moments, killed = random.Random(20260322), dict.fromkeys(PARTS, 0)
    pause = max(3, ANSWERS // len(PARTS) // KILLS)  # answers between two kills, by and large
    with answering(ground, PEOPLE) as crowd:
        while crowd.answers(moments.randint(2, 2 * pause - 2), ANSWERS) or not all(killed.values()):
            part = min(killed, key=killed.__getitem__)
            PARTS[part](ground, crowd)
            killed[part] += 1
            ground.bring_back()
    assert all(killed.values())
    assert crowd.acknowledged >= ANSWERS
    assert sum(writer.again for writer in crowd.writers), "an answer was cut off at least once"
    crowd.check()
    ground.bring_back()
    finish_everybody(ground, crowd)
    reports_come_once(ground)


def finish_everybody(ground: Ground, crowd: Crowd) -> None:
    """All end their sittings; the worker dies while it makes the reports, and its claims run out."""
    with ground.server.work() as work:
        for person in crowd.people:
            finish_sitting(work, open_sitting(work, person.token), "nl")
        wait_until(work, "a worker is at it", select(func.count(Report.id)).where(Report.claimed_at.is_not(None)), 1)
    kill_worker(ground, crowd)
    with ground.server.work() as work:
        long_ago = work.now() - CLAIM_HOLDS - timedelta(minutes=1)
        claimed = update(Report).where(Report.claimed_at.is_not(None)).values(claimed_at=long_ago)
        assert work.db.execute(claimed.returning(Report.id)).all(), "it died while it made a report"
        work.db.commit()
    ground.bring_back()


def reports_come_once(ground: Ground) -> None:
    """Every report that was asked for gets ready, and its bytes are kept once."""
    with ground.server.work() as work:
        wait_until(work, "every report is ready", select(func.count(Report.id)).where(Report.state != "ready"), 0)
        made = work.db.execute(select(Report.participation_id, Report.edition, Report.fingerprint)).all()
        kept = work.care.scalars(select(CareReport.fingerprint)).all()
    assert len(made) == len(set(made)) == PEOPLE * EDITIONS
    assert sorted(kept) == sorted(row.fingerprint for row in made)
    told = [json.loads(line) for line in ground.server.log().splitlines() if '"report made"' in line]
    said = [line["report"] for line in told]
    assert len(said) == len(set(said)), "no report was made a second time"
