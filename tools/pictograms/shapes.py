"""Shapes: numbers, points, lines, surfaces and the picture that holds them.

One outline: ink, three units, round joins. Flat fills from the palette, no gradient, no text, no link. Sizes
change by the argument ``s`` (lengths), never by an SVG scale, so that every line keeps its width. Leave six units
free at the edges; the ground usually lies at y = 132. What draws gives back SVG elements as a string.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from app.pictograms.palette import INK, PALETTE, SIDE
from app.pictograms.palette import OUTLINE as W

Point = tuple[float, float]
Parts = str | None | Iterable["Parts"]


def col(name: str) -> str:
    """Palette name or '#rrggbb' or None."""
    if name is None:
        return "none"
    return PALETTE.get(name, name)


def n(v: float) -> str:
    """A number as SVG wants it here: one decimal, none when it is whole."""
    t = f"{v:.1f}"
    t = t.removesuffix(".0")
    return "0" if t == "-0" else t


def pt(p: Point) -> str:
    """A point as path data."""
    return n(p[0]) + " " + n(p[1])


def add(a: Point, b: Point, k: float = 1.0) -> Point:
    """Point a moved by k times the vector b."""
    return (a[0] + b[0] * k, a[1] + b[1] * k)


def unit(a: Point, b: Point) -> Point:
    """Vector of length 1 from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    d = math.hypot(dx, dy) or 1e-6
    return (dx / d, dy / d)


def dist(a: Point, b: Point) -> float:
    """Distance from a to b."""
    return math.hypot(b[0] - a[0], b[1] - a[1])


def polar(deg: float, r: float = 1.0) -> Point:
    """Vector at an angle: 0 right, 90 down, -90 up."""
    t = math.radians(deg)
    return (math.cos(t) * r, math.sin(t) * r)


def path(d: str, fill: str | None = None, stroke: str | None = INK, w: float = W, extra: str = "") -> str:
    """Path. stroke=None: no outline."""
    a = f'<path d="{d}"'
    if fill:
        a += f' fill="{col(fill)}"'
    if stroke is None:
        a += ' stroke="none"'
    elif col(stroke) != INK:
        a += f' stroke="{col(stroke)}"'
    if stroke is not None and w != W:
        a += f' stroke-width="{n(w)}"'
    return a + extra + "/>"


def poly_d(pts: Sequence[Point], r: float | Sequence[float] = 0, closed: bool = True) -> str:
    """Path data of a polygon with rounded corners (r: one radius or a list)."""
    k = len(pts)
    rs = [r] * k if isinstance(r, int | float) else r
    out: list[str] = []
    for i, p in enumerate(pts):
        if (not closed and i in (0, k - 1)) or rs[i] <= 0:
            out.append(("M" if not out else "L") + pt(p))
            continue
        a, b = pts[i - 1], pts[(i + 1) % k]
        q = min(rs[i], dist(a, p) / 2, dist(b, p) / 2)
        out.append(("M" if not out else "L") + pt(add(p, unit(p, a), q)))
        out.append("Q" + pt(p) + " " + pt(add(p, unit(p, b), q)))
    return "".join(out) + ("Z" if closed else "")


def poly(
    pts: Sequence[Point],
    fill: str | None = None,
    r: float | Sequence[float] = 0,
    closed: bool = True,
    stroke: str | None = INK,
    w: float = W,
) -> str:
    """Polygon with rounded corners."""
    return path(poly_d(pts, r, closed), fill, stroke, w)


def curve_d(pts: Sequence[Point], closed: bool = False) -> str:
    """Smooth path data through the points."""
    k = len(pts)

    def g(i: int) -> Point:
        return pts[i % k] if closed else pts[max(0, min(k - 1, i))]

    d = "M" + pt(pts[0])
    for i in range(k if closed else k - 1):
        p0, p1, p2, p3 = g(i - 1), g(i), g(i + 1), g(i + 2)
        c1 = add(p1, (p2[0] - p0[0], p2[1] - p0[1]), 1 / 6)
        c2 = add(p2, (p3[0] - p1[0], p3[1] - p1[1]), -1 / 6)
        d += f"C{pt(c1)} {pt(c2)} {pt(p2)}"
    return d + ("Z" if closed else "")


def curve(
    pts: Sequence[Point], fill: str | None = None, closed: bool = False, stroke: str | None = INK, w: float = W
) -> str:
    """Smooth line or surface through the points."""
    return path(curve_d(pts, closed), fill, stroke, w)


def line(pts: Sequence[Point], w: float = W, stroke: str | None = INK) -> str:
    """Straight line through the points."""
    return path(poly_d(pts, 0, False), None, stroke, w)


