"""Corrects the tag tree of WeasyPrint 70: a language on each text and picture, a scope on each heading of a table.

WeasyPrint writes neither, and a screen reader then reads Arabic with a Dutch voice. It also writes a tag for each
line and each isolated name; a paragraph in one language becomes one tag here, which halves the tree. The correction
uses private names, so WeasyPrint is pinned exactly and ``tests/reports/test_tags.py`` counts the languages.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    _Joiner(pdf, pages).join(_object(pdf, root["K"][0]))


def _object(pdf: Any, reference: Any) -> Any:  # noqa: ANN401 - WeasyPrint carries no types
    return pdf.objects[int(bytes(reference).split()[0])]


def _add_languages(pdf: Any, tagged: dict[Any, dict[str, Any]], references: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    """``tagged``: text or picture box to its place in ``references``, the tags of one page."""
    for box, place in tagged.items():
        language = box.style["lang"]
        if language and place["mcid"] < len(references):
            _object(pdf, references[place["mcid"]])["Lang"] = pydyf.String(language)


def _add_scopes(box: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
    for cell in _cells(box):
        if cell.element is not None and cell.element_tag == "th" and hasattr(cell, "mark"):
            scope = "/Row" if cell.element.get("scope") == "row" else "/Column"
            cell.mark["A"]["Scope"] = scope


def _cells(box: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint carries no types
    if isinstance(box, boxes.TableCellBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _cells(child)


HOLDERS = ("/P", "/H1", "/H2", "/H3", "/TH", "/TD", "/Span", "/NonStruct")
"""Tags that may hold text directly."""
INNER = ("/Span", "/NonStruct")
"""Tags that say nothing of themselves and may give their text to the tag around them."""


class _Joiner:
    """Gives the text of inner tags to the paragraph around them, where all of it is in one language."""

    def __init__(self, pdf: Any, pages: dict[Any, Any]) -> None:  # noqa: ANN401 - WeasyPrint carries no types
        self._pdf = pdf
        self._pages = pages  # page reference to the tags of its text, by number

    def join(self, tag: Any) -> None:  # noqa: ANN401 - WeasyPrint carries no types
        """Join below ``tag``, deepest first."""
        kids = [_object(self._pdf, kid) for kid in tag["K"] if not isinstance(kid, int)]
        for kid in kids:
            self.join(kid)
        if not kids or len(kids) != len(tag["K"]) or tag["S"] not in HOLDERS:
            return
        languages = {bytes(kid["Lang"].data) if "Lang" in kid else None for kid in kids}
        if len(languages) == 1 and all(map(_is_inner, kids)):
            self._take(tag, kids)

    def _take(self, tag: Any, kids: list[Any]) -> None:  # noqa: ANN401 - WeasyPrint carries no types
        numbers = self._pages[tag["Pg"]]
        tag["K"] = pydyf.Array([text for kid in kids for text in kid["K"]])
        if "Lang" in kids[0]:
            tag["Lang"] = kids[0]["Lang"]
        for text in tag["K"]:
            numbers[text] = tag.reference
        for kid in kids:
            kid.free = "f"


def _is_inner(tag: Any) -> bool:  # noqa: ANN401 - WeasyPrint carries no types
    """Whether a tag holds text only and says nothing that would be lost."""
    plain = tag["S"] in INNER and not {"A", "Alt", "ID"} & set(tag)
    return plain and all(isinstance(kid, int) for kid in tag["K"])
