"""Work for one of many workers: whoever takes the turn first does it, the others leave it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from app.services.work import Work
from app.store.models import WorkerBeat
from app.store.upsert import insert_into


def take_turn(work: Work, name: str, every: timedelta) -> bool:
    """Whether this worker does what is done once in a while; commits.

    ``name``: 40 signs at most, and of no other turn or beat. ``every``: shorter than the time between two turns. A turn
    that was taken later than ``every`` from now was taken by a clock that was wrong.
    """
    now = work.now()
    over = (WorkerBeat.at < now - every) | (WorkerBeat.at > now + every)
    taken = (
        insert_into(work.db, WorkerBeat)
        .values(name=name, at=now)
        .on_conflict_do_update(index_elements=["name"], set_={"at": now}, where=over)
        .returning(WorkerBeat.name)
    )
    mine = bool(work.db.execute(taken).all())
    work.db.commit()
    return mine


def give_turn_back(work: Work, name: str) -> None:
    """It went wrong: somebody may try again; commits."""
    work.db.rollback()
    work.db.execute(delete(WorkerBeat).where(WorkerBeat.name == name))
    work.db.commit()
