"""Answer jars: one jar, three fillings; the count adds strokes, as one keeps count."""

from __future__ import annotations

from collections.abc import Iterator

from tools.pictograms.places import jar
from tools.pictograms.shapes import Pic, tube

LEVELS = (0, 0.5, 1)
STROKES: tuple[tuple[int, ...], ...] = ((), (72,), (48, 72, 96))


def filled(name: str, value: int) -> Pic:
    """One clay jar in cut-away view: empty, half full or full to the rim."""
    return Pic(f"option.jar_{name}.{value}").add(jar(72, 138, LEVELS[value], 2.0))


def counted(value: int) -> Pic:
    """The jar with no, one or three strokes above it."""
    strokes = (tube([(x, 10), (x, 28)], 8, "gold") for x in STROKES[value])
    return Pic(f"option.jar_count.{value}").add(jar(72, 138, LEVELS[value], 1.62), strokes)


def pictures() -> Iterator[Pic]:
    """All pictures of this group."""
    for value in range(3):
        for name in ("experience", "frequency", "amount", "skill"):
            yield filled(name, value)
        yield counted(value)
