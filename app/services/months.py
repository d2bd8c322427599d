"""Counting in months of the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time some months earlier; the last day of that month where it is shorter."""
    years, month = divmod(at.month - 1 - months, 12)
    year = at.year + years
    day = min(at.day, monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)


def months_after(at: datetime, months: int) -> datetime:
    """The same day and time some months later; the last day of that month where it is shorter."""
    return months_before(at, -months)
