"""Tools, trade, vehicles, animals and plants."""

from __future__ import annotations

from app.pictograms.palette import INK
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
    polar,
    poly,
    pt,
    rect,
    tube,
    tubes,
)


def hammer(x: float, y: float, s: float = 1.0, c: str = "grey") -> str:
    """Hammer upright, (x, y) = end of the handle."""
    return tube([(x, y), (x, y - 22 * s)], 5.4, "wood") + poly(
        [
            (x - 10 * s, y - 29 * s),
            (x + 6 * s, y - 29 * s),
            (x + 11 * s, y - 24 * s),
            (x + 6 * s, y - 20 * s),
            (x - 10 * s, y - 20 * s),
        ],
        c,
        1.5,
    )


def spanner(x: float, y: float, s: float = 1.0, c: str = "grey") -> str:
    """Spanner upright, (x, y) = lower end."""
    return path(
        "M{} {}v{}c{} {} {} {} {} {}v{}l{} {}l{} {}v{}c{} {} {} {} {} {}v{}q0 {} {} {}q{} 0 {} {}z".format(
            *tuple(
                n(v * s) if i > 1 else n(v)
                for i, v in enumerate(
                    (
                        x - 3.5,
                        y - 3.5,
                        -16,
                        -7,
                        -3,
                        -7,
                        -12,
                        -1,
                        -15,
                        7.5,
                        4.5,
                        3,
                        4.5,
                        -3,
                        -7.5,
                        6,
                        3,
                        6,
                        12,
                        -1,
                        15,
                        16,
                        3.5,
                        -3.5,
                        3.5,
                        -3.5,
                        -3.5,
                        -3.5,
                    )
                )
            )
        ),
        c,
    )


def saw(x: float, y: float, s: float = 1.0, c: str = "pale") -> str:
    """Hand saw, handle on the left, (x, y) = grip middle, blade to the right."""
    d = f"M{n(x + 5 * s)} {n(y - 7 * s)}L{n(x + 48 * s)} {n(y - 2 * s)}L{n(x + 48 * s)} {n(y + 4 * s)}"
    for _ in range(7):
        d += f"l{n(-3 * s)} {n(4 * s)}l{n(-3.1 * s)} {n(-3.4 * s)}"
    return (
        path(d + "Z", c)
        + rect(x - 8 * s, y - 9 * s, 16 * s, 19 * s, "clay", 5)
        + ellipse(x, y + 0.5 * s, 2.4 * s, 4.4 * s, "white", INK, 2.4)
    )


def drill(x: float, y: float, s: float = 1.0, c: str = "teal") -> str:
    """Hand drill, (x, y) = bottom of the grip, pointing right."""
    return (
        line([(x + 15 * s, y - 20 * s), (x + 27 * s, y - 20 * s)], 4)
        + poly([(x - 5 * s, y), (x + 5 * s, y), (x + 6 * s, y - 16 * s), (x - 4 * s, y - 16 * s)], c, 2)
        + poly(
            [
                (x - 9 * s, y - 27 * s),
                (x + 11 * s, y - 27 * s),
                (x + 17 * s, y - 20 * s),
                (x + 11 * s, y - 14 * s),
                (x - 9 * s, y - 14 * s),
            ],
            c,
            3,
        )
    )


def key(x: float, y: float, s: float = 1.0, c: str = "yellow") -> str:
    """Key, ring at (x, y), bit to the right."""
    return (
        line([(x, y), (x + 24 * s, y)], 8)
        + line([(x + 17 * s, y), (x + 17 * s, y + 7 * s)], 7)
        + line([(x + 23 * s, y), (x + 23 * s, y + 7 * s)], 7)
        + circle(x - 5 * s, y, 8 * s, c)
        + path(
            "M{} {}h{}M{} {}v{}M{} {}v{}".format(
                *tuple(n(v) for v in (x + 3 * s, y, 21 * s, x + 17 * s, y, 6.5 * s, x + 23 * s, y, 6.5 * s))
            ),
            None,
            c,
            3.4,
        )
        + circle(x - 5 * s, y, 2.6 * s, "white", INK, 2.4)
    )