def circle(cx: float, cy: float, r: float, fill: str | None = None, stroke: str | None = INK, w: float = W) -> str:
    """Circle, (cx, cy) = middle."""
    a = f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(r)}"'
    return _shape(a, fill, stroke, w)


def ellipse(
    cx: float, cy: float, rx: float, ry: float, fill: str | None = None, stroke: str | None = INK, w: float = W
) -> str:
    """Ellipse, (cx, cy) = middle."""
    a = f'<ellipse cx="{n(cx)}" cy="{n(cy)}" rx="{n(rx)}" ry="{n(ry)}"'
    return _shape(a, fill, stroke, w)


def rect(
    x: float,
    y: float,
    w: float,
    h: float,
    fill: str | None = None,
    r: float = 2,
    stroke: str | None = INK,
    sw: float = W,
) -> str:
    """Rectangle, (x, y) top left, r = radius of its corners."""
    a = f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"'
    if r:
        a += f' rx="{n(r)}"'
    return _shape(a, fill, stroke, sw)


def _shape(a: str, fill: str | None, stroke: str | None, w: float) -> str:
    if fill:
        a += f' fill="{col(fill)}"'
    if stroke is None:
        a += ' stroke="none"'
    elif col(stroke) != INK:
        a += f' stroke="{col(stroke)}"'
    if stroke is not None and w != W:
        a += f' stroke-width="{n(w)}"'
    return a + "/>"


def tube(pts: Sequence[Point], w: float, fill: str, cap: str = "round", smooth: bool = False) -> str:
    """A bar, limb or pole with outline: w is the width between the outline centres."""
    d = curve_d(pts) if smooth else poly_d(pts, 0, False)
    c = "" if cap == "round" else f' stroke-linecap="{cap}"'
    return path(d, None, INK, w + W, c) + path(d, None, fill, max(w - W, 1.2), c)


def tubes(parts: Sequence[tuple[Sequence[Point], float]], fill: str) -> str:
    """Several tubes merged into one outline: parts = [(pts, w), ...]."""
    by: dict[float, str] = {}
    for p, w in parts:
        by[w] = by.get(w, "") + poly_d(p, 0, False)
    return "".join(path(d, None, INK, w + W) for w, d in by.items()) + "".join(
        path(d, None, fill, max(w - W, 1.2)) for w, d in by.items()
    )


def dots(pts: Sequence[Point], r: float = 2, fill: str = "ink") -> str:
    """Small round dots without outline."""
    return "".join(circle(x, y, r, fill, None) for x, y in pts)


def group(*items: Parts, t: str = "") -> str:
    """Parts in one group; t = transform."""
    s = "".join(flat(items))
    return f'<g transform="{t}">{s}</g>' if t else s


def rot(deg: float, cx: float, cy: float, *items: Parts) -> str:
    """Turn items around a point."""
    return group(*items, t=f"rotate({n(deg)} {n(cx)} {n(cy)})")


def shift(dx: float, dy: float, *items: Parts) -> str:
    """Parts moved by (dx, dy)."""
    return group(*items, t=f"translate({n(dx)} {n(dy)})")


def flip(cx: float, *items: Parts) -> str:
    """Mirror items around the vertical x = cx."""
    return group(*items, t=f"matrix(-1 0 0 1 {n(2 * cx)} 0)")


def flat(items: Parts) -> Iterator[str]:
    """The strings in nested parts, in order; None is left out."""
    if isinstance(items, str):
        yield items
        return
    for item in items or ():
        yield from flat(item)


def _mini(d: str) -> str:
    d = re.sub(r"(?<![\d.])0\.(?=\d)", ".", d)
    return re.sub(r" (?=-)", "", d)


class Pic:
    """One picture: ``add`` back to front, ``svg`` gives the file.

    ``key`` is the text key whose words it illustrates; ``also`` names further keys with the same picture.
    """

    def __init__(self, key: str, *also: str) -> None:
        self.keys = (key, *also)
        self.parts: list[str] = []

    def add(self, *items: Parts) -> Pic:
        """Put ``items`` in front of what is there."""
        self.parts += flat(items)
        return self

    def svg(self) -> str:
        """The whole file, one line, ending in a newline."""
        body = re.sub(r' d="([^"]*)"', lambda m: f' d="{_mini(m.group(1))}"', "".join(self.parts))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" fill="none" stroke="{INK}" '
            f'stroke-width="{W}" stroke-linecap="round" stroke-linejoin="round">{body}</svg>\n'
        )
