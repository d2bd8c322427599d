"""Ratios of figures taken in turn: the median of the rounds, with the lowest and the highest."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Ours divided by theirs, round by round; a round in which theirs is 0 is left out."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True) if other]


def spread(values: Sequence[float]) -> str:
    """``1.23 (1.10-1.40)``: median, lowest and highest; ``-`` when there is none."""
    if not values:
        return "-"
    return f"{median(values):.2f} ({min(values):.2f}-{max(values):.2f})"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that reads well on a terminal and in Markdown."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    lines = [_line(heads, widths), _line(["-" * width for width in widths], widths)]
    return "\n".join([*lines, *(_line(row, widths) for row in rows)])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
