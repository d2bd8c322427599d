"""Fixed roles and the signs that people make with a booklet or a hand.

Yellow shirt: you, the person who answers. Teal: facilitator. Plum: case manager. White: nurse. Green: interpreter,
neighbour, other people. Grey: the person of the health part.
"""

from __future__ import annotations

from typing import Any

from tools.pictograms.face import face
from tools.pictograms.people import Person
from tools.pictograms.shapes import Point, add, circle, polar, poly, rect, shift, tube, tubes
from tools.pictograms.signs import notebook

Look = dict[str, Any]

NEUTRAL: Look = {
    "shirt": "grey",
    "pants": "brown",
    "hair": "short",
    "hc": "hair1",
    "skin": 1,
    "mouth": "flat",
}  # person of the health part
HELPER: Look = {"shirt": "teal", "pants": "brown", "hair": "bun", "hc": "hair1", "skin": 2}  # facilitator
MANAGER: Look = {"shirt": "plum", "pants": "brown", "hair": "short", "hc": "hair2", "skin": 1}  # case manager
NURSE: Look = {
    "shirt": "white",
    "pants": "sky",
    "hair": "short",
    "hc": "hair1",
    "skin": 2,
    "tunic": True,
}  # health care
INTERPRETER: Look = {"shirt": "green", "pants": "blue", "hair": "scarf", "sc": "sky", "skin": 1}  # interpreter
YOU_W: Look = {"shirt": "yellow", "pants": "blue", "hair": "scarf", "sc": "rose", "skin": 2}  # you, woman
YOU_M: Look = {"shirt": "yellow", "pants": "blue", "hair": "curly", "hc": "hair1", "skin": 2}  # you, man


def keep(x: float, y: float, s: float = 1.0, mark: str = "pictures", role: Look | None = None, h: float = 62) -> str:
    """The owner holds the closed booklet to the chest with both hands: the sign for 'only you decide'.

    Half figure, (x, y) = middle of the collar, 76 wide at s=1, from 46 above to h below y.
    """
    r = role or YOU_W
    sk, sh = f"skin{r['skin']}", r["shirt"]

    def q(a: float, b: float) -> Point:
        return (x + a * s, y + b * s)

    o = poly([q(-33, h), q(-34, 2), q(-9, -3), q(9, -3), q(34, 2), q(33, h)], sh, [0, 18 * s, 4, 4, 18 * s, 0])
    o += tube([q(0, 0), q(0, -14)], 12 * s, r["sc"] if r["hair"] == "scarf" else sk)
    o += shift(*q(0, -25), face("front", 1.5 * s, sk, r["hair"], r.get("hc", "hair1"), r.get("sc", "rose"), "smile"))
    o += notebook(x, y + 26 * s, 34 * s, 42 * s, mark, -5 * s)
    for sign in (-1, 1):
        o += tubes(
            [
                ([q(sign * 12, 36), q(sign * 4, 32)], 6.4 * s),
                ([q(sign * 12, 40), q(sign * 3, 38)], 6.4 * s),
                ([q(sign * 16, 41), q(sign * 12, 39)], 12 * s),
            ],
            sk,
        )
        o += tube([q(sign * 31, 17), q(sign * 33, 48), q(sign * 17, 41)], 13 * s, sh, "butt")
        o += circle(*q(sign * 30, 16), 6.4 * s, sh, None)
    return o


def laid(p: Person, which: str = "near", ang: float = 200) -> str:
    """A flat hand without thumb, laid on the body of the person p (her hand must be 'fist'); draw it after the arm."""
    h = p.hand(which)
    return tubes([([h, add(h, polar(ang, 7 * p.s))], 9.2 * p.s)], p.skin_c)


def pupil(x: float, ground: float = 132, s: float = 0.6, facing: int = 1, bag: str = "clay", **k: Any) -> str:
    """Child or youth on the way with a school bag on the back."""
    k.setdefault("shirt", "yellow")
    k.setdefault("pants", "blue")
    k.setdefault("skin", 2)
    k.setdefault("head", 1.3 if s < 0.55 else 1.18 if s < 0.7 else 1.06 if s < 0.9 else 1)
    k.setdefault("step", 9)
    p = Person.walk(x, ground, s=s, facing=facing, lean=2, **k)
    m = add(p.hip, p.up, 17 * s)
    b = rect(m[0] - facing * 13 * s - 8 * s, m[1] - 13 * s, 16 * s, 24 * s, bag, 3) if bag else ""
    return p.far_arm() + b + p.body() + p.near_arm()
