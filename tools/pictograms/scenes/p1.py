"""Part 1: ten work cards (prompt and label show the same picture)."""

from __future__ import annotations

from collections.abc import Iterator

from app.pictograms.palette import INK
from tools.pictograms.face import face
from tools.pictograms.people import Person
from tools.pictograms.places import (
    bag,
    barrow,
    basket,
    box,
    bucket,
    chair,
    cup,
    ground,
    hoe,
    ladder,
    mop,
    pan,
    plate,
    pole,
    steam,
    stool,
    stove,
    table,
    wall,
    window,
)
from tools.pictograms.shapes import Pic, add, circle, dots, line, path, polar, poly, rect, rot, shift, tube
from tools.pictograms.signs import sewing
from tools.pictograms.work import coin, drill, fruit, goat, leafy, spanner, stall, wheel


def card(name: str) -> Pic:
    """The card of one kind of work; its label shows the same picture."""
    return Pic(f"picture.p1.{name}.prompt", f"picture.p1.{name}.label")


def gear(x: float, y: float, r: float, c: str = "grey", teeth: int = 8) -> str:
    """Toothed wheel, (x, y) = middle."""
    o = "".join(
        line([add((x, y), polar(360 / teeth * i + 22, r - 1)), add((x, y), polar(360 / teeth * i + 22, r + 3.5))], 6.5)
        for i in range(teeth)
    )
    return o + circle(x, y, r, c) + circle(x, y, r * 0.36, "white")


def land_animals() -> Pic:
    """An adult pours feed for three goats; behind, another adult hoes a row of plants."""
    p = card("land_animals")
    p.add(rect(6, 50, 132, 20, "leaf", 6, None))
    h = Person.bend(
        57, 66, s=0.6, facing=1, lean=28, hair="short", skin=2, shirt="blue", pants="brown", near=(72, 41), far=(77, 46)
    )
    p.add(h.body(), hoe((67, 28), (88, 60), 1), h.near_arm())
    p.add("".join(leafy(x, 66, 0.62) for x in (112, 129)))
    p.add(ground())
    w = Person.stand(
        24,
        132,
        s=0.95,
        facing=1,
        view="side",
        lean=10,
        hair="scarf",
        sc="rose",
        skirt=True,
        pants="plum",
        shirt="yellow",
        near=(49, 86),
        far=(51, 92),
    )
    b = rot(
        66, 51, 88, poly([(40, 78), (62, 78), (60, 97), (42, 97)], "sand", [0, 0, 4, 4]), line([(41, 85), (61, 85)])
    )
    p.add(
        goat(123, 110, 0.82, -1, "wood", "up"),
        goat(109, 121, 0.82, -1, "pale", "up"),
        goat(94, 132, 0.82, -1, "white", "up"),
    )
    p.add(w.far_arm(), w.body(), b, w.near_arm())
    p.add(path("M42 132q4 -10 12 -10t12 10z", "yellow"), dots([(59, 105)], 2.2, "ink"))
    return p


def building() -> Pic:
    """An adult lays stones on a half-built wall; a wheelbarrow and a ladder beside."""
    p = card("building")
    p.add(ground())
    p.add(ladder(116, 132, 126, 16, 18, 6))
    p.add(wall(70, 132, [4, 4, 3, 3], 4, 17, 11.5, "clay"))
    p.add(barrow(12, 132))
    m = Person.stand(
        52,
        132,
        s=1.02,
        facing=1,
        view="side",
        lean=14,
        hair="cap",
        sc="clay",
        shirt="yellow",
        pants="blue",
        skin=2,
        near=(88, 76),
        far=(92, 71),
        moustache=True,
    )
    p.add(m.far_arm(), m.body(), rect(82, 73, 21, 12, "clay", 1.5), m.near_arm())
    return p


def repair_machines() -> Pic:
    """An adult bends over an open engine with a spanner; a drill on the bench."""
    p = card("repair_machines")
    p.add(ground(), table(52, 100, 86, th=8))
    p.add(rect(72, 64, 42, 36, "pale", 3), rect(96, 52, 11, 13, "grey", 1), gear(94, 83, 10.5), drill(120, 100, 0.7))
    w = Person.stand(
        32,
        132,
        s=1.05,
        facing=1,
        view="side",
        lean=24,
        hair="bun",
        shirt="yellow",
        pants="blue",
        skin=1,
        near=(63, 63),
        far=(66, 92),
        eyes="down",
    )
    sp = rot(68, 66, 63, spanner(66, 74, 1.05))
    p.add(w.far_arm(), w.body(), sp, w.near_arm())
    return p