def scissors(x: float, y: float, s: float = 1.0) -> str:
    """Scissors, (x, y) = between the rings."""
    return (
        line([(x, y), (x + 16 * s, y - 14 * s)], 4)
        + line([(x, y - 10 * s), (x + 16 * s, y + 4 * s)], 4)
        + circle(x - 3 * s, y + 3 * s, 4.5 * s, "clay")
        + circle(x - 3 * s, y - 13 * s, 4.5 * s, "clay")
    )


def coin(x: float, y: float, r: float = 5) -> str:
    """Coin, (x, y) = middle."""
    return circle(x, y, r, "yellow", INK, 2.4)


def fruit(x: float, y: float, r: float = 6, c: str = "clay") -> str:
    """Round fruit with a stalk."""
    return circle(x, y, r, c) + line([(x, y - r), (x + 2, y - r - 3)], 2.6)


def stall(x: float, y: float, w: float = 90, ground: float = 132, top: float = 24, c: str = "clay") -> tuple[str, str]:
    """Market stall: awning top left (x, top), counter at height y. Returns (back, front): posts and awning; counter."""
    k = 5
    sw = w / k
    back = line([(x + 5, top + 14), (x + 5, ground)], 4) + line([(x + w - 5, top + 14), (x + w - 5, ground)], 4)
    aw = ""
    for i in range(k):
        bx = x + i * sw
        aw += path(f"M{n(bx)} {n(top)}h{n(sw)}v16q{n(-sw / 2)} 9 {n(-sw)} 0z", c if i % 2 == 0 else "white")
    front = rect(x, y, w, ground - y, "wood", 2) + line([(x, y + 9), (x + w, y + 9)])
    return back + aw, front


def wheel(x: float, y: float, r: float = 11, c: str = "grey") -> str:
    """Wheel, (x, y) = middle."""
    return circle(x, y, r, "hair1") + circle(x, y, r * 0.42, c, None)


def bicycle(x: float, y: float, s: float = 1.0, c: str = "teal") -> str:
    """Bicycle looking right, (x, y) = ground under the rear wheel."""
    r = 14 * s
    a, b = (x, y - r), (x + 42 * s, y - r)
    m, sd, hd = (x + 18 * s, y - r), (x + 13 * s, y - 34 * s), (x + 36 * s, y - 34 * s)
    return (
        circle(a[0], a[1], r)
        + circle(b[0], b[1], r)
        + tubes([([a, sd, hd, m, a], 5), ([sd, m], 5), ([hd, b], 5)], c)
        + line([hd, add(hd, (-2 * s, -8 * s)), add(hd, (-8 * s, -9 * s))])
        + line([add(sd, (0, 0)), add(sd, (-1.5 * s, -4 * s))])
        + line([add(sd, (-7 * s, -5 * s)), add(sd, (5 * s, -5 * s))], 5)
    )


