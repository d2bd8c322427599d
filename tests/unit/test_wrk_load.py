"""Times that wrk never measured are taken out of those that it gives."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wrk_load import NotAsMeasured, as_measured


def test_by_hand():
    """Step 10: of 35 come 25 and 15; of 21 comes 11; of 20, 12 and 9 nothing comes."""
    given_times = {35: 1, 25: 1, 15: 1, 21: 2, 11: 2, 20: 1, 12: 3, 9: 4}
    assert as_measured(given_times, 10) == [(9, 4), (12, 3), (20, 1), (21, 2), (35, 1)]


@given(st.lists(st.integers(1, 400), min_size=1), st.integers(1, 60))
def test_what_was_added_is_taken_out_again(measured, step):
    times = Counter(measured)
    for value in measured:
        rest = value - step
        while rest > step:
            times[rest] += 1
            rest -= step
    assert as_measured(times, step) == sorted(Counter(measured).items())


def test_times_that_were_not_added_to_are_refused():
    with pytest.raises(NotAsMeasured):
        as_measured({35: 1, 9: 4}, 10)