def cooking_serving() -> Pic:
    """An adult stirs a large pan; another adult carries plates to a table."""
    p = card("cooking_serving")
    p.add(ground())
    c = Person.stand(
        28,
        132,
        s=0.95,
        facing=1,
        view="q",
        lean=4,
        hair="short",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(38, 74),
        far=(50, 78),
        moustache=True,
    )
    p.add(
        c.far_arm(),
        c.body(),
        pole((39, 58), (43, 92), 5),
        stove(38, 132, 56, 38),
        pan(38, 94, 44, 19),
        c.near_arm(),
        steam(54, 66, 2, 9, 14),
    )
    s = Person.walk(
        88,
        132,
        s=0.95,
        facing=1,
        view="q",
        hair="scarf",
        sc="sky",
        skin=1,
        shirt="rose",
        pants="plum",
        skirt=True,
        step=9,
        near=(106, 76),
        far=(112, 73),
        lean=2,
    )
    p.add(table(108, 104, 28), s.far_arm(), s.body(), plate(112, 76, 26), s.near_arm(), cup(124, 104, 0.9))
    return p


def cleaning() -> Pic:
    """An adult mops a floor in a bright corridor, bucket beside."""
    p = card("cleaning")
    p.add(
        poly([(8, 12), (136, 12), (136, 108), (8, 108)], "paper", 8, stroke=None), rect(8, 106, 128, 30, "sky", 6, None)
    )
    p.add(line([(8, 106), (136, 106)]))
    p.add(rect(98, 36, 30, 70, "wood", 2), circle(104, 74, 2.2, "ink", None), window(14, 26, 26, 26))
    m = Person.stand(
        52,
        130,
        s=1.05,
        facing=1,
        view="side",
        lean=12,
        hair="curly",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(75, 66),
        far=(82, 82),
        foot_n=(40, 130),
        foot_f=(60, 130),
    )
    p.add(m.far_arm(), m.body(), mop((70, 50), (98, 121)), m.near_arm(), bucket(22, 131, 24, 22, "clay"))
    return p


def shop_market() -> Pic:
    """An adult behind a stall with fruit hands a bag to a customer and takes coins."""
    p = card("shop_market")
    back, front = stall(8, 94, 94, 132, 12)
    p.add(ground())
    s = Person.stand(
        50,
        131,
        s=0.95,
        facing=1,
        view="q",
        hair="scarf",
        sc="plum",
        shirt="yellow",
        skin=1,
        near=(82, 76),
        far=(94, 66),
        hand_f="open",
    )
    p.add(back, s.far_arm(), s.body(), front)
    p.add(
        "".join(fruit(x, 87, 7, c) for x, c in ((18, "clay"), (33, "clay"), (49, "green"), (64, "yellow"))),
        fruit(25, 75, 7, "clay"),
    )
    c = Person.stand(
        123,
        132,
        s=0.95,
        facing=-1,
        view="side",
        hair="short",
        skin=2,
        shirt="teal",
        pants="blue",
        near=(93, 80),
        far=(103, 64),
    )
    p.add(c.far_arm(), c.body(), bag(84, 72, 20, 18, "sky", 9), s.near_arm(), c.near_arm(), coin(97, 57, 5.5))
    return p


def care_people() -> Pic:
    """An adult helps an old person stand up from a chair; two children play nearby."""
    p = card("care_people")
    p.add(ground(), chair(22, 106, 1, 132, "wood", 22, 32))
    o = Person(
        (28, 92),
        s=0.92,
        facing=1,
        view="side",
        lean=20,
        hair="bun",
        hc="hair3",
        skin=1,
        shirt="plum",
        pants="grey",
        near=(56, 80),
        far=(58, 76),
        foot_n=(36, 132),
        foot_f=(41, 132),
    )
    m = Person.stand(
        76,
        132,
        s=0.98,
        facing=-1,
        view="side",
        lean=5,
        hair="short",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(50, 86),
        far=(52, 74),
        foot_n=(80, 132),
        foot_f=(66, 132),
        moustache=True,
    )
    p.add(o.body(), m.body(), o.near_arm(), m.near_arm())
    a = Person.stand(
        101,
        132,
        s=0.52,
        facing=1,
        view="side",
        hair="bun",
        skin=2,
        shirt="teal",
        pants="rose",
        head=1.35,
        near=(111, 96),
        mouth="smile",
    )
    b = Person.stand(
        130,
        132,
        s=0.5,
        facing=-1,
        view="side",
        hair="short",
        skin=1,
        shirt="green",
        pants="blue",
        head=1.35,
        near=(120, 96),
        mouth="smile",
    )
    p.add(a.body(), b.body(), circle(115.5, 92, 6.5, "clay"), a.near_arm(), b.near_arm())
    return p


