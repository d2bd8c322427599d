"""Relative strengths: one person's scales against that person's own mean (domain 5.4-7).

People are never compared with each other, and no total exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, sqrt

from app.core.profile import ScaleProfile
from app.core.uncertainty import DECIMALS, Z

MOST_STRENGTHS = 3
MOST_TO_DISCUSS = 2
FEWEST_SCALES = 2


@dataclass(frozen=True, slots=True)
class Distance:
    """Of a scale from the person's own mean, in points, with its standard error."""

    points: float
    error: float

    @property
    def clear(self) -> bool:
        """Whether it is at least 1.28 standard errors."""
        return abs(round(self.points, DECIMALS)) >= round(Z * self.error, DECIMALS)


def strengths_and_discuss(
    scales: Mapping[str, ScaleProfile],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the relatively strong scales (at most 3) and of those to discuss (at most 2).

    Both sorted by distance from the mean, then id. Unscored scales do not take part; with fewer
    than two scored scales both are empty.
    """
    clear = {name: one.points for name, one in distances_from_mean(scales).items() if one.clear}
    ranked = sorted(clear, key=lambda name: (-abs(clear[name]), name))
    strong = [name for name in ranked if clear[name] > 0]
    weak = [name for name in ranked if clear[name] < 0]
    return tuple(strong[:MOST_STRENGTHS]), tuple(weak[:MOST_TO_DISCUSS])


def distances_from_mean(scales: Mapping[str, ScaleProfile]) -> dict[str, Distance]:
    """How far each scored scale lies from the mean of all that are; empty with fewer than two."""
    values = {
        name: (scale.percentage, scale.standard_error)
        for name, scale in scales.items()
        if scale.percentage is not None and scale.standard_error is not None
    }
    if len(values) < FEWEST_SCALES:
        return {}
    mean = fsum(value for value, _ in values.values()) / len(values)
    errors = tuple(error for _, error in values.values())
    return {name: Distance(value - mean, distance_error(error, errors)) for name, (value, error) in values.items()}


def distance_error(error: float, errors: tuple[float, ...]) -> float:
    """Standard error of a scale's distance from the mean of all scored scales.

    sqrt(SE^2 * (1 - 2/S) + sum(SE_j^2) / S^2); ``errors`` holds those of all S >= 2 scales.
    """
    count = len(errors)
    total = fsum(sorted(one * one for one in errors))
    return sqrt(error * error * (1 - 2 / count) + total / (count * count))
