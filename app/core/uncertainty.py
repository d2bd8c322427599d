"""How sure a percentage is: standard error, interval and the label that it allows (domain 5.4-4 to 6).

All percentages and standard errors are points on 0-100.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import erfc, sqrt
from statistics import stdev

Z = 1.28
"""Normal deviate of the 80 % interval, rounded as the rules print it."""

CERTAIN_ENOUGH = 0.80
"""Least probability of a printed label."""

DECIMALS = 12
"""Comparisons are made after rounding to this, so that float noise never decides."""


def within_person_error(points: Sequence[int], maximum: int) -> float:
    """How much one person's answers on a scale differ: (100 / M) * s / sqrt(n).

    ``s`` is the sample standard deviation (n - 1); 0 with fewer than two answers.
    """
    if len(points) < 2:  # noqa: PLR2004 - a spread needs two values
        return 0.0
    return 100 / maximum * stdev(points) / sqrt(len(points))


def standard_error(points: Sequence[int], maximum: int, items: int, sem: float) -> float:
    """The larger of SEM * sqrt(k / n) and the within-person error.

    ``sem``: standard error with all ``items`` (k) answered. Raises ValueError unless it is positive.
    """
    if sem <= 0:
        raise ValueError(f"the standard error of measurement must be above 0, not {sem}")
    group = sem * sqrt(items / len(points))
    return max(group, within_person_error(points, maximum))


def interval(value: float, error: float) -> tuple[float, float]:
    """The 80 % interval around ``value``, cut at 0 and 100."""
    return max(0.0, value - Z * error), min(100.0, value + Z * error)


def band_probabilities(value: float, error: float, borders: Sequence[float]) -> tuple[float, ...]:
    """Probability of each band, from low to high; the outermost two are open-ended.

    ``borders``: inner borders, rising. The result has one value more and sums to 1.
    """
    below = [0.0, *(_normal((border - value) / error) for border in borders), 1.0]
    return tuple(upper - lower for lower, upper in pairwise(below))


def label(value: float, error: float, borders: Sequence[float]) -> tuple[int, ...]:
    """Band numbers from 0: one band of at least .80, else the most probable neighbouring pair.

    Empty when that pair stays below .80 too ("not certain"). Equal pairs: the lower one.
    """
    bands = band_probabilities(value, error, borders)
    for number, probability in enumerate(bands):
        if _enough(probability):
            return (number,)
    pairs = [round(low + high, DECIMALS) for low, high in pairwise(bands)]
    best = max(pairs)
    return (pairs.index(best), pairs.index(best) + 1) if _enough(best) else ()


def without_style(value: float, acquiescence: float, forward: int, reverse: int) -> float:
    """The percentage with acquiescence taken out: P - 100 * ARS * (k+ - k-) / k (domain 6.3 layer 3).

    ``forward`` and ``reverse`` count the items of the scale. The result may lie outside 0-100.
    """
    return value - 100 * acquiescence * (forward - reverse) / (forward + reverse)


def _enough(probability: float) -> bool:
    return round(probability, DECIMALS) >= CERTAIN_ENOUGH


def _normal(deviate: float) -> float:
    """Standard normal distribution function."""
    return erfc(-deviate / sqrt(2)) / 2
