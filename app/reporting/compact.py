"""Makes the PDF of WeasyPrint 70 smaller without changing what it shows or says.

WeasyPrint writes each glyph of a text apart, six decimals for each place, each border as a ring cut to one side, and
the page of each tag. A third of a report is spared by leaving out what repeats itself, and libdeflate squeezes the rest
better than zlib; drawings and typefaces have files of their own. A hyphen at the end of a line is called a soft hyphen
here, so that a reader puts the word together again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import deflate
import pydyf
from weasyprint.pdf.stream import Stream

from app.reporting.drawings import smaller_drawings
from app.reporting.lean_fonts import lean_font

_NO_SHIFT = re.compile(rb">0<")  # between two glyphs that stand where they would stand anyway
_LAST_SHIFT = re.compile(rb">0\] TJ")
_DECIMALS = re.compile(rb"(\.\d{3})\d+")
_HUNDREDTHS = re.compile(rb"(\.\d{2})\d+")
_PLACES = (b"re", b" m", b" l", b"Tm")
"""Lines with places on the page: a hundredth of a pixel is finer than any printer."""
_NAMED = (b" gs", b" Do", b" Tf", b" scn", b" SCN", b" cs", b" CS", b" sh")
"""Lines with the name of something, which may hold a number: /A1.0 is not /A1."""
_ZEROS = re.compile(rb"(?<=\d)\.0+(?=\s)|(\.\d*?[1-9])0+(?=\s)")

_NUMBER = rb"-?[\d.]+"
_CORNERS = rb"((?:%b %b m\n)(?:%b %b l\n){3})" % ((_NUMBER,) * 4)
_BOX = rb"%b %b %b %b re\n" % ((_NUMBER,) * 4)
_COLOUR = rb"((?:/a[\d.]+ gs\n)?[\d.]+ [\d.]+ [\d.]+ rg\n)"
_ONE_SIDE = re.compile(rb"q\n" + _CORNERS + rb"W\*\nn\n" + _COLOUR + rb"(?:" + _BOX + rb"){2}f\*\nQ\n")
"""A border: of the ring between two boxes, the part inside four corners. These corners are the whole of it."""
_PATH = rb"((?:[-\d. ]+ (?:m|l|c|re)\n|h\n)+f\*?\n)"
_DRAWN = re.compile(rb"/Artifact\nBMC\nq\n" + _COLOUR + _PATH + rb"Q\nEMC\n")
"""A shape of one colour that carries no meaning."""

_FOUR_CORNERS = re.compile(rb"^%b %b m\n(?:%b %b l\n){3}(?:h\n)?(?=f|.* m\n|.* re\n)" % ((_NUMBER,) * 4), re.MULTILINE)
_PAINTS = re.compile(rb"^[fsSbBnW]\*?$", re.MULTILINE)
"""What is done with a path."""
_EACH_NUMBER = re.compile(_NUMBER)
_ZERO_FIRST = re.compile(rb"(?<![\w.])0(?=\.\d)")

_REFERENCE = re.compile(rb"(\d+) 0 R")

LEVEL = 10
"""Of libdeflate, up to 12: seven per cent smaller than zlib at its best, for a thirtieth of the time of a report."""

HYPHEN, SOFT_HYPHEN = b"<2010>", b"<00ad>"


def compact(_document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint's finisher gives its own objects
    """Shorten drawings and tags in place, right before the file is written."""
    for part in pdf.objects:
        if isinstance(part, Stream):
            part.stream = [_joined([pydyf._to_bytes(line) for line in part.stream])]  # noqa: SLF001 - as it is written
        elif isinstance(part, pydyf.Stream) and "Length1" in part.extra:
            part.stream = [lean_font(part.stream[0])]
            part.extra["Length1"] = len(part.stream[0])
        elif isinstance(part, pydyf.Stream) and any(b"beginbfchar" in line for line in part.stream):
            part.stream = [line.replace(HYPHEN, SOFT_HYPHEN) for line in part.stream]
        elif isinstance(part, pydyf.Dictionary) and part.get("Type") == "/StructElem":
            _shorten_tag(part)
    _number_anew(pdf)
    for part in pdf.objects:
        _squeeze(part)
    add = pdf.add_object

    def add_squeezed(part: Any) -> None:  # noqa: ANN401 - as above
        _squeeze(part)
        add(part)

    pdf.add_object = add_squeezed  # the tags, together, and the index come when the file is written


def _squeeze(part: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    """In the place of pydyf, which would do it twice: to write the file, and to make its name from its content."""
    if not isinstance(part, pydyf.Stream) or not part.compress:
        return
    content = b"\n".join(pydyf._to_bytes(line) for line in part.stream)  # noqa: SLF001 - as it is written
    part.stream, part.compress = [bytes(deflate.zlib_compress(content, LEVEL))], False
    part.extra["Filter"] = "/FlateDecode"


def _number_anew(pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    """Close the gaps that objects left: pydyf gives gaps a place in its index of compressed objects, and counts on."""
    pdf.objects = [one for one in pdf.objects if one.number == 0 or one.free != "f"]
    numbers = {one.number: at for at, one in enumerate(pdf.objects)}
    kids = pdf.pages["Kids"]
    kids[::3] = [numbers[number] for number in kids[::3]]  # the one array with references in three parts
    for one in pdf.objects:
        one.number = numbers[one.number]
        if one is not pdf.pages:
            _point_anew(one, numbers)
    _point_anew({key: value for key, value in pdf.pages.items() if key != "Kids"}, numbers)


def _point_anew(value: Any, numbers: Mapping[int, int]) -> Any:  # noqa: ANN401 - whatever pydyf writes
    """References within a value, in place; gives the value, anew where it is a reference itself."""
    if isinstance(value, pydyf.Stream):
        _point_anew(value.extra, numbers)
    elif isinstance(value, dict):
        for key, inner in value.items():
            value[key] = _point_anew(inner, numbers)
    elif isinstance(value, list):
        value[:] = [_point_anew(inner, numbers) for inner in value]
    elif isinstance(value, bytes | str) and (found := _REFERENCE.fullmatch(_bytes_of(value))):
        return b"%d 0 R" % numbers[int(found[1])]
    return value


def _bytes_of(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "replace")


def _joined(lines: list[bytes]) -> bytes:
    """One drawing as one text, shorter."""
    text = b"\n".join(map(_shorter, lines)) + b"\n"
    text = smaller_drawings(_one_after_another(_ONE_SIDE.sub(rb"q\n\2\1f\nQ\n", text)))
    text = _FOUR_CORNERS.sub(_as_box, text)
    return _ZERO_FIRST.sub(b"", text).rstrip(b"\n")


def _as_box(found: re.Match[bytes]) -> bytes:
    """Four corners of a surface as one box, where they are one, drawn in the same direction; else as they are."""
    paint = _PAINTS.search(found.string, found.end())
    if paint is None or not paint[0].startswith(b"f"):
        return found[0]
    numbers = [float(number) for number in _EACH_NUMBER.findall(found[0])]
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    if corners[0][1] != corners[1][1]:
        corners = [*corners[1:], corners[0]]  # a box begins sideways
    (x, y), (right, same_y), (same_x, bottom), last = corners
    if (same_y, same_x, last) != (y, right, (x, bottom)):
        return found[0]
    return b" ".join([*map(_hundredths, (x, y, right - x, bottom - y)), b"re\n"])


def _hundredths(number: float) -> bytes:
    return f"{number:.2f}".rstrip("0").removesuffix(".").encode()


def _shorter(line: bytes) -> bytes:
    if line.endswith(b"TJ"):
        return _LAST_SHIFT.sub(b">] TJ", _NO_SHIFT.sub(b"", line))
    if b"." not in line or line.endswith(_NAMED):
        return line
    decimals = _HUNDREDTHS if line.endswith(_PLACES) else _DECIMALS
    return _ZEROS.sub(rb"\1", decimals.sub(rb"\1", line))


def _one_after_another(text: bytes) -> bytes:
    """Shapes of one colour that follow each other are drawn together."""
    parts: list[bytes] = []
    colour, end = b"", -1
    for found in _DRAWN.finditer(text):
        if found.start() == end and found[1] == colour:
            parts[-1] = found[2]
        else:
            parts += [text[max(end, 0) : found.start()], b"/Artifact\nBMC\nq\n" + found[1], found[2]]
        colour, end = found[1], found.end()
        parts.append(b"Q\nEMC\n")
    return b"".join([*parts, text[max(end, 0) :]])


def _shorten_tag(tag: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    """Leave out the type of a tag, which is optional, and its page where no text hangs on it directly.

    Where a picture stands is said in tenths of a point: it is for who looks for it on the page.
    """
    del tag["Type"]
    if "BBox" in tag.get("A", ()):
        tag["A"]["BBox"] = pydyf.Array(round(place, 1) for place in tag["A"]["BBox"])
    if not any(isinstance(kid, int) for kid in tag.get("K", ())):
        tag.pop("Pg", None)
