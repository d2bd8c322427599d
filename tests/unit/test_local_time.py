"""Days begin where the people are, not where the server's clock stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.local_time import local_day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param(datetime(2026, 1, 5, 22, 59, tzinfo=UTC), date(2026, 1, 5), id="before midnight in winter"),
        pytest.param(datetime(2026, 1, 5, 23, 0, tzinfo=UTC), date(2026, 1, 6), id="midnight in winter"),
        pytest.param(datetime(2026, 7, 5, 21, 59, tzinfo=UTC), date(2026, 7, 5), id="before midnight in summer"),
        pytest.param(datetime(2026, 7, 5, 22, 0, tzinfo=UTC), date(2026, 7, 6), id="midnight in summer"),
    ],
)
def test_a_day_begins_at_midnight_there(moment, day):
    assert local_day(moment) == day
