"""Makes the PDF of WeasyPrint 70 smaller without changing what it shows or says.

WeasyPrint writes each glyph of a text apart, six decimals for each place, and the page of each tag. A quarter of
a report is spared by leaving out what repeats itself.
"""

from __future__ import annotations

import re
from typing import Any

import pydyf
from weasyprint.pdf.stream import Stream

_NO_SHIFT = re.compile(rb">0<")  # between two glyphs that stand where they would stand anyway
_LAST_SHIFT = re.compile(rb">0\] TJ")
_DECIMALS = re.compile(rb"(\.\d{3})\d+")


def compact(_document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint's finisher gives its own objects
    """Shorten drawings and tags in place, right before the file is written."""
    for part in pdf.objects:
        if isinstance(part, Stream):
            part.stream = [_shorter(line) for line in part.stream]
        elif isinstance(part, pydyf.Dictionary) and part.get("Type") == "/StructElem":
            _shorten_tag(part)


def _shorter(line: Any) -> Any:  # noqa: ANN401 - bytes, or a pydyf object that writes itself
    if not isinstance(line, bytes):
        return line
    if line.endswith(b"TJ"):
        return _LAST_SHIFT.sub(b">] TJ", _NO_SHIFT.sub(b"", line))
    return _DECIMALS.sub(rb"\1", line)


def _shorten_tag(tag: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    """Leave out the type of a tag, which is optional, and its page where no text hangs on it directly."""
    del tag["Type"]
    if not any(isinstance(kid, int) for kid in tag.get("K", ())):
        tag.pop("Pg", None)
