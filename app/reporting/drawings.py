"""Makes the pictograms in a PDF of WeasyPrint 70 smaller: to the eye, and to a printer, they stay the same.

WeasyPrint writes places in a drawing with three decimals, a circle as four curves, and for each shape everything that
a line or a surface can be. Here places lie on a grid finer than the dots of a printer and are whole numbers; a filled
circle is a dot as wide as it is; what is set already is not set again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

GRID = 0.12
"""Pixels of CSS: 0.03 mm, less than a dot of a printer with 600 dots an inch."""
START, END = b"q", b"Q"
_MOVED = b"1 0 0 1 0 0 cm"
_SCALED = re.compile(rb"(\d*\.?\d+) 0 0 \1 0 0 cm")
"""How a drawing begins: WeasyPrint moves its corner, then brings it to size."""

_NUMBER = rb"-?[\d.]+"
_STATE = rb"(?:/[aA][\d.]+ gs|(?:%b ){3}(?:rg|RG)|%b w|\[[\d. ]*\] %b d|%b [JjM])\n" % ((_NUMBER,) * 4)
_PATH = rb"(?:(?:%b )+(?:m|l|c|re)\n|h\n)+" % _NUMBER
_SHAPE = re.compile(rb"q\n((?:%b)*)(%b)(f\*?|B\*?|S)\nQ\n" % (_STATE, _PATH))
_NOWHERE = re.compile(rb"\A0 0 m\n(?=%b %b m\n)" % ((_NUMBER,) * 2))  # a place that nothing is drawn from
_CURVE = rb"(?:%b ){6}c\n" % _NUMBER
_FOUR_CURVES = re.compile(rb"%b %b m\n(?:%b){4}h?\n?" % (_NUMBER, _NUMBER, _CURVE))
_EACH_NUMBER = re.compile(_NUMBER)

FILLING, STROKING = ("a", "rg"), ("A", "RG", "w", "d", "J", "j", "M")
USED = {b"f": FILLING, b"f*": FILLING, b"S": STROKING, b"B": FILLING + STROKING, b"B*": FILLING + STROKING}
"""Operator that paints, to what it makes use of."""
OPAQUE, OPAQUE_LINE = b"/a1.0 gs", b"/A1.0 gs"
NO_DASHES, ROUND_ENDS = b"[] 0 d", b"1 J"
_ROUND = 0.5642  # where WeasyPrint puts the middle points of a quarter of a circle, in radii
_NEAR = 0.02  # units of a drawing

State = Mapping[str, bytes]
"""What is set (``a`` and ``A``: how opaque surface and line are), to the line that sets it."""


def smaller_drawings(page: bytes) -> bytes:
    """The content of a page with each drawing in it made smaller."""
    kept: list[bytes] = []
    drawn: list[bytes] = []
    depth, before, ends_at, factor = 0, b"", None, 1.0
    for line in page.split(b"\n"):
        depth += (line == START) - (line == END)
        if ends_at is not None and depth < ends_at:
            kept += [_smaller(drawn, factor), line] if drawn else [line]
            drawn, ends_at = [], None
        elif ends_at is not None:
            drawn.append(line)
        elif before == _MOVED and (found := _SCALED.fullmatch(line)):
            ends_at, factor = depth, float(found[1]) / GRID
            kept.append(b"%g 0 0 %g 0 0 cm" % (GRID, GRID))
        else:
            kept.append(line)
        before = line
    return b"\n".join([*kept, *drawn])


def _smaller(lines: list[bytes], factor: float) -> bytes:
    """One drawing. ``factor``: squares of the grid for one unit of it."""
    text = b"\n".join(lines) + b"\n"
    parts: list[bytes] = []
    shapes = _Shapes(factor)
    end = 0
    for found in _SHAPE.finditer(text):
        if found.start() > end:
            parts += [shapes.close(), _on_grid(text[end : found.start()], factor)]
        parts.append(shapes.add(found))
        end = found.end()
    return b"".join([*parts, shapes.close(), _on_grid(text[end:], factor)]).rstrip(b"\n")


class _Shapes:
    """Shapes that follow each other, with what is set among them."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._set: dict[str, bytes] | None = None  # None: no shape yet

    def add(self, found: re.Match[bytes]) -> bytes:
        """The next shape."""
        state = {_kind(line): _on_grid(line, self._factor) for line in found[1].split(b"\n")[:-1]}
        path, paint = _NOWHERE.sub(b"", found[2]), found[3]
        if paint != b"S" and (circle := _circle(path)) and _is_opaque(state, paint):
            return b"".join(self._dots(circle, state, paint))
        return self._painted(state, USED[paint], _on_grid(path, self._factor) + paint + b"\n")

    def close(self) -> bytes:
        """Nothing is set any more."""
        open_before, self._set = self._set is not None, None
        return b"Q\n" if open_before else b""

    def _dots(self, circle: tuple[float, float, float], state: State, paint: bytes) -> Iterator[bytes]:
        """A filled circle as a dot; with a line around it, as a dot on a larger one."""
        x, y, width = (value * self._factor for value in circle)
        place = b"%d %d m\n%d.1 %d l\nS\n" % (round(x), round(y), round(x), round(y))
        around = float(state["w"].split()[0]) if paint.startswith(b"B") else 0.0
        if around:
            yield self._dot(state["RG"], width + around, place)
        yield self._dot(state["rg"].replace(b"rg", b"RG"), width - around, place)

    def _dot(self, colour: bytes, width: float, place: bytes) -> bytes:
        state = {"A": OPAQUE_LINE, "RG": colour, "w": b"%b w" % _decimal(width), "d": NO_DASHES, "J": ROUND_ENDS}
        return self._painted(state, tuple(state), place)

    def _painted(self, state: State, used: tuple[str, ...], drawn: bytes) -> bytes:
        """``drawn`` with what has to be set for it: what is set by chance must not reach it."""
        begin = b""
        if self._set is None or any(kind in self._set and kind not in state for kind in used):
            begin, self._set = self.close() + b"q\n", {}
        new = {kind: state[kind] for kind in used if kind in state and self._set.get(kind) != state[kind]}
        self._set |= new
        return begin + b"".join(line + b"\n" for line in new.values()) + drawn


