from itertools import pairwise
from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.uncertainty import (
    band_probabilities,
    interval,
    label,
    standard_error,
    within_person_error,
    without_style,
)
from tests.unit.tiny import COMPETENCE_BORDERS, MOTIVATION_BORDERS

values = st.floats(0, 100)
errors = st.floats(11, 60)
borders = st.sampled_from([COMPETENCE_BORDERS, MOTIVATION_BORDERS])


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        pytest.param((4, 4, 4, 0), 25, id="s = 2, so 25 * 2 / 2"),
        pytest.param((2, 2, 2, 2), 0, id="no difference"),
        pytest.param((4, 0, 4, 0), 25 * sqrt(16 / 3) / 2, id="sample deviation, n - 1"),
        pytest.param((3, 4, 2), 25 / sqrt(3), id="three answers, s = 1"),
        pytest.param((3,), 0, id="one answer has no spread"),
    ],
)
def test_within_person_error(points, expected):
    assert within_person_error(points, 4) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        pytest.param((3, 3, 3, 3), 11, id="all four answered alike"),
        pytest.param((3, 3, 3), 11 * sqrt(4 / 3), id="one missing widens"),
        pytest.param((4, 4, 4, 0), 25, id="a person who differs more than the group counts more"),
    ],
)
def test_standard_error_is_the_larger_one(points, expected):
    assert standard_error(points, 4, 4, 11.0) == pytest.approx(expected)


def test_a_standard_error_of_measurement_must_be_positive():
    with pytest.raises(ValueError, match="must be above 0, not 0"):
        standard_error((3, 3, 3), 4, 4, 0)


@pytest.mark.parametrize(
    ("value", "error", "expected"),
    [(50, 11, (35.92, 64.08)), (100, 11, (85.92, 100)), (6.25, 11, (0, 20.33)), (50, 50, (0, 100))],
)
def test_interval_is_1_28_errors_wide_and_cut(value, error, expected):
    assert interval(value, error) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "error", "bands", "expected"),
    [
        pytest.param(100, 11, COMPETENCE_BORDERS, (4,), id="P(above 87.5) = .872"),
        pytest.param(0, 11, COMPETENCE_BORDERS, (0,), id="the lowest band is open-ended too"),
        pytest.param(
            75, 11, COMPETENCE_BORDERS, (3, 4), id="middle of band 3: .744; its open-ended neighbour gives more"
        ),
        pytest.param(50, 11, COMPETENCE_BORDERS, (1, 2), id="middle of the scale: an exact tie, the lower pair"),
        pytest.param(25, 11, COMPETENCE_BORDERS, (0, 1), id="mirror image of 75"),
        pytest.param(76, 11, COMPETENCE_BORDERS, (3, 4), id="a little above the middle: the upper pair"),
        pytest.param(68.75, 11, COMPETENCE_BORDERS, (2, 3), id="between two bands"),
        pytest.param(75, 25, COMPETENCE_BORDERS, (), id="4,4,4,0: not certain"),
        pytest.param(50, 11, MOTIVATION_BORDERS, (1,), id="middle of a motivation band: .870"),
        pytest.param(62.5, 11, MOTIVATION_BORDERS, (1, 2), id=".644 in the middle band"),
        pytest.param(100 / 3, 11, MOTIVATION_BORDERS, (0, 1), id="on the border"),
        pytest.param(50, 25, MOTIVATION_BORDERS, (), id="pairs of .748 each are not enough"),
    ],
)
def test_label(value, error, bands, expected):
    assert label(value, error, bands) == expected


def test_a_pair_of_exactly_eighty_per_cent_is_printed():
    error = 1 / NormalDist().inv_cdf(0.8)
    assert label(0.0, error, (-1e9, 1.0)) == (1,)
    assert label(0.0, error * 1.000001, (-1e9, 1.0)) == (0, 1) or label(0.0, error * 1.000001, (-1e9, 1.0)) == (1, 2)


@given(values, errors, borders)
def test_band_probabilities_are_those_of_the_normal_distribution(value, error, bands):
    found = band_probabilities(value, error, bands)
    normal = NormalDist(value, error)
    assert len(found) == len(bands) + 1
    assert sum(found) == pytest.approx(1)
    assert found[0] == pytest.approx(normal.cdf(bands[0]))
    assert found[1] == pytest.approx(normal.cdf(bands[1]) - normal.cdf(bands[0]))
    assert found[-1] == pytest.approx(1 - normal.cdf(bands[-1]))


@given(values, errors, borders)
def test_label_is_empty_or_one_or_two_neighbours_that_are_certain_enough(value, error, bands):
    found = label(value, error, bands)
    probabilities = band_probabilities(value, error, bands)
    assert len(found) <= 2
    assert list(found) == list(range(found[0], found[0] + len(found))) if found else True
    if found:
        assert sum(probabilities[number] for number in found) >= 0.8 - 1e-9
    else:
        assert all(low + high < 0.8 + 1e-9 for low, high in pairwise(probabilities))


@given(values, errors, borders)
def test_no_other_pair_is_more_probable(value, error, bands):
    found = label(value, error, bands)
    assume(len(found) == 2)
    probabilities = band_probabilities(value, error, bands)
    best = max(low + high for low, high in pairwise(probabilities))
    assert sum(probabilities[number] for number in found) == pytest.approx(best)
    assert max(probabilities) < 0.8


@given(values, values, st.just(11.0), borders)
def test_a_higher_value_never_has_a_lower_label(one, other, error, bands):
    low, high = label(min(one, other), error, bands), label(max(one, other), error, bands)
    assume(low and high)
    assert low[0] <= high[0]
    assert low[-1] <= high[-1]


@given(values, errors)
def test_the_interval_contains_the_point_and_stays_within_the_scale(value, error):
    low, high = interval(value, error)
    assert 0 <= low <= value <= high <= 100


@given(st.lists(st.integers(0, 4), min_size=3, max_size=4))
def test_the_error_is_at_least_that_of_the_group_and_ignores_order(points):
    error = standard_error(points, 4, 4, 11.0)
    assert error >= 11.0
    assert error == standard_error(points[::-1], 4, 4, 11.0)


@given(st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_losing_an_answer_never_narrows_the_group_error(points):
    assert standard_error([points[0]] * 3, 4, 4, 11.0) > standard_error([points[0]] * 4, 4, 4, 11.0)


@pytest.mark.parametrize(
    ("style", "forward", "reverse", "expected"),
    [
        pytest.param(0.2, 3, 1, 65, id="three forward and one reverse: half of the index in points"),
        pytest.param(-0.2, 3, 1, 85, id="always low"),
        pytest.param(0.2, 4, 0, 55, id="no reverse item: all of it"),
        pytest.param(0.2, 2, 2, 75, id="balanced: nothing"),
        pytest.param(-0.5, 3, 1, 100, id="the strongest shift"),
    ],
)
def test_acquiescence_is_taken_out(style, forward, reverse, expected):
    assert without_style(75, style, forward, reverse) == pytest.approx(expected)
