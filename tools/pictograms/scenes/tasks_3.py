"""Task pictures: shop and market, driving and goods, clothes and craft, office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.pictograms.palette import INK
from tools.pictograms.people import Person
from tools.pictograms.places import bag, box, chair, ground, stool
from tools.pictograms.shapes import Pic, add, circle, dots, line, n, path, poly, rect, rot, tube, tubes
from tools.pictograms.signs import bubble, paper, sewing
from tools.pictograms.work import bicycle, fruit, hammer, key, stall


def floor() -> str:
    """The floor line of the task pictures."""
    return ground(132, 8, 136)


def sell() -> Pic:
    """An adult behind a market stall hands tomatoes to a customer."""
    bk, fr = stall(6, 92, 84, 132, 10)
    p = Person.bust(44, 66, s=0.98, near=(86, 80), far=(30, 86), hair="scarf", sc="rose", skin=2)
    c = Person.stand(
        116, facing=-1, near=(102, 92), far=(96, 80), s=0.98, hair="short", shirt="green", skin=1, hand_f="open"
    )
    return Pic("option.task.shop_market.sell").add(
        floor(),
        bk,
        p.far_arm(),
        p.body(),
        fr,
        "".join(fruit(x, y, 7) for x, y in ((16, 86), (30, 86), (44, 86), (23, 75), (37, 75))),
        fruit(64, 86, 7, "leaf"),
        fruit(77, 87, 6, "leaf"),
        c.far_arm(),
        fruit(91, 74, 8.5),
        p.near_arm(),
        c.body(),
        bag(102, 90, 20, 18, "plum"),
        c.near_arm(),
    )


def pay() -> Pic:
    """An adult at a cash desk gives coins to a customer."""
    p = Person.bust(34, 64, s=1.02, view="q", near=(58, 78), far=(66, 76), hair="bun", skin=1)
    c = Person.stand(
        116,
        facing=-1,
        far=(84, 84),
        near=(106, 94),
        s=1.0,
        hair="short",
        shirt="green",
        skin=2,
        hand_f="open",
        beard=True,
        pants="hair2",
    )
    return Pic("option.task.shop_market.pay").add(
        floor(),
        p.far_arm(),
        p.body(),
        rect(6, 92, 88, 40, "wood", 2),
        line([(6, 102), (94, 102)]),
        poly([(10, 92), (10, 76), (16, 64), (34, 64), (38, 76), (38, 92)], "grey", 2),
        rect(15, 69, 17, 8, "sky", 1, INK, 2),
        dots([(17, 83), (24, 83), (31, 83), (17, 88), (24, 88), (31, 88)], 1.8),
        c.far_arm(),
        c.body(),
        p.near_arm(),
        rot(-10, 64, 64, rect(48, 57, 28, 15, "leaf", 1.5), circle(62, 64.5, 3.6, "white", INK, 2)),
        circle(84, 72, 6, "yellow"),
        circle(84, 57, 6, "yellow"),
        path("M81.5 72a2.5 2.5 0 0 1 2.5 -2.5M81.5 57a2.5 2.5 0 0 1 2.5 -2.5", None, INK, 2),
        c.near_arm(),
    )


def stock() -> Pic:
    """An adult puts boxes on a shelf in a shop."""
    p = Person.stand(36, near=(68, 72), far=(70, 56), s=1.04, hair="curly", skin=2, pants="blue")
    return Pic("option.task.shop_market.stock").add(
        floor(),
        p.far_arm(),
        p.body(),
        rect(86, 10, 5, 122, "grey", 1),
        rect(133, 10, 5, 122, "grey", 1),
        rect(84, 44, 56, 6, "grey", 1),
        rect(84, 84, 56, 6, "grey", 1),
        rect(84, 120, 56, 6, "grey", 1),
        box(95, 20, 18, 24, "clay", False),
        rect(115, 26, 14, 18, "leaf"),
        box(94, 98, 24, 22),
        rect(120, 102, 11, 18, "teal"),
        rect(117, 60, 14, 24, "yellow"),
        box(66, 50, 34, 27),
        p.near_arm(),
        line([(66, 50), (66, 50)]),
    )


def own_business() -> Pic:
    """An adult writes in a notebook at the counter of a small shop, keys on the table."""
    p = Person.bust(62, 56, s=1.1, near=(86, 86), far=(44, 88), hair="short", skin=1, moustache=True, eyes="down")
    return Pic("option.task.shop_market.own_business").add(
        rect(14, 30, 116, 70, "paper", 0),
        rect(18, 58, 24, 4, "wood", 0),
        rect(100, 58, 28, 4, "wood", 0),
        rect(21, 44, 9, 14, "clay"),
        rect(31, 48, 8, 10, "green"),
        rect(102, 46, 9, 12, "teal"),
        rect(113, 42, 10, 16, "plum"),
        "".join(path(f"M{n(7 + 26 * i)} 8h26v18q-13 10 -26 0z", ("clay" if i % 2 == 0 else "white")) for i in range(5)),
        p.far_arm(),
        p.body(),
        rect(6, 98, 132, 36, "wood", 2),
        line([(6, 108), (138, 108)]),
        rot(-4, 62, 92, paper(44, 76, 36, 26, 3)),
        tube([(80, 92), (90, 78)], 4, "blue"),
        p.near_arm(),
        key(108, 90, 0.85),
    )


def rider(x: float, y: float, **k: Any) -> str:
    """Head and shoulders of a passenger, (x, y) = collar."""
    k.setdefault("view", "q")
    return Person.bust(x, y, s=0.86, **k).body()


def tyre(x: float, y: float, r: float = 13) -> str:
    """Wheel of a car, (x, y) = middle."""
    return circle(x, y, r, "hair1") + circle(x, y, r * 0.42, "grey", None)


def passengers() -> Pic:
    """A driver in a small bus, two passengers behind."""
    d = Person.bust(112, 82, s=0.86, view="q", near=(126, 88), hair="bun", skin=2)
    return Pic("option.task.driving_goods.passengers").add(
        floor(),
        path("M6 46Q6 34 18 34H112Q122 34 126 44L136 76Q138 80 138 86V116H6Z", "teal"),
        rect(14, 42, 34, 46, "white", 4),
        rect(54, 42, 34, 46, "white", 4),
        path("M94 42H112Q118 42 120 48L130 78V88H94Z", "white"),
        rider(31, 82, shirt="rose", hair="scarf", sc="plum", skin=1),
        rider(71, 82, shirt="green", hair="short", hc="hair3", skin=1),
        d.body(),
        tube([(118, 88), (125, 74)], 5, "hair2"),
        d.near_arm(),
        path("M6 88H137L138 92V116H6Z", "teal"),
        line([(6, 100), (138, 100)]),
        tyre(34, 118),
        tyre(110, 118),
        circle(134, 106, 3, "yellow", None),
    )


def truck() -> Pic:
    """A driver looks out of the window of a truck on a road."""
    d = Person.bust(104, 78, s=0.84, view="q", near=(118, 84), hair="short", skin=1, moustache=True)
    return Pic("option.task.driving_goods.truck").add(
        ground(132, 6, 138),
        rect(6, 22, 76, 92, "sand", 2),
        path("M86 114V44Q86 38 92 38H114Q120 38 122 43L132 78Q138 80 138 88V114Z", "clay"),
        path("M93 45H113Q116 45 117 49L125 80H93Z", "white"),
        d.body(),
        tube([(113, 84), (119, 70)], 5, "hair2"),
        d.near_arm(),
        path("M86 80H133Q138 82 138 88V114H86Z", "clay"),
        line([(96, 90), (104, 90)]),
        rect(6, 112, 132, 8, "grey", 1),
        tyre(28, 119),
        tyre(58, 119),
        tyre(112, 119),
        circle(134, 98, 3.4, "yellow", INK, 2),
    )


def warehouse() -> Pic:
    """An adult puts a box on a pallet in a storeroom."""
    p = Person.bend(
        38, near=(64, 84), far=(72, 72), lean=24, s=1.04, hair="short", skin=2, pants="blue", vest="clay", view="q"
    )
    return Pic("option.task.driving_goods.warehouse").add(
        floor(),
        tube([(72, 26), (138, 26)], 5, "grey", "butt"),
        box(84, 4, 22, 20, "sand"),
        box(110, 6, 22, 18, "sand"),
        rect(76, 122, 62, 5, "sand", 1),
        rect(80, 127, 9, 6, "sand", 0),
        rect(102, 127, 9, 6, "sand", 0),
        rect(125, 127, 9, 6, "sand", 0),
        box(79, 96, 28, 26),
        box(108, 96, 28, 26),
        box(108, 70, 28, 26),
        p.far_arm(),
        p.body(),
        box(68, 66, 30, 25),
        p.near_arm(),
    )


def deliver() -> Pic:
    """An adult with a bicycle hands a parcel to a person at a door."""
    p = Person.stand(58, near=(82, 80), far=(86, 72), s=0.98, hair="cap", sc="teal", skin=1, pants="hair2")
    c = Person.stand(
        122,
        facing=-1,
        far=(104, 82),
        near=(108, 86),
        s=0.94,
        hair="long",
        shirt="rose",
        skin=2,
        skirt=True,
        pants="plum",
    )
    return Pic("option.task.driving_goods.deliver").add(
        floor(),
        rect(100, 14, 38, 118, "wood", 1),
        rect(106, 20, 32, 112, "light", 0),
        bicycle(20, 132, 0.88, "clay"),
        p.far_arm(),
        p.body(),
        c.far_arm(),
        c.body(),
        box(82, 66, 24, 20),
        p.near_arm(),
        c.near_arm(),
    )


def sew() -> Pic:
    """An adult works at a sewing machine, cloth on the table."""
    p = Person.sit(
        32, 100, near=(66, 80), far=(74, 80), lean=10, s=1.04, hair="short", skin=1, pants="blue", moustache=True
    )
    return Pic("option.task.clothes_craft.sew").add(
        floor(),
        chair(30, 101),
        p.far_arm(),
        p.body(),
        rect(54, 86, 84, 7, "wood", 2),
        tube([(62, 94), (62, 130)], 6, "wood", "butt"),
        tube([(130, 94), (130, 130)], 6, "wood", "butt"),
        sewing(80, 86, 1.1),
        path("M52 84Q60 78 70 82H100V87H66L64 112Q56 116 48 110Z", "rose"),
        p.near_arm(),
    )


def weave() -> Pic:
    """An adult sits at a loom with a striped cloth."""
    p = Person.sit(
        34, 104, near=(64, 76), far=(70, 66), lean=4, s=1.04, hair="scarf", sc="green", skin=2, skirt=True, pants="plum"
    )
    return Pic("option.task.clothes_craft.weave").add(
        floor(),
        stool(32, 106),
        rect(78, 14, 7, 118, "wood", 1),
        rect(131, 14, 7, 118, "wood", 1),
        rect(74, 18, 66, 8, "wood", 2),
        rect(74, 112, 66, 8, "wood", 2),
        "".join(line([(x, 27), (x, 70)], 2.4) for x in (90, 97, 104, 111, 118, 125)),
        rect(87, 66, 42, 12, "clay", 0),
        rect(87, 78, 42, 11, "yellow", 0),
        rect(87, 89, 42, 12, "teal", 0),
        rect(87, 101, 42, 11, "clay", 0),
        p.far_arm(),
        p.body(),
        tube([(62, 64), (98, 64)], 6, "sand"),
        p.near_arm(),
    )


def hair() -> Pic:
    """An adult cuts the hair of a seated customer, mirror behind."""
    p = Person.stand(36, near=(62, 58), far=(62, 40), s=1.1, hair="curly", skin=2, pants="hair2", eyes="dot")
    c = Person.sit(
        84, 108, view="side", s=0.94, hair="short", hc="hair2", shirt="plum", skin=1, near=(104, 104), far=(104, 104)
    )
    return Pic("option.task.clothes_craft.hair").add(
        floor(),
        rect(110, 10, 28, 72, "wood", 4),
        rect(115, 15, 18, 62, "sky", 2),
        path("M119 54L128 42M119 68L129 54"),
        chair(82, 110, 1, 132, "grey", 26, 26),
        p.far_arm(),
        p.body(),
        c.body(),
        path("M75 80Q84 73 94 80L110 112H72Z", "sky"),
        rect(62, 38, 22, 5, "sand", 1),
        line([(68, 43), (68, 48)], 2),
        line([(73, 43), (73, 48)], 2),
        line([(78, 43), (78, 48)], 2),
        tubes([([(66, 52), (85, 58)], 4.6), ([(66, 63), (84, 51)], 4.6)], "pale"),
        circle(65, 53, 4, "clay"),
        circle(65, 64, 4, "clay"),
        p.near_arm(),
    )


def furniture() -> Pic:
    """An adult fixes the leg of a wooden chair with a hammer."""
    p = Person.kneel(
        38,
        near=(66, 72),
        far=(78, 104),
        s=1.04,
        lean=10,
        hair="short",
        skin=1,
        pants="blue",
        moustache=True,
        hand_n=("fist", -50),
    )
    h = p.hand()
    return Pic("option.task.clothes_craft.furniture").add(
        floor(),
        tube([(126, 48), (124, 130)], 8, "wood", "butt"),
        p.far_arm(),
        tube([(86, 104), (84, 130)], 8, "wood", "butt"),
        tube([(112, 106), (112, 130)], 6, "wood", "butt"),
        rect(78, 96, 52, 10, "wood", 2),
        rect(106, 52, 22, 10, "wood", 2),
        rect(108, 70, 18, 8, "wood", 2),
        line([(90, 118), (112, 118)]),
        p.body(),
        rot(38, h[0], h[1], hammer(h[0], h[1] + 5, 1.1)),
        p.near_arm(),
        path("M84 86L86 80M92 88L97 83M76 88L72 85", None, "gold", 4),
    )


def computer() -> Pic:
    """An adult types at a computer on a desk."""
    p = Person.sit(36, 102, near=(76, 83), far=(82, 83), lean=2, s=1.06, hair="bun", skin=2, pants="hair2")
    return Pic("option.task.office_computer.computer").add(
        floor(),
        chair(34, 103),
        p.far_arm(),
        p.body(),
        rect(58, 90, 80, 7, "wood", 2),
        tube([(66, 98), (66, 130)], 6, "wood", "butt"),
        tube([(130, 98), (130, 130)], 6, "wood", "butt"),
        poly([(112, 90), (115, 78), (123, 78), (128, 90)], "grey", 1),
        poly([(96, 46), (136, 38), (136, 82), (100, 78)], "grey", 3),
        poly([(101, 51), (131, 45), (131, 76), (104, 73)], "sky", 1),
        poly([(70, 90), (74, 85), (96, 85), (94, 90)], "pale", 1),
        p.near_arm(),
    )


def pile(x: float, y: float, k: int, c: str = "white") -> str:
    """Pile of k papers, (x, y) = bottom left."""
    return "".join(rect(x + (i % 2) * 1.5, y - 5 * (i + 1), 26, 5, c, 0.5) for i in range(k))


def papers() -> Pic:
    """An adult sorts papers into three piles and a folder."""
    p = Person.bust(72, 54, s=1.08, near=(100, 82), far=(44, 84), hair="short", skin=1, eyes="down")
    return Pic("option.task.office_computer.papers").add(
        p.far_arm(),
        p.body(),
        rect(6, 104, 132, 9, "wood", 2),
        rect(16, 113, 8, 24, "wood", 0),
        rect(120, 113, 8, 24, "wood", 0),
        pile(10, 104, 5),
        pile(41, 104, 2),
        pile(72, 104, 3),
        path("M104 104V76H114L118 80H136V104Z", "clay"),
        rot(12, 100, 74, paper(94, 56, 22, 26, 3)),
        p.near_arm(),
    )


def phone_people() -> Pic:
    """Literal meaning: talking to visitors or callers who have a question."""
    p = Person.bust(
        32, 66, s=1.04, view="q", near=(46, 88), far=(54, 84), hair="long", skin=2, mouth="talk", hand_f="open"
    )
    c = Person.stand(
        116,
        facing=-1,
        near=(104, 92),
        far=(97, 82),
        s=1.0,
        hair="short",
        shirt="green",
        skin=1,
        mouth="talk",
        hand_f="open",
        pants="hair2",
    )
    return Pic("option.task.office_computer.phone_people").add(
        floor(),
        p.far_arm(),
        p.body(),
        rect(6, 94, 84, 38, "wood", 2),
        line([(6, 104), (90, 104)]),
        p.near_arm(),
        poly([(58, 94), (63, 80), (77, 80), (82, 94)], "grey", 2),
        path("M56 80Q56 74 61 74H79Q84 74 84 80L78 82V79H62V82Z", "hair1"),
        circle(70, 87, 3.4, "white", INK, 2),
        c.draw(),
        bubble(32, 18, 40, 20, (2, 8)),
        dots([(22, 18), (32, 18), (42, 18)], 3),
        bubble(80, 20, 36, 20, (18, 8)),
        dots([(71, 20), (80, 20), (89, 20)], 3),
    )


def design_plan() -> Pic:
    """An adult draws a house plan with a ruler on a large sheet."""
    p = Person.bend(
        36, near=(78, 66), far=(70, 92), lean=22, s=1.04, view="q", hair="short", skin=1, pants="hair2", eyes="dot"
    )
    h = p.hand()
    return Pic("option.task.office_computer.design_plan").add(
        floor(),
        tube([(88, 108), (84, 130)], 6, "wood", "butt"),
        tube([(126, 108), (130, 130)], 6, "wood", "butt"),
        poly([(58, 108), (138, 108), (138, 26), (82, 26)], "white", 2),
        path("M92 86V62L111 42L130 62V86M92 62H130M106 86V72H117V86", None, "blue", 4),
        rect(66, 90, 68, 9, "yellow", 1),
        "".join(line([(x, 90), (x, 94)], 2) for x in (86, 96, 106, 116, 126)),
        p.far_arm(),
        p.body(),
        tube([add(h, (-4, -8)), add(h, (10, 9))], 4.5, "clay"),
        p.near_arm(),
    )


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (
        sell,
        pay,
        stock,
        own_business,
        passengers,
        truck,
        warehouse,
        deliver,
        sew,
        weave,
        hair,
        furniture,
        computer,
        papers,
        phone_people,
        design_plan,
    ):
        yield draw()
