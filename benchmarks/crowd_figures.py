"""What came of people who answer every ten seconds: times, errors, and what it cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from crowd_load import Crowd
from http_load import Outcome

GOAL_MILLISECONDS, GOAL_PERCENT = 500.0, 99
"""The goal: so many per cent of the answers within so many milliseconds."""
PERCENTILES = (50, 95, 99)


@dataclass(slots=True)
class Spell:
    """What came of one subject in one turn, or in several: with processor seconds of its server and of the stores."""

    crowd: Crowd = field(default_factory=Crowd)
    processor_seconds: float = 0.0
    stores_seconds: float = 0.0

    def add(self, other: Spell) -> None:
        """Take in another turn."""
        self.crowd.add(other.crowd)
        self.processor_seconds += other.processor_seconds
        self.stores_seconds += other.stores_seconds

    def each(self, seconds: float) -> float:
        """So much of these seconds for one answer and the page after it."""
        return seconds / max(1, self.crowd.pages.answered)

    @property
    def problems(self) -> Counter[str]:
        """What went wrong, with answers and with pages."""
        return self.crowd.answers.problems + self.crowd.pages.problems

    @property
    def holds(self) -> bool:
        """Whether this many people are carried."""
        return self.crowd.answers.percentile(GOAL_PERCENT) <= GOAL_MILLISECONDS and not self.problems


def _answers(one: Spell) -> Outcome:
    return one.crowd.answers


def _pages(one: Spell) -> Outcome:
    return one.crowd.pages


def _each_second(which: Callable[[Spell], Outcome], one: Spell) -> float:
    return which(one).answered / which(one).seconds


def _within(which: Callable[[Spell], Outcome], percent: int, one: Spell) -> float:
    return which(one).percentile(percent)


FIGURES: Mapping[str, Callable[[Spell], float]] = {
    "answers/s": partial(_each_second, _answers),
    "pages/s": partial(_each_second, _pages),
    **{f"answer p{percent} ms": partial(_within, _answers, percent) for percent in PERCENTILES},
    **{f"page p{percent} ms": partial(_within, _pages, percent) for percent in PERCENTILES},
    "CPU ms": lambda one: 1000 * one.each(one.processor_seconds),
    "CPU ms, stores": lambda one: 1000 * one.each(one.stores_seconds),
}
