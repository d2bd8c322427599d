"""Parts 6 to 8: the private part (grey shirt), wish for help, help today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.pictograms.palette import INK
from tools.pictograms.face import face
from tools.pictograms.people import Person
from tools.pictograms.places import chair, ground, table
from tools.pictograms.roles import HELPER, INTERPRETER, NEUTRAL, NURSE, Look, keep, laid
from tools.pictograms.scenes.faces import air, bust, memory
from tools.pictograms.shapes import Pic, circle, flip, path, poly, rect, rot, shift, tube
from tools.pictograms.signs import ache, bubble, heart, tangle, thought
from tools.pictograms.work import moon, sun


def nw(**k: Any) -> Look:
    """The person of the health part, with changes."""
    return dict(NEUTRAL, **k)


def intro1() -> Pic:
    """The person of the health part holds a closed booklet with a heart shape to the chest with both arms."""
    p = Pic("picture.p6.intro.1")
    p.add(keep(72, 64, 1.16, "heart", NEUTRAL))
    return p


def intro2() -> Pic:
    """A bent arrow jumps over a picture."""
    p = Pic("picture.p6.intro.2")
    for i, x in enumerate((8, 52, 96)):
        p.add(rect(x, 74, 40, 52, "white" if i != 1 else "pale", 6))
    p.add(circle(28, 100, 10, "yellow"), circle(116, 100, 10, "yellow"), circle(72, 100, 10, "grey"))
    d = "M28 62C34 20 100 14 113 44"
    p.add(path(d, None, INK, 12), poly([(98, 43), (126, 36), (118, 65)], "teal", 1), path(d, None, "teal", 6))
    return p


def intro3() -> Pic:
    """A seated person raises a hand as in a class; a helper comes with an open hand; in a small frame a nurse on the phone."""
    p = Pic("picture.p6.intro.3").add(ground(), chair(30, 110, 1, 132, "wood", 30, 34))
    c = Person.sit(
        30,
        108,
        132,
        s=1.0,
        facing=1,
        view="front",
        hview="q",
        hdir=1,
        **dict(NEUTRAL, far=(10, 40), hand_f=("open", -95), bend_f=-1, near=(44, 106)),
    )
    h = Person.walk(
        92,
        132,
        s=0.86,
        step=10,
        facing=-1,
        view="side",
        **dict(HELPER, near=(71, 90), hand_n=("open", 172), far=(99, 96)),
    )
    p.add(c.body(), c.far_arm(), c.near_arm(), h.draw(), rect(98, 6, 42, 58, "paper", 6))
    p.add(
        path("M101 64V56Q102 49 112 47H127Q136 49 137 56V64Z", "white"),
        flip(120, shift(120, 32, face("q", 0.9, "skin2", "short", "hair1", mouth="talk"))),
    )
    p.add(
        rot(10, 107, 33, rect(104, 25, 8, 17, "grey", 2.5)),
        tube([(110, 58), (108, 42)], 8, "white"),
        tube([(108, 41), (108, 40)], 8, "skin2"),
        heart(124, 57, 0.34),
    )
    return p.add(rect(98, 6, 42, 58, None, 6))


def period() -> Pic:
    """Two rows of seven moons."""
    p = Pic("picture.p6.period")
    p.add(rect(4, 36, 136, 34, "night", 8), rect(4, 76, 136, 34, "night", 8))
    for r in (53, 93):
        p.add("".join(moon(16.5 + i * 18.5, r, 7.2) for i in range(7)))
    return p


def z1() -> Pic:
    """A mattress, a window with moon, the person in between lying and sitting."""
    p = Pic("picture.p6.z1.prompt")
    p.add(rect(92, 8, 42, 42, "night", 4), moon(113, 29, 11))
    p.add(rect(4, 114, 136, 18, "sand", 7), rect(6, 100, 34, 15, "white", 6))
    w = Person(
        (66, 104),
        s=1.15,
        facing=1,
        view="side",
        lean=-38,
        foot_n=(118, 110),
        foot_f=(118, 110),
        **nw(near=(44, 110), far=(78, 92), mouth="flat", brow="worry", bend_n=1, turn=-14),
    )
    p.add(w.far_arm(), w.body())
    p.add(path("M62 115C58 96 74 92 92 90Q124 86 134 108Q136 115 132 115Z", "blue"), w.near_arm())
    return p


def z2() -> Pic:
    """The person with a worried face; above it a thought cloud with only a tangled line."""
    p = Pic("picture.p6.z2.prompt")
    w = Person(
        (54, 160),
        s=1.5,
        view="front",
        legs=False,
        **nw(near=(86, 178), far=(22, 178), mouth="flat", brow="worry", turn=5),
    )
    p.add(
        w.far_arm(), w.body(), w.near_arm(), thought(94, 31, 74, 36), tangle(94, 31, 1.05), circle(68, 56, 4.4, "white")
    )
    return p


def z3() -> Pic:
    """The person sits bent forward, looks down, chin on the hand."""
    p = Pic("picture.p6.z3.prompt").add(ground())
    w = Person.sit(
        58,
        104,
        132,
        s=1.22,
        facing=1,
        view="side",
        **nw(lean=24, near=(88, 66), far=(96, 94), mouth="sad", brow="worry", eyes="down", tilt=16, bend_n=1),
    )
    p.add(chair(56, 106, 1, 132, "wood", 28, 38), w.far_arm(), w.body(), w.near_arm())
    return p


def z4() -> Pic:
    """The person with one soft grey thought cloud above the head; in it an arrow that turns back, no event."""
    return Pic("picture.p6.z4.prompt").add(
        air(), bust(60, 100, 1.9, mouth="flat", brow="worry"), memory(92, 32, 1.45, (66, 71))
    )


def z5() -> Pic:
    """The person from the front, a hand on the belly, soft rings at belly and knee."""
    p = Pic("picture.p6.z5.prompt").add(ground(138))
    w = Person.stand(72, 138, s=1.14, view="front", **nw(mouth="flat", brow="worry", far=(66, 74)))
    p.add(w.body(), ache(70, 74, 14), ache(80, 111, 12), w.far_arm(), laid(w, "far", 0), w.near_arm())
    return p


def p7() -> Pic:
    """The participant and a nurse sit at a table, each with a speech balloon without letters; an interpreter between them turns an open hand to both."""
    p = Pic("picture.p7.help_wish.prompt").add(ground())
    i = Person.bust(
        72,
        76,
        s=0.98,
        view="front",
        **dict(INTERPRETER, near=(88, 98), far=(56, 98), mouth="talk", hand_n=("open", -30), hand_f=("open", 210)),
    )
    a = Person.sit(
        22,
        110,
        132,
        s=1.0,
        facing=1,
        **nw(near=(44, 100), far=(46, 102), mouth="flat", foot_n=(42, 132), foot_f=(48, 132)),
    )
    m = Person.sit(
        122,
        110,
        132,
        s=1.0,
        facing=-1,
        **dict(NURSE, near=(100, 100), far=(98, 102), foot_n=(102, 132), foot_f=(96, 132), tunic=False),
    )
    p.add(
        i.body(),
        i.far_arm(),
        i.near_arm(),
        chair(20, 112, 1, 132, "wood", 22, 30),
        chair(124, 112, -1, 132, "wood", 22, 30),
        table(48, 106, 48),
    )
    p.add(
        a.body(),
        m.body(),
        a.near_arm(),
        m.near_arm(),
        path("M120 70C113 75 112 82 113 88", None, INK, 6),
        path("M120 70C113 75 112 82 113 88", None, "teal", 3),
        circle(113, 92, 4.4, "grey", INK, 2.4),
    )
    p.add(
        bubble(30, 20, 40, 24, (14, 9), "sky"),
        bubble(114, 20, 40, 24, (-14, 9), "sky"),
        "".join(path(f"M{x} 20q4 -6 8 0t8 0t8 0", None, INK, 2.6) for x in (18, 102)),
    )
    return p


def p8a() -> Pic:
    """A helper walks to the participant with an open hand."""
    p = Pic("picture.p8.acute.announce").add(ground())
    h = Person.walk(34, 132, s=1.1, step=11, facing=1, **dict(HELPER, near=(70, 80), hand_n=("open", -8), far=(24, 86)))
    c = Person.sit(112, 108, 132, s=1.08, facing=-1, view="side", **nw(near=(94, 96), far=(92, 98), mouth="flat"))
    p.add(chair(114, 110, -1, 132, "wood", 24, 32), c.draw(), h.draw())
    return p


def p8() -> Pic:
    """The person sits bent on a chair; a helper kneels beside with a hand held out; sun in the sky for 'today'."""
    p = Pic("picture.p8.acute.prompt").add(ground(), sun(118, 28, 11, 8))
    c = Person.sit(
        112,
        106,
        132,
        s=1.1,
        facing=-1,
        view="side",
        **nw(lean=32, near=(82, 86), far=(82, 90), mouth="sad", brow="worry", eyes="down", tilt=18),
    )
    h = Person.kneel(
        30,
        132,
        s=1.08,
        facing=1,
        **dict(
            HELPER,
            lean=6,
            near=(66, 92),
            hand_n=("open", -5),
            far=(62, 100),
            brow="up",
            foot_f=(50, 132),
            foot_n=(9, 132),
        ),
    )
    p.add(
        chair(114, 108, -1, 132, "wood", 24, 32),
        c.far_arm(),
        c.body(),
        h.far_arm(),
        h.body(),
        c.near_arm(),
        h.near_arm(),
    )
    return p


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (intro1, intro2, intro3, period, z1, z2, z3, z4, z5, p7, p8a, p8):
        yield draw()