def driving_goods() -> Pic:
    """An adult at the wheel of a small truck; another adult lifts a box at the back."""
    p = card("driving_goods")
    p.add(ground())
    p.add(
        path("M98 124V70H117Q122 70 124 75L131 94H135Q138 94 138 97V124Z", "teal"),
        path("M104 76H116L124 97H104Z", "sky"),
    )
    p.add(
        shift(113, 88, face("side", 0.66, "skin1", "scarf", "hair1", "rose")),
        path("M104 98H126V102H104Z", "teal", None),
        path("M104 97.5H125"),
        path("M120.5 96L124 89", None, INK, 3),
    )
    p.add(
        rect(42, 74, 56, 50, "sand", 2),
        rect(42, 80, 34, 44, "hair2", 2),
        box(50, 101, 22, 22, "wood"),
        wheel(60, 124, 10),
        wheel(119, 124, 10),
    )
    m = Person.stand(
        18,
        132,
        s=0.98,
        facing=1,
        view="side",
        lean=6,
        hair="short",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(42, 86),
        far=(50, 90),
    )
    p.add(m.far_arm(), m.body(), box(36, 64, 26, 22, "wood"), m.near_arm())
    return p


def woven(x: float, y: float, w: float) -> str:
    """Woven basket, (x, y) = bottom middle: a lattice of slanted lines."""
    slants = ((0.15, 0.35), (0.4, 0.6), (0.65, 0.85))
    left, span = x - w / 2 + 3, w - 6
    lattice = "".join(line([(left + span * a, y - 20), (left + span * b, y)], 2) for a, b in slants)
    lattice += "".join(line([(left + span * b, y - 20), (left + span * a, y)], 2) for a, b in slants)
    return basket(x, y, w, 22, "wood") + lattice


def clothes_craft() -> Pic:
    """An adult sews cloth at a machine; on the wall baskets and a wooden stool."""
    p = card("clothes_craft")
    p.add(ground(), line([(76, 44), (134, 44)], 5), woven(92, 42, 28), woven(122, 42, 24))
    p.add(stool(34, 108), table(58, 92, 78))
    m = Person.sit(
        34,
        108,
        132,
        s=1.05,
        facing=1,
        lean=10,
        hair="curly",
        skin=2,
        shirt="yellow",
        pants="brown",
        near=(76, 82),
        far=(82, 84),
        eyes="down",
        foot_n=(58, 132),
        foot_f=(64, 132),
    )
    cl = path("M64 92q6 -8 20 -6h14v6q-6 4 -10 14t-24 12q6 -14 0 -26z", "rose")
    p.add(m.far_arm(), m.body(), shift(0, 0, sewing(84, 91, 0.98, "teal")), cl, m.near_arm())
    return p


def office_computer() -> Pic:
    """An adult at a desk types on a computer; papers in a tray."""
    p = card("office_computer")
    p.add(ground(), chair(32, 108, 1), table(56, 92, 82))
    w = Person.sit(
        34,
        106,
        132,
        s=1.05,
        facing=1,
        lean=4,
        hair="long",
        hc="hair2",
        skin=1,
        shirt="yellow",
        pants="teal",
        near=(76, 86),
        far=(84, 86),
        foot_n=(58, 132),
        foot_f=(64, 132),
    )
    p.add(w.far_arm(), w.body())
    p.add(
        poly([(98, 92), (102, 80), (110, 80), (114, 92)], "grey", 1),
        poly([(88, 44), (118, 38), (118, 84), (88, 80)], "grey", 3),
        poly([(93, 49), (113, 45), (113, 78), (93, 75)], "sky", 1, w=2.4),
    )
    p.add(tube([(70, 90), (92, 90)], 5, "pale"), w.near_arm())
    p.add(rect(121, 72, 13, 7, "white", 1), rect(119, 79, 16, 6.5, "white", 1), rect(117, 85.5, 20, 6.5, "clay", 1))
    return p


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (
        land_animals,
        building,
        repair_machines,
        cooking_serving,
        cleaning,
        shop_market,
        care_people,
        driving_goods,
        clothes_craft,
        office_computer,
    ):
        yield draw()
