"""Lines of a file for spreadsheets: what a spreadsheet would take for a formula is taken for text.

Spreadsheets do not agree where a cell ends: one in Dutch splits a line at semicolons and then overlooks the quotes
around a cell. So a formula is looked for behind everything that one of them splits at.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_BEGINS_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[ \"\u00a0\ufeff]*[=+\-@|%＝＋－＠])")


def csv_line(cells: Iterable[str]) -> str:
    """One line with its end, every cell safe."""
    place = io.StringIO(newline="")
    csv.writer(place).writerow([guarded(cell) for cell in cells])
    return place.getvalue()


def guarded(cell: str) -> str:
    """The cell with an apostrophe before whatever begins as a formula, also after spaces and quotes."""
    return _BEGINS_FORMULA.sub(r"\1'", cell)
