"""Drawings of a report: what they call by name is there, and made smaller they look the same."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from pydyf import _to_bytes
from weasyprint import HTML
from weasyprint.pdf.stream import Stream

from app import paths
from app.reporting.drawings import smaller_drawings
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


BEGIN, BEGIN_SMALLER = b"q\n1 0 0 1 0 0 cm\n0.6 0 0 0.6 0 0 cm\n", b"q\n1 0 0 1 0 0 cm\n0.12 0 0 0.12 0 0 cm\n"
LINE = b"/A1.0 gs\n0.1 0.2 0.3 RG\n3 w\n[] 0 d\n1 J\n1 j\n4 M\n"
SURFACE = b"/a1.0 gs\n0.5 0.6 0.7 rg\n"
CIRCLE = (
    b"12 6 m\n12 7.128 11.128 8 10 8 c\n8.871 8 8 7.128 8 6 c\n8 4.871 8.871 4 10 4 c\n11.128 4 12 4.871 12 6 c\nh\n"
)


@pytest.mark.parametrize(
    ("drawn", "smaller"),
    [
        pytest.param(
            b"q\n" + LINE + b"0 0 m\n1.3 2.22 m\n4 5.01 l\nS\nQ\n",
            b"q\n" + LINE.replace(b"3 w", b"15 w") + b"6 11 m\n20 25 l\nS\nQ\n",
            id="places on the grid",
        ),
        pytest.param(
            b"q\n" + LINE + b"1 2 m\n4 5 l\nS\nQ\nq\n" + LINE.replace(b"3 w", b"2 w") + b"1 2 m\n4 5 l\nS\nQ\n",
            b"q\n" + LINE.replace(b"3 w", b"15 w") + b"5 10 m\n20 25 l\nS\n10 w\n5 10 m\n20 25 l\nS\nQ\n",
            id="what is set is not set again",
        ),
        pytest.param(
            b"q\n" + SURFACE + CIRCLE + b"f\nQ\n",
            b"q\n/A1.0 gs\n0.5 0.6 0.7 RG\n20 w\n[] 0 d\n1 J\n50 30 m\n50.1 30 l\nS\nQ\n",
            id="a circle is a dot",
        ),
        pytest.param(
            b"q\n" + SURFACE + LINE + CIRCLE + b"B\nQ\n",
            b"q\n/A1.0 gs\n0.1 0.2 0.3 RG\n35 w\n[] 0 d\n1 J\n50 30 m\n50.1 30 l\nS\n"
            b"0.5 0.6 0.7 RG\n5 w\n50 30 m\n50.1 30 l\nS\nQ\n",
            id="a circle with a line around it is a dot on a dot",
        ),
        pytest.param(
            b"q\n" + SURFACE.replace(b"a1.0", b"a0.5") + CIRCLE.replace(b"12", b"13", 1) + b"f\nQ\n",
            b"q\n/a0.5 gs\n0.5 0.6 0.7 rg\n65 30 m\n60 36 56 40 50 40 c\n44 40 40 36 40 30 c\n40 24 44 20 50 20 c\n"
            b"56 20 60 24 60 30 c\nh\nf\nQ\n",
            id="what is no circle, or can be seen through, stays a path",
        ),
        pytest.param(
            b"q\n" + LINE + b"1 2 m\n4 5 l\nS\nQ\nq\n0.1 0.2 0.3 RG\n1 2 m\n4 5 l\nS\nQ\n",
            b"q\n" + LINE.replace(b"3 w", b"15 w") + b"5 10 m\n20 25 l\nS\nQ\n"
            b"q\n0.1 0.2 0.3 RG\n5 10 m\n20 25 l\nS\nQ\n",
            id="what one shape sets does not reach a shape that sets less",
        ),
    ],
)
def test_a_drawing_is_made_smaller(drawn, smaller):
    around = (b"1 0 0 -1 0 841.889 cm\n0.75 0 0 0.75 0 0 cm\n0.111 0.222 m\n", b"Q\n0.333 0.444 l")
    before, after = BEGIN.join((around[0], drawn)) + around[1], BEGIN_SMALLER.join((around[0], smaller)) + around[1]
    assert smaller_drawings(before) == after


def test_pictograms_look_the_same_made_smaller():
    drawings = sorted(paths.PICTOGRAMS.glob("svg/picture-*.svg"))
    pictures = "".join(f'<img src="{file.as_uri()}" style="width: 21mm; height: 21mm">' for file in drawings)
    document = HTML(string=pictures).render()
    one, other = (pages(document.write_pdf(finisher=finisher)) for finisher in (None, finish))
    assert len(one) == len(other)
    for before, after in zip(one, other, strict=True):
        counts = ImageChops.difference(before, after).histogram()
        assert sum(counts[64:]) < sum(counts) / 2000


def finish(_document: object, pdf: object) -> None:
    """Make the drawings smaller, and nothing else."""
    for part in pdf.objects:  # type: ignore[attr-defined]  # WeasyPrint carries no types
        if isinstance(part, Stream):
            part.stream = [smaller_drawings(b"\n".join(_to_bytes(line) for line in part.stream))]


def pages(pdf: bytes):
    document = pypdfium2.PdfDocument(pdf)
    return [document[page].render(scale=4).to_pil().convert("L") for page in range(len(document))]
