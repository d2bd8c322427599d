"""Task pictures: building, care, cleaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools.pictograms.people import Person
from tools.pictograms.places import ground
from tools.pictograms.shapes import Pic, add, circle, dots, line, n, path, poly, rect, rot, tube


def floor() -> str:
    """The floor line of the task pictures."""
    return ground(132, 8, 136)


def shine(x: float, y: float, k: float = 1.0) -> str:
    """Two slanted strokes: clean glass."""
    return path(f"M{n(x)} {n(y)}l{n(10 * k)} {n(-10 * k)}M{n(x + 9 * k)} {n(y + 3 * k)}l{n(8 * k)} {n(-8 * k)}")


def pail(x: float, y: float, s: float = 1.0, fill: str = "blue") -> str:
    """Pail, (x, y) = bottom middle."""
    return path(
        f"M{n(x - 11 * s)} {n(y - 22 * s)}C{n(x - 9 * s)} {n(y - 40 * s)} {n(x + 9 * s)} {n(y - 40 * s)} {n(x + 11 * s)} {n(y - 22 * s)}"
    ) + poly([(x - 13 * s, y - 23 * s), (x + 13 * s, y - 23 * s), (x + 10 * s, y), (x - 10 * s, y)], fill, [1, 1, 3, 3])


BRICK = "clay"


def brick_wall() -> str:
    """Half-built wall of bricks."""
    o = ""
    for r, x0 in enumerate((64, 64, 64, 76)):
        y = 120 - 12 * r
        o += rect(x0, y, 138 - x0, 12, BRICK, 0)
        o += "".join(line([(x, y), (x, y + 12)]) for x in range(64 + (24 if r % 2 == 0 else 12), 138, 24) if x > x0 + 2)
    return o


def walls() -> Pic:
    """An adult lays a brick on a half-built wall, trowel in hand."""
    p = Person.stand(36, near=(56, 92), far=(79, 74), s=1.02, pants="blue", hair="cap", sc="clay", skin=2, mouth="flat")
    h = p.hand()
    return Pic("option.task.building.walls").add(
        floor(),
        brick_wall(),
        rot(-7, 78, 78, rect(78, 69, 25, 12, BRICK, 0)),
        p.draw(
            tube([add(h, (2, 0)), add(h, (10, -2))], 5, "wood")
            + poly([(h[0] + 9, h[1] - 8), (h[0] + 9, h[1] + 4), (h[0] + 26, h[1] - 4)], "pale", 1)
        ),
    )


def wood() -> Pic:
    """An adult saws a plank on a workbench."""
    p = Person.stand(
        38,
        near=(66, 70),
        far=(80, 80),
        lean=14,
        s=1.02,
        hair="short",
        skin=1,
        shirt="yellow",
        pants="hair2",
        foot_n=(28, 132),
        foot_f=(46, 132),
        mouth="flat",
    )
    h = p.hand()
    saw = poly([(h[0] + 6, h[1] + 2), (h[0] + 12, h[1] - 6), (h[0] + 54, h[1] + 32), (h[0] + 50, h[1] + 37)], "pale", 1)
    return Pic("option.task.building.wood").add(
        floor(),
        line([(70, 96), (64, 132)], 9),
        line([(124, 96), (130, 132)], 9),
        tube([(70, 96), (64, 131)], 6, "hair2"),
        tube([(124, 96), (130, 131)], 6, "hair2"),
        rect(60, 93, 76, 8, "wood", 1),
        p.far_arm(),
        p.body(),
        rect(58, 84, 80, 9, "sand", 1),
        saw,
        p.near_arm(),
        tube([add(h, (-1, -5)), add(h, (4, 6))], 7, "clay"),
        dots([(112, 106), (106, 112), (116, 114)], 2, "wood"),
    )


def paint() -> Pic:
    """An adult paints a wall with a roller, bucket on the floor."""
    p = Person.stand(
        40, near=(58, 74), far=(70, 60), s=1.02, hair="bun", skin=2, pants="pale", shirt="yellow", mouth="smile"
    )
    return Pic("option.task.building.paint").add(
        rect(84, 8, 54, 124, "paper", 0),
        path("M84 8H138V60H122V74H102V64H84Z", "sky"),
        floor(),
        p.far_arm(),
        p.body(),
        tube([(56, 76), (82, 50)], 5, "wood"),
        path("M82 50L86 46H110V34", None),
        tube([(96, 28), (122, 28)], 13, "blue", "butt"),
        p.near_arm(),
        pail(112, 131, 0.9, "grey"),
        rect(101, 107, 22, 6, "sky", 0, None),
    )


def wires_pipes() -> Pic:
    """An adult joins two pipes under a wash basin; above, a lamp hangs on a wire."""
    p = Person.kneel(
        48, near=(86, 98), far=(93, 86), s=1.04, lean=18, hair="short", skin=1, pants="blue", mouth="smile", beard=True
    )
    h = p.hand()
    return Pic("option.task.building.wires_pipes").add(
        floor(),
        path("M6 6H30V16"),
        rect(25, 15, 10, 8, "grey", 1),
        circle(30, 31, 9, "yellow"),
        path("M82 36H138V42Q138 60 122 60H98Q82 60 82 42Z", "white"),
        tube([(128, 34), (128, 18), (114, 18), (114, 24)], 7, "grey"),
        tube([(108, 62), (108, 94)], 12, "grey", "butt"),
        tube([(108, 92), (108, 114), (138, 114)], 12, "grey", "butt"),
        rect(98, 82, 20, 14, "pale", 2),
        p.draw(
            tube([add(h, (-4, 3)), add(h, (10, -5))], 6, "clay")
            + path(f"M{n(h[0] + 9)} {n(h[1] - 3)}l5 -8h7l-3 7l6 5l-5 5l-8 -3Z", "pale")
        ),
    )


def sick() -> Pic:
    """An adult gives a glass of water to a person in bed."""
    nurse = Person.stand(
        104, near=(66, 74), far=(82, 84), facing=-1, s=1.0, hair="scarf", sc="sky", shirt="yellow", skin=1
    )
    pat = Person(
        (60, 100),
        lean=-52,
        view="side",
        facing=1,
        near=(56, 84),
        far=(58, 96),
        turn=-30,
        s=0.98,
        shirt="paper",
        hair="short",
        hc="hair3",
        skin=2,
        mouth="flat",
        legs=False,
    )
    h = nurse.hand()
    return Pic("option.task.care_people.sick").add(
        floor(),
        nurse.far_arm(),
        nurse.body(),
        rect(8, 62, 7, 70, "wood", 2),
        poly([(14, 110), (14, 66), (24, 62), (40, 84), (44, 108)], "white", 5),
        rect(10, 106, 96, 13, "sand", 2),
        tube([(101, 119), (101, 131)], 6, "wood", "butt"),
        pat.far_arm(),
        pat.body(),
        path("M50 106V98Q54 86 70 86Q92 90 104 98V106Z", "blue"),
        poly([(h[0] - 15, h[1] - 12), (h[0] - 2, h[1] - 12), (h[0] - 4, h[1] + 6), (h[0] - 13, h[1] + 6)], "white", 1),
        rect(h[0] - 13, h[1] - 5, 9.5, 9.5, "sky", 0, None),
        nurse.near_arm(),
        pat.near_arm(),
    )


def old() -> Pic:
    """An adult walks arm in arm with an old person with a stick."""
    a = Person.walk(46, far=(60, 92), near=(77, 85), s=1.05, step=10, view="q", lean=0, hair="short", skin=1, tilt=4)
    o = Person.walk(
        90,
        near=(82, 92),
        far=(116, 86),
        s=0.96,
        step=8,
        view="q",
        lean=10,
        hair="bun",
        hc="hair3",
        skin=1,
        shirt="green",
        skirt=True,
        pants="plum",
        tilt=4,
        glasses=None,
    )
    return Pic("option.task.care_people.old").add(
        floor(),
        o.far_arm(),
        tube([add(o.hand("far"), (-6, -4)), add(o.hand("far"), (4, -6)), (120, 131)], 6, "wood"),
        o.body(),
        o.near_arm(),
        a.far_arm(),
        a.body(),
        a.near_arm(),
    )


def kid(x: float, sh: str, **k: Any) -> str:
    """Child behind a table, x = middle."""
    return Person.bust(x, 94, s=0.68, head=1.25, shirt=sh, **k).body()


def children() -> Pic:
    """An adult plays with blocks with three small children."""
    ad = Person.sit(
        28,
        104,
        near=(58, 92),
        far=(64, 84),
        s=1.0,
        foot_n=(46, 131),
        foot_f=(54, 131),
        lean=8,
        hair="short",
        skin=2,
        pants="blue",
        beard=True,
    )
    return Pic("option.task.care_people.children").add(
        floor(),
        rect(16, 106, 24, 6, "wood"),
        line([(20, 113), (18, 131)]),
        line([(36, 113), (38, 131)]),
        ad.far_arm(),
        ad.body(),
        kid(84, "green", hair="curly", skin=2),
        kid(105, "rose", hair="braids"),
        kid(126, "sky", hair="short", skin=1),
        rect(58, 112, 80, 8, "wood", 2),
        tube([(68, 121), (68, 131)], 6, "wood", "butt"),
        tube([(128, 121), (128, 131)], 6, "wood", "butt"),
        rect(60, 98, 14, 14, "clay", 1),
        poly([(60, 98), (67, 88), (74, 98)], "teal"),
        rect(90, 100, 12, 12, "yellow", 1),
        circle(117, 106, 6, "clay"),
        ad.near_arm(),
    )


def pupil(x: float, sh: str, **k: Any) -> str:
    """Learner seen from behind, x = middle."""
    q = Person.bust(x, 112, s=0.72, view="back", shirt=sh, **k)
    return q.body()


def teach() -> Pic:
    """An adult points at a board with simple shapes, learners at desks."""
    t = Person.stand(
        34, near=(52, 88), far=(66, 50), s=1.0, hair="bun", skin=2, hand_f="point", skirt=True, pants="plum"
    )
    return Pic("option.task.care_people.teach").add(
        rect(62, 10, 76, 60, "green", 3),
        circle(88, 36, 8, "yellow"),
        poly([(107, 27), (116, 44), (98, 44)], "white"),
        rect(120, 29, 14, 14, "rose", 0),
        t.draw(),
        pupil(70, "green", hair="short"),
        pupil(98, "rose", hair="long"),
        pupil(125, "sky", hair="short"),
        rect(56, 120, 82, 18, "wood", 2),
    )


def buildings() -> Pic:
    """An adult mops a long corridor, yellow bucket beside."""
    p = Person.stand(
        50, near=(77, 88), far=(73, 70), s=1.04, hair="scarf", sc="teal", skin=2, tunic=True, pants="hair2", lean=6
    )
    return Pic("option.task.cleaning.buildings").add(
        line([(6, 108), (138, 108)]),
        rect(96, 26, 36, 82, "clay", 1),
        circle(104, 70, 2, "ink", None),
        rect(10, 26, 26, 30, "sky", 1),
        path("M66 138H108", None, "sky", 5),
        p.far_arm(),
        p.body(),
        tube([(70, 54), (86, 122)], 5, "wood"),
        path("M78 122H95L101 135Q86 139 72 135Z", "pale"),
        path("M81 125L78 135M87 125V137M92 125L95 135"),
        p.near_arm(),
        pail(122, 137, 0.95, "yellow"),
    )


def windows() -> Pic:
    """An adult on a low ladder wipes a shop window."""
    p = Person.stand(
        54, ground=112, near=(90, 54), far=(74, 84), s=0.92, hair="short", skin=1, hand_n="open", pants="blue"
    )
    return Pic("option.task.cleaning.windows").add(
        floor(),
        rect(74, 12, 64, 92, "hair2", 2),
        rect(80, 18, 52, 80, "sky", 0),
        shine(106, 70, 1.3),
        shine(92, 88, 1),
        tube([(38, 131), (46, 112)], 6, "wood"),
        tube([(74, 131), (64, 112)], 6, "wood"),
        line([(42, 122), (69, 122)]),
        rect(36, 110, 38, 6, "wood", 2),
        p.far_arm(),
        p.body(),
        poly([(84, 44), (102, 42), (104, 58), (86, 62)], "white", 3),
        p.near_arm(),
        pail(108, 131, 0.8, "blue"),
    )


def laundry() -> Pic:
    """An adult irons a shirt; washed clothes hang dripping on a line, folded ones lie in a basket."""
    p = Person.stand(36, near=(68, 76), far=(58, 82), s=1.02, hair="short", skin=2, pants="hair2")
    return Pic("option.task.cleaning.laundry").add(
        floor(),
        line([(62, 10), (140, 10)]),
        poly(
            [
                (72, 12),
                (80, 10),
                (90, 10),
                (98, 12),
                (104, 24),
                (97, 27),
                (95, 22),
                (95, 42),
                (75, 42),
                (75, 22),
                (73, 27),
                (66, 24),
            ],
            "rose",
            1,
        ),
        rect(110, 10, 22, 28, "yellow", 1),
        path("M79 48v5M91 49v5M115 44v5M127 45v5", None, "blue", 4),
        p.far_arm(),
        p.body(),
        tube([(64, 98), (96, 130)], 6, "grey"),
        tube([(96, 98), (64, 130)], 6, "grey"),
        path("M44 90H124Q138 90 138 98H44Z", "pale"),
        path("M74 90Q80 84 92 86H120Q128 88 128 92L134 112L124 115L120 102V108H88Q82 96 74 90Z", "sky"),
        path("M120 102L118 95"),
        path("M54 88Q56 76 70 76H80Q90 78 94 88Z", "clay"),
        path("M61 76V68H80Q84 68 83 76"),
        p.near_arm(),
        poly([(106, 118), (138, 118), (134, 132), (110, 132)], "wood", 2),
        rect(110, 110, 24, 8, "rose", 2),
    )


def waste() -> Pic:
    """An adult with a bright vest sweeps a street, waste bin beside."""
    p = Person.stand(
        50, near=(72, 86), far=(66, 72), s=1.02, hair="short", skin=2, vest="clay", shirt="yellow", pants="teal", lean=6
    )
    return Pic("option.task.cleaning.waste").add(
        floor(),
        rect(108, 84, 28, 47, "green", 3),
        rect(104, 76, 36, 9, "green", 3),
        line([(116, 94), (116, 120)]),
        line([(128, 94), (128, 120)]),
        p.far_arm(),
        p.body(),
        tube([(60, 60), (86, 116)], 5, "wood"),
        path("M78 114L92 108L104 126Q94 134 82 131Z", "yellow"),
        path("M86 116L90 130M91 113L98 128"),
        p.near_arm(),
        poly([(100, 131), (97, 125), (103, 123)], "leaf"),
    )


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (walls, wood, paint, wires_pipes, sick, old, children, teach, buildings, windows, laundry, waste):
        yield draw()
