"""The clock on the wall of the people of an installation: days begin and end by it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


def local_day(moment: datetime) -> date:
    """The day it is there at ``moment``, which is timezone-aware. Late in the evening of UTC it is the next one."""
    return moment.astimezone(ZONE).date()
