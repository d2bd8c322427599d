"""Cells of a file for spreadsheets: what a spreadsheet would take for a formula is taken for text."""

from __future__ import annotations

BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it when it begins as a formula, also after spaces."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(BEGINS_FORMULA) else cell
