"""Figural series: how many were solved, with a Wilson interval and one of three words (domain 5.4-10).

No guessing correction, no norm.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from app.core.profile import FiguralProfile
from app.core.responses import Responses
from app.core.uncertainty import Z

ABOUT_HALF = 4
MOST = 7
"""Fewest solved of ten for the words "about half" and "most"."""


def wilson_interval(solved: int, series: int) -> tuple[float, float]:
    """80 % Wilson interval of a share, within 0 and 1; ``series`` is 1 or more."""
    share = solved / series
    squared = Z * Z / series
    middle = share + squared / 2
    half = Z * sqrt(share * (1 - share) / series + squared / (4 * series))
    low, high = (middle - half) / (1 + squared), (middle + half) / (1 + squared)
    return (0.0 if solved == 0 else low), (1.0 if solved == series else high)


def figural_word(solved: int) -> int:
    """0 a few (up to 3 of ten), 1 about half (4 to 6), 2 most (7 or more)."""
    return (solved >= ABOUT_HALF) + (solved >= MOST)


def figural_profile(answers: Mapping[str, str], responses: Responses) -> FiguralProfile | None:
    """Solved series of all series; None when none was answered at all.

    ``answers``: item id to the id of the one right option. "I do not know" is an answer and is not
    solved; an unanswered series among answered ones is not solved either.
    """
    if not any(responses[item_id].options for item_id in answers if item_id in responses):
        return None
    solved = sum(item_id in responses and responses[item_id].option == right for item_id, right in answers.items())
    return FiguralProfile(solved, len(answers), wilson_interval(solved, len(answers)), figural_word(solved))
