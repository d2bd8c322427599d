"""Each page looks as approved. ``INBEELD_APPROVE_IMAGES=1 pytest tests/reports/test_images.py`` renews the images.

Look at new images beside the mockups before they are committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from app.cli.sample_report import PICTURES, TEXT, sample_pdf
from app.reporting.care_signal import CARE_SIGNAL

APPROVED = Path(__file__).with_name("approved")
SCALE = 60 / 72
NAMES = ("nl", "en", "ar", "ti", "ar-approved", "nl-red")
MOST_DIFFERENT = 0.002
"""Share of dots that may differ clearly: rounding of edges does not count, a moved word does."""


def pages_of(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [document[page].render(scale=SCALE).to_pil().convert("L") for page in range(len(document))]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Share of dots that differ clearly after a slight blur, 0 to 1."""
    if one.size != other.size:
        return 1.0
    soft = [image.filter(ImageFilter.BoxBlur(1)) for image in (one, other)]
    counts = ImageChops.difference(*soft).histogram()
    return sum(counts[40:]) / sum(counts)


def far_from_approved(pdf: bytes, name: str) -> dict[str, float]:
    """The approved images that a page differs from, with the share of dots; approves anew where that is asked for."""
    pages = pages_of(pdf)
    if os.environ.get("INBEELD_APPROVE_IMAGES"):
        for old in APPROVED.glob(f"{name}-[0-9][0-9].png"):
            old.unlink()
        for number, page in enumerate(pages, 1):
            page.quantize(16).save(APPROVED / f"{name}-{number:02}.png", optimize=True)
    approved = sorted(APPROVED.glob(f"{name}-[0-9][0-9].png"))
    assert len(approved) == len(pages)
    return {
        file.name: share
        for file, page in zip(approved, pages, strict=True)
        if (share := difference(Image.open(file).convert("L"), page)) > MOST_DIFFERENT
    }


@pytest.mark.parametrize("name", NAMES)
def test_pages_look_as_approved(report, name):
    assert far_from_approved(report(name).pdf, name) == {}


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
@pytest.mark.parametrize("instrument", [TEXT, PICTURES])
def test_a_care_signal_looks_as_approved(library, instrument, locale):
    pdf = sample_pdf(library, instrument, CARE_SIGNAL, locale)
    assert far_from_approved(pdf, f"care-{instrument}-{locale}") == {}


def test_the_measure_sees_a_moved_word():
    page = Image.new("L", (496, 702), 255)
    page.paste(0, (100, 100, 160, 110))
    moved = Image.new("L", (496, 702), 255)
    moved.paste(0, (110, 104, 170, 114))
    assert difference(page, moved) > MOST_DIFFERENT / 4
    assert difference(page, page) == 0
