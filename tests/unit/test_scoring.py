import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.responses import Missing, Response
from app.core.scoring import UnknownOption, chosen_value, item_points, percentage, scale_points
from tests.unit.tiny import C1, TINY, on_scale, response, responses

FORWARD, REVERSE = TINY.items["c1a"], TINY.items["c1d"]
points = st.integers(0, 4)


@pytest.mark.parametrize(("value", "expected"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)])
def test_a_forward_item_counts_as_chosen(value, expected):
    assert item_points(FORWARD, response(value)) == expected


@pytest.mark.parametrize(("value", "expected"), [(0, 4), (1, 3), (2, 2), (3, 1), (4, 0)])
def test_a_reverse_item_counts_from_the_other_end(value, expected):
    assert item_points(REVERSE, response(value)) == expected
    assert chosen_value(REVERSE, response(value)) == value


@pytest.mark.parametrize(
    "nothing", [None, *(Response(missing=code) for code in Missing), Response(), Response(text="x")]
)
def test_no_answer_gives_no_points(nothing):
    assert item_points(FORWARD, nothing) is None
    assert item_points(REVERSE, nothing) is None


def test_an_option_without_points_gives_none():
    assert chosen_value(TINY.items["search"], response("yes")) is None


def test_an_option_of_another_item_is_named():
    with pytest.raises(UnknownOption, match=r"item 'c1a' has no option 'yes'; its options are 0, 1, 2, 3, 4"):
        chosen_value(FORWARD, response("yes"))


def test_scale_points_are_mirrored_and_skip_what_is_missing():
    assert scale_points(C1, TINY, on_scale("c1", 4, None, 3, 1)) == (4, 3, 3)
    assert scale_points(C1, TINY, responses(c1a=4, c1b=Missing.NOT_UNDERSTOOD, c1c=Missing.NOT_APPLICABLE)) == (4,)
    assert scale_points(C1, TINY, {}) == ()


@pytest.mark.parametrize(
    ("given_points", "maximum", "expected"),
    [((4, 4, 4, 4), 4, 100), ((0, 0, 0), 4, 0), ((1, 2, 3, 4), 4, 62.5), ((1, 2, 3), 4, 50), ((1, 0, 0), 3, 100 / 9)],
)
def test_percentage_of_the_maximum(given_points, maximum, expected):
    assert percentage(given_points, maximum) == expected


@given(points)
def test_mirroring_twice_gives_the_value_back(value):
    once = item_points(REVERSE, response(value))
    assert once is not None
    assert item_points(REVERSE, response(once)) == value
    assert once == 4 - value


@given(st.lists(points, min_size=3, max_size=4))
def test_mirroring_all_answers_mirrors_the_percentage(values):
    mirrored = [4 - value for value in values]
    assert percentage(mirrored, 4) == pytest.approx(100 - percentage(values, 4))


@given(st.lists(points, min_size=1, max_size=4), st.data())
def test_more_points_on_one_item_never_lower_the_percentage(values, data):
    at = data.draw(st.integers(0, len(values) - 1))
    more = [*values[:at], min(4, values[at] + 1), *values[at + 1 :]]
    assert percentage(more, 4) >= percentage(values, 4)
    assert (percentage(more, 4) == percentage(values, 4)) == (values[at] == 4)


@given(st.lists(points, min_size=3, max_size=3))
def test_a_missing_answer_counts_as_the_mean_of_the_others(values):
    mean = sum(values) / 3
    assert percentage(values, 4) == pytest.approx(100 * (sum(values) + mean) / 16)


@given(st.permutations([0, 1, 4, 3]))
def test_the_order_of_answers_does_not_matter(values):
    assert percentage(values, 4) == 50
