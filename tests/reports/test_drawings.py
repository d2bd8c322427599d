"""What a drawing of a report calls by name is there: a reader leaves out, or refuses, what it cannot find."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest

from tests.reports.own import own_report, summary
from tests.reports.pictures import booklet

KINDS = {"gs": "/ExtGState", "Do": "/XObject", "Tf": "/Font", "sh": "/Shading", "scn": "/Pattern", "SCN": "/Pattern"}


def unknown_names(pdf: bytes) -> set[str]:
    """Names that no resource carries, on any page and in any drawing within."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {name for page in document.pages for name in _unknown(page.obj, page.obj.Resources)}


def _unknown(drawing: pikepdf.Object, resources: pikepdf.Object) -> Iterator[str]:
    for line in pikepdf.parse_content_stream(drawing):
        kind = KINDS.get(str(line.operator))
        if kind is None:
            continue
        for name in line.operands:
            if isinstance(name, pikepdf.Name) and str(name) not in resources.get(kind, pikepdf.Dictionary()):
                yield f"{name} {line.operator}"
    for inner in resources.get("/XObject", pikepdf.Dictionary()).values():
        if inner.get("/Subtype") == "/Form":
            yield from _unknown(inner, inner.get("/Resources", resources))


@pytest.mark.parametrize("locale", ["nl", "ar"])
def test_every_name_in_a_drawing_is_known(locale):
    assert not unknown_names(own_report(locale).pdf)
    assert not unknown_names(summary(locale).pdf)
    assert not unknown_names(booklet(locale).pdf)
