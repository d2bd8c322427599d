"""What is left out of a PDF changes nothing of what it shows, and its size holds the goal."""

from __future__ import annotations

import re
import zlib

import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.sample_report import CONVERSATION, PICTURES, TEXT, sample_pdf
from app.reporting.compact import _joined, compact
from tests.reports.conftest import LOCALES, definitions

MOST_BYTES = 120_000


def drawn(*lines):
    """The lines of a page, as they are written."""
    return _joined(list(lines)).split(b"\n")


def corners(*places):
    """Lines of a shape by its corners, in hundredths of a pixel."""
    return [b"%.2f %.2f %b" % (x / 100, y / 100, b"l" if at else b"m") for at, (x, y) in enumerate(places)]


@pytest.mark.parametrize("instrument", [TEXT, PICTURES])
@pytest.mark.parametrize("locale", LOCALES)
def test_a_conversation_report_holds_the_goal(instrument, locale):
    assert 50_000 < len(sample_pdf(definitions(), instrument, CONVERSATION, locale)) <= MOST_BYTES


def test_four_corners_of_a_box_are_a_box():
    assert drawn(*corners((6425, 10689), (72944, 10689), (72944, 10349), (6425, 10349)), b"f") == [
        b"64.25 106.89 665.19 -3.4 re",
        b"f",
    ]


def test_a_box_that_goes_down_first_is_drawn_in_the_same_direction():
    assert drawn(*corners((0, 0), (0, 1000), (500, 1000), (500, 0)), b"f*") == [b"0 10 5 -10 re", b"f*"]


def test_several_boxes_of_one_surface_are_all_boxes():
    first, second = ((0, 0), (500, 0), (500, 100), (0, 100)), ((0, 500), (0, 900), (100, 900), (100, 500))
    assert drawn(*corners(*first), b"h", *corners(*second), b"f") == [b"0 0 5 1 re", b"0 9 1 -4 re", b"f"]


@pytest.mark.parametrize(
    "lines",
    [
        [*corners((0, 0), (500, 0), (490, 100), (10, 100)), b"f"],
        [*corners((0, 0), (500, 0), (500, 100), (0, 100), (50, 50)), b"f"],
        [*corners((0, 0), (500, 0), (500, 100), (0, 100)), b"S"],
        [*corners((0, 0), (500, 0), (500, 100), (0, 100)), b"0 0 1 1 2 2 c", b"f"],
        [*corners((0, 0), (500, 0), (500, 100)), b"f"],
    ],
    ids=["slanted", "five corners", "a line around it", "a curve as well", "three corners"],
)
def test_anything_else_stays_as_it_is(lines):
    assert b"re" not in b" ".join(drawn(*lines)).split()


@given(st.lists(st.integers(-90000, 90000), min_size=4, max_size=4), st.booleans())
def test_a_box_keeps_its_place_and_its_direction(places, down_first):
    left, right, top, bottom = places
    around = [(left, top), (right, top), (right, bottom), (left, bottom)]
    if down_first:
        around.reverse()
    [line, _] = drawn(*corners(*around), b"f")
    x, y, width, height = (round(100 * float(number)) for number in line.split()[:4])
    box = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    at = box.index(around[0])
    assert box[at:] + box[:at] == around or left == right or top == bottom


def test_numbers_are_written_without_what_says_nothing():
    assert drawn(b"0.933000 0.0 1.0 rg", b"1 0 0 -1 -0.500000 10.126 cm", b"/a0.5 gs", b"/A1.0 gs") == [
        b".933 0 1 rg",
        b"1 0 0 -1 -.5 10.126 cm",
        b"/a0.5 gs",
        b"/A1.0 gs",
    ]


def test_everything_that_is_squeezed_opens_again():
    pdf = pydyf.PDF()
    content = b"0 0 1 1 re f\n" * 100
    for compress in (True, False):
        pdf.add_object(pydyf.Stream([content], compress=compress))
    compact(None, pdf)
    late = pydyf.Stream([content], compress=True)
    pdf.add_object(late)
    first, plain = (one for one in pdf.objects[:-1] if isinstance(one, pydyf.Stream))
    for one in (first, late):
        [squeezed] = re.findall(rb"/Filter /FlateDecode.*stream\n(.*)\nendstream", one.data, re.DOTALL)
        assert zlib.decompress(squeezed) == content
    assert content in plain.data
