"""Machines, paper, balloons and signs."""

from __future__ import annotations

import math

from app.pictograms.palette import INK
from app.pictograms.palette import OUTLINE as W
from tools.pictograms.face import sc_path
from tools.pictograms.shapes import (
    Point,
    add,
    circle,
    dist,
    line,
    n,
    path,
    polar,
    poly,
    poly_d,
    pt,
    rect,
    rot,
    shift,
    tube,
    tubes,
    unit,
)


def sewing(x: float, y: float, s: float = 1.0, c: str = "teal", cloth: str = "rose") -> str:
    """Sewing machine on a table, (x, y) = bottom left, needle on the left."""

    def q(a: float, b: float) -> Point:
        return (x + a * s, y - b * s)

    return (
        path(f"M{pt(q(0, 0))}V{n(y - 8 * s)}H{n(x + 50 * s)}V{n(y)}H{n(x)}Z", c)
        + line([q(9, 24), q(9, 8)])
        + path(
            f"M{pt(q(32, 8))}V{n(y - 27 * s)}H{n(x + 16 * s)}V{n(y - 22 * s)}Q{pt(q(3, 22))} {pt(q(3, 28))}H{n(x + 3 * s)}Q{pt(q(3, 40))} {pt(q(14, 40))}V{n(y - 40 * s)}H{n(x + 46 * s)}V{n(y - 8 * s)}Z",
            c,
        )
        + circle(x + 47 * s, y - 30 * s, 7 * s, "pale")
        + rect(x + 26 * s, y - 47 * s, 8 * s, 7 * s, cloth, 1)
    )


def paper(x: float, y: float, w: float = 24, h: float = 30, lines: int = 3, c: str = "white") -> str:
    """Sheet with wavy lines instead of letters, (x, y) top left."""
    o = rect(x, y, w, h, c, 1.5)
    for i in range(lines):
        ly = y + h * (i + 1) / (lines + 1)
        k = (w - 10) / 4
        o += path(f"M{n(x + 5)} {n(ly)}q{n(k / 2)} -3 {n(k)} 0t{n(k)} 0t{n(k)} 0t{n(k)} 0", None, INK, 2.2)
    return o


def booklet(x: float, y: float, w: float = 44, h: float = 30, pics: bool = True) -> str:
    """Open booklet from the front with small pictures, (x, y) = middle of the top edge of the fold."""
    o = path(
        "M{} {}q{} -5 {} 0q{} -5 {} 0v{}q{} -5 {} 0q{} -5 {} 0z".format(
            *tuple(n(v) for v in (x - w / 2, y, w / 4, w / 2, w / 4, w / 2, h, -w / 4, -w / 2, -w / 4, -w / 2))
        ),
        "white",
    )
    o += line([(x, y), (x, y + h)])
    if pics:
        o += circle(x - w / 4, y + h * 0.42, min(w, h) * 0.15, "yellow", INK, 2.2) + rect(
            x + w / 4 - w * 0.1, y + h * 0.3, w * 0.2, w * 0.2, "green", 1, INK, 2.2
        )
    return o


def tablet(x: float, y: float, w: float = 40, h: float = 54, screen: str = "white", inner: str = "") -> str:
    """Tablet from the front, (x, y) top left; inner: drawn on the screen."""
    return rect(x, y, w, h, "grey", 5) + rect(x + 4.5, y + 5, w - 9, h - 10, screen, 1.5, INK, 2.2) + inner


def phone(x: float, y: float, w: float = 24, h: float = 42, screen: str = "sky", inner: str = "") -> str:
    """Phone from the front, (x, y) top left."""
    return rect(x, y, w, h, "grey", 4.5) + rect(x + 3.6, y + 6, w - 7.2, h - 12, screen, 1, INK, 2.2) + inner


