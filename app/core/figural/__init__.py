"""Block D: rows of figures made from rules, drawn without words, proven to have one answer.

``figure_series()`` gives the ten counted series, ``practice_series()`` the two of the practice.
"""

from app.core.figural.cell import Attribute, Cell, Fill, Layout, Shape
from app.core.figural.drawing import arrow_svg, cell_svg, empty_cell_svg
from app.core.figural.generator import (
    FIGURAL_SEED,
    FigureSeries,
    NoSeriesFound,
    figure_series,
    practice_series,
    series,
)
from app.core.figural.rules import Rule
from app.core.figural.solver import fits

__all__ = [
    "FIGURAL_SEED",
    "Attribute",
    "Cell",
    "FigureSeries",
    "Fill",
    "Layout",
    "NoSeriesFound",
    "Rule",
    "Shape",
    "arrow_svg",
    "cell_svg",
    "empty_cell_svg",
    "figure_series",
    "fits",
    "practice_series",
    "series",
]
