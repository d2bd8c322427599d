"""Many at once, and a process that is killed: every acknowledged answer is there, no error, nothing double."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import create_app
from app.extensions import db
from app.store.models import Response as Row
from app.web.context import current_work
from tests.conftest import close_stores
from tests.services.answering import answer, option
from tests.stores import GROWN

PROCESSES, WRITERS = 4, 50
ITEMS = [(item, str(value)) for item in ("c1a", "c1b", "c2a", "c2b") for value in range(5)] * 10


def _write(config, tokens):
    """Fifty writers of one process, each answering one item; gives the errors."""
    app = create_app(config)
    errors = []

    def one(token):
        try:
            with app.app_context():
                answer(current_work(), token, "c1a", option("3"), key="form")
        except Exception as error:  # noqa: BLE001 - any error at all fails the test
            errors.append(repr(error))

    with app.app_context():
        current_work()
    threads = [threading.Thread(target=one, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_stores(app)
    return errors


@pytest.mark.slow
def test_four_processes_with_fifty_writers_each_end_without_an_error(config, work, sitting_factory):
    session = sitting_factory.session(seats=60)
    people = [sitting_factory(session).token for _ in range(PROCESSES * WRITERS // 2)]
    tokens = [*people, *people]  # everybody's form arrives twice, in another process
    parts = [tokens[part * WRITERS : (part + 1) * WRITERS] for part in range(PROCESSES)]
    work.db.close()
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        errors = list(pool.map(_write, [config] * PROCESSES, parts))
    assert errors == [[]] * PROCESSES
    counts = work.db.execute(select(Row.participation_id, func.count()).group_by(Row.participation_id)).all()
    assert [count for _, count in counts] == [1] * len(people)


def acknowledge(config, token):
    """Answer over and over, and say each answer aloud after its commit."""
    app = create_app(config)
    with app.app_context():
        work = current_work()
        for number, (item, value) in enumerate(ITEMS):
            answer(work, token, item, option(value), key=f"form-{number}")
            os.write(1, f"form-{number}\n".encode())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_kill_9_every_acknowledged_answer_is_there(config, work, sitting_factory, seed):
    invited = sitting_factory()
    work.db.close()
    program = (
        "import pickle; from tests.services.test_together import acknowledge;"
        f"acknowledge(pickle.loads({pickle.dumps(config)!r}), {invited.token!r})"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.6))
    process.send_signal(signal.SIGKILL)
    acknowledged = [line.strip().decode() for line in (first, *process.stdout.readlines()) if line.endswith(b"\n")]
    process.stdout.close()
    process.wait()
    kept = {key.split(":")[0] for key in work.db.scalars(select(Row.idempotency_key))}
    assert acknowledged
    assert set(acknowledged) <= kept
    assert len(kept) <= len(acknowledged) + 1
    if GROWN:
        return
    with db.get_engine("default").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
