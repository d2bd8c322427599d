"""Waiting for what a worker does in its own time."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import Select

from app.services.work import Work
from tests.journeys.writer import PATIENCE


def wait_until(work: Work, what: str, number: Select[int], wanted: int) -> None:
    """Ask the main store again and again for a number; ``wanted`` 0: until none is left, else until so many are there.

    Fails with ``what`` when that does not come.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = work.db.scalar(number) or 0
        work.db.commit()
        if found == 0 if wanted == 0 else found >= wanted:
            return
        time.sleep(0.05)
    pytest.fail(f"it did not come so far: {what}")
