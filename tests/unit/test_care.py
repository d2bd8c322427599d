from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.care import care_offer, care_profile, care_scale, care_signal
from app.core.profile import CareSignal
from app.core.responses import Missing
from tests.unit.tiny import TINY, Z1, Z2, on_scale, responses

NONE, ATTENTION, STRONG = CareSignal.NONE, CareSignal.ATTENTION, CareSignal.STRONG
ANSWERS = st.lists(st.none() | st.integers(0, 3), min_size=3, max_size=3)
ORDER = [NONE, ATTENTION, STRONG]


@pytest.mark.parametrize(
    ("total", "answered", "expected"),
    [
        (0, 3, NONE),
        (2, 3, NONE),
        (3, 3, ATTENTION),
        (5, 3, ATTENTION),
        (6, 3, STRONG),
        (9, 3, STRONG),
        (1, 2, NONE),
        (2, 2, ATTENTION),
        (3, 2, ATTENTION),
        (4, 2, STRONG),
    ],
)
def test_signal(total, answered, expected):
    assert care_signal(total, answered) is expected


@pytest.mark.parametrize(
    ("scale", "values", "mean", "signal"),
    [
        pytest.param(Z1, (3, 3, 0), 3, STRONG, id="the reverse item counts from the other end"),
        pytest.param(Z1, (0, 0, 3), 0, NONE, id="all well"),
        pytest.param(Z1, (1, 1, 3), 2 / 3, NONE, id="two of three points"),
        pytest.param(Z2, (1, 1, 1), 1, ATTENTION, id="exactly one"),
        pytest.param(Z2, (2, 2, 2), 2, STRONG, id="exactly two"),
        pytest.param(Z2, (2, None, 1), 1.5, ATTENTION, id="two of three are enough"),
        pytest.param(Z2, (3, None, None), None, None, id="one of three is not"),
        pytest.param(Z2, (None, None, None), None, None, id="nothing answered"),
    ],
)
def test_care_scale(scale, values, mean, signal):
    found = care_scale(scale, TINY, on_scale(scale.id, *values))
    assert (found.mean, found.signal) == (mean, signal)
    assert found.answered == sum(value is not None for value in values)


def test_a_missing_code_is_no_answer():
    found = care_scale(Z2, TINY, responses(z2a=3, z2b=Missing.RATHER_NOT_SAY, z2c=Missing.NOT_UNDERSTOOD))
    assert (found.answered, found.mean, found.signal) == (1, None, None)


@pytest.mark.parametrize(
    ("signals", "impact", "wish", "acute", "offered"),
    [
        pytest.param((), None, None, True, True, id="acute alone"),
        pytest.param((), None, "yes", False, True, id="wish alone"),
        pytest.param((STRONG, None, None), None, None, False, True, id="one strong scale"),
        pytest.param((ATTENTION, ATTENTION), 2, "no", False, True, id="two of attention and impact"),
        pytest.param((ATTENTION, ATTENTION), 1, None, False, False, id="too little impact"),
        pytest.param((ATTENTION, ATTENTION), None, None, False, False, id="impact not answered"),
        pytest.param((ATTENTION, NONE), 3, None, False, False, id="only one of attention"),
        pytest.param((NONE, NONE), 3, "later", False, False, id="later is not yes"),
        pytest.param((), None, None, False, False, id="nothing answered"),
        pytest.param((STRONG,), 0, "no", False, True, id="a no does not take the offer away"),
    ],
)
def test_offer_of_a_conversation(signals, impact, wish, acute, offered):
    assert care_offer(signals, impact, wish, acute=acute) is offered


def test_every_combination_of_the_offer_rule():
    for signals in product([None, *ORDER], repeat=2):
        for impact, wish, acute in product([None, 0, 1, 2, 3], [None, "yes", "later", "no"], [True, False]):
            expected = (
                acute or wish == "yes" or STRONG in signals or (signals == (ATTENTION, ATTENTION) and impact in {2, 3})
            )
            assert care_offer(signals, impact, wish, acute=acute) is expected


def test_the_whole_part():
    found = care_profile(TINY, on_scale("z1", 1, 1, 2) | responses(z6=2, z7="later", z8="no"))
    assert found.scales["z1"].signal is ATTENTION
    assert found.scales["z2"].signal is None
    assert (found.impact, found.wish, found.acute, found.offer, found.answered) == (2, "later", False, False, 6)


def test_nothing_answered_is_no_signal_and_no_offer():
    found = care_profile(TINY, responses(z7=Missing.RATHER_NOT_SAY, z8=Missing.RATHER_NOT_SAY))
    assert (found.impact, found.wish, found.acute, found.offer, found.answered) == (None, None, False, False, 0)


def test_only_yes_is_acute():
    assert care_profile(TINY, responses(z8="yes")).acute
    assert care_profile(TINY, responses(z8="yes")).offer
    assert not care_profile(TINY, responses(z8="no")).acute


@given(ANSWERS)
def test_the_signal_follows_the_mean(values):
    found = care_scale(Z2, TINY, on_scale("z2", *values))
    if found.mean is None:
        assert found.signal is None
        assert found.answered < 2
    else:
        assert found.signal is ORDER[min(2, int(found.mean + 1e-9))]


@given(ANSWERS, st.integers(0, 2))
def test_a_heavier_answer_never_weakens_the_signal(values, at):
    heavier = [3 if number == at and value is not None else value for number, value in enumerate(values)]
    before, after = (care_scale(Z2, TINY, on_scale("z2", *one)).signal for one in (values, heavier))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert ORDER.index(after) >= ORDER.index(before)
