"""Faces and bodies for the health part: three steps each, mild, always the same calm person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.pictograms.palette import INK
from tools.pictograms.face import face
from tools.pictograms.people import Person
from tools.pictograms.roles import NEUTRAL
from tools.pictograms.shapes import Pic, Point, add, circle, path, rect, rot, shift, tube
from tools.pictograms.signs import ache, again, tangle, thought
from tools.pictograms.work import cloud, moon, sun

GREY = "grey"


def head(x: float, y: float, k: float, turn: float = 0, **look: Any) -> str:
    """Large head of the person of the health part, (x, y) = middle."""
    return rot(turn, x, y, shift(x, y, face("front", k, "skin1", "short", **look)))


def bust(x: float, y: float, k: float = 2.3, turn: float = 0, **look: Any) -> str:
    """Head and shoulders, (x, y) = middle of the head."""
    chin = y + 13 * k
    shoulders = path(
        f"M{x - 21 * k} 140Q{x - 21 * k} {chin + 7} {x - 7 * k} {chin + 4}H{x + 7 * k}Q{x + 21 * k} {chin + 7} {x + 21 * k} 140Z",
        GREY,
    )
    return shoulders + tube([(x, chin - 8), (x, chin + 9)], 7.4 * k, "skin1", "butt") + head(x, y, k, turn, **look)


# ---- sleep


def night(kind: str) -> str:
    """Window with the moon or the rising sun."""
    if kind == "moon":
        return rect(92, 6, 46, 46, "night", 4) + moon(115, 29, 14)
    rays = path("M115 25V15M100 32L94 26M130 32L136 26", None, "gold", 4)
    return (
        rect(92, 6, 46, 46, "light", 4)
        + path("M99 51A16 16 0 0 1 131 51Z", "yellow")
        + rays
        + rect(92, 6, 46, 46, None, 4)
    )


MAT = rect(5, 118, 134, 17, "sand", 8)


def z1_0() -> Pic:
    """The person sleeps on a mattress, calm face, moon."""
    return Pic("option.face.z1.0").add(
        night("moon"),
        MAT,
        path("M6 118Q2 100 14 98H52Q62 100 58 118Z", "white"),
        head(39, 84, 2.1, -78, eyes="closed", mouth="smile"),
        path("M58 118Q58 88 74 86Q106 84 124 96Q140 102 138 118Z", "blue"),
        path("M58 118Q58 88 74 86Q82 86 78 92Q72 102 72 118Z", "white"),
    )


def z1_1() -> Pic:
    """The person lies with the head high on the pillow, eyes open, an arm on the blanket, moon."""
    return Pic("option.face.z1.1").add(
        night("moon"),
        MAT,
        path("M6 118Q-2 86 14 80Q32 76 46 92L62 118Z", "white"),
        head(41, 72, 2.1, -30, eyes="dot", mouth="flat"),
        path("M38 118Q42 104 56 101Q74 99 80 118Z", GREY),
        path("M64 118Q64 100 80 98Q110 94 126 102Q140 106 138 118Z", "blue"),
        tube([(90, 104), (94, 103)], 10, "skin1"),
        tube([(58, 110), (74, 115), (88, 105)], 11, GREY, "butt"),
    )


def z1_2() -> Pic:
    """The person sits up on the mattress, tired eyes, the sun comes up."""
    return Pic("option.face.z1.2").add(
        night("sun"),
        MAT,
        path("M18 118Q16 86 34 80H62Q78 86 76 118Z", GREY),
        tube([(48, 68), (48, 84)], 15, "skin1", "butt"),
        head(48, 44, 2.3, 0, eyes="tired", brow="worry", mouth="flat"),
        path("M14 118Q12 100 34 98H70Q84 86 104 92Q128 98 136 118Z", "blue"),
        tube([(56, 107), (58, 107)], 10, "skin1"),
        tube([(27, 92), (29, 108), (52, 107)], 12, GREY, "butt"),
    )


# ---- worry: thoughts that turn round and round, a white thought cloud with a knot


def z2_0() -> Pic:
    """Calm face, no thought cloud."""
    return Pic("option.face.z2.0").add(bust(72, 92, 2.2, mouth="smile"))


def z2_1() -> Pic:
    """Worried face, a small thought cloud with one tangled line."""
    return Pic("option.face.z2.1").add(
        bust(60, 96, 2.2, mouth="flat", brow="worry"), thought(96, 28, 60, 30, to=(68, 57)), tangle(96, 28, 0.72)
    )


def z2_2() -> Pic:
    """Closed eyes, a hand at the head, a large thought cloud with more tangled lines."""
    return Pic("option.face.z2.2").add(
        bust(66, 98, 2.1, mouth="sad", brow="worry", eyes="closed"),
        thought(72, 31, 112, 36, to=(62, 64)),
        tangle(48, 31, 0.8),
        tangle(95, 31, 0.8),
        tube([(92, 96), (93, 95)], 15, "skin1"),
        tube([(130, 142), (120, 120), (98, 101)], 15, GREY, "butt"),
    )


# ---- sadness


def large(**look: Any) -> str:
    """The face fills the picture."""
    turn = look.pop("turn", 0)
    return bust(72, 64, 3.2, turn, **look)


def z3_0() -> Pic:
    """Face with a light smile."""
    return Pic("option.face.z3.0").add(large(mouth="smile"))


def z3_1() -> Pic:
    """Face with open eyes, raised brows and a mouth slightly down."""
    return Pic("option.face.z3.1").add(large(mouth="low", brow="worry"))


def z3_2() -> Pic:
    """Face with tears, head bent."""

    def tear(x: float, y: float) -> str:
        return path(
            f"M{x} {y - 9}Q{x + 7} {y + 1} {x + 7} {y + 5}A7 7 0 0 1 {x - 7} {y + 5}Q{x - 7} {y + 1} {x} {y - 9}Z",
            "sky",
        )

    return Pic("option.face.z3.2").add(
        large(mouth="sad", brow="worry", eyes="closed", turn=9), tear(54, 78), tear(85, 88)
    )


# ---- bad memories: thoughts that come back by themselves; no event is shown


def air(c: str = "air") -> str:
    """The calm round behind the person."""
    return circle(72, 72, 65, c, None)


def memory(x: float, y: float, s: float, to: Point) -> str:
    """A soft grey thought cloud with a turning arrow, two rings towards the head."""
    rings = [add((x, y), (to[0] - x, to[1] - y), f) for f in (0.58, 0.8)]
    return (
        "".join(circle(*p, r, "pale", INK, 2.4) for p, r in zip(rings, (4, 2.8), strict=True))
        + cloud(x, y, s, "pale")
        + again(x - 2 * s, y - 1, 8.5 * s, 3)
    )


def z4_0() -> Pic:
    """Calm person, clear sky above the head."""
    return Pic("option.face.z4.0").add(air(), sun(108, 28, 10, 8), bust(60, 98, 2.0, mouth="smile"))


def z4_1() -> Pic:
    """Person with one small grey thought cloud; in it an arrow that turns back."""
    return Pic("option.face.z4.1").add(air(), bust(60, 98, 2.0, mouth="flat"), memory(96, 30, 1.15, (68, 66)))


def z4_2() -> Pic:
    """Person with closed eyes and calm face; three grey thought clouds with arrows that turn back."""
    return Pic("option.face.z4.2").add(
        air(),
        bust(72, 106, 1.8, mouth="flat", eyes="closed", brow="worry"),
        memory(72, 28, 1.05, (72, 78)),
        memory(30, 60, 0.8, (52, 86)),
        memory(114, 60, 0.8, (92, 86)),
    )


# ---- pain: a hand on the aching place and soft rings


def body(**look: Any) -> Person:
    """The person from the side."""
    return Person.stand(72, 136, s=1.16, facing=1, view="side", **dict(NEUTRAL, **look))


def hurt(w: Person, *places: Point) -> list[str]:
    """Rings lie on the body, under the near arm."""
    return [w.far_arm(), w.body(), *(ache(x, y, 13) for x, y in places), w.near_arm()]


def z5_0() -> Pic:
    """The person from the side, upright, light smile, no marks."""
    return Pic("option.face.z5.0").add(body(mouth="smile").draw())


def z5_1() -> Pic:
    """The person from the side, a hand on the lower back, one soft orange ring there."""
    return Pic("option.face.z5.1").add(hurt(body(near=(62, 74), mouth="flat"), (60, 76)))


def z5_2() -> Pic:
    """The person from the side, slightly bent, soft orange rings at head, back, belly and knee."""
    w = body(lean=12, near=(56, 76), far=(78, 110), mouth="sad", brow="worry", eyes="closed", tilt=6)
    return Pic("option.face.z5.2").add(hurt(w, (72, 18), (55, 79), (84, 74), (80, 110)))


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (z1_0, z1_1, z1_2, z2_0, z2_1, z2_2, z3_0, z3_1, z3_2, z4_0, z4_1, z4_2, z5_0, z5_1, z5_2):
        yield draw()
