"""Whether the parts that a deployment watches are there."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.services.work import Work
from app.store.care_models import CareSignalItem
from app.store.models import WorkerBeat
from app.store.upsert import insert_into

WORKER = "worker"
WORKER_SILENT_AFTER = 180  # seconds; the worker beats once a minute


class StoreStates(TypedDict):
    """``ok`` or ``away`` per store."""

    main: str
    care: str


class WorkerHealth(TypedDict):
    """``running``, ``silent`` (beat too old) or ``absent`` (never seen); age of the last beat in seconds, or None."""

    state: str
    seconds_since_beat: int | None


class Health(TypedDict):
    """What ``/healthz`` tells."""

    status: str
    database: str
    stores: StoreStates
    worker: WorkerHealth


def state_of_health(work: Work) -> Health:
    """Ask each store one thing."""
    main, worker = _main_and_worker(work)
    care = _care(work)
    database = "ok" if main == care == "ok" else "away"
    return {"status": database, "database": database, "stores": {"main": main, "care": care}, "worker": worker}


def _main_and_worker(work: Work) -> tuple[str, WorkerHealth]:
    try:
        beat = work.db.scalar(select(WorkerBeat.at).where(WorkerBeat.name == WORKER))
    except SQLAlchemyError:
        work.db.rollback()
        return "away", {"state": "unknown", "seconds_since_beat": None}
    if beat is None:
        return "ok", {"state": "absent", "seconds_since_beat": None}
    age = max(0, int((work.now() - beat).total_seconds()))
    return "ok", {"state": "running" if age < WORKER_SILENT_AFTER else "silent", "seconds_since_beat": age}


def _care(work: Work) -> str:
    try:
        work.care.execute(select(CareSignalItem.id).limit(1))
    except SQLAlchemyError:
        work.care.rollback()
        return "away"
    return "ok"


def beat(work: Work) -> None:
    """A sign of life of the worker; commits."""
    now = work.now()
    statement = insert_into(work.db, WorkerBeat).values(name=WORKER, at=now)
    work.db.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"at": now}))
    work.db.commit()
