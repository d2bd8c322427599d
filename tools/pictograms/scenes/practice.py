"""Practice pictures."""

from __future__ import annotations

from collections.abc import Iterator

from tools.pictograms.face import face
from tools.pictograms.people import Person
from tools.pictograms.places import jar, road, steam
from tools.pictograms.roles import HELPER, YOU_M
from tools.pictograms.scenes.answers import nod, shake
from tools.pictograms.shapes import Pic, Point, add, ellipse, line, n, path, poly, rect, shift, tubes, unit
from tools.pictograms.signs import bent_arrow, tablet, tick, waves
from tools.pictograms.work import cat, sun, tree

LEVELS = (0, 0.5, 1)


def hot_cup(x: float, y: float, s: float) -> str:
    """Small cup without handle on a saucer, steam above; (x, y) = bottom middle of the saucer."""

    def q(a: float, b: float) -> tuple[float, float]:
        return (x + a * s, y - b * s)

    saucer = poly([q(-30, 9), q(30, 9), q(17, 0), q(-17, 0)], "white", [3, 3, 5, 5])
    body = poly([q(-17, 44), q(17, 44), q(11, 9), q(-11, 9)], "white", [0, 0, 4, 4])
    band = poly([q(-15, 35), q(15, 35), q(12.6, 19), q(-12.6, 19)], "clay")
    return saucer + body + band + ellipse(*q(0, 44), 17 * s, 4.6 * s, "hair2") + steam(x, y - 54 * s, 2, 14 * s, 20 * s)


def card(x: float, y: float, w: float, h: float) -> str:
    """White card, (x, y) top left."""
    return rect(x, y, w, h, "white", 7)


def sun_prompt() -> Pic:
    """Three large pictures in a row: a sun, a cup, a tree."""
    return Pic("picture.practice.sun.prompt").add(
        card(4, 36, 43, 74),
        card(51, 36, 43, 74),
        card(98, 36, 43, 74),
        sun(25, 73, 9, 8),
        hot_cup(72, 92, 0.58),
        tree(119, 98, 0.48),
    )


def one_sun() -> Pic:
    """A round yellow sun with rays."""
    return Pic("picture.practice.sun.option.sun").add(sun(72, 72, 36, 8))


def one_cup() -> Pic:
    """A small cup without handle on a saucer, steam above."""
    return Pic("picture.practice.sun.option.cup").add(line([(24, 130), (120, 130)]), hot_cup(72, 128, 1.5))


def one_tree() -> Pic:
    """A green tree with a brown trunk."""
    return Pic("picture.practice.sun.option.tree").add(
        path("M34 132Q72 120 110 132Z", "leaf", None), tree(72, 132, 1.24), line([(30, 133), (114, 133)])
    )


def small(x: float, y: float, w: float, inner: str) -> str:
    """An answer picture on a card; its lines are drawn thicker, because it is shrunk."""
    k = (w - 8) / 144
    return (
        rect(x, y, w, w, "white", 7)
        + f'<g transform="translate({n(x + 4)} {n(y + 4)}) scale({k:.3f})" stroke-width="7">{inner}</g>'
    )


def yes_no() -> Pic:
    """A cat sits on a step. Below two answers of equal size: a nodding head, a shaking head."""
    return Pic("picture.practice.yes_no.prompt").add(
        rect(42, 58, 60, 8, "sand", 1),
        rect(26, 66, 92, 8, "sand", 1),
        cat(72, 58, 0.84, "wood"),
        small(9, 80, 59, nod()),
        small(76, 80, 59, shake()),
    )


def three_jars(y: float, size: float = 0.8) -> list[str]:
    """Empty, half full, full, side by side on a shelf at y."""
    return [
        line([(4, y + 2), (140, y + 2)], 4),
        *(jar(x, y, level, size) for x, level in zip((25, 72, 119), LEVELS, strict=True)),
    ]


def jar_prompt() -> Pic:
    """Three equal clay jars in cut-away view: empty, half full, full of water."""
    return Pic("picture.practice.jar.prompt").add(three_jars(98))


