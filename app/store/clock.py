"""The one clock that all hosts share: that of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store.models import WorkerBeat

_IN_MAIN_STORE = {"mapper": WorkerBeat}


def shared_moment(session: Session, here: Callable[[], datetime]) -> datetime:
    """This moment (UTC) by the clock of the main store: the same for every host, whatever its own clock says.

    ``here``: the clock of this machine, which an embedded store shares. For what hosts compare to the second: who took
    a job and since when, what was asked for last, on which device a code was typed last.
    """
    if session.get_bind(WorkerBeat).dialect.name == "sqlite":
        return here()
    moment: datetime = session.scalars(select(func.clock_timestamp()), bind_arguments=_IN_MAIN_STORE).one()
    return moment.astimezone(UTC)
