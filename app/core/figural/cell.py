"""One cell of a row of figures, as values: what stands in it, before anything is drawn."""

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum


class Shape(IntEnum):
    """Outline of the elements in a cell.

    Left out on purpose: crosses, stars and crescents (they carry meaning for people), a square
    on its tip (it reads as a turned square) and arrows (the arrow marks the start of the row).
    """

    CIRCLE = 0
    SQUARE = 1
    TRIANGLE = 2
    HOURGLASS = 3
    BAR = 4
    FLAG = 5
    ELL = 6
    DART = 7


TURNABLE_SHAPES = (Shape.FLAG, Shape.ELL, Shape.DART)
"""Shapes that look different after each eighth of a turn; only these may be turned."""

PLAIN_SHAPES = tuple(shape for shape in Shape if shape not in TURNABLE_SHAPES)

SMALL_SHAPES = (Shape.CIRCLE, Shape.SQUARE, Shape.TRIANGLE, Shape.BAR)
"""Shapes with room for a visible fill when they are drawn small and upright."""


class Fill(IntEnum):
    """Inside of an element, from light to dark."""

    OPEN = 0
    GREY = 1
    SOLID = 2


class Layout(Enum):
    """How a cell is arranged, the same for all cells of a series."""

    SINGLE = "single"
    """One element in the middle; its size counts."""
    GROUP = "group"
    """Equal small elements; their number counts."""
    GRID = "grid"
    """One small element on the border of a 3 by 3 grid; its place counts."""


class Attribute(StrEnum):
    """What a rule can change from cell to cell; the value is the name of the field of ``Cell``."""

    SHAPE = "shape"
    FILL = "fill"
    TURN = "turn"
    COUNT = "count"
    SIZE = "size"
    PLACE = "place"


DOMAINS: dict[Attribute, tuple[int, ...]] = {
    Attribute.SHAPE: tuple(Shape),
    Attribute.FILL: tuple(Fill),
    Attribute.TURN: tuple(range(8)),
    Attribute.COUNT: tuple(range(1, 8)),
    Attribute.SIZE: tuple(range(4)),
    Attribute.PLACE: tuple(range(8)),
}
"""All values of each attribute, ascending."""

LAYOUT_OF = {
    Attribute.COUNT: Layout.GROUP,
    Attribute.SIZE: Layout.SINGLE,
    Attribute.PLACE: Layout.GRID,
}
"""The only layout in which the attribute can be seen; elsewhere it keeps its default."""

DEFAULTS: dict[Attribute, int] = {
    Attribute.SHAPE: Shape.CIRCLE,
    Attribute.FILL: Fill.OPEN,
    Attribute.TURN: 0,
    Attribute.COUNT: 1,
    Attribute.SIZE: 2,
    Attribute.PLACE: 0,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Attributes of one cell. Two unequal cells always look different.

    ``turn``: eighths of a turn clockwise, 0..7. ``count``: elements, 1..7. ``size``: 0 (small)
    to 3 (large). ``place``: 0..7, clockwise from the corner where the row starts (top left, or
    top right when mirrored). Raises ValueError for a value outside its domain, and for a value
    other than the default on an attribute that would not be visible.
    """

    layout: Layout
    shape: Shape = Shape.CIRCLE
    fill: Fill = Fill.OPEN
    turn: int = DEFAULTS[Attribute.TURN]
    count: int = DEFAULTS[Attribute.COUNT]
    size: int = DEFAULTS[Attribute.SIZE]
    place: int = DEFAULTS[Attribute.PLACE]

    def __post_init__(self) -> None:
        for attribute, domain in DOMAINS.items():
            value = self.value(attribute)
            if value not in domain:
                raise ValueError(f"{attribute} is {value}; its values are {domain}")
            if value != DEFAULTS[attribute] and not self.shows(attribute):
                raise ValueError(f"{attribute} {value} cannot be seen on {self.shape.name}, {self.layout}")

    def shows(self, attribute: Attribute) -> bool:
        """Whether a change of ``attribute`` would be visible in this cell."""
        if attribute is Attribute.TURN:
            return self.shape in TURNABLE_SHAPES
        return LAYOUT_OF.get(attribute, self.layout) is self.layout

    def value(self, attribute: Attribute) -> int:
        """The value of one attribute, as the whole number in ``DOMAINS``."""
        return int(getattr(self, attribute))
