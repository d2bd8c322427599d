"""Places and things in the house."""

from __future__ import annotations

from collections.abc import Sequence

from app.pictograms.palette import INK
from tools.pictograms.face import sc_path
from tools.pictograms.shapes import (
    Point,
    add,
    circle,
    curve,
    curve_d,
    ellipse,
    line,
    n,
    path,
    poly,
    rect,
    shift,
    tube,
    unit,
)


def ground(y: float = 132, x0: float = 6, x1: float = 138, c: str | None = None) -> str:
    """Floor line under the feet; c: a soft band of this colour instead."""
    if c:
        return path(f"M{n(x0)} {n(y + 1.5)}H{n(x1)}", None, c, 7)
    return path(f"M{n(x0)} {n(y)}H{n(x1)}")


def table(x: float, y: float, w: float, ground: float = 132, c: str = "wood", legs: int = 2, th: float = 7) -> str:
    """Table: top left corner (x, y), width w."""
    o = ""
    for i in range(legs):
        lx = x + 7 + i * (w - 14) / max(legs - 1, 1)
        o += rect(lx - 3, y + 3, 6, ground - y - 3, c, 1)
    return o + rect(x, y, w, th, c, 2.5)


def chair(
    x: float, seat: float, facing: int = 1, ground: float = 132, c: str = "wood", w: float = 24, back: float = 30
) -> str:
    """Chair from the side; x is the middle of the seat, the person on it looks to facing."""
    b = x - facing * w / 2
    o = tube([(b, seat - back), (b, ground - 1)], 6, c)
    o += tube([(x + facing * (w / 2 - 2), seat), (x + facing * (w / 2 - 2), ground - 1)], 6, c)
    return o + rect(min(b, b + facing * w) - 2, seat - 2, w + 4, 6.5, c, 2.5)


def stool(x: float, seat: float, ground: float = 132, c: str = "wood", w: float = 24) -> str:
    """Stool, x = middle, ``seat`` = height of the seat."""
    return (
        tube([(x - w / 2 + 4, seat), (x - w / 2 + 1, ground - 1)], 5.5, c)
        + tube([(x + w / 2 - 4, seat), (x + w / 2 - 1, ground - 1)], 5.5, c)
        + rect(x - w / 2 - 1, seat - 2, w + 2, 6.5, c, 3)
    )


def bench(x: float, seat: float, w: float, ground: float = 132, c: str = "wood", back: float = 0) -> str:
    """Bench from the front or side; back: height of a back rest."""
    o = ""
    if back:
        o += rect(x + 4, seat - back, w - 8, 8, c, 2) + "".join(
            line([(q, seat - back + 8), (q, seat)]) for q in (x + 12, x + w - 12)
        )
    return (
        o
        + "".join(rect(q, seat, 6, ground - seat, c, 1) for q in (x + 6, x + w - 12))
        + rect(x, seat - 1, w, 7, c, 2.5)
    )


def door(
    x: float,
    y: float,
    w: float = 30,
    h: float = 54,
    is_open: bool = False,
    c: str = "teal",
) -> str:
    """Door; (x, y) top left. is_open: the leaf stands open to the left and light shows."""
    if not is_open:
        return rect(x, y, w, h, c, 2) + circle(x + w - 6.5, y + h / 2 + 1, 2.2, "ink", None)
    return (
        rect(x, y, w, h, "light", 1.5)
        + poly([(x, y), (x - w * 0.42, y + h * 0.08), (x - w * 0.42, y + h * 1.06), (x, y + h)], c, 1)
        + circle(x - w * 0.32, y + h * 0.56, 2, "ink", None)
    )


def window(x: float, y: float, w: float = 28, h: float = 28, c: str = "sky", cross: bool = True) -> str:
    """Window, (x, y) top left."""
    o = rect(x, y, w, h, c, 2)
    if cross:
        o += line([(x + w / 2, y), (x + w / 2, y + h)]) + line([(x, y + h / 2), (x + w, y + h / 2)])
    return o


def house(
    x: float,
    y: float,
    w: float = 50,
    h: float = 40,
    roof: float = 20,
    c: str = "paper",
    rc: str = "clay",
    d: bool = True,
    is_open: bool = False,
    win: bool = True,
    dc: str = "teal",
) -> str:
    """Small house, (x, y) = bottom middle."""
    o = rect(x - w / 2, y - h, w, h, c, 1)
    o += poly([(x - w / 2 - 5, y - h), (x, y - h - roof), (x + w / 2 + 5, y - h)], rc, 2)
    dw = w * 0.3
    if d:
        dx = x - w * 0.36 if win else x - dw / 2
        o += door(dx, y - h * 0.62, dw, h * 0.62, is_open, dc)
    if win:
        o += rect(x + w * 0.1, y - h * 0.68, w * 0.27, w * 0.27, "sky", 1)
    return o


