"""End of the picture edition, and the sentence 'You are not alone'."""

from __future__ import annotations

from collections.abc import Iterator

from app.pictograms.palette import INK
from tools.pictograms.people import Person
from tools.pictograms.places import bench, ground
from tools.pictograms.roles import HELPER, MANAGER, NEUTRAL, YOU_M, YOU_W
from tools.pictograms.shapes import Pic, circle, path, rect
from tools.pictograms.signs import booklet, heart, thought, tick, waves
from tools.pictograms.work import plant, sun


def f1() -> Pic:
    """The walking adult has come to the end of the path, both arms up; a large tick beside."""
    p = Pic("picture.finish.1").add(
        path("M4 62H140V140H4Z", "leaf", None),
        path("M84 62Q60 78 84 92Q110 106 104 132H40C36 116 60 104 52 92Q40 78 72 62Z", "sand"),
        path("M4 62H140"),
    )
    w = Person.stand(
        62,
        132,
        s=1.0,
        view="front",
        **dict(
            YOU_M,
            near=(92, 30),
            far=(32, 30),
            hand_n=("open", -70),
            hand_f=("open", -110),
            bend_n=-1,
            bend_f=-1,
            mouth="laugh",
        ),
    )
    return p.add(w.draw(), circle(121, 26, 18, "white"), tick(121, 27, 0.6, "slate", 9))


def f2() -> Pic:
    """The participant and an adult look at a booklet with pictures."""
    p = Pic("picture.finish.2")
    a = Person.bust(40, 66, s=1.15, view="q", facing=1, **dict(YOU_W, near=(38, 112), far=(64, 104)))
    b = Person.bust(
        104, 66, s=1.15, view="q", facing=-1, **dict(MANAGER, near=(106, 112), far=(80, 104), mouth="smile")
    )
    p.add(a.body(), b.body(), rect(6, 118, 132, 20, "wood", 3), booklet(72, 80, 70, 44), a.near_arm(), b.near_arm())
    return p


def f3() -> Pic:
    """A glad adult speaks to a phone that records; a thought cloud with a sun, a heart and a plant."""
    p = Pic("picture.finish.going_well")
    w = Person((44, 152), s=1.45, view="front", legs=False, **dict(YOU_M, mouth="laugh", near=(70, 178), far=(16, 172)))
    p.add(w.far_arm(), w.body(), w.near_arm(), waves(66, 88, 3, 6, 8, 1, 36))
    p.add(
        thought(92, 34, 82, 42),
        sun(70, 34, 8, 8),
        heart(94, 34, 0.62),
        plant(117, 50, 0.6),
        circle(58, 54, 3.4, "white"),
    )
    p.add(
        rect(100, 82, 32, 56, "grey", 6),
        rect(105, 89, 22, 38, "white", 1, INK, 2.4),
        rect(112.5, 94, 7, 13, "clay", 3.5, INK, 2.4),
        path("M109 103q0 8 7 8t7 -8M116 111v6", None, INK, 2.6),
    )
    return p


def alone() -> Pic:
    """Two adults sit side by side on a bench, one listens to the other."""
    p = Pic("acute.not_alone").add(ground())
    p.add(bench(10, 102, 124, 132, "wood", 26))
    a = Person.sit(
        46,
        104,
        132,
        s=1.12,
        view="front",
        hview="q",
        hdir=1,
        **dict(NEUTRAL, mouth="talk", near=(58, 103), far=(34, 103), brow="worry"),
    )
    b = Person.sit(
        98,
        104,
        132,
        s=1.12,
        view="front",
        hview="q",
        hdir=-1,
        **dict(HELPER, near=(110, 103), far=(86, 103), mouth="smile", tilt=6),
    )
    p.add(a.body(), b.body(), a.far_arm(), a.near_arm(), b.far_arm(), b.near_arm())
    return p


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (f1, f2, f3, alone):
        yield draw()
