"""Large print: the stylesheet of an edition with no letter under 18 points, on A4.

Sizes follow from those of normal print, so that an edition needs no second stylesheet of its own; what stood beside
each other stands under each other (``reports/components/large.css``), or a line would hold two or three words.
"""

from __future__ import annotations

import re

from app import paths
from app.reporting.sheets import whole_sheet

SMALLEST = 18.0
"""Points. Letters of this size and more are called large print."""
TEXT, TITLES = (10.0, 1.75), (13.0, 0.6)
"""From which size in normal print on (points), and how much each point more adds in large print."""
_POINTS = re.compile(r"(font(?:-size)?: )(\d+(?:\.\d+)?)pt")
_SHARE = re.compile(r"(font-size: )(\d+)%")


def enlarged(sheet: str) -> str:
    """A stylesheet with every size brought to large print, and the rules that only large print has."""
    sizes = _POINTS.sub(lambda found: f"{found[1]}{large_points(float(found[2])):g}pt", sheet)
    shares = _SHARE.sub(lambda found: f"{found[1]}{max(100, int(found[2]))}%", sizes)
    return shares + whole_sheet(paths.REPORTS / "components" / "large.css")


def large_points(points: float) -> float:
    """The size in large print, in points: text grows most, titles less."""
    text, titles = TEXT[0], TITLES[0]
    more = TEXT[1] * (min(max(points, text), titles) - text) + TITLES[1] * max(points - titles, 0)
    return round(SMALLEST + more, 2)
