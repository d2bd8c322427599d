from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.profile import ScaleProfile
from app.core.strengths import distance_error, strengths_and_discuss

EIGHT = [f"c{number}" for number in range(1, 9)]


def scales(values, error=11.0):
    """Scored scales by id; None is a scale with too few answers."""
    return {
        name: ScaleProfile(name, 4, 4, value, None if value is None else error, None) for name, value in values.items()
    }


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        pytest.param((11.0,) * 8, sqrt(121 * 0.75 + 8 * 121 / 64), id="eight scales: 10.29, a threshold of 13.17"),
        pytest.param((11.0, 11.0), 11 / sqrt(2), id="two scales: only the sum remains"),
        pytest.param((11.0, 25.0, 11.0, 11.0), sqrt(121 / 2 + (3 * 121 + 625) / 16), id="all errors count"),
    ],
)
def test_distance_error(errors, expected):
    assert distance_error(errors[0], errors) == pytest.approx(expected)


def test_one_scale_that_stands_out_is_strong():
    # mean (75 + 7 * 50) / 8 = 53.125; distance 21.875 >= 13.17; the others lie 3.125 below
    values = dict.fromkeys(EIGHT, 50.0) | {"c3": 75.0}
    assert strengths_and_discuss(scales(values)) == (("c3",), ())


def test_one_scale_that_stays_behind_is_to_discuss():
    values = dict.fromkeys(EIGHT, 50.0) | {"c3": 25.0}
    assert strengths_and_discuss(scales(values)) == ((), ("c3",))


def test_answers_close_together_give_nothing():
    assert strengths_and_discuss(scales(dict.fromkeys(EIGHT, 50.0))) == ((), ())
    # mean 51.5625, distance 10.9375 < 13.17
    assert strengths_and_discuss(scales(dict.fromkeys(EIGHT, 50.0) | {"c1": 62.5})) == ((), ())


def test_at_most_three_are_strong_and_two_to_discuss_by_distance_then_id():
    highest = {"c8": 100.0, "c2": 93.75, "c1": 93.75, "c4": 87.5}
    lowest = {"c5": 0.0, "c7": 6.25, "c3": 6.25, "c6": 12.5}
    assert strengths_and_discuss(scales(highest | lowest)) == (("c8", "c1", "c2"), ("c5", "c3"))


@pytest.mark.parametrize("values", [{}, {"c1": 100.0}, {"c1": 100.0, "c2": None}, {"c1": None, "c2": None}], ids=len)
def test_fewer_than_two_scored_scales_give_nothing(values):
    assert strengths_and_discuss(scales(values)) == ((), ())


def test_two_scales_can_differ():
    # distance 12.5, error 7.78, threshold 9.96
    assert strengths_and_discuss(scales({"c1": 75.0, "c2": 50.0})) == (("c1",), ("c2",))
    # distance 6.25
    assert strengths_and_discuss(scales({"c1": 62.5, "c2": 50.0})) == ((), ())


def test_an_unsure_scale_needs_a_larger_distance():
    values = scales(dict.fromkeys(EIGHT, 50.0) | {"c3": 75.0})
    unsure = ScaleProfile("c3", 4, 4, 75.0, 25.0, None)
    assert strengths_and_discuss(values | {"c3": unsure}) == ((), ())


percentages = st.lists(st.integers(0, 16).map(lambda points: points * 6.25), min_size=2, max_size=8)


@given(percentages)
def test_a_scale_is_never_both_and_the_limits_hold(values):
    strong, weak = strengths_and_discuss(scales(dict(zip(EIGHT, values, strict=False))))
    assert not set(strong) & set(weak)
    assert len(strong) <= 3
    assert len(weak) <= 2


@given(percentages, st.randoms(use_true_random=False))
def test_the_order_of_scales_does_not_matter(values, random):
    pairs = list(zip(EIGHT, values, strict=False))
    shuffled = random.sample(pairs, len(pairs))
    assert strengths_and_discuss(scales(dict(pairs))) == strengths_and_discuss(scales(dict(shuffled)))


@given(percentages.filter(lambda values: max(values) <= 50))
def test_the_same_shift_of_all_scales_changes_nothing(values):
    pairs = dict(zip(EIGHT, values, strict=False))
    higher = {name: value + 50 for name, value in pairs.items()}
    assert strengths_and_discuss(scales(pairs)) == strengths_and_discuss(scales(higher))