def bubble(x: float, y: float, w: float = 40, h: float = 28, tail: Point = (0, 16), c: str = "white") -> str:
    """Talk balloon without letters, (x, y) = middle; tail: vector from the middle of the lower edge to the mouth."""
    b = y + h / 2
    tx = x + max(-w / 2 + 10, min(w / 2 - 10, tail[0] * 0.5))
    return poly(
        [
            (x - w / 2, y - h / 2),
            (x + w / 2, y - h / 2),
            (x + w / 2, b),
            (tx + 5, b),
            (x + tail[0], b + tail[1]),
            (tx - 5, b),
            (x - w / 2, b),
        ],
        c,
        [9, 9, 9, 0, 0, 0, 9],
    )


def thought(x: float, y: float, w: float = 56, h: float = 38, to: Point | None = None, c: str = "white") -> str:
    """Thought cloud, (x, y) = middle, small rings towards the point to."""
    o = ""
    if to:
        for t, r in ((0.62, 4.2), (0.86, 2.6)):
            o += circle(x + (to[0] - x) * t, y + (to[1] - y) * t, r, c)
    k = 9
    p = [
        (x + math.cos(2 * math.pi * i / k - 1.2) * w / 2, y + math.sin(2 * math.pi * i / k - 1.2) * h / 2)
        for i in range(k)
    ]
    d = "M" + pt(p[0])
    for i in range(k):
        a, b = p[i], p[(i + 1) % k]
        r = dist(a, b) * 0.56
        d += f"A{n(r)} {n(r)} 0 0 1 {pt(b)}"
    return o + path(d + "Z", c)


def tick(x: float, y: float, s: float = 1.0, c: str = "green", w: float = 11) -> str:
    """Large tick with outline, (x, y) = middle, 40 wide."""
    return tube([(x - 17 * s, y + 1 * s), (x - 5 * s, y + 13 * s), (x + 18 * s, y - 13 * s)], w * max(s, 0.75), c)


def cross(x: float, y: float, s: float = 1.0, c: str = "grey", w: float = 11) -> str:
    """Large cross with outline, (x, y) = middle, 32 wide."""
    p = [
        ([(x - 13 * s, y - 13 * s), (x + 13 * s, y + 13 * s)], w * max(s, 0.75)),
        ([(x - 13 * s, y + 13 * s), (x + 13 * s, y - 13 * s)], w * max(s, 0.75)),
    ]
    return tubes(p, c)


def arrow(a: Point, b: Point, c: str = "teal", w: float = 8, head: float = 11) -> str:
    """Straight arrow with outline from a to b."""
    u = unit(a, b)
    p = (-u[1], u[0])
    e = add(b, u, -head)
    return poly(
        [
            add(a, p, w / 2),
            add(e, p, w / 2),
            add(e, p, head),
            b,
            add(e, p, -head),
            add(e, p, -w / 2),
            add(a, p, -w / 2),
        ],
        c,
        1,
    )


def bent_arrow(x: float, y: float, s: float = 1.0, c: str = "teal", w: float = 9) -> str:
    """Arrow that bends back to the left, (x, y) = tip of the head."""
    pts = [
        (x + 12 * s, y),
        (x + 40 * s, y),
        (x + 50 * s, y + 3 * s),
        (x + 55 * s, y + 13 * s),
        (x + 55 * s, y + 17 * s),
        (x + 50 * s, y + 27 * s),
        (x + 40 * s, y + 30 * s),
        (x + 24 * s, y + 30 * s),
    ]
    hd = [(x + 17 * s, y - 15 * s), (x, y), (x + 17 * s, y + 15 * s)]
    d, h = poly_d(pts, 12 * s, False), poly_d(hd, 0, True)
    return path(d, None, INK, w + W) + path(h, c) + path(d, None, c, w - W)


def waves(
    x: float,
    y: float,
    k: int = 3,
    r: float = 8,
    gap: float = 8,
    facing: int = 1,
    spread: float = 42,
    w: float = W,
    c: str = INK,
) -> str:
    """Sound waves from (x, y) towards facing (1 right, -1 left)."""
    o = ""
    for i in range(k):
        q = r + gap * i
        a, b = polar(-spread, q), polar(spread, q)
        o += path(
            f"M{n(x + facing * a[0])} {n(y + a[1])}A{n(q)} {n(q)} 0 0 {int(facing > 0)} {n(x + facing * b[0])} {n(y + b[1])}",
            None,
            c,
            w,
        )
    return o


