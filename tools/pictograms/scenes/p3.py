"""Part 3: eight scenes of working together and alone; the acting person wears yellow."""

from __future__ import annotations

from collections.abc import Iterator

from app.pictograms.palette import INK
from tools.pictograms.people import Person
from tools.pictograms.places import bench, box, cup, ground, house, pan, steam, stove, table
from tools.pictograms.shapes import Pic, circle, line, path, poly, rect, rot, shift, tubes
from tools.pictograms.signs import arrow, bubble, phone, thought, waves
from tools.pictograms.work import hammer, saw


def c1() -> Pic:
    """Three adults carry one long table together, all hands on it."""
    p = Pic("picture.p3.c1.prompt").add(ground())
    y = 92
    ps = [
        Person.walk(x, 132, s=0.98, view="q", facing=1, step=8, lean=2, near=(x - 9, y), far=(x + 15, y), **k)
        for x, k in (
            (26, {"hair": "curly", "skin": 2, "shirt": "teal", "pants": "brown"}),
            (72, {"hair": "scarf", "sc": "rose", "skin": 1, "shirt": "yellow", "pants": "plum", "skirt": True}),
            (116, {"hair": "short", "hc": "hair2", "skin": 1, "shirt": "green", "pants": "blue", "moustache": True}),
        )
    ]
    p.add(*[q.body() for q in ps])
    p.add(rect(16, y, 6, 28, "wood", 1), rect(122, y, 6, 28, "wood", 1), rect(6, y - 3, 132, 10, "wood", 3))
    p.add(*[q.far_arm() + q.near_arm() for q in ps])
    return p


def c2() -> Pic:
    """One adult points at a drawing of a house; the other has the same house in a thought balloon."""
    p = Pic("picture.p3.c2.prompt").add(ground())
    p.add(
        line([(52, 68), (46, 131)]),
        line([(76, 68), (82, 131)]),
        rect(44, 26, 40, 44, "white", 2),
        house(64, 63, 22, 15, 12, win=False),
    )
    w = Person.stand(
        20,
        132,
        s=0.94,
        facing=1,
        view="side",
        hair="curly",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(44, 62),
        far=(36, 84),
        hand_n=("point", -20),
        hand_f="open",
        mouth="talk",
    )
    m = Person.stand(
        117,
        132,
        s=0.84,
        facing=-1,
        view="side",
        hair="bun",
        skin=1,
        hc="hair2",
        shirt="teal",
        pants="brown",
        near=(101, 88),
        far=(106, 90),
        tilt=4,
    )
    p.add(
        w.draw(),
        m.draw(),
        rect(96, 4, 42, 32, "white", 14),
        circle(99, 42, 3, "white"),
        house(117, 31, 18, 11, 9, win=False),
    )
    return p


def c3() -> Pic:
    """An adult with a hand at the chin before a workbench with planks and tools; the thought shows plank, saw, hammer and stool in order."""
    p = Pic("picture.p3.c3.prompt").add(ground(), table(66, 104, 72, th=7))
    p.add(rect(74, 97, 34, 7, "sand", 1), rect(78, 90, 34, 7, "sand", 1), rot(90, 122, 100, hammer(122, 112, 0.8)))
    w = Person.stand(
        28,
        132,
        s=0.84,
        facing=1,
        view="q",
        hair="scarf",
        sc="teal",
        skin=1,
        shirt="yellow",
        pants="blue",
        tunic=True,
        near=(37, 73),
        far=(38, 90),
        eyes="up",
        mouth="flat",
    )
    p.add(w.draw(), thought(84, 29, 108, 34, to=(44, 60)))
    p.add(
        rect(40, 26, 19, 7, "sand", 1),
        arrow((61, 29), (69, 29), "slate", 3, 6),
        saw(77, 29, 0.44),
        arrow((100, 29), (108, 29), "slate", 3, 6),
    )
    return p.add(
        tubes([([(115, 24), (113, 38)], 4.5), ([(126, 24), (128, 38)], 4.5)], "wood"), rect(111, 19, 19, 6, "wood", 1)
    )


def c4() -> Pic:
    """An adult carries a box to a stack; behind, two others in work clothes still sit and drink tea."""
    p = Pic("picture.p3.c4.prompt").add(ground(), bench(6, 114, 52, 132, "wood"))
    a = Person.sit(
        17,
        116,
        132,
        s=0.72,
        facing=1,
        view="side",
        hair="short",
        skin=1,
        shirt="teal",
        pants="brown",
        mouth="flat",
        near=(31, 96),
        far=(30, 101),
        foot_n=(29, 132),
        foot_f=(33, 132),
    )
    b = Person.sit(
        49,
        116,
        132,
        s=0.72,
        facing=-1,
        view="side",
        hair="bun",
        hc="hair2",
        skin=2,
        shirt="teal",
        pants="hair2",
        mouth="flat",
        near=(37, 101),
        far=(36, 99),
        foot_n=(40, 132),
        foot_f=(36, 132),
    )
    p.add(a.body(), cup(31, 100, 0.8), a.near_arm(), b.body(), b.near_arm())
    p.add(box(110, 106, 28, 26, "wood"), box(110, 80, 28, 26, "wood"))
    w = Person.walk(
        74,
        132,
        s=1.08,
        step=9,
        facing=1,
        view="side",
        lean=3,
        hair="curly",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(92, 74),
        far=(102, 74),
    )
    return p.add(w.far_arm(), w.body(), box(83, 50, 27, 24, "wood"), w.near_arm())