def _kind(line: bytes) -> str:
    operator = line.rsplit(b" ", 1)[-1].decode()
    return chr(line[1]) if operator == "gs" else operator


def _is_opaque(state: State, paint: bytes) -> bool:
    line = not paint.startswith(b"B") or (state.get("A") == OPAQUE_LINE and state.get("d") == NO_DASHES)
    return state.get("a") == OPAQUE and "rg" in state and line


def _circle(path: bytes) -> tuple[float, float, float] | None:
    """Middle and width when the path is one circle, in units of the drawing; else None."""
    if not _FOUR_CURVES.fullmatch(path):
        return None
    numbers = [float(number) for number in _EACH_NUMBER.findall(path)]
    right, left, top = numbers[0], numbers[12], numbers[7]
    x, radius = (right + left) / 2, (right - left) / 2
    y, control = numbers[1], _ROUND * radius
    if abs(top - y - radius) > _NEAR or abs(numbers[3] - y - control) > _NEAR or radius < _NEAR:
        return None
    return (x, y, 2 * radius)


def _on_grid(text: bytes, factor: float) -> bytes:
    """Lines of a drawing in squares of the grid: places as whole numbers, widths and moves more finely."""
    return b"\n".join(_line_on_grid(line, factor) for line in text.split(b"\n"))


def _line_on_grid(line: bytes, factor: float) -> bytes:
    *values, operator = line.split(b" ")
    if operator in (b"m", b"l", b"c", b"re"):
        return b" ".join([*(b"%d" % round(float(value) * factor) for value in values), operator])
    if operator == b"w":
        return _decimal(float(values[0]) * factor) + b" w"
    if operator == b"cm":
        return b" ".join([*values[:4], *(_decimal(float(value) * factor) for value in values[4:]), operator])
    if operator == b"d" and line != NO_DASHES:
        return _EACH_NUMBER.sub(lambda number: _decimal(float(number[0]) * factor), line)
    return line


def _decimal(value: float) -> bytes:
    return f"{value:.1f}".removesuffix(".0").encode()
