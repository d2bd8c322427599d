"""Print how big each edition of the reports is, per language, in normal and in large print.

``python benchmarks/bench_report_sizes.py``. Exit status 1 only when a report could not be made.
"""

from __future__ import annotations

import sys

import ratios
from measured import in_turn
from report_subjects import LOCALES

MOST_KILOBYTES = 120
"""The goal for normal print."""


def main() -> int:
    """Make each once and print."""
    print(
        f"kB in normal print (and in large print); to hold in normal print: at most {MOST_KILOBYTES} kB.\n", flush=True
    )
    found: dict[str, dict[str, list[int]]] = in_turn("sizes")["sizes"]
    rows = [[edition, *(_cell(*sizes[locale]) for locale in LOCALES)] for edition, sizes in found.items()]
    print(ratios.table(["", *LOCALES], rows))
    biggest = max(sizes[locale][0] for sizes in found.values() for locale in LOCALES)
    print(f"\nBiggest: {biggest / 1000:.0f} kB, {biggest / 1000 / MOST_KILOBYTES:.2f} of the goal.")
    return 0


def _cell(normal: int, large: int) -> str:
    mark = "" if normal <= 1000 * MOST_KILOBYTES else " NOT HELD"
    return f"{normal / 1000:.0f} ({large / 1000:.0f}){mark}"


if __name__ == "__main__":
    sys.exit(main())
