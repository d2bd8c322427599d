"""The figures of block D, ready to stand in a page; mirrored where the script runs from right to left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flask import g
from markupsafe import Markup

from app.core.figural import FigureSeries, arrow_svg, cell_svg, empty_cell_svg, figure_series, practice_series
from app.web.locale import text_direction


@dataclass(frozen=True, slots=True)
class Figures:
    """One row: the arrow where it begins, the shown cells, the empty place, and the figure of each option."""

    arrow: Markup
    cells: tuple[Markup, ...]
    empty: Markup
    options: Mapping[str, Markup]


def figures_of(series_id: str) -> Figures:
    """The figures of ``d1`` ... ``d10``, ``practice.d1`` or ``practice.d2`` in the direction of this page.

    Raises KeyError.
    """
    return _figures(series_id, mirrored=text_direction(g.locale) == "rtl")


@cache
def _figures(series_id: str, *, mirrored: bool) -> Figures:
    series = _all_series()[series_id]
    return Figures(
        arrow=_drawn(arrow_svg(mirrored=mirrored)),
        cells=tuple(_drawn(cell_svg(cell, mirrored=mirrored)) for cell in series.cells),
        empty=_drawn(empty_cell_svg()),
        options={option: _drawn(cell_svg(cell, mirrored=mirrored)) for option, cell in series.options},
    )


@cache
def _all_series() -> Mapping[str, FigureSeries]:
    return {series.id: series for series in (*figure_series(), *practice_series())}


def _drawn(svg: str) -> Markup:
    """A drawing for the page; the words beside it say what it is."""
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704 - drawn by our own code
