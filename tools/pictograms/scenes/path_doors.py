"""Answer pictures: the path ahead, and years of school as growing up with a school bag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.pictograms.palette import INK
from tools.pictograms.people import Person
from tools.pictograms.places import ground, pan
from tools.pictograms.roles import pupil
from tools.pictograms.shapes import Pic, Point, line, n, path, poly, rect, rot, tube
from tools.pictograms.work import goat, hammer


def land(y: float = 62) -> str:
    """Green land under a horizon at y."""
    return path(f"M4 {n(y)}H140V140H4Z", "leaf", None) + path(f"M4 {n(y)}H140")


def ways(d: Sequence[str]) -> str:
    """Ways that meet, with one outline."""
    return path("".join(d), None, INK, 6) + "".join(path(q, "sand", None) for q in d)


def me(x: float, y: float, s: float = 0.62) -> str:
    """The person who answers, seen from behind, (x, y) = feet."""
    return Person.stand(x, y, s=s, view="back", hair="curly", skin=2, shirt="yellow", pants="blue").draw()


def path_0() -> Pic:
    """An adult stands where one way becomes three, hand under the chin; no house at any end."""
    p = Pic("option.path.0")
    p.add(
        land(66),
        ways(
            [
                "M84 140C84 112 70 92 48 66H58C78 86 108 112 108 140Z",
                "M84 140L91.5 66H100.5L108 140Z",
                "M108 140C108 112 122 92 140 66H131C114 86 84 112 84 140Z",
            ]
        ),
        line([(4, 66), (140, 66)]),
    )
    w = Person.stand(
        36,
        137,
        s=1.12,
        facing=1,
        view="q",
        hair="curly",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(46, 58),
        far=(48, 86),
        mouth="flat",
        eyes="up",
        brow="worry",
    )
    p.add(w.draw())
    return p


def path_1() -> Pic:
    """The path splits in two, each to a small workshop, one with a hammer, one with a pan; an adult stands before it, hand under the chin."""
    p = Pic("option.path.1").add(land(70))
    for x, c, sign in ((30, "clay", rot(0, 30, 30, hammer(30, 52, 0.72))), (114, "teal", pan(114, 50, 20, 14))):
        p.add(
            rect(x - 20, 32, 40, 38, "paper", 0),
            poly([(x - 27, 34), (x, 10), (x + 27, 34)], c, 1),
            sign,
            rect(x - 7, 56, 14, 14, "hair2", 0, INK, 2.4),
        )
    p.add(
        ways(
            [
                "M58 140C58 118 52 92 24 70H40C70 82 86 112 86 140Z",
                "M86 140C86 118 92 92 120 70H104C74 82 58 112 58 140Z",
            ]
        ),
        line([(4, 70), (140, 70)]),
    )
    w = Person.stand(
        72,
        138,
        s=0.74,
        facing=1,
        view="q",
        hair="curly",
        skin=2,
        shirt="yellow",
        pants="blue",
        near=(79, 85),
        far=(80, 104),
        mouth="flat",
        eyes="up",
    )
    return p.add(w.draw())


def path_2() -> Pic:
    """One clear path to a workshop with an open door; an adult stands on it."""
    p = Pic("option.path.2").add(land())
    p.add(
        rect(34, 32, 76, 46, "paper", 0),
        poly([(25, 34), (72, 8), (119, 34)], "clay", 2),
        rect(54, 42, 36, 36, "hair2", 0),
    )
    p.add(
        poly([(54, 42), (38, 47), (38, 84), (54, 78)], "teal", 1),
        rect(60, 64, 24, 5, "wood", 0),
        line([(64, 69), (64, 78)]),
        line([(80, 69), (80, 78)]),
        hammer(72, 63, 0.7),
    )
    p.add(path("M40 140C48 112 54 94 56 78H88C90 94 96 112 104 140Z", "sand"))
    p.add(me(72, 139, 0.5))
    return p


def school(x: float, y: float, w: float = 46, c: str = "sand", is_open: bool = True) -> str:
    """School with a wide roof, an open or closed door and a book over it; (x, y) bottom left."""
    d, m, by = w * 0.3, x + w / 2, y - w * 0.66
    roof = poly(
        [(x - 4, y - w * 0.86), (x + 6, y - w * 1.16), (x + w - 6, y - w * 1.16), (x + w + 4, y - w * 0.86)], "clay", 1
    )
    book = path(f"M{n(m)} {n(by - 4)}q-5 -3 -9 -1v9q4 -2 9 1q5 -3 9 -1v-9q-4 -2 -9 1zv9", "white", INK, 2.4)
    return (
        rect(x, y - w * 0.86, w, w * 0.86, c, 1)
        + roof
        + rect(m - d / 2, y - w * 0.42, d, w * 0.42, "light" if is_open else "hair2", 0)
        + book
    )


FOOT = 137
FIRST, STEP, RISE, STEPS = 46, 9.3, 4.6, 10  # left edge of the stairs, width and height of one of the steps


def stairs(done: int) -> str:
    """Ten steps up to the right, a step for each year; those that were climbed are yellow."""
    heights = [3 + (i + 1) * RISE for i in range(STEPS)]
    return "".join(
        rect(FIRST + i * STEP, FOOT - h, STEP, h, "yellow" if i < done else "white", 0) for i, h in enumerate(heights)
    )


def top(step: int) -> Point:
    """Middle of the tread of one step, counted from 1."""
    return (FIRST + (step - 0.5) * STEP, FOOT - 3 - step * RISE)


def no_school() -> Pic:
    """A young person without a school bag keeps a goat in a field; the school is far away, its door closed."""
    p = Pic("option.doors.0").add(
        path("M4 60Q40 44 84 56T140 52V132H4Z", "leaf", None), path("M4 60Q40 44 84 56T140 52")
    )
    p.add(school(100, 55, 30, "pale", is_open=False), ground(132))
    c = Person.stand(
        38,
        132,
        s=0.72,
        facing=1,
        view="side",
        hair="curly",
        skin=2,
        shirt="yellow",
        pants="blue",
        head=1.15,
        near=(58, 104),
        far=(30, 102),
        hand_n="open",
    )
    return p.add(goat(100, 132, 1.0, -1), c.far_arm(), c.body(), tube([(59, 74), (59, 131)], 5, "wood"), c.near_arm())


def years(key: str, step: int, size: float) -> Pic:
    """A school and stairs of ten steps, a step for a year; one pupil with a school bag stands on the last step that was climbed."""
    x, y = top(step)
    return Pic(key).add(school(7, FOOT, 34), stairs(step), pupil(min(x, 127), y, size, 1, step=3))


def school_years() -> Pic:
    """A school with an open door; one pupil with a school bag goes to stairs of ten steps, a step for a year."""
    return Pic("picture.p5.school.prompt").add(
        school(7, FOOT, 34), stairs(0), pupil(52, FOOT - 3 - RISE, 0.52, 1, step=3)
    )


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for draw in (path_0, path_1, path_2, no_school, school_years):
        yield draw()
    yield years("option.doors.1", 3, 0.58)
    yield years("option.doors.2", 7, 0.68)
    yield years("option.doors.3", 10, 0.74)
