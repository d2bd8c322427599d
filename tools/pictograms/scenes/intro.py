"""Introduction of the picture edition, start screens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.pictograms.face import face
from tools.pictograms.people import Person
from tools.pictograms.places import house
from tools.pictograms.roles import HELPER, MANAGER, YOU_M, YOU_W
from tools.pictograms.scenes.answers import hand_on_chest
from tools.pictograms.shapes import Pic, circle, line, n, path, rect, shift, tubes
from tools.pictograms.signs import bent_arrow, booklet, cross, ear, finger, palm, tablet, tangle, waves
from tools.pictograms.work import sun, tree


def house_card(x: float, y: float, w: float, frame: str = "ink", width: float = 3, c: str = "white") -> str:
    """A picture of a house on a card, (x, y) top left."""
    return rect(x, y, w, w, c, 7, frame, width) + house(x + w / 2, y + w * 0.8, w * 0.5, w * 0.34, w * 0.26, win=False)


def voice() -> Pic:
    """A tablet with one large picture; sound waves come from it; an adult listens."""
    return Pic("picture.intro.1").add(
        tablet(80, 16, 60, 88, inner=house(110, 78, 30, 25, 18, win=False)),
        path("M6 140Q8 112 30 106L50 108Q66 112 68 140Z", "yellow"),
        shift(38, 72, face("side", 1.9, "skin2", "scarf", sc="rose")),
        waves(84, 58, 3, 5, 7, -1, 40),
    )


def touch_to_hear() -> Pic:
    """A finger touches a picture, sound waves beside it."""
    return Pic("picture.intro.2").add(house_card(14, 8, 84), finger(62, 68, 1.0, "skin2"), waves(98, 40, 3, 10, 10))


def touch_to_choose() -> Pic:
    """The same finger touches again, a large tick appears."""
    return Pic("picture.intro.3").add(
        house_card(15, 9, 82, "chosen", 7, "paper"),
        finger(62, 68, 1.0, "skin2"),
        circle(110, 34, 26, "chosen"),
        line([(97, 35), (106, 45), (124, 24)], 9, "white"),
    )


def hand_and_ear() -> Pic:
    """Two rows: a hand button, beside it a person with a raised arm and a helper who comes; an ear button, beside it a person who listens again."""
    p = Pic("picture.intro.4")
    a = Person.bust(
        86,
        44,
        s=0.84,
        view="front",
        hview="q",
        hdir=1,
        **dict(YOU_M, far=(68, 16), hand_f=("open", -100), bend_f=-1, near=(98, 84)),
    )
    h = Person.bust(
        124,
        42,
        s=0.84,
        view="q",
        facing=-1,
        **dict(HELPER, near=(126, 84), far=(110, 66), hand_f=("open", 175), mouth="talk"),
    )
    p.add(
        h.body(),
        h.far_arm(),
        a.body(),
        a.far_arm(),
        a.near_arm(),
        rect(60, 69.5, 84, 14, "white", 0, None),
        path("M66 69H138"),
    )
    w = Person.bust(
        94,
        118,
        s=0.98,
        view="q",
        facing=1,
        **dict(YOU_M, near=(79, 102), hand_n=("open", -80), bend_n=-1, far=(104, 168)),
    )
    p.add(
        rect(6, 6, 52, 62, "white", 10),
        palm(32, 37, 0.62, "skin2", None),
        rect(6, 76, 52, 62, "white", 10),
        ear(36, 107, 0.62, "skin2"),
        waves(22, 104, 2, 4, 6, -1, 40),
    )
    return p.add(w.body(), w.near_arm(), waves(130, 102, 3, 5, 7, -1, 40))


def change() -> Pic:
    """A finger presses a round button with an arrow that bends back; above it the new picture in a frame, the old one grey."""
    return Pic("picture.intro.5").add(
        rect(6, 6, 56, 56, "paper", 7, "chosen", 6),
        sun(34, 34, 11, 8),
        rect(82, 6, 56, 56, "pale", 6),
        tree(110, 56, 0.44),
        circle(60, 98, 29, "white"),
        bent_arrow(41, 88, 0.62, "teal", 8),
        finger(72, 100, 0.54, "skin2"),
    )


def not_this() -> Pic:
    """A finger presses a grey cross on a round button; a person with a friendly closed mouth, a flat hand on the chest."""
    return Pic("picture.intro.6").add(
        hand_on_chest(42, 148, 1.5), circle(108, 42, 30, "white"), cross(108, 42, 0.95), finger(114, 58, 0.7, "skin2")
    )


def not_clear() -> Pic:
    """A person with both palms up, worried; beside it a picture with only a tangled line."""
    w = Person(
        (58, 150),
        s=1.3,
        view="front",
        legs=False,
        **dict(
            YOU_M,
            mouth="flat",
            brow="worry",
            turn=-7,
            near=(97, 116),
            far=(19, 116),
            hand_n=("open", -20),
            hand_f=("open", -160),
            bend_n=-1,
            bend_f=-1,
        ),
    )
    return Pic("picture.intro.7").add(
        w.far_arm(), w.body(), w.near_arm(), rect(72, 6, 66, 66, "white", 7), tangle(105, 41, 1.15)
    )


def at_table(y: float, behind: Sequence[str], before: Sequence[str]) -> list[str]:
    """Panel with a table edge, (5, y) top left: people behind the table, things and hands before it."""
    edge = path(f"M7 {n(y + 56)}H137V{n(y + 58)}q0 7 -7 7H14q-7 0 -7 -7z", "wood", None) + path(f"M5 {n(y + 56)}H139")
    return [rect(5, y, 134, 64, "paper", 9), *behind, edge, rect(5, y, 134, 64, None, 9), *before]


def reads_alone(y: float) -> list[str]:
    """Panel: the person reads the booklet alone."""
    a = Person.bust(
        54, y + 30, s=0.9, view="q", facing=1, **dict(YOU_W, near=(75, y + 49), far=(90, y + 46), eyes="down")
    )
    return at_table(y, [a.far_arm(), a.body()], [booklet(93, y + 26, 38, 26), a.near_arm()])


def you_first() -> Pic:
    """First the participant looks at the booklet alone, then both look at it at a table."""
    y = 76
    a = Person.bust(
        28, y + 30, s=0.9, view="q", facing=1, **dict(YOU_W, near=(49, y + 48), far=(52, y + 46), eyes="down")
    )
    b = Person.bust(
        116, y + 30, s=0.9, view="q", facing=-1, **dict(MANAGER, near=(95, y + 48), far=(92, y + 46), eyes="down")
    )
    return Pic("picture.intro.who_sees").add(
        reads_alone(4), at_table(y, [a.body(), b.body()], [booklet(72, y + 26, 42, 26), a.near_arm(), b.near_arm()])
    )


def listen_first() -> Pic:
    """A large ear with three sound waves; a finger touches it."""
    return Pic("start.listen_first").add(
        circle(62, 62, 55, "white"),
        ear(66, 60, 1.1, "skin1"),
        finger(88, 82, 0.82, "skin2"),
        waves(40, 58, 3, 4, 8, -1, 42),
    )


def code() -> Pic:
    """A card with four empty boxes next to a tablet."""
    boxes = "".join(rect(25.5 + i * 24, 28, 20, 28, "sky", 3) for i in range(4))
    return Pic("start.code.prompt").add(
        tablet(12, 6, 120, 72, inner=boxes),
        tubes([([(20, 138), (34, 128)], 26), ([(38, 132), (50, 134)], 12)], "skin2"),
        rect(34, 90, 78, 46, "yellow", 5),
        "".join(rect(42 + i * 16.2, 102, 12.6, 20, "white", 2) for i in range(4)),
        tubes([([(26, 128), (40, 122)], 11)], "skin2"),
    )


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (
        voice,
        touch_to_hear,
        touch_to_choose,
        hand_and_ear,
        change,
        not_this,
        not_clear,
        you_first,
        listen_first,
        code,
    ):
        yield draw()
