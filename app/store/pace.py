"""How busy a store has been, and how much the disk under an embedded one can take."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.store.engine import set_rules
from app.store.models import Response

LOOK_BACK = timedelta(days=30)
COMMITS = 50


def busiest_minute(db: Session, now: datetime) -> int:
    """The most answers of one minute in the last 30 days, health part not counted."""
    answered = select(Response.answered_at).where(Response.answered_at > now - LOOK_BACK)
    counted = Counter(
        at.replace(second=0, microsecond=0) for at in db.scalars(answered.execution_options(yield_per=5000))
    )
    return max(counted.values(), default=0)


def durable_commits(engine: Engine) -> float:
    """Commits a second that last through a power cut, one after the other, in a file beside that of the store."""
    database = engine.url.database
    folder = Path(database).parent if database else None
    with TemporaryDirectory(dir=folder) as place, closing(sqlite3.connect(Path(place) / "pace.sqlite")) as connection:
        set_rules(connection)
        connection.execute("CREATE TABLE pace (number INTEGER)")
        connection.commit()
        began = time.perf_counter()
        for number in range(COMMITS):
            connection.execute("INSERT INTO pace VALUES (?)", (number,))
            connection.commit()
        return COMMITS / (time.perf_counter() - began)
