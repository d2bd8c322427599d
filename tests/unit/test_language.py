from dataclasses import replace

import pytest

from app.core.language import language_profile
from app.core.responses import Missing
from tests.unit.tiny import TINY, responses


@pytest.mark.parametrize(
    ("answers", "oral", "written"),
    [
        ({"understand": 3, "speak": 2, "read": 1, "write": 4}, 2, 1),
        ({"understand": 3, "speak": Missing.NOT_UNDERSTOOD}, 3, None),
        ({"speak": 0, "write": 5}, 0, 5),
        ({"read": Missing.RATHER_NOT_SAY}, None, None),
        ({}, None, None),
    ],
)
def test_the_lowest_answered_step_counts(answers, oral, written):
    found = language_profile(TINY, responses(answers))
    assert (found.oral, found.written) == (oral, written)


def test_an_instrument_without_these_items_says_nothing():
    found = language_profile(replace(TINY, roles={}), responses(understand=3))
    assert (found.oral, found.written) == (None, None)
