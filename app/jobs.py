"""The queue of jobs: ids only, no results kept. Embedded in a SQLite file, or in Redis or Valkey, by one address."""

from __future__ import annotations

import gc
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import structlog
from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from sqlalchemy import make_url
from structlog.contextvars import bound_contextvars, get_contextvars

from app.config import Config
from app.store.engine import make_folder

RETRIES = 2
RETRY_SECONDS = 10
REPORT_SECONDS = 60  # a report takes one; whatever takes longer hangs
QUEUE_PATIENCE = {"socket_connect_timeout": 2, "socket_timeout": 5}
"""In seconds: people go on while Valkey stands still. Longer than the second that a worker waits for a job."""
_log = structlog.get_logger("inbeeld.jobs")
NIGHT, NIGHT_LASTS = "night", timedelta(hours=12)  # of many hosts one worker removes
_worker_app: list[Flask] = []


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue and the tasks that are put in it by hand."""

    huey: Huey
    make_report: Any
    make_care_signal: Any


@cache
def queue(jobs_url: str) -> Queue:
    """The queue at this address with its tasks; one per process."""
    huey = _open(jobs_url)
    made = {"retries": RETRIES, "retry_delay": RETRY_SECONDS, "timeout": REPORT_SECONDS}
    report = huey.task(name="make_report", context=True, **made)(_make_report)
    care_signal = huey.task(name="make_care_signal", **made)(_make_care_signal)
    huey.periodic_task(crontab(minute="*"), name="beat")(_beat)
    huey.periodic_task(crontab(hour="2", minute="30"), name="retention")(_remove_what_is_over)
    return Queue(huey, report, care_signal)


def _open(jobs_url: str) -> Huey:
    if jobs_url.startswith("redis"):
        from redis import ConnectionPool  # noqa: PLC0415 - loaded only where an address names it

        return RedisHuey("inbeeld", connection_pool=ConnectionPool.from_url(jobs_url, **QUEUE_PATIENCE), results=False)
    make_folder(jobs_url)
    return SqliteHuey("inbeeld", filename=make_url(jobs_url).database, fsync=True, results=False)


def enqueue_report(config: Config, report_id: int) -> None:
    """Call a worker for one report. A queue that is away loses nothing: the worker asks the store as well."""
    _call(config, lambda tasks: tasks.make_report(report_id, _asked_in()), report=report_id)


def enqueue_care_signal(config: Config, item_id: int) -> None:
    """Call a worker for one care signal; a call that is lost is made again by whoever asks again."""
    _call(config, lambda tasks: tasks.make_care_signal(item_id, _asked_in()), care_signal=item_id)


def _call(config: Config, put: Callable[[Queue], object], **named: int) -> None:
    try:
        put(queue(config.jobs_url))
    except Exception as error:  # noqa: BLE001 - SQLite and Redis each have their own
        _log.warning("queue away", **named, kind=type(error).__name__)


def _asked_in() -> str:
    """The id of the request at hand, which the lines of its job name as well; a new one for what nobody asked for."""
    return str(get_contextvars().get("request_id") or secrets.token_hex(8))


def reachable(config: Config) -> bool:
    """Whether the queue answers, within the patience of above."""
    try:
        queue(config.jobs_url).huey.pending_count()
    except Exception:  # noqa: BLE001 - as above
        return False
    return True


def work_in(app: Flask) -> None:
    """Let the tasks of this process work with this application."""
    _worker_app[:] = [app]


def _make_report(report_id: int, request_id: str = "", *, task: Any) -> None:  # noqa: ANN401 - huey hands its task over
    from app.services.reports import ReportNotMade, make_report  # noqa: PLC0415 - reports ask for jobs, and jobs make them
    from app.web.context import current_work  # noqa: PLC0415 - the same

    with _worker_app[0].app_context(), bound_contextvars(request_id=request_id or _asked_in()):
        try:
            make_report(current_work(), report_id, last_try=not task.retries)
        except ReportNotMade as error:
            raise error from None  # what caused it may name answers, and ends in no log
        finally:
            gc.collect()  # the collector rests while a report is made


def _make_care_signal(item_id: int, request_id: str = "") -> None:
    from app.services.care_signals import CareSignalNotMade, make_care_signal  # noqa: PLC0415 - as above
    from app.web.context import current_work  # noqa: PLC0415 - as above

    with _worker_app[0].app_context(), bound_contextvars(request_id=request_id or _asked_in()):
        try:
            make_care_signal(current_work(), item_id)
        except CareSignalNotMade as error:
            raise error from None  # what caused it may name answers, and ends in no log
        finally:
            gc.collect()


def _beat() -> None:
    """Each minute: a sign of life, and a call for reports that were not asked for or whose call was lost."""
    from app.services.finishing import ask_for_missing_reports  # noqa: PLC0415 - as above
    from app.services.health import beat  # noqa: PLC0415 - as above
    from app.services.reports import forgotten_reports  # noqa: PLC0415 - as above
    from app.web.context import current_work  # noqa: PLC0415 - as above

    with _worker_app[0].app_context():
        work = current_work()
        beat(work)
        ask_for_missing_reports(work)
        for report_id in forgotten_reports(work):
            enqueue_report(work.config, report_id)


def _remove_what_is_over() -> None:
    """Each night (02:30 UTC), in one worker: remove what is over; note the end of the audit log outside the store.

    Then the reports are asked for that would say something else now.
    """
    from app.extensions import db  # noqa: PLC0415 - as above
    from app.services import retention  # noqa: PLC0415 - as above
    from app.services.audit.verifying import head  # noqa: PLC0415 - as above
    from app.services.finishing import ask_for_changed_reports  # noqa: PLC0415 - as above
    from app.services.removal import overwrite_removed  # noqa: PLC0415 - as above
    from app.services.turns import give_turn_back, take_turn  # noqa: PLC0415 - as above
    from app.web.context import current_work  # noqa: PLC0415 - as above

    with _worker_app[0].app_context():
        work = current_work()
        if not take_turn(work, NIGHT, NIGHT_LASTS):
            return
        try:
            retention.run(work)
        except BaseException:
            give_turn_back(work, NIGHT)
            raise
        for name, why in overwrite_removed(db.engines).items():  # what people deleted by day too
            _log.warning("store not rewritten", file=name, reason=why)
        end = head(work)
        _log.info("audit end", number=end.number, hash=end.hash)
        _log.info("reports made anew", people=ask_for_changed_reports(work))