def road(pts: Sequence[Point], w0: float = 30, w1: float = 8, c: str = "sand") -> str:
    """Path in the field from near (wide) to far (narrow), through points, with outline on both sides."""
    left, right = [], []
    k = len(pts)
    for i, p in enumerate(pts):
        w = w0 + (w1 - w0) * i / (k - 1)
        left.append((p[0] - w / 2, p[1]))
        right.append((p[0] + w / 2, p[1]))
    d = curve_d(left) + "L" + curve_d(right[::-1])[1:] + "Z"
    return path(d, c, None) + curve(left) + curve(right)


# Clay jar in cut-away view in a box of 100 x 100: wall, hollow, and the water of each filling.
JAR = "M38 6H31Q25 6 25 12Q25 18 30 19L29 25Q12 38 12 60Q12 94 38 94H62Q88 94 88 60Q88 38 71 25L70 19Q75 18 75 12Q75 6 69 6H62V28Q78 40 78 60Q78 84 60 84H40Q22 84 22 60Q22 40 38 28Z"
HOLLOW = "M38 6V28Q22 40 22 60Q22 84 40 84H60Q78 84 78 60Q78 40 62 28V6Z"
WATER = {
    0.5: "M22.6 54Q30 50 37 54T51 54T65 54T77.4 54Q78 57 78 60Q78 84 60 84H40Q22 84 22 60Q22 57 22.6 54Z",
    1: "M38 14H62V28Q78 40 78 60Q78 84 60 84H40Q22 84 22 60Q22 40 38 28Z",
}
GLINT = "M31 62Q30 72 37 76"


def jar(x: float, y: float, level: float = 0, s: float = 1.0) -> str:
    """Open clay jar in cut-away view, (x, y) = bottom middle, 56 wide and 63 high at s=1.

    ``level``: 0 empty, .5 half full, 1 full to the rim. Raises KeyError for any other.
    """
    k = 0.72 * s
    o = path(sc_path(HOLLOW, k), "white", None)
    if level:
        o += path(sc_path(WATER[level], k), "water") + path(sc_path(GLINT, k), None, "sky")
    return shift(x - 50 * k, y - 94 * k, o, path(sc_path("M36 6H64V14H36Z", k), "brown"), path(sc_path(JAR, k), "pot"))


def box(x: float, y: float, w: float = 26, h: float = 22, c: str = "wood", tape: bool = True) -> str:
    """Carton, (x, y) top left."""
    return rect(x, y, w, h, c, 1.5) + (rect(x + w / 2 - 3, y, 6, h * 0.42, "sand", 0) if tape else "")


def basket(x: float, y: float, w: float = 30, h: float = 20, c: str = "sand") -> str:
    """Basket, (x, y) bottom middle."""
    return poly(
        [(x - w / 2, y - h), (x + w / 2, y - h), (x + w / 2 - 4, y), (x - w / 2 + 4, y)], c, [0, 0, 4, 4]
    ) + line([(x - w / 2 + 2, y - h * 0.5), (x + w / 2 - 2, y - h * 0.5)])


def bag(x: float, y: float, w: float = 22, h: float = 22, c: str = "plum", handle: float = 10) -> str:
    """Bag with handle, (x, y) = top of the handle, where a hand holds it."""
    return path(
        "M{} {}C{} {} {} {} {} {}".format(
            *tuple(n(v) for v in (x - 6, y + handle, x - 6, y - 2, x + 6, y - 2, x + 6, y + handle))
        )
    ) + poly(
        [
            (x - w / 2, y + handle),
            (x + w / 2, y + handle),
            (x + w / 2 + 1, y + handle + h),
            (x - w / 2 - 1, y + handle + h),
        ],
        c,
        3,
    )


def plate(x: float, y: float, w: float = 26, food: bool = True) -> str:
    """Plate from the side, with food."""
    o = ellipse(x, y - 4, w * 0.3, 5.5, "green") if food else ""
    return o + path(f"M{n(x - w / 2)} {n(y - 3)}h{n(w)}q-3 6 -9 6h{n(18 - w)}q-6 0 -9 -6z", "white")


def cup(x: float, y: float, s: float = 1.0, c: str = "white", steam: bool = False) -> str:
    """Small cup without handle, (x, y) bottom middle."""
    o = poly([(x - 6 * s, y - 12 * s), (x + 6 * s, y - 12 * s), (x + 4.4 * s, y), (x - 4.4 * s, y)], c, [0, 0, 3, 3])
    if steam:
        o += path(f"M{n(x)} {n(y - 16 * s)}q3 -3 0 -6q-3 -3 0 -6")
    return o


def steam(x: float, y: float, k: int = 3, gap: float = 9, h: float = 12) -> str:
    """Steam lines upwards."""
    return "".join(
        path(f"M{n(x + (i - (k - 1) / 2) * gap)} {n(y)}q4 {n(-h / 4)} 0 {n(-h / 2)}q-4 {n(-h / 4)} 0 {n(-h / 2)}")
        for i in range(k)
    )


