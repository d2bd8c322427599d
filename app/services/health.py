"""Whether the parts that a deployment watches are there."""

from __future__ import annotations

from enum import StrEnum
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import jobs
from app.services.work import Work
from app.store.care_models import CareSignalItem
from app.store.models import WorkerBeat
from app.store.revisions import NOT_OURS, earlier_revisions, newest_revision, revision_of
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


class Ready(StrEnum):
    """How one part is, in words for whoever reads them."""

    YES = "ready"
    NEWER = "ready; its tables are those of a newer version"
    BEHIND = "its tables are not those of this version: flask db upgrade"
    ELSEWHERE = "it moved away, or is being moved here: flask doctor"
    AWAY = "cannot be reached"

    @property
    def good(self) -> bool:
        """Whether this version can work with it. Newer tables still take an older version, so that hosts can follow."""
        return self in {Ready.YES, Ready.NEWER}


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


def readiness(work: Work) -> dict[str, Ready]:
    """How both stores and the queue of jobs are."""
    return {
        "main store": _store_ready(work.db, "main", WorkerBeat),
        "care store": _store_ready(work.care, "care", CareSignalItem),
        "queue": Ready.YES if jobs.reachable(work.config) else Ready.AWAY,
    }


def _store_ready(session: Session, store: str, model: type[WorkerBeat | CareSignalItem]) -> Ready:
    try:
        revision = revision_of(session.connection(bind_arguments={"mapper": model}))
    except SQLAlchemyError:
        session.rollback()
        return Ready.AWAY
    if revision == newest_revision(store):
        return Ready.YES
    if revision in NOT_OURS:
        return Ready.ELSEWHERE
    return Ready.BEHIND if revision is None or revision in earlier_revisions(store) else Ready.NEWER


def beat(work: Work) -> None:
    """A sign of life of the worker; commits."""
    now = work.now()
    statement = insert_into(work.db, WorkerBeat).values(name=WORKER, at=now)
    work.db.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"at": now}))
    work.db.commit()
