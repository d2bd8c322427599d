"""Rules that carry one attribute from cell to cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.figural.cell import DOMAINS, Attribute

EIGHTHS = 8
"""Turns and places come round again after eight."""

CYCLIC = frozenset({Attribute.TURN, Attribute.PLACE})

Kind = Literal["step", "alternate", "cycle"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One attribute along the whole row.

    ``values`` holds a value for each shown cell and, last, the value for the empty place.
    """

    attribute: Attribute
    kind: Kind
    values: tuple[int, ...]

    @property
    def name(self) -> str:
        """Id for the annex, such as ``turn.step`` or ``fill.cycle``."""
        return f"{self.attribute}.{self.kind}"

    @property
    def right(self) -> int:
        """The value in the empty place."""
        return self.values[-1]


def step_rule(attribute: Attribute, start: int, step: int, length: int) -> Rule:
    """Add ``step`` in each cell: turn on, move on, one more, one larger.

    Turns and places come round after eight. Raises ValueError if a count or size leaves its
    domain within ``length`` cells.
    """
    values = tuple(start + step * position for position in range(length))
    if attribute in CYCLIC:
        values = tuple(value % EIGHTHS for value in values)
    if not set(values) <= set(DOMAINS[attribute]):
        raise ValueError(f"{attribute} from {start} by {step} leaves {DOMAINS[attribute]}: {values}")
    return Rule(attribute, "step", values)


def cycle_rule(attribute: Attribute, values: Sequence[int], length: int) -> Rule:
    """Repeat ``values`` in their order: two of them alternate, three or more make a cycle."""
    row = tuple(values[position % len(values)] for position in range(length))
    return Rule(attribute, "alternate" if len(values) == 2 else "cycle", row)  # noqa: PLR2004 -- to alternate is between two
