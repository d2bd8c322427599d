"""Heads: one face in four views, with hair, eyes, brows and mouth."""

from __future__ import annotations

import re

from app.pictograms.palette import INK
from app.pictograms.palette import OUTLINE as W
from tools.pictograms.shapes import circle, ellipse, n, path, rect


def sc_path(d: str, k: float) -> str:
    """Scale the numbers of path data."""
    if k == 1:
        return d
    t = re.sub(r"-?\d*\.?\d+", lambda m: n(float(m.group()) * k) + " ", d)
    return re.sub(r" +", " ", re.sub(r" +(?=[A-Za-z])", "", t)).strip()


def face(
    view: str = "front",
    k: float = 1.0,
    skin: str = "skin1",
    hair: str = "short",
    hc: str = "hair1",
    sc: str = "rose",
    mouth: str | None = "smile",
    brow: str | None = None,
    eyes: str = "dot",
    beard: bool = False,
    moustache: bool = False,
    glasses: str | None = None,
) -> str:
    """A head around (0, 0), looking right; k=1: 23 x 26 units. Also usable alone for large heads (k=3)."""

    def part(d: str, fill: str | None = None, w: float = W, stroke: str | None = INK) -> str:
        return path(sc_path(d, k), fill, stroke, w)

    fw = 2.4 if k < 1.5 else W  # face lines
    o = ""
    if view == "back":
        if hair == "scarf":
            return part("M-14 16C-15 4 -15 -15 0 -16C15 -15 15 4 14 16Q0 21 -14 16Z", sc)
        o += part("M-11.5 1C-11.5 10 -6 13 0 13C6 13 11.5 10 11.5 1z", skin)
        if hair == "long":
            return o + part("M-13 15C-15 -4 -15 -17 0 -17C15 -17 15 -4 13 15Q0 19 -13 15Z", hc)
        o += circle(-11.3 * k, 2 * k, 2.8 * k, skin) + circle(11.3 * k, 2 * k, 2.8 * k, skin)
        if hair == "curly":
            o += part(
                "M-11 4q-4 -2 -2.4 -6q-3 -4 0 -7q-.6 -5 4 -5.6q2 -4.6 6 -2.8q3.4 -3 6.8 0q4 -1.8 6 2.8q4.6 .6 4 5.6q3 3 0 7q1.6 4 -2.4 6Q9 11 0 10.5Q-9 11 -11 4Z",
                hc,
            )
        else:
            o += part("M-12.2 1C-14.5 -15 -6 -17 0 -17C6 -17 14.5 -15 12.2 1C11 6 8 10 0 10C-8 10 -11 6 -12.2 1Z", hc)
        if hair == "bun":
            o += circle(0, -15 * k, 6 * k, hc)
        return o
    # hair behind the head
    if hair == "long":
        o += part(
            {"side": "M6 -15C-12 -22 -18 -4 -15 18Q-5 21 0 16L4 -8Z"}.get(
                view, "M-14 17C-16 -2 -15 -17 0 -17C15 -17 16 -2 14 17Q0 20 -14 17Z"
            ),
            hc,
        )
    if hair == "mid":
        o += part(
            {"side": "M4 -15C-10 -19 -18 -6 -13.5 9Q-6 12 -1 8L4 -8Z"}.get(
                view, "M-13 9C-16 -4 -14 -17 0 -17C14 -17 16 -4 13 9Q9 12 6 9H-6Q-9 12 -13 9Z"
            ),
            hc,
        )
    if hair == "bun":
        o += circle(
            (-13 if view == "side" else -2 if view == "q" else 0) * k,
            (-8 if view == "side" else -16.5) * k,
            6.2 * k,
            hc,
        )
    if hair == "braids":
        o += part(
            {"side": "M-6 -4C-14 4 -14 10 -12 20", "q": "M-10 0C-15 8 -14 12 -14 20"}.get(
                view, "M-10 0C-15 8 -14 12 -14 20M10 0C15 8 14 12 14 20"
            ),
            None,
            8 * k,
        )
        o += part(
            {"side": "M-6 -4C-14 4 -14 10 -12 20", "q": "M-10 0C-15 8 -14 12 -14 20"}.get(
                view, "M-10 0C-15 8 -14 12 -14 20M10 0C15 8 14 12 14 20"
            ),
            None,
            4 * k,
            hc,
        )
    ear = hair not in ("scarf", "long", "mid")
    if view == "side":
        o += part(
            "M2 -13C9 -13 11.3 -8 11.3 -3L14.6 3Q15 4.6 11.8 5.2C11.8 10 8 13 3 13C-6 13 -11.5 7 -11.5 -1C-11.5 -9 -6 -13 2 -13Z",
            skin,
        )
        ex: tuple[float, ...] = (6.3,)
        f = 0.0
    else:
        if ear and view == "front":
            o += circle(-11.3 * k, 1.5 * k, 2.8 * k, skin) + circle(11.3 * k, 1.5 * k, 2.8 * k, skin)
        if ear and view == "q":
            o += circle(-11 * k, 1.5 * k, 2.8 * k, skin)
        o += ellipse(0, 0, 11.5 * k, 13 * k, skin)
        f = 3.2 if view == "q" else 0
        ex = (-4.3 + f, 4.3 + f)
        if view == "q":
            ex = (-1.6, 7)
    # beard
    if beard:
        o += part(
            {"side": "M-5 3C-3 6 0 5.4 3 5.5C6 4.5 9 4.5 11.6 5.4C12 11 9 15.5 3 15.5C-3 15 -6 10 -5 3Z"}.get(
                view,
                "M-11.5 1C-9 5 -7 5 -4.5 4.5C-2 3.6 4 3.6 6 4.5C8 5 9.5 5 11.5 1C11.5 11 6 15.5 0 15.5C-6 15.5 -11.5 11 -11.5 1Z",
            ),
            hc,
        )
    # eyes
    ey = {"down": 2.2, "up": -2.5}.get(eyes, -0.6)
    for x in ex:
        if eyes in {"closed", "down"}:
            o += part(f"M{n(x - 2.3)} {n(ey)}q2.3 2.6 4.6 0", None, fw)
        elif eyes == "tired":
            o += (
                part(f"M{n(x - 2.7)} {n(ey - 1)}h5.4", None, fw)
                + part(f"M{n(x - 2)} {n(ey - 1)}q0 2.6 2 2.6q2 0 2 -2.6z", "ink", 1.8)
                + part(f"M{n(x - 2)} {n(ey + 4)}q2 1.4 4 0", None, 2, "brown")
            )
        elif eyes == "wide":
            o += circle(x * k, ey * k, 2.9 * k, "white", INK, 2) + circle(x * k, ey * k, 1.3 * k, "ink", None)
        else:
            o += circle(x * k, ey * k, 1.75 * k, "ink", None)
    if glasses:
        gx = {"side": (1.5, 10.5), "q": (-6.5, 18.5)}.get(view, (-9.5, 19))
        o += (
            part(f"M-11.5 {n(ey)}H11")
            + rect(gx[0] * k, (ey - 5) * k, gx[1] * k, 10 * k, glasses, 4 * k)
            + "".join(circle(x * k, ey * k, 1.6 * k, "ink", None) for x in ex)
        )
    # brows
    for i, x in enumerate(ex):
        inner = 1 if i == 0 else -1
        b = ey - 5.2
        if brow == "up":
            o += part(f"M{n(x - 2.5)} {n(b - 0.8)}q2.5 -1.8 5 0", None, fw)
        elif brow == "worry":
            o += part(f"M{n(x - 2.5)} {n(b + 1.1 * inner)}l5 {n(-2.4 * inner)}", None, fw)
        elif brow == "down":
            o += part(f"M{n(x - 2.5)} {n(b - 1.1 * inner)}l5 {n(2.4 * inner)}", None, fw)
    # nose
    if view == "q" and k > 1.5 and hair != "scarf":
        o += part("M5 1.4Q7.4 3.6 4.8 3.8", None, fw)
    # mouth
    mc = "white" if beard else INK
    if view == "side":
        m = {
            "smile": "M10.8 7.6Q8.4 10 5 7.4",
            "flat": "M10.8 8.2H6",
            "sad": "M10.6 9.2Q8.5 6.6 5.6 8.8",
            "laugh": "M11.2 6.8Q9.6 11.6 4.6 7.2Z",
            "talk": "M11.6 6.4L6.2 8L10.4 11Z",
            "o": "M11.6 6.6L7.6 8.2L10.8 10.2Z",
        }.get(mouth or "")
    else:
        x = f
        m = {
            "smile": f"M{n(x - 4.4)} 6Q{n(x)} 10.2 {n(x + 4.4)} 6",
            "flat": f"M{n(x - 3.6)} 7.4H{n(x + 3.6)}",
            "sad": f"M{n(x - 4)} 9Q{n(x)} 5 {n(x + 4)} 9",
            "low": f"M{n(x - 3.6)} 8.6Q{n(x)} 6.4 {n(x + 3.6)} 8.6",
            "laugh": f"M{n(x - 4.8)} 5.4Q{n(x)} 12.8 {n(x + 4.8)} 5.4Z",
            "talk": f"M{n(x - 3.6)} 6.2Q{n(x)} 12.4 {n(x + 3.6)} 6.2Q{n(x)} 4.4 {n(x - 3.6)} 6.2Z",
            "o": f"M{n(x + 2.2)} 7.4a2.2 2.2 0 1 1 0 .1Z",
        }.get(mouth or "")
    if m:
        big = mouth in ("talk", "laugh", "o")
        if mouth == "o" and view != "side":
            o += circle(x * k, 7.6 * k, 2.2 * k, "mouth", INK, 2)
        else:
            o += part(
                m, ("white" if mouth == "laugh" else "mouth") if big else None, 2 if big else fw, mc if not big else INK
            )
    if moustache and not beard:
        o += part(
            {"side": "M11.6 5.6Q8 4.6 6 7.4"}.get(view, f"M{n(f - 4.5)} 6Q{n(f)} 3.4 {n(f + 4.5)} 6"),
            None,
            3.4,
            hc,
        )
    # hair in front
    if hair in ("short", "long", "bun", "braids", "mid"):
        if view == "side":
            o += part(
                "M11 -6.5C9.5 -14.5 4 -16.8 -2 -16.5C-11 -16 -15 -9 -13.5 0C-13 4 -11.5 6.5 -9.5 8L-6.5 2C-5 -3 -2 -5.5 3 -5.6C6 -5.8 9 -6 11 -6.5Z",
                hc,
            )
        elif view == "q":
            o += part(
                "M-12.5 0C-15 -15 -6 -17.3 0 -17C9 -17.3 14 -13 12.2 -3C11 -7 10.6 -7.4 9.5 -8.6C3 -6.4 -3 -6.6 -6 -8.4C-7 -5 -10 -3 -12.5 0Z",
                hc,
            )
        else:
            o += part(
                "M-12.4 -1C-14.5 -15 -6 -17.3 0 -17C6 -17.3 14.5 -15 12.4 -1C10.4 -4 9.4 -6 8 -8.2C3 -6.4 -3 -6.4 -8 -8.2C-9.4 -6 -10.4 -4 -12.4 -1Z",
                hc,
            )
    elif hair == "curly":
        if view == "side":
            o += part(
                "M11.5 -6.5q3 -5 -2 -7q-2 -5.4 -7 -3.6q-5 -3 -8.6 .6q-5.6 -.4 -6.4 4.4q-4 3 -1.6 7q-2.4 4 1.6 6.4q2 2.6 4.4 -.4L-6 2C-5 -3 -2 -5.5 3 -5.6Z",
                hc,
            )
        else:
            o += part(
                "M-12 .5q-4 -3.4 -1 -7q-1.4 -5 3.6 -6.4q1.6 -5 6.2 -3.4q3.6 -3 7.2 0q5 -1.4 6 3.4q4.6 1.6 3 6.4q2.6 4 -1 7Q11 -5 9 -8.2C3 -6.2 -3 -6.2 -8.4 -8.2Q-10 -5 -12 .5Z",
                hc,
            )
    elif hair == "bald":
        o += part(
            {"side": "M-7 -8C-13 -4 -14.4 1 -10 8L-6 2C-6 -2 -5 -5 -7 -8Z"}.get(
                view, "M-11 -6C-15 -2 -14 3 -11.6 5L-10 -2ZM11 -6C15 -2 14 3 11.6 5L10 -2Z"
            ),
            hc,
        )
    elif hair == "scarf":
        if view == "side":
            o += part(
                "M10.5 -9C7 -18 -8 -18 -13.5 -8C-16.5 0 -14 12 -12 18Q-4 22 6 18Q9 15.5 6.5 12.4C2 10 1.6 1 3 -3C4.4 -7 7 -8.6 10.5 -9Z",
                sc,
            )
        else:
            a = 1.2 if view == "q" else 0
            o += part(
                "M0 -16.5C-13 -16.5 -16 -5 -14.6 4C-14 9 -14.5 12 -11.5 15Q0 20.5 11.5 15C14.5 12 14 9 14.6 4C16 -5 13 -16.5 0 -16.5Z"
                "M{} -9.4C{} -9.4 {} -4 {} 1C{} 8 {} 12 {} 12C{} 12 {} 8 {} 1C{} -4 {} -9.4 {} -9.4Z".format(
                    *tuple(
                        n(v)
                        for v in (
                            a,
                            a + 6.5,
                            a + 9.4,
                            a + 9.2,
                            a + 9,
                            a + 4,
                            a,
                            a - 4,
                            a - 9,
                            a - 9.2,
                            a - 9.4,
                            a - 6.5,
                            a,
                        )
                    )
                ),
                sc,
            )
    if view == "side" and ear and hair not in ("bald", "cap") and k > 0.7:
        o += circle(-4 * k, 2 * k, 2.9 * k, skin, INK, 2.4)
    if hair == "cap":
        if view == "side":
            o += part("M-8 -4C-13 0 -13 5 -9.5 8L-6 2Z", hc) + part(
                "M-12.6 -4C-13 -16 9 -20 11.6 -6.4L17 -5.4Q18 -3.6 16 -3.2Q0 -5 -12.6 -4Z", sc
            )
        else:
            o += part("M-12.8 -4.4C-13 -19 13 -19 12.8 -4.4Q0 -8.4 -12.8 -4.4Z", sc)
    return o