def ear(x: float, y: float, s: float = 1.0, skin: str = "skin1", facing: int = 1) -> str:
    """Large ear, (x, y) = middle, 50 x 74 at s=1; opening to the right (facing 1)."""

    def q(a: float, b: float) -> Point:
        return (x + a * s * facing, y + b * s)

    o = path(
        "M{}C{} {} {}C{} {} {}C{} {} {}C{} {} {}C{} {} {}C{} {} {}Z".format(
            *tuple(
                pt(v)
                for v in (
                    q(-20, -8),
                    q(-24, -34),
                    q(-2, -40),
                    q(8, -35),
                    q(24, -30),
                    q(27, -14),
                    q(21, -2),
                    q(16, 7),
                    q(9, 12),
                    q(8, 20),
                    q(7, 33),
                    q(-5, 40),
                    q(-13, 34),
                    q(-20, 28),
                    q(-15, 16),
                    q(-18, 6),
                    q(-19, 1),
                    q(-20, -4),
                    q(-20, -8),
                )
            )
        ),
        skin,
    )
    return (
        o
        + path(
            "M{}C{} {} {}C{} {} {}".format(
                *tuple(pt(v) for v in (q(-9, -9), q(-8, -26), q(8, -28), q(11, -15), q(12, -5), q(-4, -4), q(-1, 6)))
            )
        )
        + path(f"M{pt(q(-1, 6))}Q{pt(q(1, 14))} {pt(q(-5, 17))}")
    )


def palm(x: float, y: float, s: float = 1.0, skin: str = "skin1", sleeve: str | None = "yellow") -> str:
    """Raised open hand, (x, y) = middle of the palm, fingers up, 80 high at s=1."""
    f = [
        ([(x - 12 * s, y), (x - 14 * s, y - 25 * s)], 9.6 * s),
        ([(x - 4 * s, y), (x - 4.5 * s, y - 32 * s)], 9.6 * s),
        ([(x + 4.5 * s, y), (x + 5.5 * s, y - 31 * s)], 9.6 * s),
        ([(x + 12 * s, y), (x + 15 * s, y - 23 * s)], 9 * s),
        ([(x - 6 * s, y + 14 * s), (x - 25 * s, y - 3 * s)], 9.6 * s),
        ([(x - 5 * s, y + 8 * s), (x + 5 * s, y + 8 * s)], 28 * s),
        ([(x, y + 20 * s), (x, y + 34 * s)], 20 * s),
    ]
    o = tubes(f, skin)
    o += "".join(line([(x + a * s, y - 2 * s), (x + a * s, y - 12 * s)]) for a in (-8.2, 0, 8.6))
    if sleeve:
        o += rect(x - 15 * s, y + 30 * s, 30 * s, 16 * s, sleeve, 2)
    return o


def finger(
    x: float, y: float, s: float = 1.0, skin: str = "skin1", sleeve: str | None = "yellow", deg: float = -12
) -> str:
    """Hand with pointing finger from below, fingertip at (x, y)."""
    f = [
        ([(x, y + 5 * s), (x, y + 34 * s)], 10.5 * s),
        ([(x + 9 * s, y + 29 * s), (x + 9 * s, y + 40 * s)], 10 * s),
        ([(x + 18 * s, y + 31 * s), (x + 18 * s, y + 42 * s)], 10 * s),
        ([(x + 3 * s, y + 44 * s), (x + 15 * s, y + 44 * s)], 24 * s),
        ([(x - 10 * s, y + 32 * s), (x + 2 * s, y + 46 * s)], 9.5 * s),
    ]
    o = (
        tubes(f, skin)
        + line([(x + 5.4 * s, y + 30 * s), (x + 5.4 * s, y + 37 * s)])
        + line([(x + 13.6 * s, y + 32 * s), (x + 13.6 * s, y + 39 * s)])
    )
    if sleeve:
        o += rect(x - 4 * s, y + 55 * s, 26 * s, 18 * s, sleeve, 2)
    return rot(deg, x, y, o)


