"""Files for spreadsheets: no cell becomes a formula, whatever the spreadsheet takes for the end of a cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.web.csv_cells import csv_line, guarded

FORMULA = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
NASTY = st.text(st.sampled_from("=+-@|%＝;,\t\r\n \"'a1é\u00a0\ufeff"), max_size=12)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u00a0=1", "|cmd", "＝1"])
def test_a_cell_that_begins_as_a_formula_is_made_text(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "12", "person:ab", "3-4", "نعم", "a; b", "a\nb", "09:00-10:00, ma"])
def test_another_cell_stays_as_it_is(cell):
    assert guarded(cell) == cell


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("07; =HYPERLINK(1)", "07;' =HYPERLINK(1)"),
        ("a\n=1", "a\n'=1"),
        ("a\r\n@x", "a\r\n'@x"),
        ("\t=1", "\t'=1"),
        (";-1", ";'-1"),
    ],
)
def test_what_a_spreadsheet_may_split_off_is_made_text_too(cell, safe):
    assert guarded(cell) == safe


@given(st.lists(NASTY, min_size=1, max_size=4), st.sampled_from(",;\t"), st.booleans())
def test_no_spreadsheet_finds_a_formula(cells, separator, quotes):
    """Read as spreadsheets of other languages do: with another separator, quotes seen or not."""
    read = csv.reader(
        io.StringIO(csv_line(cells), newline=""),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
    )
    for cell in (cell for line in read for cell in line):
        if separator == "," and not quotes:
            continue  # nobody splits at the comma and overlooks the quotes around it
        assert not cell.lstrip(' "\u00a0\ufeff').startswith(FORMULA), cell


@given(st.lists(st.text(st.characters(exclude_characters="=+-@|%＝＋－＠", exclude_categories=["Cs"])), min_size=2))
def test_what_is_no_formula_comes_back_as_it_was(cells):
    assert next(csv.reader(io.StringIO(csv_line(cells), newline=""))) == cells


def test_there_is_one_way_to_write_a_line():
    writing = [file for file in paths.APP.rglob("*.py") if "csv.writer(" in file.read_text("utf-8")]
    assert writing == [Path(paths.APP) / "web" / "csv_cells.py"]
