"""Yes, no, rather not say, not understood, and the languages."""

from __future__ import annotations

from collections.abc import Iterator

from app.pictograms.palette import INK
from tools.pictograms.face import face
from tools.pictograms.people import Person
from tools.pictograms.roles import YOU_M
from tools.pictograms.shapes import Pic, circle, ellipse, line, path, rect, shift, tube, tubes
from tools.pictograms.signs import bubble, cross, tangle

SKIN = "skin2"
LANGUAGES = {
    "ar": ("clay", ""),
    "ti": ("yellow", "M10 130H78M16 120H72"),
    "nl": ("blue", "M28 118V136M44 120V136M60 120V136M74 122V136"),
    "en": ("green", "M14 130L24 120L34 130L44 122L54 130L64 120L74 130"),
    "am": ("plum", "M22 124H30M38 130H46M54 124H62M68 131H76"),
    "ku": ("teal", "M18 136L30 118M36 138L45 124M52 138L63 118M67 136L74 126"),
    "tigre": ("brown", "M20 120L28 128M28 120L20 128M42 124L50 132M50 124L42 132M62 120L70 128M70 120L62 128"),
    "other": ("grey", ""),
}


def collar(x: float, y: float, w: float = 46, bottom: float = 138, c: str = "yellow") -> str:
    """Neck and shoulders under a large head, (x, y) = chin."""
    return path(f"M{x - w} {bottom}Q{x - w} {y + 10} {x - 14} {y + 6}H{x + 14}Q{x + w} {y + 10} {x + w} {bottom}Z", c)


def big_head(x: float, y: float, k: float = 2.8, mouth: str = "smile") -> str:
    """Large head of the person who answers, neck behind it."""
    return tube([(x, y + 9 * k), (x, y + 17 * k)], 19, SKIN, "butt") + shift(
        x, y, face("front", k, SKIN, "curly", mouth=mouth)
    )


def ghost(x: float, y: float) -> str:
    """Where the head was a moment ago."""
    return ellipse(x, y, 35, 40, "pale", "grey", 2.4)


def double_arrow(x0: float, y0: float, x1: float, y1: float) -> str:
    """Arrow with two heads, along one axis: how the head moves."""
    a, b = (x0, y0), (x1, y1)
    h = 9
    if x0 == x1:
        heads = [[(x0 - h, y0 + h), a, (x0 + h, y0 + h)], [(x1 - h, y1 - h), b, (x1 + h, y1 - h)]]
    else:
        heads = [[(x0 + h, y0 - h), a, (x0 + h, y0 + h)], [(x1 - h, y1 - h), b, (x1 - h, y1 + h)]]
    return line([a, b], 5.5, "slate") + "".join(line(pts, 5.5, "slate") for pts in heads)


def nod() -> str:
    """The head goes up and down. As large and as friendly as ``shake``; no tick, so that no answer looks right."""
    return ghost(58, 46) + collar(58, 112) + big_head(58, 74) + double_arrow(122, 30, 122, 106)


def shake() -> str:
    """The head goes from side to side; no cross."""
    return ghost(54, 76) + ghost(90, 76) + collar(72, 114) + big_head(72, 76) + double_arrow(30, 18, 114, 18)


def hand_on_chest(x: float, y: float, s: float) -> str:
    """A polite person: closed friendly mouth, the flat hand on the chest, fingers seen."""
    p = Person(
        (x, y),
        s=s,
        view="front",
        legs=False,
        **dict(YOU_M, near=(x + 25 * s, y + 20 * s), far=(x - 25 * s, y + 20 * s)),
    )
    hand = (x - 2 * s, y - 14 * s)
    elbow = (x + 21 * s, y + 1 * s)
    fingers = [
        ([(hand[0] - 2 * s, hand[1] + d * s), (hand[0] - 11 * s, hand[1] + (d - 2.6) * s)], 4.4 * s)
        for d in (-3.4, 0.4, 4)
    ]
    thumb = [([(hand[0] + 1 * s, hand[1] - 3 * s), (hand[0] - 2 * s, hand[1] - 9 * s)], 4.4 * s)]
    arm = tube([(x + 13 * s, y - 22 * s), elbow, (hand[0] + 6 * s, hand[1] + 2 * s)], 10.5 * s, "yellow", "butt")
    return (
        p.body()
        + tubes([*fingers, *thumb, ([hand, (hand[0] + 4 * s, hand[1] + 1 * s)], 10 * s)], SKIN)
        + arm
        + circle(x + 12.4 * s, y - 21.6 * s, 4.9 * s, "yellow", None)
        + p.far_arm()
    )


def rather_not_say() -> Pic:
    """A friendly closed mouth, the flat hand on the chest; the speech balloon holds only a grey cross."""
    return Pic("option.picture.rather_not_say").add(
        hand_on_chest(48, 146, 1.6), bubble(106, 32, 60, 46, (-26, 14)), cross(106, 32, 0.8)
    )


def not_understood() -> Pic:
    """A person with both palms up, worried; beside it a picture with only a tangled line."""
    k = Person(
        (62, 150),
        s=1.42,
        view="front",
        legs=False,
        **dict(
            YOU_M,
            mouth="flat",
            brow="worry",
            turn=-7,
            near=(104, 112),
            far=(20, 112),
            hand_n=("open", -20),
            hand_f=("open", -160),
            bend_n=-1,
            bend_f=-1,
        ),
    )
    return Pic("option.picture.not_understood").add(
        k.far_arm(), k.body(), k.near_arm(), rect(86, 8, 52, 52, "white", 6), tangle(112, 36, 0.9)
    )


def language(code: str) -> Pic:
    """A talking face with sound waves, the colour and the pattern of one language."""
    colour, pattern = LANGUAGES[code]
    p = Pic(f"option.picture.p5.languages.{code}").add(
        path("M5 139Q7 114 30 108L52 110Q80 114 82 139Z", colour),
        path(pattern, None, INK, 2.6) if pattern else "",
        tube([(40, 112), (40, 92)], 19, "skin1", "butt"),
        shift(42, 62, face("side", 2.5, "skin1", "short", "hair1", mouth="talk")),
    )
    for x, h in ((92, 12), (108, 21), (124, 30)):
        p.add(tube([(x, 78 - h), (x + h * 0.3, 78), (x, 78 + h)], 8, colour, smooth=True))
    return p.add(tubes([([(112, 10), (112, 34)], 9), ([(100, 22), (124, 22)], 9)], "slate") if code == "other" else "")


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    yield Pic("option.picture.yes").add(nod())
    yield Pic("option.picture.no").add(shake())
    yield rather_not_say()
    yield not_understood()
    for code in LANGUAGES:
        yield language(code)