def shows_amount(x: float, elbow: Point, hand: Point, mouth: str) -> str:
    """Head and chest, both arms alike; ``elbow`` and ``hand``: of the right arm, as seen from the middle of the neck."""
    y = 102
    body = path(
        f"M{n(x - 11)} 137V{n(y + 6)}Q{n(x - 11)} {y} {n(x - 4)} {y}H{n(x + 4)}Q{n(x + 11)} {y} {n(x + 11)} {n(y + 6)}V137Z",
        "yellow",
    )
    arms, hands = [], []
    for side in (-1, 1):
        joint, end = ((x + side * a, y + b) for a, b in (elbow, hand))
        arms.append(([(x + side * 8, y + 6), joint, end], 6.5))
        tip = add(end, unit(joint, end), 5)
        hands.append(([end, tip], 7))
    return (
        body
        + tubes(hands, "skin2")
        + tubes(arms, "yellow")
        + shift(x, y - 11, face("front", 0.8, "skin2", "cap", sc="hair1", mouth=mouth))
    )


def jar_explain() -> Pic:
    """The three jars; under each a person shows how much: empty palms, a small gap between the hands, arms wide open."""
    gestures: tuple[tuple[int, Point, Point, str], ...] = (
        (25, (12, 20), (16, 17), "flat"),
        (72, (16, 20), (8, 15), "smile"),
        (119, (14, 9), (18, -2), "laugh"),
    )
    return Pic("picture.practice.jar.explain").add(
        three_jars(60, 0.76), (shows_amount(*gesture) for gesture in gestures)
    )


def right() -> Pic:
    """A glad person with hands together and a large tick."""
    glad = Person(
        (56, 156),
        s=1.6,
        view="front",
        legs=False,
        **dict(YOU_M, mouth="laugh", near=(62, 128), far=(50, 128), hand_n=("open", -110), hand_f=("open", -70)),
    )
    return Pic("picture.practice.right").add(
        glad.far_arm(), glad.body(), glad.near_arm(), tick(112, 42, 1.2, "slate", 12)
    )


def try_again() -> Pic:
    """The bent arrow back; a person listens with a hand behind the ear."""
    w = Person(
        (84, 156),
        s=1.6,
        facing=1,
        view="q",
        legs=False,
        **dict(YOU_M, near=(60, 81), hand_n=("open", -80), bend_n=-1, far=(100, 190)),
    )
    return Pic("picture.practice.try_again").add(
        bent_arrow(7, 22, 0.95, "teal", 11), w.body(), w.near_arm(), waves(136, 76, 3, 5, 7, -1, 40)
    )


def helped() -> Pic:
    """A helper sits down next to the participant and points at the picture on the tablet."""
    you = Person.bust(32, 82, s=1.12, view="q", facing=1, **dict(YOU_M, near=(58, 108), far=(44, 122)))
    helper = Person.bust(
        112,
        80,
        s=1.12,
        view="q",
        facing=-1,
        **dict(HELPER, near=(112, 124), far=(84, 97), hand_f=("point", 180), mouth="talk"),
    )
    return Pic("picture.practice.help").add(
        you.body(),
        helper.body(),
        helper.near_arm(),
        rect(6, 116, 132, 14, "wood", 3),
        own_tablet(),
        you.near_arm(),
        helper.far_arm(),
    )


def own_tablet() -> str:
    """Tablet with a sun, standing on the table."""
    return tablet(52, 74, 40, 46, inner=sun(72, 97, 6, 8))


def ready() -> Pic:
    """A path begins at the feet of a walking adult."""
    w = Person.walk(36, 122, s=1.0, **dict(YOU_M))
    return Pic("picture.practice.ready").add(
        road([(52, 137), (92, 118), (110, 98), (104, 80), (120, 62)], 84, 8),
        line([(84, 62), (138, 62)]),
        path("M104 62A16 16 0 0 1 136 62Z", "yellow"),
        line([(120, 38), (120, 30)]),
        line([(103, 45), (97, 39)]),
        line([(132, 43), (137, 37)]),
        w.draw(),
    )


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (
        sun_prompt,
        one_sun,
        one_cup,
        one_tree,
        yes_no,
        jar_prompt,
        jar_explain,
        right,
        try_again,
        helped,
        ready,
    ):
        yield draw()
