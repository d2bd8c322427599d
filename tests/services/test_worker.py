"""The processes of the worker: each does so many jobs and then makes room for a new one."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest

from app import create_app, jobs
from app.cli import worker
from app.config import Config

JOBS_EACH = 2
SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]


def work_briefly(config: Config, log: Path) -> None:
    """Be a worker with one process that is soon replaced; each job writes down which process does it."""
    huey = jobs.queue(config.jobs_url).huey
    huey.pre_execute("write down")(partial(_write_down, log))
    huey.create_consumer = partial(huey.create_consumer, health_check_interval=0.1)
    worker.REPORTS_PER_PROCESS = JOBS_EACH
    worker.work(create_app(config), processes=1)


def _write_down(log: Path, _task: object) -> None:
    with log.open("a") as lines:
        lines.write(f"{os.getpid()}\n")


@pytest.fixture
def log(tmp_path):
    log = tmp_path / "processes"
    log.touch()
    return log


@pytest.fixture
def brief_worker(config, log):
    """It runs, in a group of its own."""
    program = (
        "import pickle; from tests.services.test_worker import work_briefly;"
        f"work_briefly(*pickle.loads({pickle.dumps((config, log))!r}))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, start_new_session=True)
    yield process
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_process_that_did_its_share_is_replaced_by_a_new_one(config, log, brief_worker):
    for unknown in range(2 * JOBS_EACH + 1):
        jobs.enqueue_report(config, unknown)
    until = time.monotonic() + SECONDS
    while len(log.read_text().split()) <= 2 * JOBS_EACH and time.monotonic() < until:
        assert brief_worker.poll() is None
        time.sleep(0.05)
    shares = [(process, len(list(jobs_done))) for process, jobs_done in groupby(log.read_text().split())]
    assert [done for _, done in shares[:2]] == [JOBS_EACH] * 2
    assert len({process for process, _ in shares}) == len(shares) > 2
    brief_worker.send_signal(signal.SIGINT)
    assert brief_worker.wait(SECONDS) == 0
