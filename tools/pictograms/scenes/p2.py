"""Part 2: the wish for work."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.pictograms.palette import INK
from tools.pictograms.face import face
from tools.pictograms.people import Person
from tools.pictograms.places import bucket, pan, steam, wall
from tools.pictograms.shapes import Pic, circle, line, n, path, rect, rot, shift, tube
from tools.pictograms.signs import heart
from tools.pictograms.work import fruit, leafy, scissors, spanner


def wish() -> Pic:
    """The ten P1 cards small in a grid; an adult thinks with a warm heart above the head."""
    p = Pic("picture.p2.wish.prompt")
    icons: tuple[Callable[[float, float], str], ...] = (
        lambda x, y: leafy(x, y + 7, 0.82),
        lambda x, y: wall(x - 9, y + 8, [2, 1], 2, 9, 7),
        lambda x, y: rot(40, x, y, spanner(x, y + 11, 0.72)),
        lambda x, y: pan(x, y + 7, 13, 11) + steam(x, y - 5, 1, 6, 5),
        lambda x, y: bucket(x, y + 8, 15, 11, "blue", False),
        lambda x, y: fruit(x, y + 2, 6.5),
        lambda x, y: circle(x, y - 4.5, 4, "skin1") + path(f"M{n(x - 7)} {n(y + 8)}q0 -7 7 -7t7 7z", "teal"),
        lambda x, y: (
            rect(x - 10, y - 6, 11, 11, "sand", 1)
            + path(f"M{n(x + 1)} {n(y + 5)}v-7h5l4 4v3z", "teal")
            + circle(x - 5, y + 6, 2.4, "ink", None)
            + circle(x + 6, y + 6, 2.4, "ink", None)
        ),
        lambda x, y: scissors(x - 5, y + 5, 0.72),
        lambda x, y: (
            rect(x - 8, y - 7, 16, 11, "sky", 1.5)
            + line([(x - 5, y + 8), (x + 5, y + 8)])
            + line([(x, y + 4), (x, y + 8)])
        ),
    )
    for i, f in enumerate(icons):
        x, y = 19.5 + (i % 5) * 26.25, 18 + (i // 5) * 26.5
        p.add(rect(x - 11.5, y - 12, 23, 24, "white", 4), f(x, y))
    p.add(
        path("M30 139q0 -16 22 -18h40q22 2 22 18z", "yellow"),
        tube([(72, 122), (72, 112)], 11, "skin2"),
        shift(72, 101, face("front", 1.15, "skin2", "curly", "hair1", eyes="up")),
    )
    p.add(heart(72, 67, 0.7))
    return p


def unknown() -> Pic:
    """An adult looks at a crossing of three paths, hand under the chin."""
    p = Pic("picture.p2.wish.unknown")
    p.add(path("M4 66H140V140H4Z", "leaf", None), path("M4 66H140"))
    ways = [
        "M84 140C84 112 70 92 52 66H61C78 86 108 112 108 140Z",
        "M84 140L91.5 66H100.5L108 140Z",
        "M108 140C108 112 122 92 140 66H131C114 86 84 112 84 140Z",
    ]
    d = "".join(ways)
    p.add(path(d, None, INK, 6), "".join(path(q, "sand", None) for q in ways), path("M4 66H140"))
    w = Person.stand(
        32,
        137,
        s=1.12,
        facing=1,
        view="q",
        hair="scarf",
        sc="rose",
        skin=2,
        shirt="yellow",
        pants="plum",
        skirt=True,
        near=(41, 58),
        far=(46, 86),
        mouth="flat",
        hand_n="fist",
        eyes="up",
    )
    p.add(w.draw())
    return p


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (wish, unknown):
        yield draw()
