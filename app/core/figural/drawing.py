"""Cells as SVG: polygons and circles in absolute coordinates, no words, ids or styles.

The picture area is 100 by 100. A mirrored cell is the same picture reflected left to right,
for rows that run from right to left.
"""

from math import cos, pi, sin

from app.core.figural.cell import Cell, Fill, Layout, Shape

INK = "#14262b"
FILLS = {Fill.OPEN: "#ffffff", Fill.GREY: "#9fb6b4", Fill.SOLID: "#0e5560"}
STROKE = 4
SMALL_STROKE = 3
"""Of small elements, so that their fill stays visible."""
EXTENT = 100

Point = tuple[float, float]

OUTLINES: dict[Shape, tuple[Point, ...]] = {
    Shape.SQUARE: ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    Shape.TRIANGLE: ((0, -0.95), (0.95, 0.75), (-0.95, 0.75)),
    Shape.HOURGLASS: ((-0.75, -0.95), (0.75, -0.95), (0.25, 0), (0.75, 0.95), (-0.75, 0.95), (-0.25, 0)),
    Shape.BAR: ((-1, -0.45), (1, -0.45), (1, 0.45), (-1, 0.45)),
    Shape.FLAG: ((-0.5, -0.95), (0.9, -0.35), (-0.2, 0.25), (-0.2, 0.95), (-0.5, 0.95)),
    Shape.ELL: ((-0.75, -0.75), (-0.15, -0.75), (-0.15, 0.15), (0.75, 0.15), (0.75, 0.75), (-0.75, 0.75)),
    Shape.DART: ((0, -1), (0.7, 0.8), (0, 0.35), (-0.7, 0.8)),
}
"""Upright outlines around the middle, in units of the element's radius; y runs down.

The legs of the ell are equal, so that turned or mirrored it is no tick mark.
"""

SINGLE_RADII = (16, 22, 29, 38)
"""Radius for each size, in units of the picture area."""
SMALL_RADIUS = 12.5

START, MIDDLE, END = 20, 50, 80
CORNERS = ((START, START), (END, END), (END, START), (START, END))
SIDES = ((START, MIDDLE), (END, MIDDLE))
GROUPS: dict[int, tuple[Point, ...]] = {
    1: ((MIDDLE, MIDDLE),),
    2: CORNERS[:2],
    3: (*CORNERS[:2], (MIDDLE, MIDDLE)),
    4: CORNERS,
    5: (*CORNERS, (MIDDLE, MIDDLE)),
    6: (*CORNERS, *SIDES),
    7: (*CORNERS, *SIDES, (MIDDLE, MIDDLE)),
}
"""Middles of the elements for each count, as on dice."""

PLACES: tuple[Point, ...] = (
    (START, START),
    (MIDDLE, START),
    (END, START),
    (END, MIDDLE),
    (END, END),
    (MIDDLE, END),
    (START, END),
    (START, MIDDLE),
)
"""Middles of the eight places, clockwise."""

GRID_LINES = (35, 65)


def cell_svg(cell: Cell, *, mirrored: bool = False) -> str:
    """The cell in a thin frame, under 1 kB. Hiding it from screen readers is up to the page."""
    grid = _grid() if cell.layout is Layout.GRID else ""
    single = cell.layout is Layout.SINGLE
    radius = SINGLE_RADII[cell.size] if single else SMALL_RADIUS
    elements = "".join(_element(cell, middle, radius, mirrored) for middle in _middles(cell))
    return _svg(
        f'{_frame("")}{grid}<g fill="{FILLS[cell.fill]}" stroke="{INK}"'
        f' stroke-width="{STROKE if single else SMALL_STROKE}" stroke-linejoin="round">{elements}</g>'
    )


def empty_cell_svg() -> str:
    """The empty place at the end of a row: a dashed frame with nothing in it."""
    return _svg(_frame(' stroke-dasharray="8 6"'))


def arrow_svg(*, mirrored: bool = False) -> str:
    """The arrow at the start of a row; it points to the right, to the left when mirrored."""
    outline = ((10, 40), (52, 40), (52, 20), (90, 50), (52, 80), (52, 60), (10, 60))
    return _svg(f'<polygon fill="{INK}" points="{_points(outline, mirrored)}"/>')


def _svg(content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {EXTENT} {EXTENT}">{content}</svg>'


def _frame(dashes: str) -> str:
    return f'<rect x="2" y="2" width="96" height="96" rx="6" fill="#ffffff" stroke="{INK}" stroke-width="2"{dashes}/>'


def _grid() -> str:
    """Thin lines that make the places countable."""
    lines = "".join(f"M{at} 3V97M3 {at}H97" for at in GRID_LINES)
    return f'<path stroke="{FILLS[Fill.GREY]}" stroke-width="2" d="{lines}"/>'


def _middles(cell: Cell) -> tuple[Point, ...]:
    if cell.layout is Layout.GROUP:
        return GROUPS[cell.count]
    if cell.layout is Layout.GRID:
        return (PLACES[cell.place],)
    return ((MIDDLE, MIDDLE),)


def _element(cell: Cell, middle: Point, radius: float, mirrored: bool) -> str:  # noqa: FBT001 -- private; callers pass on their keyword
    if cell.shape is Shape.CIRCLE:
        x, y = _reflect(middle) if mirrored else middle
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius * 0.9:g}"/>'
    outline = tuple(
        (middle[0] + radius * x, middle[1] + radius * y)
        for x, y in (_turn(point, cell.turn) for point in OUTLINES[cell.shape])
    )
    return f'<polygon points="{_points(outline, mirrored)}"/>'


def _turn(point: Point, eighths: int) -> Point:
    """The point turned clockwise around (0, 0)."""
    angle = eighths * pi / 4
    x, y = point
    return x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)


def _reflect(point: Point) -> Point:
    return EXTENT - point[0], point[1]


def _points(outline: tuple[Point, ...], mirrored: bool) -> str:  # noqa: FBT001 -- as above
    drawn = (_reflect(point) if mirrored else point for point in outline)
    return " ".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in drawn)