def goat(x: float, y: float, s: float = 1.0, facing: int = 1, c: str = "white", head: str = "down") -> str:
    """Goat, (x, y) = ground under the middle; head 'down' (eating) or 'up'."""

    def q(a: float, b: float) -> Point:
        return (x + a * s * facing, y - b * s)

    o = ""
    o += tubes([([q(lx, 16), q(lx, 1.5)], 5) for lx in (-14, -7, 7, 14)], c)
    hx, hy = (25, 10) if head == "down" else (24, 36)
    o += path(f"M{pt(q(-17, 24))} L{pt(q(-22, 28))}", None, INK, 5)
    o += tube([q(13, 22), q(hx - 5, hy + (4 if head == "down" else -3))], 8.5 * s, c)
    o += poly([q(-18, 26), q(16, 27), q(18, 14), q(-18, 13)], c, 6 * s)
    if head == "down":
        o += poly([q(15, 17), q(24, 17), q(30, 5), q(25, 2)], c, 4 * s)
        o += path(f"M{pt(q(18, 18))}Q{pt(q(12, 22))} {pt(q(10, 17))}", None, INK, 3) + circle(
            *q(22.5, 12), 1.5, "ink", None
        )
        o += path(f"M{pt(q(21, 17))}Q{pt(q(20, 26))} {pt(q(14, 27))}", None, INK, 3)
    else:
        o += poly([q(15, 39), q(24, 41), q(33, 34), q(31, 29), q(20, 30)], c, 4 * s)
        o += path(f"M{pt(q(20, 40))}Q{pt(q(18, 50))} {pt(q(11, 50))}") + circle(*q(24, 36), 1.5, "ink", None)
        o += path(f"M{pt(q(28, 29))}l{n(-1 * facing)} {n(5 * s)}")
        o += path(f"M{pt(q(17, 38))}Q{pt(q(11, 38))} {pt(q(10, 33))}")
    return o


def cat(x: float, y: float, s: float = 1.0, c: str = "grey") -> str:
    """Sitting cat from the front, (x, y) = ground middle, 60 high."""

    def q(a: float, b: float) -> Point:
        return (x + a * s, y - b * s)

    o = path(f"M{pt(q(12, 4))}Q{pt(q(34, 2))} {pt(q(28, 20))}Q{pt(q(26, 30))} {pt(q(32, 30))}", None, INK, 9 * s)
    o += path(
        f"M{pt(q(12, 4))}Q{pt(q(34, 2))} {pt(q(28, 20))}Q{pt(q(26, 30))} {pt(q(32, 30))}",
        None,
        c,
        9 * s - 6,
    )
    o += path(curve_d([q(-10, 36), q(-17, 14), q(-13, 0), q(0, -0.5), q(13, 0), q(17, 14), q(10, 36)]) + "Z", c)
    o += line([q(-5, 16), q(-5, 1)]) + line([q(5, 16), q(5, 1)])
    o += path(
        "M{}L{}L{}Q{} {}L{}L{}C{} {} {}C{} {} {}Z".format(
            *tuple(
                pt(v)
                for v in (
                    q(-15, 46),
                    q(-15, 63),
                    q(-5, 57),
                    q(0, 58.5),
                    q(5, 57),
                    q(15, 63),
                    q(15, 46),
                    q(15, 36),
                    q(7, 32),
                    q(0, 32),
                    q(-7, 32),
                    q(-15, 36),
                    q(-15, 46),
                )
            )
        ),
        c,
    )
    o += (
        circle(*q(-6, 48), 2 * s, "ink", None)
        + circle(*q(6, 48), 2 * s, "ink", None)
        + poly([q(-2.4, 43), q(2.4, 43), q(0, 40)], "rose", 0, w=2)
    )
    return (
        o
        + line([q(9, 41), q(20, 43)], 2)
        + line([q(9, 39), q(20, 37)], 2)
        + line([q(-9, 41), q(-20, 43)], 2)
        + line([q(-9, 39), q(-20, 37)], 2)
    )


def leafy(x: float, y: float, s: float = 1.0, c: str = "green") -> str:
    """Small field plant, (x, y) = ground."""
    return path(
        "M{} {}C{} {} {} {} {} {}C{} {} {} {} {} {}Z".format(
            *tuple(
                n(v)
                for v in (
                    x,
                    y,
                    x - 9 * s,
                    y - 1,
                    x - 11 * s,
                    y - 9 * s,
                    x - 10 * s,
                    y - 13 * s,
                    x - 3 * s,
                    y - 13 * s,
                    x,
                    y - 7 * s,
                    x,
                    y,
                )
            )
        ),
        c,
    ) + path(
        "M{} {}C{} {} {} {} {} {}C{} {} {} {} {} {}Z".format(
            *tuple(
                n(v)
                for v in (
                    x,
                    y,
                    x + 9 * s,
                    y - 1,
                    x + 11 * s,
                    y - 9 * s,
                    x + 10 * s,
                    y - 13 * s,
                    x + 3 * s,
                    y - 13 * s,
                    x,
                    y - 7 * s,
                    x,
                    y,
                )
            )
        ),
        c,
    )


