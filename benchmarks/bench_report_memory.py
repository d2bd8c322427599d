"""Measure the memory of one process that makes many reports: every edition and language in turn, answers that differ.

``python benchmarks/bench_report_memory.py``: 500 reports, ten minutes or more; ``BENCH_REPORTS=60`` makes fewer. Exit
status 1 only when a report could not be made.
"""

from __future__ import annotations

import os
import sys

from measured import held, in_turn, load

REPORTS = int(os.environ.get("BENCH_REPORTS", "500"))
FIRST, RECYCLED = 20, 200
"""Reports after which everything is there once; reports after which a worker ends and another takes its place."""
GROWTH = 1.3
"""The goal: so many times the memory after ``FIRST``, at most, after ``RECYCLED``."""


def main() -> int:
    """Measure and print."""
    marks = sorted({mark for mark in (FIRST, RECYCLED, REPORTS) if mark <= REPORTS})
    print(f"Memory of one process, {load()}: ", end="", flush=True)
    after = {int(mark): size for mark, size in in_turn("memory", *map(str, marks))["resident"].items()}
    print(", ".join(f"{size:.0f} MB after {mark} reports" for mark, size in after.items()), end="")
    print("; to the first: " + ", ".join(f"{after[mark] / after[marks[0]]:.2f}" for mark in marks[1:]), end="")
    if RECYCLED in after:
        goal = held(holds=after[RECYCLED] <= GROWTH * after[FIRST])
        print(f"; to hold after {RECYCLED}: at most {GROWTH}: {goal}", end="")
    print(".")
    return 0


if __name__ == "__main__":
    sys.exit(main())