def c5() -> Pic:
    """Two steps: the first pot sinks, a later one stands; a turning arrow between them."""
    p = Pic("picture.p3.c5.prompt")
    bad = "M-22 0C-30 -14 -22 -20 -14 -18C-16 -26 0 -30 4 -22C18 -24 26 -10 20 0Z"
    good = "M-14 0C-24 -12 -20 -28 -10 -36H10C20 -28 24 -12 14 0Z"
    for y, d, m, br, e in ((4, bad, "flat", "worry", "down"), (76, good, "smile", None, "dot")):
        w = Person.bust(
            38,
            y + 30,
            s=0.9,
            view="q",
            facing=1,
            hair="short",
            skin=1,
            hc="hair1",
            shirt="yellow",
            near=(66, y + 44),
            far=(74, y + 42),
            mouth=m,
            brow=br,
            eyes=e,
        )
        p.add(
            rect(5, y, 134, 64, "paper", 9),
            w.far_arm(),
            w.body(),
            path(f"M7 {y + 56}H137V{y + 58}q0 7 -7 7H14q-7 0 -7 -7z", "wood", None),
            path("M5 %sH139" % (y + 56)),
            rect(5, y, 134, 64, None, 9),
        )
        p.add(
            shift(88, y + 56, path(d, "clay")),
            path(f"M{76} {y + 19}H{100}", None, INK, 8) + path("M76 %sH100" % (y + 19), None, "clay", 3)
            if m == "smile"
            else "",
            w.near_arm(),
        )
    p.add(
        path("M124 44C136 60 136 78 126 92", None, INK, 11),
        poly([(116, 84), (134, 90), (119, 102)], "teal", 1),
        path("M124 44C136 60 136 78 126 92", None, "teal", 5),
    )
    return p


def c6() -> Pic:
    """A ringing phone, a boiling pan and a child calling; one adult stands calm, hand on the chest."""
    p = Pic("picture.p3.c6.prompt").add(ground())
    w = Person.stand(
        70,
        132,
        s=1.12,
        view="front",
        hair="short",
        hc="hair1",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(74, 68),
        far=None,
        hand_n=("open", 195),
        eyes="closed",
    )
    p.add(w.draw())
    p.add(line([(10, 64), (46, 64)], 5), rot(-10, 28, 44, phone(19, 24, 20, 36)), waves(15, 40, 2, 3, 6, -1))
    k = Person.stand(
        24,
        132,
        s=0.56,
        facing=1,
        view="side",
        hair="bun",
        skin=2,
        shirt="green",
        pants="blue",
        head=1.35,
        near=(40, 96),
        hand_n="open",
        mouth="talk",
    )
    p.add(k.draw(), waves(35, 83, 2, 5, 6))
    p.add(stove(116, 132, 38, 32), pan(116, 100, 30, 20), steam(116, 74, 3, 10, 20))
    p.add(path("M102 80q4 -9 9 0q5 -9 9 0q5 -9 9 0z", "sky"))
    return p


def c7() -> Pic:
    """An adult with an open hand asks with a balloon of three things, a cup, a shirt and a hammer; the other thinks of the cup."""
    p = Pic("picture.p3.c7.prompt").add(ground())
    w = Person.stand(
        28,
        132,
        s=0.84,
        facing=1,
        view="side",
        lean=6,
        hair="long",
        hc="hair2",
        skin=1,
        shirt="yellow",
        pants="blue",
        near=(52, 92),
        hand_n=("open", -20),
        mouth="talk",
        brow="up",
    )
    v = Person.stand(
        110,
        132,
        s=0.84,
        facing=-1,
        view="q",
        hair="short",
        skin=2,
        shirt="teal",
        pants="brown",
        near=(104, 80),
        far=(98, 98),
        mouth="flat",
        eyes="up",
    )
    p.add(
        w.draw(), v.draw(), bubble(42, 21, 70, 30, (-6, 12)), cup(20, 27, 1.0), coat_hook(42, 21), hammer(65, 32, 0.7)
    )
    p.add(rect(94, 4, 44, 31, "white", 14), circle(95, 42, 3, "white"), cup(116, 27, 1.2))
    return p


def coat_hook(x: float, y: float) -> str:
    """A small shirt."""
    return poly(
        [
            (x - 10, y - 5),
            (x - 4, y - 9),
            (x + 4, y - 9),
            (x + 10, y - 5),
            (x + 7, y),
            (x + 5, y - 1),
            (x + 5, y + 9),
            (x - 5, y + 9),
            (x - 5, y - 1),
            (x - 7, y),
        ],
        "green",
        0,
        True,
        INK,
        2.4,
    )


def c8() -> Pic:
    """An adult puts on gloves and safety glasses beside a saw on a table."""
    p = Pic("picture.p3.c8.prompt").add(ground())
    m = Person.stand(
        46,
        132,
        s=1.15,
        facing=1,
        view="q",
        lean=0,
        hair="short",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(56, 66),
        far=(72, 62),
        hand_f=("glove", 0),
        hand_n="glove",
        glasses="sky",
    )
    p.add(m.body(), table(56, 98, 80, th=8), saw(84, 88, 1.0))
    g = m.hand("far")
    p.add(m.far_arm())
    # a glove with fingers, pulled on by the other hand
    x, y = g
    gl = tubes(
        [
            ([(x - 4, y + 2), (x + 4, y - 8)], 10),
            ([(x, y - 4), (x + 4, y - 18)], 5),
            ([(x + 3, y - 4), (x + 10, y - 16)], 5),
            ([(x + 2, y), (x + 13, y - 9)], 5),
            ([(x - 4, y - 2), (x - 7, y - 9)], 5),
        ],
        "clay",
    )
    p.add(gl, rot(35, x - 5, y + 5, rect(x - 13, y + 2, 15, 7, "clay", 1.5)), m.near_arm())
    return p


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (c1, c2, c3, c4, c5, c6, c7, c8):
        yield draw()