def plant(x: float, y: float, s: float = 1.0, pot: str = "clay") -> str:
    """Pot plant, (x, y) = bottom of the pot."""
    o = line([(x, y - 14 * s), (x, y - 36 * s)])
    for dy, a in ((-20, -150), (-24, -30), (-32, -125), (-34, -55)):
        b = (x, y + dy * s)
        e = add(b, polar(a, 17 * s))
        m = add(b, polar(a - 30, 10 * s))
        m2 = add(b, polar(a + 30, 10 * s))
        o += path(f"M{pt(b)}Q{pt(m)} {pt(e)}Q{pt(m2)} {pt(b)}Z", "green")
    return o + poly(
        [(x - 11 * s, y - 17 * s), (x + 11 * s, y - 17 * s), (x + 8 * s, y), (x - 8 * s, y)], pot, [0, 0, 3, 3]
    )


def tree(x: float, y: float, s: float = 1.0) -> str:
    """Tree, (x, y) = foot of the trunk, 100 high at s=1."""

    def q(a: float, b: float) -> Point:
        return (x + a * s, y - b * s)

    o = path(
        f"M{pt(q(-7, 0))}C{pt(q(-4, 15))} {pt(q(-5, 30))} {pt(q(-5, 50))}L{pt(q(5, 50))}C{pt(q(5, 30))} {pt(q(4, 15))} {pt(q(7, 0))}Z",
        "wood",
    )
    return o + curve(
        [
            q(-14, 38),
            q(-32, 44),
            q(-36, 60),
            q(-29, 72),
            q(-27, 86),
            q(-12, 93),
            q(0, 99),
            q(13, 93),
            q(28, 86),
            q(30, 72),
            q(36, 60),
            q(31, 44),
            q(14, 38),
            q(0, 42),
        ],
        "green",
        True,
    )


def sun(x: float, y: float, r: float = 20, rays: int = 8) -> str:
    """Sun with rays, (x, y) = middle."""
    o = ""
    for i in range(rays):
        a = 360 / rays * i - 90
        o += line([add((x, y), polar(a, r + 5)), add((x, y), polar(a, r + 11 if r > 12 else r + 8))])
    return o + circle(x, y, r, "yellow")


def moon(x: float, y: float, r: float = 14, c: str = "yellow") -> str:
    """Crescent."""
    return path(
        "M{} {}A{} {} 0 1 0 {} {}A{} {} 0 0 1 {} {}Z".format(
            *tuple(
                n(v)
                for v in (
                    x + r * 0.35,
                    y - r * 0.94,
                    r,
                    r,
                    x + r * 0.94,
                    y + r * 0.35,
                    r * 0.85,
                    r * 0.85,
                    x + r * 0.35,
                    y - r * 0.94,
                )
            )
        ),
        c,
    )


def cloud(x: float, y: float, s: float = 1.0, c: str = "white") -> str:
    """Cloud, (x, y) = middle, 56 wide."""

    def q(a: float, b: float) -> Point:
        return (x + a * s, y + b * s)

    return path(
        "M{}C{} {} {}C{} {} {}C{} {} {}C{} {} {}Z".format(
            *tuple(
                pt(v)
                for v in (
                    q(-20, 12),
                    q(-34, 12),
                    q(-32, -7),
                    q(-17, -5),
                    q(-15, -20),
                    q(8, -20),
                    q(11, -8),
                    q(20, -12),
                    q(28, -5),
                    q(25, 2),
                    q(32, 5),
                    q(29, 12),
                    q(20, 12),
                )
            )
        ),
        c,
    )