def heart(x: float, y: float, s: float = 1.0, c: str = "clay") -> str:
    """Heart, (x, y) = middle, 28 wide."""
    return path(
        "M{} {}C{} {} {} {} {} {}C{} {} {} {} {} {}Z".format(
            *tuple(
                n(v)
                for v in (
                    x,
                    y + 13 * s,
                    x - 26 * s,
                    y - 3 * s,
                    x - 11 * s,
                    y - 20 * s,
                    x,
                    y - 6 * s,
                    x + 11 * s,
                    y - 20 * s,
                    x + 26 * s,
                    y - 3 * s,
                    x,
                    y + 13 * s,
                )
            )
        ),
        c,
    )


def mini_school(x: float, y: float, s: float = 1.0) -> str:
    """Small school, (x, y) bottom middle: long building, door, windows."""
    return (
        rect(x - 17 * s, y - 15 * s, 34 * s, 15 * s, "sand", 1)
        + poly(
            [(x - 20 * s, y - 15 * s), (x - 14 * s, y - 23 * s), (x + 14 * s, y - 23 * s), (x + 20 * s, y - 15 * s)],
            "clay",
            1,
        )
        + rect(x - 4 * s, y - 10 * s, 8 * s, 10 * s, "hair2", 0, INK, 2)
        + rect(x - 13 * s, y - 10 * s, 5 * s, 5 * s, "sky", 0, INK, 2)
        + rect(x + 8 * s, y - 10 * s, 5 * s, 5 * s, "sky", 0, INK, 2)
    )


def notebook(x: float, y: float, w: float = 30, h: float = 38, mark: str | None = "pictures", up: float = 0) -> str:
    """Closed booklet with a ring binding, upright, (x, y) = middle: the own answers.

    ``mark``: 'pictures' (as in the open booklet), 'heart' (health) or None; ``up`` moves the mark down.
    The rings on the side keep it from being taken for a holy book.
    """
    left, k = x - w / 2, w / 36
    o = rect(left, y - h / 2, w, h, "white", 3 * k)
    o += "".join(line([(left - 3.5 * k, y + h * f), (left + 4 * k, y + h * f)], 3) for f in (-0.34, -0.12, 0.1, 0.32))
    if mark == "heart":
        return o + heart(x + 2 * k, y + up, w / 40, "clay")
    if mark is None:
        return o
    return (
        o
        + circle(x - 3.5 * k, y + up - 4 * k, 6 * k, "yellow", INK, 2.2)
        + rect(x + 3.5 * k, y + up + 1 * k, 10 * k, 10 * k, "green", 1, INK, 2.2)
    )


def again(x: float, y: float, r: float = 10, w: float = 3, c: str = INK) -> str:
    """Turning arrow: it comes back. (x, y) = middle, r = radius."""
    a, b = add((x, y), polar(-50, r)), add((x, y), polar(10, r))
    tip = add(a, polar(-140, r * 0.1))
    return path(f"M{pt(b)}A{n(r)} {n(r)} 0 1 1 {pt(a)}", None, c, w) + poly(
        [add(tip, polar(40, r * 0.75)), add(tip, polar(-80, r * 0.62)), add(tip, polar(160, r * 0.62))],
        c,
        0,
        stroke=c,
        w=1.8,
    )


def ache(x: float, y: float, r: float = 11) -> str:
    """Soft ring for an aching place."""
    return circle(x, y, r, "light", None) + circle(x, y, r * 0.62, None, "gold")


def tangle(x: float, y: float, s: float = 1.0) -> str:
    """A knotted line: not clear."""
    d = "M-22 6C-20 -14 -2 -18 2 -4C6 12 -14 14 -12 0C-10 -16 20 -18 20 0C20 14 -2 16 0 4C2 -8 14 -6 24 8"
    return shift(x, y, path(sc_path(d, s)))