def pan(x: float, y: float, w: float = 46, h: float = 26, c: str = "grey") -> str:
    """Large cooking pan, (x, y) bottom middle."""
    return (
        line([(x - w / 2 - 6, y - h + 8), (x - w / 2, y - h + 8)], 5)
        + line([(x + w / 2, y - h + 8), (x + w / 2 + 6, y - h + 8)], 5)
        + poly([(x - w / 2, y - h), (x + w / 2, y - h), (x + w / 2, y), (x - w / 2, y)], c, [1, 1, 6, 6])
    )


def stove(x: float, y: float, w: float = 56, h: float = 40, c: str = "pale") -> str:
    """Stove block with fire, (x, y) bottom middle."""
    return (
        rect(x - w / 2, y - h, w, h, c, 2)
        + rect(x - w / 2 + 9, y - h + 13, w - 18, h - 20, "clay", 3)
        + flame(x, y - 7, 1)
    )


def flame(x: float, y: float, s: float = 1.0) -> str:
    """Flame, (x, y) = foot."""
    return path(
        f"M{n(x)} {n(y)}q{n(-9 * s)} {n(-6 * s)} 0 {n(-15 * s)}q{n(9 * s)} {n(9 * s)} 0 {n(15 * s)}z",
        "yellow",
        INK,
        2.4,
    )


def bucket(x: float, y: float, w: float = 22, h: float = 20, c: str = "blue", water: bool = True) -> str:
    """Bucket, (x, y) bottom middle."""
    return (
        path(f"M{n(x - w / 2)} {n(y - h)}q{n(w / 2)} -15 {n(w)} 0")
        + poly([(x - w / 2, y - h), (x + w / 2, y - h), (x + w / 2 - 3, y), (x - w / 2 + 3, y)], c, [0, 0, 3, 3])
        + (line([(x - w / 2 + 1, y - h + 5), (x + w / 2 - 1, y - h + 5)]) if water else "")
    )


def pole(a: Point, b: Point, w: float = 5, c: str = "wood") -> str:
    """Handle of a tool from a to b."""
    return tube([a, b], w, c)


def mop(a: Point, b: Point, c: str = "pale") -> str:
    """Mop: handle end a, floor end b."""
    return (
        pole(a, b)
        + path(f"M{n(b[0])} {n(b[1] - 8)}q-14 4 -16 15h32q-2 -11 -16 -15z", c)
        + "".join(line([(b[0] + k * 4, b[1]), (b[0] + k * 6, b[1] + 7)]) for k in (-1, 1))
    )


def hoe(a: Point, b: Point, side: int = 1, c: str = "grey") -> str:
    """Hoe: handle end a, head end b; the blade stands square to the handle."""
    d = unit(a, b)
    p = (-d[1] * side, d[0] * side)
    return pole(a, b) + poly([add(b, d, 4), add(b, d, -4), add(add(b, d, -2), p, 13), add(add(b, d, 9), p, 13)], c, 1.5)


def ladder(x: float, y0: float, x1: float, y1: float, w: float = 16, rungs: int = 5, c: str = "wood") -> str:
    """Ladder from the foot (x, y0) to the top (x1, y1)."""
    o = ""
    for i in range(1, rungs + 1):
        t = i / (rungs + 1)
        px, py = x + (x1 - x) * t, y0 + (y1 - y0) * t
        o += tube([(px - w / 2, py), (px + w / 2, py)], 4.6, c)
    return o + tube([(x - w / 2, y0), (x1 - w / 2, y1)], 5, c) + tube([(x + w / 2, y0), (x1 + w / 2, y1)], 5, c)


def barrow(x: float, y: float, c: str = "green", load: bool = True) -> str:
    """Wheelbarrow, wheel on the left at (x, y) ground."""
    o = ""
    if load:
        o += path(f"M{n(x + 1)} {n(y - 24)}q10 -14 24 -8q10 -2 12 8z", "grey")
    return (
        o
        + line([(x, y - 8), (x + 14, y - 12), (x + 52, y - 24)], 4)
        + line([(x + 32, y - 12), (x + 34, y)], 4)
        + poly([(x - 4, y - 25), (x + 42, y - 25), (x + 32, y - 10), (x + 8, y - 10)], c, 2)
        + circle(x, y - 8, 8, "pale")
        + circle(x, y - 8, 1.8, "ink", None)
    )


def wall(
    x: float,
    y: float,
    rows: int | Sequence[int],
    cols: int,
    bw: float = 16,
    bh: float = 9,
    c: str = "clay",
    step: int = 0,
) -> str:
    """Wall of bricks, (x, y) bottom left; rows = list of bricks per row from below, or a number."""
    o = ""
    rr = [cols] * rows if isinstance(rows, int) else rows
    for i, k in enumerate(rr):
        off = bw / 2 if i % 2 else 0
        for j in range(k):
            bx = x + j * bw + (off if step else 0)
            o += rect(bx, y - (i + 1) * bh, bw, bh, c, 1.5)
    return o
