import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.figural_score import figural_profile, figural_word, wilson_interval
from app.core.responses import Missing
from tests.unit.tiny import responses

RIGHT = {f"d{number}": "2" for number in range(1, 11)}
solved_counts = st.integers(0, 10)


@pytest.mark.parametrize(
    ("solved", "low", "high"),
    [
        # z squared is 1.6384, so one and a tenth of it is 1.16384
        pytest.param(0, 0, 0.16384 / 1.16384, id="none"),
        pytest.param(10, 1 / 1.16384, 1, id="all"),
        # middle 0.5 + 0.08192, half 1.28 times the root of 0.025 + 0.004096, both over 1.16384
        pytest.param(5, 0.312400, 0.687600, id="half"),
        # middle 0.3 + 0.08192, half 1.28 times the root of 0.021 + 0.004096, both over 1.16384
        pytest.param(3, 0.153927, 0.502384, id="three"),
    ],
)
def test_wilson_interval(solved, low, high):
    assert wilson_interval(solved, 10) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(("solved", "word"), [(0, 0), (3, 0), (4, 1), (6, 1), (7, 2), (10, 2)])
def test_word(solved, word):
    assert figural_word(solved) == word


def test_unanswered_and_unknown_are_not_solved_among_ten():
    found = figural_profile(RIGHT, responses(d1="2", d2="1", d3="unknown", d4=Missing.RATHER_NOT_SAY))
    assert found is not None
    assert (found.solved, found.series, found.word) == (1, 10, 0)


@pytest.mark.parametrize("given_responses", [{}, responses(d1=Missing.NOT_UNDERSTOOD), responses(c1a=2)], ids=len)
def test_nothing_answered_gives_nothing(given_responses):
    assert figural_profile(RIGHT, given_responses) is None


def test_saying_ten_times_i_do_not_know_is_an_answer():
    found = figural_profile(RIGHT, responses(dict.fromkeys(RIGHT, "unknown")))
    assert found is not None
    assert found.solved == 0


@given(solved_counts)
def test_the_interval_contains_the_share(solved):
    low, high = wilson_interval(solved, 10)
    assert 0 <= low <= solved / 10 <= high <= 1


@given(solved_counts)
def test_the_interval_of_the_unsolved_is_the_mirror_image(solved):
    low, high = wilson_interval(solved, 10)
    assert wilson_interval(10 - solved, 10) == pytest.approx((1 - high, 1 - low))


@given(solved_counts, solved_counts)
def test_more_solved_is_never_a_lesser_word_or_a_lower_interval(one, other):
    few, many = sorted((one, other))
    assert figural_word(few) <= figural_word(many)
    assert wilson_interval(few, 10) <= wilson_interval(many, 10)
