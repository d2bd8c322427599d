"""What a municipality, a region and a country would need, computed from costs that were measured. Asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import ratios

SIZES = {"municipality": 300, "region": 3000, "country": 30_000}
"""People at work at once."""
MOST_BUSY = 0.6
"""Share of its time that a core works at most: what comes on top of the mean finds room in the rest."""
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Costs:
    """Measured on one ground, for an answer and the page after it.

    Processor seconds of the web processes, and of the servers of the stores (0: there are none); bytes of memory of a
    web process.
    """

    ground: str
    processor_seconds: float
    stores_seconds: float
    process_bytes: float


@dataclass(frozen=True, slots=True)
class Assumed:
    """What was not measured here.

    Seconds between two answers of a person, processor seconds that one report takes, and seconds in which the reports
    of all are to be ready, one each.
    """

    every_seconds: float
    report_seconds: float
    within_seconds: float


def table(costs: Sequence[Costs], assumed: Assumed) -> str:
    """A row for each size that fits each ground: files carry no more than a municipality."""
    heads = ["on", "people at once", "answers/s", "cores, web", "web processes", "memory of these"]
    heads += ["cores, stores", "report workers"]
    rows = [
        [f"{name}, {one.ground}", f"{people}", *_cells(people, one, assumed)]
        for one in costs
        for name, people in SIZES.items()
        if one.stores_seconds or people == min(SIZES.values())
    ]
    return ratios.table(heads, rows)


def _cells(people: int, costs: Costs, assumed: Assumed) -> list[str]:
    answers = people / assumed.every_seconds
    cores = _whole(answers * costs.processor_seconds)
    stores = str(_whole(answers * costs.stores_seconds)) if costs.stores_seconds else "among those of web"
    workers = _whole(people * assumed.report_seconds / assumed.within_seconds)
    memory = cores * costs.process_bytes / MEGABYTE
    return [f"{answers:.0f}", str(cores), str(cores), f"{memory:.0f} MB", stores, str(workers)]


def _whole(cores_at_work: float) -> int:
    """Cores for so many that work without a pause."""
    return max(1, ceil(cores_at_work / MOST_BUSY))
