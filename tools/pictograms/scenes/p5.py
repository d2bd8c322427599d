"""Part 5: script, Dutch, phone, languages."""

from __future__ import annotations

from collections.abc import Iterator

from app.pictograms.palette import INK
from tools.pictograms.face import face
from tools.pictograms.people import Person
from tools.pictograms.places import ground
from tools.pictograms.shapes import Pic, circle, n, path, poly, rect, shift, tube, tubes
from tools.pictograms.signs import bubble, waves


def script() -> Pic:
    """An adult holds a page with wavy lines instead of letters."""
    p = Pic("picture.p5.script.prompt")
    p.add(path("M14 140Q14 92 46 86Q72 78 98 86Q130 92 130 140Z", "yellow"), tube([(72, 86), (72, 70)], 17, "skin1"))
    p.add(shift(72, 44, face("front", 2.15, "skin1", "short", "hair2", eyes="down", moustache=False)))
    p.add(poly([(34, 90), (110, 90), (116, 140), (28, 140)], "white", 2))
    for i, y in enumerate((102, 114, 126)):
        k = (62, 66, 50)[i] / 4
        p.add(path(f"M{n(42 - i * 2)} {y}q{n(k / 2)} -5 {n(k)} 0t{n(k)} 0t{n(k)} 0t{n(k)} 0"))
    p.add(
        tubes([([(30, 116), (39, 112)], 12), ([(30, 124), (38, 121)], 11)], "skin1"),
        tubes([([(114, 116), (105, 112)], 12), ([(114, 124), (106, 121)], 11)], "skin1"),
    )
    return p


def gable(x: float, w: float, h: float, c: str) -> str:
    """Narrow brick house with a stepped front, door and windows; x = left."""
    k = w / 6
    y = 132 - h
    o = poly(
        [
            (x, 132),
            (x, y),
            (x + k, y),
            (x + k, y - 7),
            (x + 2 * k, y - 7),
            (x + 2 * k, y - 14),
            (x + 4 * k, y - 14),
            (x + 4 * k, y - 7),
            (x + 5 * k, y - 7),
            (x + 5 * k, y),
            (x + w, y),
            (x + w, 132),
        ],
        c,
        0,
    )
    for r in (0, 1):
        for i in (0, 1):
            o += rect(x + w * (0.14 + 0.42 * i), y + 6 + 20 * r, w * 0.3, 13, "sky", 0, INK, 2.2)
    return o + rect(x + w * 0.3, 110, w * 0.4, 22, "hair2", 0, INK, 2.2)


def dutch() -> Pic:
    """Two adults, narrow brick houses with stepped fronts between them; one talks, the other listens with a hand behind the ear."""
    p = Pic("picture.p5.dutch.prompt")
    p.add(gable(46, 26, 66, "clay"), gable(72, 26, 66, "brown"), ground())
    a = Person.stand(
        22,
        132,
        s=1.0,
        facing=1,
        view="side",
        hair="long",
        hc="hair2",
        skin=1,
        shirt="blue",
        pants="brown",
        near=(44, 84),
        hand_n="open",
        mouth="talk",
    )
    b = Person.stand(
        120,
        132,
        s=1.0,
        facing=-1,
        view="side",
        hair="short",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(129, 44),
        hand_n=("open", -100),
        bend_n=-1,
        lean=4,
    )
    p.add(a.draw(), b.draw(), waves(40, 34, 3, 5, 9, 1, 40))
    return p


def phone_pic() -> Pic:
    """A hand holds a phone that shows a talk balloon without letters and a small microphone."""
    p = Pic("picture.p5.phone.prompt")
    p.add(path("M52 140V116Q34 104 38 80L46 56L96 60L104 88Q106 110 92 120V140Z", "skin2"))
    p.add(rect(46, 8, 54, 92, "grey", 8), rect(52, 17, 42, 72, "white", 2))
    p.add(bubble(73, 36, 32, 24, (-6, 10), "yellow"))
    p.add(rect(68.5, 60, 9, 15, "teal", 4.5), path("M64 69q0 9 9 9t9 -9M73 78v6"))
    p.add(tubes([([(102, 66), (97, 66)], 11), ([(103, 79), (97, 79)], 11), ([(102, 92), (97, 92)], 11)], "skin2"))
    p.add(tube([(46, 108), (40, 90), (46, 66), (54, 56)], 14, "skin2", "round", True))
    p.add(rect(46, 128, 52, 14, "yellow", 2))
    return p


def languages() -> Pic:
    """A talking face from the side with sound waves, many small equal sound buttons."""
    p = Pic("picture.p5.languages.prompt")
    p.add(path("M8 140Q10 112 34 106L54 108Q72 112 74 140Z", "yellow"), tube([(42, 112), (42, 96)], 17, "skin2"))
    p.add(shift(44, 62, face("side", 2.3, "skin2", "short", "hair1", mouth="talk")))
    for i, (x, y) in enumerate(
        ((100, 24), (126, 24), (100, 56), (126, 56), (100, 88), (126, 88), (100, 120), (126, 120))
    ):
        c = ("teal", "clay", "yellow", "plum", "green", "blue", "rose", "sand")[i]
        p.add(circle(x, y, 11, c), waves(x - 5, y, 2, 4, 5, 1, 45, 2.6))
    return p


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (script, dutch, phone_pic, languages):
        yield draw()
