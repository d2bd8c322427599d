"""Counting in months of the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TypeVar

DISCUSS_WITHIN_MONTHS = 6
"""Of a report, from the day of the last answer; each of its pages says until when."""
Moment = TypeVar("Moment", bound=date)  # a day, or a day with a time


def months_before(at: Moment, months: int) -> Moment:
    """The same day and time some months earlier; the last day of that month where it is shorter."""
    years, month = divmod(at.month - 1 - months, 12)
    year = at.year + years
    day = min(at.day, monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)


def months_after(at: Moment, months: int) -> Moment:
    """The same day and time some months later; the last day of that month where it is shorter."""
    return months_before(at, -months)
