"""Part 4: five scenes about wanting work."""

from __future__ import annotations

from collections.abc import Iterator

from tools.pictograms.people import Person
from tools.pictograms.places import bag, chair, cup, ground, pan, steam, stool, table
from tools.pictograms.roles import HELPER, YOU_M
from tools.pictograms.shapes import Pic, Point, circle, line, n, path, poly, rect, rot, tube
from tools.pictograms.signs import booklet, heart, thought
from tools.pictograms.work import hammer, leafy, saw, scissors, spanner


def workshop(x: float, y: float, s: float = 1.0) -> str:
    """Workshop with open front, (x, y) bottom middle, 76 wide at s=1."""

    def q(a: float, b: float) -> Point:
        return (x + a * s, y - b * s)

    return (
        poly([q(-34, 0), q(-34, 50), q(34, 50), q(34, 0)], "paper", 0)
        + poly([q(-42, 50), q(0, 76), q(42, 50)], "clay", 1)
        + poly([q(-18, 0), q(-18, 38), q(18, 38), q(18, 0)], "hair2", 0)
        + poly([q(-18, 0), q(-18, 38), q(-32, 34), q(-32, -6)], "teal", 1)
        + rect(*q(-9, 13), 24 * s, 5 * s, "wood", 0)
        + line([q(-6, 8), q(-6, 0)])
        + line([q(12, 8), q(12, 0)])
    )


def m1() -> Pic:
    """An adult with a tool bag leaves the house in the morning; a heart with a hammer in it above the head."""
    p = Pic("picture.p4.m1.prompt").add(
        ground(),
        rect(8, 76, 44, 56, "paper", 0),
        poly([(2, 78), (30, 48), (58, 78)], "clay", 2),
        rect(16, 88, 24, 44, "light", 1),
    )
    w = Person.walk(
        76,
        132,
        s=0.92,
        step=13,
        facing=1,
        hair="scarf",
        sc="rose",
        skin=2,
        shirt="yellow",
        pants="blue",
        tunic=True,
        near=(87, 94),
        far=(66, 96),
        tilt=-10,
        lean=2,
    )
    p.add(w.far_arm(), w.body(), bag(88, 93, 26, 18, "hair2", 8), w.near_arm())
    return p.add(heart(116, 29, 1.6), rot(25, 116, 27, hammer(116, 38, 0.82)))


def m2() -> Pic:
    """An adult sits at a table with an open exercise book and a pencil, teacher beside; a heart with a book in it above the head."""
    p = Pic("picture.p4.m2.prompt").add(ground())
    t = Person.stand(
        116,
        132,
        s=0.98,
        facing=-1,
        view="q",
        hair="bun",
        skin=1,
        hc="hair2",
        shirt="green",
        pants="brown",
        near=(122, 88),
        far=(88, 80),
        hand_f=("point", 150),
        mouth="talk",
    )
    p.add(t.body(), chair(26, 106, 1, 132))
    m = Person.sit(
        28,
        108,
        132,
        s=0.94,
        facing=1,
        hair="curly",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(60, 86),
        far=(70, 88),
        lean=8,
        eyes="down",
        foot_n=(50, 132),
        foot_f=(58, 132),
    )
    p.add(m.far_arm(), m.body(), table(46, 92, 84, th=7))
    p.add(path("M54 91L60 84Q70 80 76 85Q84 80 94 84L98 91Z", "white"), line([(76, 85), (76, 91)]))
    p.add(tube([(60, 86), (67, 70)], 5, "yellow"), m.near_arm(), t.far_arm(), t.near_arm())
    return p.add(heart(36, 26, 1.6), booklet(36, 17, 24, 15, pics=False))


def m3() -> Pic:
    """Two adults stand at a board with pictures of work, a saw, a pan and scissors; the helper points at one, the other looks."""
    p = Pic("picture.p4.m3.prompt").add(
        ground(), line([(54, 80), (54, 131)], 4), line([(90, 80), (90, 131)], 4), rect(40, 8, 64, 80, "sand", 3)
    )
    p.add(
        rect(45, 13, 54, 30, "white", 2),
        saw(51, 26, 0.8),
        rect(45, 50, 25, 33, "white", 2),
        pan(57.5, 78, 11, 11),
        steam(57.5, 64, 1, 6, 7),
    )
    p.add(rect(74, 50, 25, 33, "white", 2), scissors(80, 71, 0.85))
    a = Person.stand(20, 132, s=1.0, facing=1, view="side", **dict(YOU_M, near=(26, 88), far=(42, 96), eyes="up"))
    b = Person.stand(
        122,
        132,
        s=1.0,
        facing=-1,
        view="q",
        **dict(HELPER, near=(124, 88), far=(102, 58), hand_f=("point", 190), mouth="talk"),
    )
    return p.add(a.draw(), b.body(), b.far_arm(), b.near_arm())


def m4() -> Pic:
    """Two adults drink tea; above them a shared thought picture of tools and a shop."""
    p = Pic("picture.p4.m4.prompt").add(ground())
    p.add(thought(72, 37, 104, 50))
    p.add(hammer(46, 52, 0.95), spanner(66, 53, 0.82))
    k = "".join(path(f"M{n(80 + i * 8)} 25h8v7q-4 5 -8 0z", ("clay", "white")[i % 2]) for i in range(4))
    p.add(line([(82, 32), (82, 52)]), line([(110, 32), (110, 52)]), k, rect(80, 43, 32, 10, "wood", 1))
    p.add(circle(50, 64, 3, "white"), circle(94, 64, 3, "white"))
    p.add(stool(24, 110), stool(120, 110))
    a = Person.sit(
        24,
        110,
        132,
        s=0.92,
        facing=1,
        hair="long",
        hc="hair1",
        skin=1,
        shirt="yellow",
        pants="plum",
        near=(52, 88),
        far=(48, 98),
        foot_n=(42, 132),
        foot_f=(48, 132),
        mouth="talk",
    )
    c = Person.sit(
        120,
        110,
        132,
        s=0.92,
        facing=-1,
        hair="short",
        skin=2,
        shirt="teal",
        pants="brown",
        near=(94, 90),
        far=(96, 98),
        foot_n=(102, 132),
        foot_f=(96, 132),
    )
    p.add(a.body(), c.body(), table(54, 104, 36), cup(72, 104, 1))
    p.add(cup(54, 91, 0.9), cup(92, 93, 0.9), a.near_arm(), c.near_arm())
    return p


def m5() -> Pic:
    """An adult seen from behind at the start of a path; a thought shows a hammer, a pan and a plant."""
    p = Pic("picture.p4.m5.prompt").add(path("M4 68H140V140H4Z", "leaf", None))
    p.add(
        path("M10 140C24 116 66 114 88 102Q112 90 108 68H118Q138 90 112 108C84 122 74 126 66 140Z", "sand"),
        path("M4 68H140"),
    )
    p.add(
        Person.stand(32, 137, s=0.8, view="back", hair="curly", skin=2, shirt="yellow", pants="blue").draw(),
        thought(90, 30, 96, 36, to=(46, 60)),
    )
    return p.add(rot(20, 62, 31, hammer(62, 42, 0.8)), pan(90, 41, 22, 14), leafy(118, 40, 1.3), steam(90, 24, 2, 8, 7))


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (m1, m2, m3, m4, m5):
        yield draw()
