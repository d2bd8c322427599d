"""People built from joints: poses, clothes, hands that find their target."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Self

from app.pictograms.palette import INK
from app.pictograms.palette import OUTLINE as W
from tools.pictograms.face import face
from tools.pictograms.shapes import (
    Parts,
    Point,
    add,
    circle,
    dist,
    ellipse,
    flat,
    n,
    path,
    polar,
    poly,
    poly_d,
    tube,
    tubes,
    unit,
)

Hand = str | tuple[str, float]
SHOULDER = {"side": 1.5, "q": 7, "front": 10.4, "back": 10.4}  # half the width between the shoulders, at s = 1
HIP = {"side": 1.5, "q": 3.5, "front": 5.2, "back": 5.2}  # the same between the hips


def ik(a: Point, t: Point, l1: float, l2: float, bend: float) -> tuple[Point, Point]:
    """Joint between a and t for two bones. Returns (joint, end); end = t when it can be reached."""
    u = unit(a, t)
    d = min(max(dist(a, t), abs(l1 - l2) + 0.5), l1 + l2 - 0.1)
    e = add(a, u, d)
    k = (l1 * l1 - l2 * l2 + d * d) / (2 * d)
    h = math.sqrt(max(l1 * l1 - k * k, 0))
    return add(add(a, u, k), (-u[1] * bend, u[0] * bend), h), e


@dataclass
class Person:
    """A person built from joints. Sizes at s=1: torso 31, upper arm 17, forearm 17, thigh 22, shin 22, head 13.

    hip     (x, y) of the pelvis              lean   degrees the back leans towards facing (90 = lying)
    facing     1 looks right, -1 left            view   'side', 'q' (three-quarter), 'front', 'back'
    near/far  hand targets (x, y); the elbow finds itself. None = hanging. near is the arm in front of the body;
              in 'front' and 'back' view near is the arm on the right of the picture
    foot_n/foot_f  ground points under the feet
    bend_n, bend_f  -1 turns an elbow the other way; knee_n, knee_f the same for knees
    hand_n/hand_f  'fist' 'open' 'point' 'glove' or (kind, angle in degrees: 0 right, 90 down)
    shirt, pants, shoes  colours; skirt=True long skirt of the colour pants; tunic=True longer shirt
    sleeve  'long' or 'short'; apron / vest / coat colours
    skin 1 or 2; hair 'short' 'curly' 'mid' 'bun' 'long' 'braids' 'scarf' 'bald' 'cap' (sc = colour of the cap);
    hc hair colour; sc scarf colour
    mouth   'smile' 'flat' 'sad' 'talk' 'o' 'laugh' None;  brow None 'up' 'worry' 'down'
    eyes    'dot' 'closed' 'down' 'wide' 'up';  beard, moustache True;  tilt head turn in degrees (+ = towards facing)
    head    head size (children 1.25);  glasses colour of safety glasses
    hview, hdir  another view and direction for the head only;  thigh below 1 shortens the upper leg (sitting seen from the front)
    Drawing: draw() or, to put props between, far_arm(), body(), near_arm(). hand('near') gives the true hand place.
    """

    hip: Point
    facing: int = 1
    view: str = "q"
    lean: float = 0
    s: float = 1.0
    near: Point | None = None
    far: Point | None = None
    foot_n: Point | None = None
    foot_f: Point | None = None
    bend_n: int = 1
    bend_f: int = 1
    knee_n: int = 1
    knee_f: int = 1
    hand_n: Hand = "fist"
    hand_f: Hand = "fist"
    shirt: str = "yellow"
    pants: str = "blue"
    shoes: str = "hair2"
    skirt: bool = False
    tunic: bool = False
    sleeve: str = "long"
    apron: str | None = None
    vest: str | None = None
    skin: int = 1
    hair: str = "short"
    hc: str = "hair1"
    sc: str = "rose"
    mouth: str | None = "smile"
    brow: str | None = None
    eyes: str = "dot"
    beard: bool = False
    moustache: bool = False
    tilt: float = 0
    head: float = 1.0
    glasses: str | None = None
    legs: bool = True
    turn: float | None = None
    coat: str | None = None
    thigh: float = 1.0
    hview: str | None = None
    hdir: int | None = None

    def __post_init__(self) -> None:
        self.skin_c = "skin1" if self.skin == 1 else "skin2"
        self.flat_view = self.view in ("front", "back")
        self.up = polar(-90 + self.lean * self.facing)
        self.side = (-self.up[1], self.up[0])  # towards the right of the person's axis
        self.neck = add(self.hip, self.up, 31 * self.s)
        self.angle = (self.lean * self.facing * 0.35 + self.tilt * self.facing) if self.turn is None else self.turn
        self._place_head()
        self._place_arms()
        self._place_legs()

    def _place_head(self) -> None:
        s = self.s
        forward = {"side": 2.5 * self.facing * s, "q": 1 * self.facing * s}.get(self.view, 0)
        self.hc_ = add(add(self.neck, polar(-90 + self.angle), (11.5 + 3 * self.head) * s), self.side, forward)

    def _place_arms(self) -> None:
        s, sign = self.s, 1 if self.flat_view else -self.facing
        top = add(self.hip, self.up, (26.5 if self.view == "side" else 25) * s)
        half = SHOULDER[self.view] * s
        self.sh_n = add(top, self.side, half * sign)
        self.sh_f = add(top, self.side, -half * sign)
        hang_n = (self.sh_n[0] + (4 if self.flat_view else 2 * self.facing) * s, self.sh_n[1] + 33 * s)
        hang_f = (self.sh_f[0] + (-4 if self.flat_view else 3 * self.facing) * s, self.sh_f[1] + 33 * s)
        bend_n = (-1 if self.flat_view else self.facing) * self.bend_n
        bend_f = (1 if self.flat_view else self.facing) * self.bend_f
        self.el_n, self.ha_n = ik(self.sh_n, self.near or hang_n, 17 * s, 17 * s, bend_n)
        self.el_f, self.ha_f = ik(self.sh_f, self.far or hang_f, 17 * s, 17 * s, bend_f)

    def _place_legs(self) -> None:
        s, sign = self.s, 1 if self.flat_view else -self.facing
        half = HIP[self.view] * s
        self.hip_n = add(self.hip, self.side, half * sign)
        self.hip_f = add(self.hip, self.side, -half * sign)
        bend_n = (-1 if self.flat_view else -self.facing) * self.knee_n
        bend_f = (1 if self.flat_view else -self.facing) * self.knee_f
        self.fn = self.foot_n or (self.hip_n[0], self.hip[1] + 48 * s)
        self.ff = self.foot_f or (self.hip_f[0], self.hip[1] + 48 * s)
        thigh, shin = 22.5 * s * self.thigh, 22.5 * s
        self.kn_n, self.an_n = ik(self.hip_n, (self.fn[0], self.fn[1] - 4.5 * s), thigh, shin, bend_n)
        self.kn_f, self.an_f = ik(self.hip_f, (self.ff[0], self.ff[1] - 4.5 * s), thigh, shin, bend_f)

    @classmethod
    def stand(cls, x: float, ground: float = 132, s: float = 1.0, **k: Any) -> Self:
        """Standing; x is the middle, ground the floor."""
        d = k.get("facing", 1)
        v = k.get("view", "q")
        o = {"side": 2, "q": 5, "front": 6.5, "back": 6.5}[v] * s
        sg = -d if v in ("side", "q") else 1
        k.setdefault("foot_n", (x + o * sg, ground))
        k.setdefault("foot_f", (x - o * sg, ground))
        return cls((x, ground - 48.8 * s), s=s, **k)

    @classmethod
    def walk(cls, x: float, ground: float = 132, s: float = 1.0, step: float = 13, **k: Any) -> Self:
        """Walking towards facing, side or three-quarter view."""
        d = k.get("facing", 1)
        k.setdefault("view", "side")
        k.setdefault("foot_n", (x - step * d * s, ground))
        k.setdefault("foot_f", (x + step * d * s, ground))
        k.setdefault("lean", 5)
        hipy = ground - 46 * s
        if "near" not in k:
            k["near"] = (x + 15 * d * s, hipy + 1 * s)
        if "far" not in k:
            k["far"] = (x - 12 * d * s, hipy + 3 * s)
        return cls((x, hipy), s=s, **k)

    @classmethod
    def sit(cls, x: float, seat: float, ground: float = 132, s: float = 1.0, **k: Any) -> Self:
        """Sitting on a seat of height y=seat, feet towards facing."""
        d = k.get("facing", 1)
        k.setdefault("view", "side")
        v = k["view"]
        if v in ("front", "back"):
            k.setdefault("foot_n", (x + 8 * s, ground))
            k.setdefault("foot_f", (x - 8 * s, ground))
            k.setdefault("thigh", 0.4)
        else:
            k.setdefault("foot_n", (x + 21 * d * s, ground))
            k.setdefault("foot_f", (x + 26 * d * s, ground))
        return cls((x, seat - 6 * s), s=s, **k)

    @classmethod
    def kneel(cls, x: float, ground: float = 132, s: float = 1.0, **k: Any) -> Self:
        """One knee down, the other foot forward."""
        d = k.get("facing", 1)
        k.setdefault("view", "side")
        k.setdefault("foot_f", (x + 16 * d * s, ground))
        k.setdefault("foot_n", (x - 21 * d * s, ground))
        return cls((x - 3 * d * s, ground - 26 * s), s=s, **k)

    @classmethod
    def bend(cls, x: float, ground: float = 132, s: float = 1.0, **k: Any) -> Self:
        """Standing with a bent back; lean default 45."""
        d = k.get("facing", 1)
        k.setdefault("view", "side")
        k.setdefault("lean", 45)
        k.setdefault("foot_n", (x - 7 * d * s, ground))
        k.setdefault("foot_f", (x + 7 * d * s, ground))
        return cls((x - 8 * d * s, ground - 45 * s), s=s, **k)

    @classmethod
    def lie(cls, x: float, y: float, s: float = 1.0, **k: Any) -> Self:
        """Lying on the back: hip at (x, y), head towards -facing side is up; lean 90."""
        d = k.get("facing", 1)
        k.setdefault("view", "side")
        k.setdefault("lean", -86)
        k.setdefault("foot_n", (x + 44 * d * s, y + 4))
        k.setdefault("foot_f", (x + 44 * d * s, y + 1))
        k.setdefault("turn", -78 * d)
        k.setdefault("eyes", "closed")
        k.setdefault("near", (x + 3 * d * s, y - 3 * s))
        k.setdefault("far", (x + 5 * d * s, y - 6 * s))
        return cls((x, y), s=s, **k)

    @classmethod
    def bust(cls, x: float, y: float, s: float = 1.0, **k: Any) -> Self:
        """Upper body behind a counter or table: neck base at (x, y), no legs."""
        k.setdefault("view", "front")
        return cls((x, y + 31 * s), s=s, legs=False, **k)

    def hand(self, which: str = "near") -> Point:
        """Where the hand of the 'near' or 'far' arm really is."""
        return self.ha_n if which == "near" else self.ha_f

    def _arm(self, sh: Point, el: Point, ha: Point, kind: Hand) -> str:
        s = self.s
        w = 9.5 * s if s > 0.8 else 9 * s
        sk = self.skin_c
        fu = unit(el, ha)
        ang = math.degrees(math.atan2(fu[1], fu[0]))
        if isinstance(kind, (tuple, list)):
            kind, ang = kind
        gl = None
        if kind == "glove":
            kind, gl = "fist", "clay"
        au = polar(ang)
        pu = (-au[1], au[0])
        r = 9.8 * s
        parts = [([ha, add(ha, au, 0.1)], r)]
        if kind == "open":
            th = -1 if (pu[1] > 0) else 1
            parts = [
                ([ha, add(ha, au, 5.5 * s)], 8.6 * s),
                ([ha, add(add(ha, pu, 5.8 * s * th), au, 2.2 * s)], 4.4 * s),
            ]
        elif kind == "point":
            parts += [([ha, add(ha, au, 9 * s)], 4.4 * s)]
        if self.sleeve == "short":
            parts = [([add(el, fu, -1), add(ha, fu, -1)], 7.6 * s), *parts]
            parts = [([add(sh, unit(sh, el), 9 * s), el], 7.8 * s), *parts]
        out = tubes(parts, gl or sk)
        shirt = self.coat or self.shirt
        if self.sleeve == "short":
            end = add(sh, unit(sh, el), 11.5 * s)
            pin = [sh, end]
            pc = [sh, add(end, unit(sh, el), -W)]
        else:
            end = add(ha, fu, -5.5 * s)
            if dist(el, end) < 3:
                end = add(el, fu, 3)
            pin = [sh, el, end]
            pc = [sh, el, add(end, fu, -min(W, dist(el, end) - 0.2))]
        b = ' stroke-linecap="butt"'
        q = min(3 * s, dist(pin[0], pin[1]) * 0.5) if self.view == "side" else 0
        out += path(poly_d([add(sh, unit(pin[0], pin[1]), q), *pin[1:]], 0, False), None, INK, w + W, b)
        if self.view != "side":
            out += circle(sh[0], sh[1], (w + W) / 2, "ink", None)
        out += path(poly_d(pc, 0, False), None, shirt, w - W, b)
        out += circle(sh[0], sh[1], (w - W) / 2, shirt, None)
        if self.view != "side":
            ax = add(self.hip, self.up, 25 * s)
            out += circle(*add(sh, unit(sh, ax), min(2.8 * s, dist(sh, ax))), 4 * s, shirt, None)
        return out

    def far_arm(self) -> str:
        """The arm behind the body."""
        return self._arm(self.sh_f, self.el_f, self.ha_f, self.hand_f)

    def near_arm(self) -> str:
        """The arm in front of the body."""
        return self._arm(self.sh_n, self.el_n, self.ha_n, self.hand_n)

    def _shoe(self, an: Point, foot: Point) -> str:
        s, d = self.s, self.facing
        if self.flat_view:
            return ellipse(foot[0], foot[1] - 4 * s, 6 * s, 4 * s, self.shoes)
        lift = an[1] - (foot[1] - 4.5 * s)
        x, y = an[0], foot[1] + (lift if abs(lift) > 1 else 0)
        return path(
            f"M{n(x - 5 * s * d)} {n(y)}v{n(-7.5 * s)}h{n(9 * s * d)}q{n(7 * s * d)} 0 {n(7.5 * s * d)} {n(7.5 * s)}z",
            self.shoes,
        )

    def _legs(self) -> str:
        s = self.s
        out = ""
        if not self.legs:
            return out
        w = 12 * s
        for hp, kn, an, ft in (
            (self.hip_f, self.kn_f, self.an_f, self.ff),
            (self.hip_n, self.kn_n, self.an_n, self.fn),
        ):
            out += self._shoe(an, ft)
            if self.skirt:
                out += tube([add(an, unit(an, kn), 9 * s), an], 7.5 * s, self.skin_c, "butt")
            else:
                out += tube([hp, kn, an], w, self.pants, "butt")
                if abs(kn[0] - hp[0]) > 9 * s:
                    out += circle(hp[0], hp[1], (w - W) / 2, self.pants, None)
        if self.skirt:
            out += self._skirt()
        return out

    def _skirt(self) -> str:
        s = self.s
        low = max(self.kn_n[1], self.kn_f[1])
        if low - self.hip[1] > 14 * s and abs(self.lean) < 40 and dist(self.kn_n, self.kn_f) < 26 * s:
            xs = [self.an_n[0], self.an_f[0]]
            hem = min(self.an_n[1], self.an_f[1]) - 4.5 * s
            x0, x1 = min(xs) - 8 * s, max(xs) + 8 * s
            hw = {"side": 8.5, "q": 9.5}.get(self.view, 11) * s
            h = self.hip
            return poly(
                [(h[0] - hw, h[1] - 4 * s), (h[0] + hw, h[1] - 4 * s), (x1, hem), (x0, hem)], self.pants, [0, 0, 4, 4]
            )
        parts = []
        for hp, kn, an in ((self.hip_f, self.kn_f, self.an_f), (self.hip_n, self.kn_n, self.an_n)):
            parts.append(([hp, kn, add(an, unit(an, kn), 9 * s)], 15 * s))
        return tubes(parts, self.pants)

    def _torso(self) -> str:
        s = self.s
        sw, ww, hw = {"side": (8.6, 8.2, 8.4), "q": (12, 9.6, 9.8), "front": (15, 10.6, 11), "back": (15, 10.6, 11)}[
            self.view
        ]
        length = 31
        low = -15 if self.tunic else -4
        fl = 3 if self.tunic else 0

        def q(a: float, b: float) -> Point:
            return add(add(self.hip, self.side, a * s), self.up, b * s)

        pts = [
            q(-hw - fl, low),
            q(-ww, 11),
            q(-sw, length - 1.5),
            q(-4, length + 0.5),
            q(4, length + 0.5),
            q(sw, length - 1.5),
            q(ww, 11),
            q(hw + fl, low),
        ]
        r = [2, 12 * s, 7.5 * s, 2, 2, 7.5 * s, 12 * s, 2]
        out = poly(pts, self.coat or self.shirt, r)
        if self.vest:
            g = 3.4 if self.view != "side" else 1.5
            for sg in (-1, 1):
                out += poly(
                    [
                        q(sg * (hw + fl), low + 4),
                        q(sg * ww, 11),
                        q(sg * (sw - 1), length - 3),
                        q(sg * 5, length),
                        q(sg * g, 16),
                        q(sg * g, low + 4),
                    ],
                    self.vest,
                    3,
                )
        if self.apron:
            d = 0 if self.flat_view else self.facing
            out += poly(
                [
                    q(-6 + 3 * d, length - 8),
                    q(6 + 3 * d, length - 8),
                    q(7 + 2.4 * d, 12),
                    q(9 + 1 * d, -16),
                    q(-9 + 1 * d, -16),
                    q(-7 + 2.4 * d, 12),
                ],
                self.apron,
                3,
            )
        return out

    def _head(self) -> str:
        s, k = self.s, self.s * self.head
        d = self.hdir or self.facing
        hv = self.hview or self.view
        sc = self.hair == "scarf"
        cx, cy = self.hc_
        neck = tube([add(self.neck, self.up, -1 * s), add((cx, cy), (0, 0))], 8.5 * s, self.sc if sc else self.skin_c)
        g = face(
            hv,
            k,
            self.skin_c,
            self.hair,
            self.hc,
            self.sc,
            self.mouth,
            self.brow,
            self.eyes,
            self.beard,
            self.moustache,
            self.glasses,
        )
        t = f"translate({n(cx)} {n(cy)})"
        if abs(self.angle) > 0.5:
            t += f" rotate({n(self.angle)})"
        if d < 0 and hv in ("side", "q"):
            t += " scale(-1 1)"
        return neck + f'<g transform="{t}">{g}</g>'

    def body(self) -> str:
        """Legs, torso and head."""
        return self._legs() + self._torso() + self._head()

    def draw(self, between: Parts = "", held: Parts = "") -> str:
        """All parts; held is drawn after the far arm, between after the body (before the near arm)."""
        return self.far_arm() + "".join(flat([held])) + self.body() + "".join(flat([between])) + self.near_arm()
