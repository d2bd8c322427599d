"""The check of the pictures: every fault of every file at once, a sentence each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from app.instruments.wording import canonical_hash
from app.pictograms.index import LOCALES, Pictograms, Picture, load_pictograms, stem
from app.pictograms.palette import BYTES, INK, OUTLINE, PALETTE, SIDE, THINNEST

LICENCE = "CC-BY-4.0"
AUTHOR = "Inbeeld"
NAMESPACE = "{http://www.w3.org/2000/svg}"
TAGS = frozenset({"svg", "g", "path", "circle", "ellipse", "rect"})
ATTRIBUTES = frozenset(
    {"viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "transform"}
    | {"d", "cx", "cy", "r", "rx", "ry", "x", "y", "width", "height"},
)
COLOURS = frozenset({*PALETTE.values(), "none"})
VIEW_BOX = f"0 0 {SIDE} {SIDE}"
_SCALE = re.compile(r"scale\((-?[\d.]+)")
MADE_FROM = {"en": ("nl",), "ar": ("nl", "en"), "ti": ("nl", "en")}  # Dutch alternative texts come first


def check_folder(folder: Path, text_keys: Collection[str] | None = None) -> list[str]:
    """Every fault of the pictures in ``folder``, a sentence each; an empty list when there is none.

    ``text_keys``: all keys of texts that exist, to find pictures of texts that are gone; None leaves that out.
    Raises BadPictograms when the index or an alternative text cannot be read at all.
    """
    known = load_pictograms(folder)
    files = {file.stem: file for file in sorted((folder / "svg").glob("*.svg"))}
    faults = [f"svg/{name}.svg: is missing, but index.yaml names it." for name in known.pictures if name not in files]
    faults += [f"svg/{name}.svg: is not in index.yaml." for name in files if name not in known.pictures]
    for picture in known.pictures.values():
        faults += _entry_faults(picture, known, text_keys)
    faults += _alternative_faults(known)
    for file in files.values():
        faults += [f"svg/{file.name}: {fault}" for fault in drawing_faults(file.read_bytes())]
    return faults


def _entry_faults(picture: Picture, known: Pictograms, text_keys: Collection[str] | None) -> Iterator[str]:
    where = f"index.yaml, pictures.{picture.stem}"
    for key in picture.keys:
        if stem(key) != picture.stem:
            yield f"{where}.keys: {key!r} belongs to the file {stem(key)}.svg."
        if text_keys is not None and key not in text_keys:
            yield f"{where}.keys: there is no text {key!r}."
    for locale in LOCALES:
        if picture.alt not in known.alternatives[locale]:
            yield f"alt.{locale}.yaml: has no text {picture.alt!r}, which the picture {picture.stem} needs."
    if picture.licence != LICENCE:
        yield f"{where}.licence: is {picture.licence!r}; allowed: {LICENCE}."
    if picture.author != AUTHOR:
        yield f"{where}.author: is {picture.author!r}; only drawings of {AUTHOR} belong to the set."


def _alternative_faults(known: Pictograms) -> Iterator[str]:
    used = {picture.alt for picture in known.pictures.values()}
    for locale in LOCALES:
        for name, text in known.alternatives[locale].items():
            if name not in used:
                yield f"alt.{locale}.yaml, texts.{name}: no picture uses it."
            if locale in MADE_FROM and text.source != source_of(known, name, locale):
                yield f"alt.{locale}.yaml, texts.{name}: is older than the text it was made from."


def source_of(known: Pictograms, name: str, locale: str) -> str:
    """First 12 signs of the hash of the texts that ``locale`` is made from, as for all wording; empty without them."""
    texts = [known.alternatives[source].get(name) for source in MADE_FROM[locale]]
    return canonical_hash([text.text for text in texts if text])[:12] if all(texts) else ""


def drawing_faults(svg: bytes) -> Iterator[str]:
    """What is wrong with one drawing: size, view box, outline, palette, text, references."""
    if len(svg) >= BYTES:
        yield f"has {len(svg)} bytes; a drawing must stay under {BYTES}."
    if b"<!" in svg or b"<?" in svg:
        yield "holds a comment, a declaration or an instruction; a drawing holds shapes only."
        return
    try:
        root = ET.fromstring(svg)  # noqa: S314 - no entities: declarations were refused above
    except ET.ParseError as error:
        yield f"is not XML: {error}."
        return
    yield from _root_faults(root)
    yield from sorted(set(_element_faults(root)))
    yield from sorted(set(_line_faults(root, INK, OUTLINE, 1)))


def _root_faults(root: ET.Element) -> Iterator[str]:
    wanted = {"viewBox": VIEW_BOX, "fill": "none", "stroke": INK, "stroke-width": str(OUTLINE)}
    if root.tag != f"{NAMESPACE}svg":
        yield f"starts with {root.tag!r}, not with svg."
    for name, value in wanted.items():
        if root.get(name) != value:
            yield f"{name} of the whole drawing is {root.get(name)!r}; it must be {value!r}."


def _element_faults(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        tag = element.tag.removeprefix(NAMESPACE)
        if tag not in TAGS:
            yield f"holds the element {tag!r}; allowed: {', '.join(sorted(TAGS))}."
        if (element.text or "").strip() or (element.tail or "").strip():
            yield "holds text; a picture must be read without letters."
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES:
                yield f"holds the attribute {name!r}; references, styles and scripts do not belong in a drawing."
            elif name in {"fill", "stroke"} and value not in COLOURS:
                yield f"uses the colour {value!r}, which is not in the palette."


def _line_faults(element: ET.Element, stroke: str, width: float, scale: float) -> Iterator[str]:
    """Ink lines that come out thinner than the thinnest allowed, after all scaling."""
    for factor in _SCALE.findall(element.get("transform", "")):
        scale *= abs(float(factor))
    stroke = element.get("stroke", stroke)
    width = float(element.get("stroke-width", width))
    if element.tag != f"{NAMESPACE}g" and stroke == INK and 0 < width * scale < THINNEST:
        yield f"has an ink line of {width * scale:.1f} units; the thinnest is {THINNEST}."
    for child in element:
        yield from _line_faults(child, stroke, width, scale)
