"""The proof that a series has one answer.

The solver sees what a person sees: the shown cells and the options. For each attribute it
takes every idea that agrees with all shown cells, also ideas that no shown cell confirms (the
row starts again, the row turns back), and collects what each idea puts in the empty place. An
option fits when each of its attributes is expected by at least one idea. It shares no code
with the rules that made the series.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from app.core.figural.cell import Attribute, Cell

if TYPE_CHECKING:
    from app.core.figural.generator import FigureSeries

UNORDERED = frozenset({Attribute.SHAPE, Attribute.FILL})
"""Attributes without more and less: they can repeat, not grow."""

WRAPS_AT = {Attribute.TURN: 8, Attribute.PLACE: 8}
"""Ordered attributes that come round again, with the number of their values."""


def fits(series: "FigureSeries") -> list[int]:
    """Numbers (1..4) of the options that agree with some rule; one number if it is sound."""
    return fitting_options(series.cells, [cell for _, cell in series.options])


def fitting_options(shown: Sequence[Cell], options: Sequence[Cell]) -> list[int]:
    """Numbers, from 1, of the ``options`` that can follow the ``shown`` cells (3 or more)."""
    layouts = {cell.layout for cell in shown}
    expected = {
        attribute: expected_values(attribute, [cell.value(attribute) for cell in shown]) for attribute in Attribute
    }
    return [
        number
        for number, option in enumerate(options, start=1)
        if layouts == {option.layout} and all(option.value(attribute) in expected[attribute] for attribute in Attribute)
    ]


def expected_values(attribute: Attribute, row: Sequence[int]) -> frozenset[int]:
    """Every value that some idea about ``row`` puts in the next cell.

    Ideas: a pattern of 1 (constant), 2 (alternate), 3 or more (cycle) cells that repeats, up
    to the whole row starting again; for ordered attributes also an equal step, a step that
    grows or shrinks evenly, and steps that turn back after some cell.
    """
    ideas = list(_repeating(row))
    if attribute not in UNORDERED:
        wrap = WRAPS_AT.get(attribute)
        ideas += _stepping(row, wrap)
        ideas += _turning_back(row, wrap)
    return frozenset(ideas)


def _repeating(row: Sequence[int]) -> Iterator[int]:
    """What follows under each period that agrees with the row."""
    for period in range(1, len(row) + 1):
        if all(row[i] == row[i - period] for i in range(period, len(row))):
            yield row[len(row) - period]


def _stepping(row: Sequence[int], wrap: int | None) -> Iterator[int]:
    """What follows when the steps are equal, or change by the same amount each time."""
    steps = _differences(row, wrap)
    changes = _differences(steps, wrap)
    if len(set(changes)) == 1:
        following = row[-1] + steps[-1] + changes[-1]
        yield following % wrap if wrap else following


def _turning_back(row: Sequence[int], wrap: int | None) -> Iterator[int]:
    """What follows when the row walks ``turn_at`` cells with equal steps and then walks back."""
    for turn_at in range(2, len(row) + 1):
        walk = row[:turn_at]
        if len(set(_differences(walk, wrap))) != 1:
            continue
        way = [*walk, *walk[-2:0:-1]]
        if all(row[i] == way[i % len(way)] for i in range(len(row))):
            yield way[len(row) % len(way)]


def _differences(row: Sequence[int], wrap: int | None) -> list[int]:
    """Steps between neighbours, from 0 to ``wrap`` for attributes that come round."""
    steps = [after - before for before, after in pairwise(row)]
    return [step % wrap for step in steps] if wrap else steps
