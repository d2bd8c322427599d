import pytest

from app.core.motivation import action_profile
from app.core.responses import Missing
from tests.unit.tiny import M4, TINY, on_scale, responses


def test_actions_are_listed_with_their_counts():
    profile = action_profile(M4, TINY, on_scale("m4", 2, 0, None, 3) | responses(search="yes"))
    assert dict(profile.counts) == {"m4a": 2, "m4b": 0, "m4c": None, "m4d": 3}
    assert (profile.named, profile.total) == (2, 5)
    assert profile.interpretable


def test_nothing_answered_has_no_total():
    profile = action_profile(M4, TINY, responses(m4a=Missing.RATHER_NOT_SAY))
    assert dict(profile.counts) == {"m4a": None, "m4b": None, "m4c": None, "m4d": None}
    assert (profile.named, profile.total) == (0, None)


def test_nothing_done_is_a_total_of_zero():
    profile = action_profile(M4, TINY, on_scale("m4", 0, 0, 0, 0))
    assert (profile.named, profile.total) == (0, 0)


@pytest.mark.parametrize(
    ("answer", "opportunity", "interpretable"),
    [
        ("yes", "yes", True),
        ("a_little", "a_little", False),
        ("no", "no", False),
        (Missing.NOT_UNDERSTOOD, None, False),
        (None, None, False),
    ],
)
def test_actions_are_read_only_if_the_person_could_search(answer, opportunity, interpretable):
    context = {} if answer is None else responses(search=answer)
    profile = action_profile(M4, TINY, on_scale("m4", 1, 1, 1, 1) | context)
    assert profile.opportunity == opportunity
    assert profile.interpretable is interpretable
    assert profile.total == 4
