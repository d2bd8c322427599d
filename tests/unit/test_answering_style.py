from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.answering_style import (
    acquiescence,
    fast_share,
    longest_run,
    pair_inconsistency,
    response_quality,
    share_of,
    slow_share,
    spread,
    style_items,
)
from app.core.profile import Light
from app.core.responses import Missing
from app.core.routing import items_on_path
from tests.unit.tiny import ALL_BLOCKS, TINY, on_scale, responses

ITEMS = style_items(TINY, items_on_path(TINY, ALL_BLOCKS, {}))
IDS = [item.id for item in ITEMS]
point = st.integers(0, 4)
pairs = st.lists(st.tuples(point, point), min_size=1, max_size=12)


def quality(given_responses, seconds=None, usual=None):
    return response_quality(TINY, ITEMS, given_responses, seconds or {}, usual or {})


def test_only_five_step_items_of_both_profiles_count_in_shown_order():
    assert IDS == ["c1a", "c2b", "c1d", "c2a", "c1b", "c2d", "c1c", "c2c", "m1a", "m1b", "m1c", "m1d"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([(4, 4), (4, 4)], 0.5, id="always high"),
        pytest.param([(0, 0)], -0.5, id="always low"),
        pytest.param([(4, 0), (1, 3)], 0, id="consistent answers cancel out"),
        pytest.param([(4, 2), (3, 1)], 10 / 16 - 0.5, id="in between"),
        pytest.param([], None, id="no pair answered"),
    ],
)
def test_acquiescence(values, expected):
    assert acquiescence(values, 4) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [([(4, 0), (1, 3)], 0), ([(4, 4), (0, 0)], 4), ([(4, 2), (3, 1)], 1), ([], None)],
)
def test_pair_inconsistency(values, expected):
    assert pair_inconsistency(values, 4) == expected


def test_shares_and_spread():
    assert share_of([0, 4, 2, 2], 0, 4) == 0.5
    assert share_of([2, 2, 2, 1], 2) == 0.75
    assert share_of([], 2) is None
    assert spread([2, 2, 2]) == 0
    assert spread([0, 4]) == pytest.approx(sqrt(8))
    assert spread([2]) is None
    assert spread([]) is None


@pytest.mark.parametrize(
    ("values", "reverse_at", "expected"),
    [
        ([], set(), (0, False)),
        ([3, 3, 2, 2, 2, 1], {0}, (3, False)),
        ([3, 3, 2, 2, 2, 1], {4}, (3, True)),
        ([3, 3, 3, 2, 2, 2], {4}, (3, True)),
        ([3, 3, 3, 2, 2, 2], {0}, (3, True)),
    ],
)
def test_longest_run(values, reverse_at, expected):
    assert longest_run((value, at in reverse_at) for at, value in enumerate(values)) == expected


def test_a_run_goes_on_over_an_unanswered_item_and_over_the_break():
    given_responses = responses(dict.fromkeys(IDS, 3) | {"c2a": Missing.NOT_UNDERSTOOD, "m1b": 1})
    found = quality(given_responses)
    assert (found.longstring, found.longstring_has_reverse) == (8, True)


def test_counted_actions_do_not_break_or_lengthen_a_run():
    assert quality(responses(dict.fromkeys(IDS, 3)) | on_scale("m4", 3, 3, 3, 3)).longstring == len(IDS)


def test_missing_shares_are_over_all_items_on_the_path():
    found = quality(
        responses(
            dict.fromkeys(IDS[:6], 1)
            | {IDS[6]: Missing.NOT_UNDERSTOOD, IDS[7]: Missing.RATHER_NOT_SAY, IDS[8]: Missing.NOT_APPLICABLE}
        )
    )
    assert found.missing == 0.5
    assert (found.not_understood, found.rather_not_say, found.not_applicable) == (1 / 12, 1 / 12, 1 / 12)


def test_nothing_answered_is_all_missing_and_red():
    found = quality({})
    assert (found.missing, found.light, found.flags) == (1, Light.RED, ("missing",))
    assert (found.acquiescence, found.extreme, found.midpoint, found.irv) == (None, None, None, None)


def test_no_items_on_the_path_is_nothing_missing():
    found = response_quality(TINY, (), {})
    assert (found.missing, found.light) == (0, Light.GREEN)


def test_indices_use_only_pairs_with_both_answered():
    found = quality(responses(c1a=4, c1d=4, c2b=0, m1d=3))
    assert found.acquiescence == 0.5
    assert found.pair_inconsistency == 4


def test_values_count_as_chosen_before_reverse_keying():
    found = quality(responses(c1a=4, c1d=0, c2b=2, c2d=2))
    assert (found.extreme, found.midpoint, found.acquiescence) == (0.5, 0.5, 0)


def test_speed_without_usual_times_knows_only_under_a_second():
    assert fast_share({"a": 0.9, "b": 1.0, "c": 9.0, "d": 0.2}, {}) == 0.5
    assert slow_share({"a": 900.0}, {}) is None
    assert fast_share({}, {}) is None


def test_speed_against_the_usual_time():
    usual = {"a": 10.0, "b": 10.0, "c": 2.0, "d": 2.0}
    # a third of 10 s is 3.3 s; of 2 s it is 0.66 s, so one second counts
    assert fast_share({"a": 3.2, "b": 3.4, "c": 0.9, "d": 1.1}, usual) == 0.5
    assert slow_share({"a": 30.1, "b": 30.0, "c": 7.0, "x": 99.0}, usual) == pytest.approx(2 / 3)


def test_times_of_other_items_do_not_count():
    found = quality({}, seconds={"search": 0.1, "c1a": 5.0})
    assert found.speed_fast == 0


@given(pairs)
def test_acquiescence_mirrors_when_all_answers_are_mirrored(values):
    mirrored = [(4 - forward, 4 - reverse) for forward, reverse in values]
    found = acquiescence(values, 4)
    assert found is not None
    assert acquiescence(mirrored, 4) == pytest.approx(-found)
    assert -0.5 <= found <= 0.5


@given(pairs)
def test_inconsistency_is_the_same_for_mirrored_answers(values):
    mirrored = [(4 - forward, 4 - reverse) for forward, reverse in values]
    found = pair_inconsistency(values, 4)
    assert found is not None
    assert pair_inconsistency(mirrored, 4) == found
    assert 0 <= found <= 4


@given(st.dictionaries(st.sampled_from(IDS), point))
def test_indices_stay_in_their_ranges_and_repeat(values):
    found = quality(responses(values))
    assert found.missing == pytest.approx(1 - len(values) / len(IDS))
    assert found.longstring <= len(values)
    for part in (found.extreme, found.midpoint):
        assert part is None if not values else 0 <= part <= 1
    assert found == quality(responses(dict(reversed(values.items()))))
