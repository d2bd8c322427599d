"""Corrects the tag tree of WeasyPrint 70: a language on each text and picture, a scope on each heading of a table.

WeasyPrint writes neither, and a screen reader then reads Arabic with a Dutch voice. It also writes a tag for each box,
each line and each isolated name; boxes without meaning are left out here, and a paragraph in one language becomes one
tag, so that a third of the tree is left. The correction uses private names, so WeasyPrint is pinned exactly and
``tests/reports/test_tags.py`` counts the languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pydyf
import weasyprint.pdf as weasyprint_pdf
from weasyprint.formatting_structure import boxes

_original = weasyprint_pdf.add_tags


def install() -> None:
    """Put the correction in place; doing it twice changes nothing."""
    weasyprint_pdf.add_tags = add_tags


def add_tags(pdf: Any, document: Any, version: Any, streams: Any) -> None:  # noqa: ANN401 - WeasyPrint's own objects
    """Build the tag tree as WeasyPrint does, then add ``/Lang`` and ``/Scope`` and join what belongs together."""
    tagged = [dict(stream._tags) for stream in streams]  # noqa: SLF001 - emptied by the original
    _original(pdf, document, version, streams)
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    for page, boxes_of_page in enumerate(tagged):
        _add_languages(pdf, boxes_of_page, numbers[2 * page + 1])
    for page in document.pages:
        _add_scopes(page._page_box)  # noqa: SLF001 - the tree of boxes has no public name
    pages = {reference: numbers[2 * at + 1] for at, reference in enumerate(pdf.page_references)}
    for page, (boxes_of_page, stream) in enumerate(zip(tagged, streams, strict=True)):
        margins = set(_in_margins(document.pages[page]._page_box))  # noqa: SLF001 - as above
        outside = {place["mcid"] for box, place in boxes_of_page.items() if box in margins}
        _make_artifacts(stream, outside, numbers[2 * page + 1])
    _Joiner(pdf, pages).join(_object(pdf, root["K"][0]))
    _free_unreached(pdf, root["K"][0])


def _object(pdf: Any, reference: Any) -> Any:  # noqa: ANN401 - WeasyPrint carries no types
    return pdf.objects[int(bytes(reference).split()[0])]


def _add_languages(pdf: Any, tagged: dict[Any, dict[str, Any]], references: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    """``tagged``: text or picture box to its place in ``references``, the tags of one page."""
    for box, place in tagged.items():
        language = box.style["lang"]
        if language and place["mcid"] < len(references):
            _object(pdf, references[place["mcid"]])["Lang"] = pydyf.String(language)


def _in_margins(box: Any, *, inside: bool = False) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint carries no types
    """What stands in the margins of a page: foot, ribbon and watermark."""
    within = inside or isinstance(box, boxes.MarginBox)
    if within:
        yield box
    for child in getattr(box, "children", ()):
        yield from _in_margins(child, inside=within)


def _make_artifacts(stream: Any, numbers: set[int], references: Any) -> None:  # noqa: ANN401 - as above
    """What stands on each page again is no part of what is read: PDF calls it an artifact."""
    kept: list[Any] = []
    waiting = iter(stream.stream)
    for part in waiting:
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in numbers:
            next(waiting)
            kept[-1:] = [b"/Artifact", b"BMC"]
        else:
            kept.append(part)
    stream.stream[:] = kept
    for number in numbers:
        references[number] = "null"


def _free_unreached(pdf: Any, root: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    """Leave out the tags that no tag of the document leads to."""
    reached, waiting = set(), [root]
    while waiting:
        reference = waiting.pop()
        reached.add(int(bytes(reference).split()[0]))
        waiting += [kid for kid in _object(pdf, reference).get("K", ()) if not isinstance(kid, int)]
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and one.get("Type") == "/StructElem" and one.number not in reached:
            one.free = "f"


def _add_scopes(box: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    for cell in _cells(box):
        if cell.element is not None and cell.element_tag == "th" and hasattr(cell, "mark"):
            scope = "/Row" if cell.element.get("scope") == "row" else "/Column"
            cell.mark["A"]["Scope"] = scope
            cell.mark.pop("ID", None)
        elif hasattr(cell, "mark") and "Headers" in cell.mark["A"]:
            _leave_scopes_alone(cell.mark)


def _leave_scopes_alone(cell: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    """A cell need not list its headings where each heading says what it heads."""
    del cell["A"]["Headers"]
    if set(cell["A"]) == {"O"}:
        del cell["A"]


def _cells(box: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint carries no types
    if isinstance(box, boxes.TableCellBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _cells(child)


HOLDERS = ("/P", "/H1", "/H2", "/H3", "/TH", "/TD", "/Span", "/NonStruct")
"""Tags that may hold text directly."""
INNER = ("/Span", "/NonStruct")
"""Tags that say nothing of themselves and may give their text to the tag around them."""


BOXES = ("/Div", "/NonStruct", "/Span")
"""Tags that only put a box around others."""
SAYS_MORE = frozenset({"A", "Alt", "ID", "Lang"})


class _Joiner:
    """Gives what stands in boxes to the tag around them, and the text of a paragraph in one language to its tag."""

    def __init__(self, pdf: Any, pages: dict[Any, Any]) -> None:  # noqa: ANN401 - WeasyPrint carries no types
        self._pdf = pdf
        self._pages = pages  # page reference to the tags of its text, by number

    def join(self, tag: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
        """Join below ``tag``, deepest first."""
        for kid in self._kids(tag):
            self.join(kid)
        tag["K"] = pydyf.Array([inner for kid in tag["K"] for inner in self._unboxed(tag, kid)])
        kids = self._kids(tag)
        if not kids or len(kids) != len(tag["K"]) or tag["S"] not in HOLDERS or not all(map(_is_inner, kids)):
            return
        runs = [list(run) for _, run in groupby(kids, _language)]
        if len(runs) == 1:
            self._take(tag, kids)
            return
        for first, *others in runs:
            if others:
                self._take(first, others, own=list(first["K"]))
        tag["K"] = pydyf.Array([run[0].reference for run in runs])

    def _kids(self, tag: Any) -> list[Any]:  # noqa: ANN401 - WeasyPrint carries no types
        return [_object(self._pdf, kid) for kid in tag["K"] if not isinstance(kid, int)]

    def _unboxed(self, tag: Any, reference: Any) -> list[Any]:  # noqa: ANN401 - WeasyPrint carries no types
        """What stands in a box, now of ``tag``; the kid itself when it is more than a box."""
        if isinstance(reference, int):
            return [reference]
        box = _object(self._pdf, reference)
        empty = box.get("S") == "/P" and not box["K"]
        holds_text = any(isinstance(one, int) for one in box.get("K", ()))
        if not (empty or box.get("S") in BOXES) or SAYS_MORE & set(box) or holds_text:
            return [reference]
        for kid in self._kids(box):
            kid["P"] = tag.reference
        box.free = "f"
        return list(box["K"])

    def _take(self, tag: Any, kids: list[Any], own: Sequence[Any] = ()) -> None:  # noqa: ANN401 - as above
        """Text of ``kids`` goes after the ``own`` of ``tag``."""
        numbers = self._pages[tag["Pg"]]
        tag["K"] = pydyf.Array([*own, *(text for kid in kids for text in kid["K"])])
        if "Lang" in kids[0]:
            tag["Lang"] = kids[0]["Lang"]
        for text in tag["K"]:
            numbers[text] = tag.reference
        for kid in kids:
            kid.free = "f"


def _language(tag: Any) -> bytes | None:  # noqa: ANN401 - WeasyPrint carries no types
    return bytes(tag["Lang"].data) if "Lang" in tag else None


def _is_inner(tag: Any) -> bool:  # noqa: ANN401 - WeasyPrint carries no types
    """Whether a tag holds text only and says nothing that would be lost."""
    plain = tag["S"] in INNER and not {"A", "Alt", "ID"} & set(tag)
    return plain and all(isinstance(kid, int) for kid in tag["K"])
