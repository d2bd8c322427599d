"""Measure each edition of the reports against WeasyPrint alone on the same HTML, in one process, in turn.

The summary is laid out in several forms until one fits on a page: WeasyPrint alone lays out the same forms; the last
column says what the search costs, against the form that fits alone.

``python benchmarks/bench_report.py``; ``BENCH=long`` takes every language and more rounds. Exit status 1 only when a
report could not be made.
"""

from __future__ import annotations

import sys
from statistics import median
from typing import Any

import ratios
from measured import LAST_ALONE, LONG, OURS, held, in_turn, load
from report_subjects import EDITIONS, LOCALES

MEASURED = LOCALES if LONG else ("nl", "ar")
ROUNDS = 12 if LONG else 3
TO_BARE = 1.25
"""The goal: at most so many times the processor time of WeasyPrint alone, without any standard asked of it."""


def main() -> int:
    """Measure and print."""
    print(f"{ROUNDS} rounds in turn, {load()}; CPU s: processor seconds, median of the rounds; ", end="")
    print(f"ratios: median (lowest-highest), to hold: at most {TO_BARE}.\n", flush=True)
    pairs = [(edition, locale) for edition in EDITIONS for locale in MEASURED]
    found = {pair: in_turn("turns", *pair, str(ROUNDS)) for pair in pairs}
    bare = [name for name in next(iter(found.values()))["seconds"] if name not in {OURS, LAST_ALONE}]
    heads = ["", "CPU s", "of which HTML", *(f"to {name}" for name in bare), "", f"to {LAST_ALONE}"]
    print(ratios.table(heads, [_row(f"{edition}, {locale}", one, bare) for (edition, locale), one in found.items()]))
    return 0


def _row(name: str, found: dict[str, Any], bare: list[str]) -> list[str]:
    seconds = found["seconds"]
    compared = [ratios.ratios(seconds[OURS], seconds[other]) for other in bare]
    goal = held(holds=median(compared[0]) <= TO_BARE)
    alone = ratios.spread(ratios.ratios(seconds[OURS], seconds[LAST_ALONE])) if LAST_ALONE in seconds else ""
    return [name, f"{median(seconds[OURS]):.3f}", f"{found['html']:.3f}", *map(ratios.spread, compared), goal, alone]


if __name__ == "__main__":
    sys.exit(main())
