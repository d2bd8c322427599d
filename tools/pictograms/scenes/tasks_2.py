"""Task pictures: land and animals, repair and machines, cooking and serving."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.pictograms.palette import INK
from tools.pictograms.people import Person
from tools.pictograms.places import ground
from tools.pictograms.shapes import Pic, Point, add, circle, dots, ellipse, line, n, path, poly, rect, rot, tube
from tools.pictograms.work import bicycle


def floor() -> str:
    """The floor line of the task pictures."""
    return ground(132, 8, 136)


def a_goat(x: float, y: float, s: float = 1.0, fill: str = "white") -> str:
    """Goat that looks left, (x, y) = ground under the middle."""

    def q(*v: float) -> list[Point]:
        return [(x + v[i] * s, y + v[i + 1] * s) for i in range(0, len(v), 2)]

    o = ""
    for lx in (-11, 16):
        o += tube(q(lx, -18, lx, -1), 6 * s, fill)
    o += path(kt_d("M26 -33Q33 -36 33 -44Q26 -44 22 -38Z", x, y, s), fill)
    o += path(
        kt_d(
            "M-24 -54L-41 -45Q-45 -41 -40 -38L-31 -37L-24 -26Q-22 -14 -10 -15H18Q28 -16 28 -28Q28 -38 16 -38H-8L-15 -52Q-19 -57 -24 -54Z",
            x,
            y,
            s,
        ),
        fill,
    )
    for lx in (-16, 21):
        o += tube(q(lx, -17, lx, -1), 6.5 * s, fill)
    o += path(kt_d("M-23 -54Q-23 -68 -9 -69Q-15 -63 -15 -53Z", x, y, s), "grey")
    o += path(kt_d("M-17 -50Q-6 -52 -5 -44Q-12 -43 -17 -47Z", x, y, s), fill)
    o += path(kt_d("M-39 -38L-38 -29L-32 -37", x, y, s), fill)
    return o + dots(q(-28, -46), 2)


def kt_d(d: str, x: float, y: float, s: float) -> str:
    """Scale absolute path data (M L Q C H V with blanks) and move it."""
    out, i, cmd = "", 0, ""
    for t in re.findall(r"[A-Za-z]|-?\d*\.?\d+", d):
        if t.isalpha():
            cmd, i = t, 0
            out += t
            continue
        v = float(t)
        v = x + v * s if cmd == "H" or (cmd != "V" and i % 2 == 0) else y + v * s
        out += (" " if i else "") + n(v)
        i += 1
    return out


def stalk(x: float, y: float, h: float, fill: str = "yellow") -> str:
    """Ripe stalk of grain, (x, y) = ground, h high."""
    return tube([(x, y - 1), (x, y - h + 14)], 3.6, fill) + ellipse(x, y - h + 6, 5, 12, fill)


def animals() -> Pic:
    """An adult gives hay to two goats beside a wooden fence."""
    p = Person.stand(27, near=(48, 84), far=(52, 76), s=1.02, hair="short", skin=2, pants="hair2")
    hay = path("M38 84Q36 70 50 70Q54 62 64 68Q73 66 72 78Q76 88 64 90Q48 94 38 84Z", "yellow") + path(
        "M46 74L56 86M56 70L62 84M50 86L68 78"
    )
    return Pic("option.task.land_animals.animals").add(
        floor(),
        rect(104, 46, 34, 7, "sand", 1),
        rect(104, 61, 34, 7, "sand", 1),
        rect(124, 38, 9, 93, "sand", 1),
        a_goat(112, 107, 0.82, "wood"),
        a_goat(104, 131, 0.88, "white"),
        p.far_arm(),
        p.body(),
        hay,
        p.near_arm(),
    )


def crops() -> Pic:
    """An adult cuts ripe grain in a field, full baskets at the side."""
    p = Person.bend(
        44, near=(80, 114), far=(86, 92), lean=36, s=1.02, hair="scarf", sc="rose", skin=2, skirt=True, pants="teal"
    )
    h = p.hand()
    return Pic("option.task.land_animals.crops").add(
        floor(),
        "".join(stalk(x, 132, hh) for x, hh in ((98, 74), (124, 78), (136, 70), (111, 80))),
        stalk(91, 132, 66),
        stalk(104, 132, 68),
        stalk(118, 132, 66),
        stalk(131, 132, 62),
        p.far_arm(),
        p.body(),
        path(
            "M{} {}Q{} {} {} {}Q{} {} {} {}Q{} {} {} {}Z".format(
                *tuple(
                    n(v)
                    for v in (
                        h[0] + 3,
                        h[1] - 3,
                        h[0] + 28,
                        h[1] + 2,
                        h[0] + 26,
                        h[1] - 24,
                        h[0] + 36,
                        h[1] + 8,
                        h[0] + 8,
                        h[1] + 8,
                        h[0] + 4,
                        h[1] + 6,
                        h[0] + 1,
                        h[1] + 2,
                    )
                )
            ),
            "pale",
        ),
        p.near_arm(),
        path("M8 110Q10 98 14 108Q16 94 21 106Q26 96 28 108L32 112H6Z", "yellow"),
        poly([(3, 110), (37, 110), (33, 132), (7, 132)], "wood", 3),
        line([(6, 120), (34, 120)]),
    )


def cabbage(x: float, y: float, s: float = 1.0) -> str:
    """Cabbage, (x, y) = ground."""
    return path(kt_d("M-13 0Q-18 -12 -9 -16Q-4 -24 0 -18Q4 -24 9 -16Q18 -12 13 0Z", x, y, s), "leaf") + path(
        kt_d("M0 -2Q-5 -10 0 -18M-7 -3Q-10 -8 -9 -14M7 -3Q10 -8 9 -14", x, y, s)
    )


def garden() -> Pic:
    """An adult waters rows of vegetables with a watering can."""
    p = Person.stand(
        32, near=(58, 80), far=(66, 76), s=1.02, hair="cap", sc="brown", skin=1, pants="blue", moustache=True
    )
    return Pic("option.task.land_animals.garden").add(
        path("M66 114H134", None, "wood", 8),
        cabbage(78, 113, 0.7),
        cabbage(102, 113, 0.7),
        cabbage(126, 113, 0.7),
        ground(132, 8, 136),
        path("M60 133H136", None, "wood", 8),
        p.far_arm(),
        p.body(),
        path("M60 72H80L82 90H57Z", "teal"),
        path("M80 86L98 68", None, INK, 9),
        path("M80 86L98 68", None, "teal", 3),
        poly([(93, 62), (104, 73), (99, 76), (90, 67)], "teal"),
        path("M60 84Q48 82 52 70Q57 63 66 72"),
        p.near_arm(),
        path("M104 80V85M112 78V83M108 90V95M118 88V93M100 90V94", None, "blue", 4),
        cabbage(70, 132, 0.86),
        cabbage(97, 132, 0.86),
        cabbage(124, 132, 0.86),
    )


def one_fish(x: float, y: float, s: float = 1.0, a: float = 0, fill: str = "grey") -> str:
    """Fish, turned by ``a`` degrees, (x, y) = middle."""
    return rot(
        a,
        x,
        y,
        path(kt_d("M-12 0Q-2 -10 8 0L16 -6V6L8 0Q-2 10 -12 0Z", x, y, s), fill),
        dots([(x - 6 * s, y - 1.5 * s)], 1.6),
    )


def fish() -> Pic:
    """Two adults in a small boat pull in a net with fish."""
    p1 = Person((34, 98), legs=False, near=(66, 82), far=(70, 76), lean=10, s=1.0, hair="short", skin=2, view="q")
    p2 = Person(
        (66, 98),
        legs=False,
        near=(98, 80),
        far=(102, 72),
        lean=12,
        s=1.0,
        hair="curly",
        skin=1,
        shirt="green",
        view="q",
        mouth="flat",
    )
    return Pic("option.task.land_animals.fish").add(
        p1.far_arm(),
        p1.body(),
        p2.far_arm(),
        p2.body(),
        path("M10 90Q50 98 104 88Q112 86 114 82Q116 112 92 120H38Q14 116 10 90Z", "wood"),
        path("M14 102Q60 110 113 98"),
        path("M66 78L100 76Q128 78 134 120Q118 130 100 122Q104 100 96 82Z", "pale"),
        path("M104 79Q118 92 112 125M117 86Q104 100 102 110M127 100Q116 112 103 116M110 79Q122 100 124 124"),
        one_fish(116, 100, 0.9, 60),
        one_fish(110, 116, 0.9, 10),
        p1.near_arm(),
        p2.near_arm(),
        path("M6 124Q17 116 28 124T50 124T72 124T94 124T116 124T138 124V138H6Z", "sky", None),
        path("M6 124Q17 116 28 124T50 124T72 124T94 124T116 124T138 124"),
    )


def vehicles() -> Pic:
    """An adult mends the wheel of a bicycle turned upside down; a car with open bonnet behind."""
    p = Person.kneel(34, near=(62, 98), far=(70, 90), s=0.98, lean=12, hair="short", skin=2, pants="blue", mouth="flat")
    h = p.hand()
    car = (
        path("M72 56V44Q72 38 80 37L89 24H115L125 38H131Q137 39 137 46V56Z", "sky")
        + path("M93 36L97 28H111L117 36Z", "white")
        + line([(104, 28), (104, 36)])
        + circle(86, 57, 7.5, "grey")
        + circle(124, 57, 7.5, "grey")
        + path("M74 37L62 17L86 33", "sky")
    )
    return Pic("option.task.repair_machines.vehicles").add(
        ground(65, 66, 136),
        car,
        floor(),
        rot(180, 97, 107, bicycle(74, 130, 1.1, "clay")),
        p.draw(tube([add(h, (-3, 2)), add(h, (11, -3))], 5, "grey")),
    )


def metal() -> Pic:
    """An adult with a welding mask joins two metal bars, small sparks."""
    p = Person.stand(
        36,
        near=(66, 78),
        far=(60, 90),
        s=1.02,
        hair="crop",
        skin=1,
        hand_n="glove",
        hand_f="glove",
        apron="wood",
        shirt="yellow",
        pants="hair2",
        tilt=10,
    )
    hx, hy = p.hc_
    mask = rot(
        10,
        hx,
        hy,
        path(
            "M{} {}Q{} {} {} {}Q{} {} {} {}Q{} {} {} {}Q{} {} {} {}Z".format(
                *tuple(
                    n(v)
                    for v in (
                        hx - 9,
                        hy - 10,
                        hx + 6,
                        hy - 16,
                        hx + 14,
                        hy - 8,
                        hx + 17,
                        hy + 4,
                        hx + 12,
                        hy + 14,
                        hx + 2,
                        hy + 18,
                        hx - 7,
                        hy + 12,
                        hx - 11,
                        hy,
                        hx - 9,
                        hy - 10,
                    )
                )
            ),
            "grey",
        ),
        rect(hx + 1, hy - 6, 13, 9, "ink", 1),
    )
    h = p.hand()
    return Pic("option.task.repair_machines.metal").add(
        floor(),
        rect(58, 104, 80, 8, "wood", 1),
        tube([(68, 112), (68, 130)], 7, "wood", "butt"),
        tube([(128, 112), (128, 130)], 7, "wood", "butt"),
        tube([(64, 99), (136, 99)], 8, "grey", "butt"),
        tube([(100, 95), (112, 58)], 8, "grey", "butt"),
        poly(
            [
                (96, 82),
                (99, 90),
                (107, 86),
                (102, 93),
                (110, 97),
                (100, 98),
                (94, 104),
                (93, 97),
                (84, 96),
                (92, 91),
                (88, 84),
                (95, 88),
            ],
            "yellow",
        ),
        p.far_arm(),
        p.body(),
        mask,
        tube([add(h, (-2, 2)), (78, 82)], 7, "clay"),
        tube([(80, 83), (90, 91)], 4, "grey"),
        p.near_arm(),
        dots([(114, 84), (84, 78)], 2, "clay"),
    )


def devices() -> Pic:
    """An adult opens a phone with a small screwdriver under a lamp."""
    p = Person.bust(52, 62, s=1.12, near=(84, 90), far=(46, 98), hair="short", skin=1, mouth="flat", eyes="down")
    return Pic("option.task.repair_machines.devices").add(
        tube([(128, 110), (128, 48), (106, 34)], 5, "grey"),
        poly([(100, 22), (116, 34), (98, 52), (84, 34)], "clay", 3),
        path("M84 46L78 54M92 52L90 60", None, "gold", 4),
        p.far_arm(),
        p.body(),
        rect(8, 112, 130, 9, "wood", 2),
        rect(18, 121, 8, 17, "wood", 0),
        rect(120, 121, 8, 17, "wood", 0),
        rot(
            -14,
            62,
            94,
            rect(46, 70, 29, 50, "hair2", 5),
            rect(50, 77, 21, 33, "sky", 1),
            path("M71 84L62 90L66 96L56 104"),
            circle(60.5, 115, 1.6, "white", None),
        ),
        tube([(66, 92), (76, 90)], 3.5, "grey"),
        p.near_arm(),
        tube([(77, 90), (92, 87)], 7, "clay"),
    )


def factory() -> Pic:
    """An adult presses a button on a large machine with a moving belt."""
    p = Person.stand(
        34, near=(50, 88), far=(68, 66), s=1.02, hair="bun", skin=1, hand_f="point", pants="blue", coat=None
    )
    return Pic("option.task.repair_machines.factory").add(
        floor(),
        rect(76, 24, 62, 74, "teal", 4),
        rect(80, 52, 20, 34, "pale", 2),
        circle(88, 64, 5, "clay"),
        dots([(95, 74), (88, 78)], 2.5, "ink"),
        rect(106, 34, 24, 18, "sky", 2),
        circle(112, 70, 9, "grey"),
        circle(128, 82, 7, "grey"),
        dots([(112, 70), (128, 82)], 2),
        path("M96 24V12H112V24", "grey"),
        tube([(66, 108), (128, 108)], 17, "grey"),
        "".join(circle(x, 108, 4, "pale") for x in (67, 87, 107, 127)),
        rect(106, 84, 18, 15, "sand", 1),
        line([(76, 118), (76, 132)]),
        line([(126, 118), (126, 132)]),
        p.draw(),
    )


def cook() -> Pic:
    """An adult stirs a big pan on a stove, vegetables on a board."""
    p = Person.stand(
        34, near=(66, 54), far=(58, 84), s=1.04, hair="short", skin=2, apron="white", pants="hair2", beard=True
    )
    return Pic("option.task.cooking_serving.cook").add(
        floor(),
        p.far_arm(),
        p.body(),
        rect(58, 92, 80, 40, "pale", 2),
        rect(66, 106, 30, 20, "grey", 2),
        circle(108, 102, 3.4, "ink", None),
        circle(122, 102, 3.4, "ink", None),
        rect(106, 86, 32, 6, "wood", 1),
        circle(116, 79, 7, "clay"),
        path("M122 84L134 74L138 80L130 86Z", "clay"),
        path("M134 74l2 -7"),
        tube([(67, 52), (78, 76)], 4.5, "wood"),
        path("M54 70H100L97 88Q96 92 91 92H63Q58 92 57 88Z", "blue"),
        rect(52, 66, 50, 7, "grey", 3),
        path("M84 58q-5 -6 0 -11t0 -11M96 58q-5 -6 0 -11t0 -11"),
        p.near_arm(),
    )


def bake() -> Pic:
    """An adult takes flat round loaves from an oven with a long shovel."""
    p = Person.stand(
        30,
        near=(50, 84),
        far=(64, 80),
        s=1.02,
        hair="short",
        skin=1,
        apron="white",
        pants="blue",
        lean=4,
        moustache=True,
    )
    return Pic("option.task.cooking_serving.bake").add(
        floor(),
        path("M84 132V70Q84 24 116 24Q138 26 138 60V132Z", "clay"),
        path("M94 94V76Q94 58 112 58Q130 58 130 76V94Z", "ink"),
        path("M98 94Q100 80 106 86Q110 70 116 84Q124 78 126 94Z", "yellow", None),
        line([(84, 106), (138, 106)]),
        line([(98, 106), (98, 119)]),
        line([(122, 106), (122, 119)]),
        line([(84, 119), (138, 119)]),
        line([(110, 119), (110, 132)]),
        p.far_arm(),
        p.body(),
        tube([(38, 90), (76, 82)], 5, "wood"),
        path("M74 79L116 76V84L76 87Z", "wood"),
        ellipse(88, 76, 11, 5.5, "sand"),
        ellipse(109, 74, 10, 5.5, "sand"),
        p.near_arm(),
    )


def serve() -> Pic:
    """An adult carries a tray with plates and cups to a table with guests."""
    p = Person.walk(
        34, near=(56, 66), far=(64, 56), view="q", s=1.06, step=9, hair="bun", skin=2, apron="white", pants="hair2"
    )
    g1 = Person.bust(96, 94, s=0.76, hair="short", hc="hair3", shirt="green")
    g2 = Person.bust(124, 94, s=0.76, hair="scarf", sc="rose", shirt="sky")
    return Pic("option.task.cooking_serving.serve").add(
        floor(),
        g1.body(),
        g2.body(),
        rect(76, 108, 62, 26, "wood", 2),
        ellipse(94, 107, 9, 3.5, "white"),
        ellipse(122, 107, 9, 3.5, "white"),
        p.far_arm(),
        p.body(),
        path("M52 51Q54 41 62 41Q70 41 72 51Z", "clay"),
        rect(48, 51, 44, 6, "grey", 2),
        path("M77 38H89L87 51H79Z", "white"),
        path("M83 32q-4 -4 0 -8t0 -8"),
        p.near_arm(),
    )


def dishes() -> Pic:
    """An adult washes a pile of plates at a large sink."""
    p = Person.stand(
        36, near=(62, 80), far=(72, 74), s=1.04, hair="short", skin=1, apron="sky", pants="hair2", sleeve="short"
    )
    return Pic("option.task.cooking_serving.dishes").add(
        floor(),
        tube([(104, 92), (104, 58), (88, 58), (88, 66)], 6, "grey"),
        p.far_arm(),
        p.body(),
        circle(76, 80, 14, "white"),
        circle(76, 80, 7, "white"),
        path("M88 70V88", None, "blue", 4),
        rect(52, 94, 86, 38, "pale", 2),
        rect(58, 94, 52, 6, "grey", 0),
        p.near_arm(),
        circle(66, 92, 6, "white"),
        circle(78, 94, 7, "white"),
        circle(92, 92, 6, "white"),
        circle(102, 94, 4, "white"),
        "".join(ellipse(125, y, 13, 4.5, "white") for y in (90, 84, 78, 72, 66, 60)),
    )


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (animals, crops, garden, fish, vehicles, metal, devices, factory, cook, bake, serve, dishes):
        yield draw()
