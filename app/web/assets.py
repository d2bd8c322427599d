"""Style sheets, pictures and the icon of the site: one address per content, so that a browser keeps them for good."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from app import paths
from app.web.lasting import Lasting, gzipped

bp = Blueprint("assets", __name__)

STATIC = paths.APP / "static"
SHEETS = {
    "participant": ("tokens", "base", "button", "page", "notice", "answers", "start", "band", "sound", "device"),
    "picture": ("tokens", "base", "button", "notice", "picture", "sound", "device"),
    "report": ("tokens", "base", "report"),
    "staff": ("tokens", "base", "button", "page", "notice", "answers", "start", "band", "staff"),
}
FACE = re.compile(r"@font-face \{[^}]*\}")
FONT_FILE = re.compile(r'static/fonts/([^"?]+)\?')
FONT_ADDRESS = re.compile(r'url\("([^"]+)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PICTURE_SIGNS = 8  # of its hash, in its address: a page may name twenty
PICTURE_NAME = re.compile(r"[a-z][a-z0-9_-]{0,79}")
HEAVY_SCRIPTS = ("Noto Naskh Arabic", "Noto Sans Ethiopic")
"""Scripts sent in one weight, so that a first page stays within 60 kB; the browser thickens their headings."""


@cache
def sheet(name: str) -> Lasting:
    """The files of one sheet joined in order, fonts first. Raises KeyError for a sheet that is not ours."""
    parts = [_faces((STATIC / "fonts" / "fonts.css").read_text("utf-8"))]
    parts += [(STATIC / "css" / f"{part}.css").read_text("utf-8") for part in SHEETS[name]]
    text = re.sub(r"\n\s*", "\n", COMMENT.sub("", "\n".join(parts))).strip().encode()
    return Lasting.of(text)


def _faces(fonts: str) -> str:
    """The font faces that pages use, with versioned addresses."""
    faces = [face for face in FACE.findall(fonts) if "font-weight: 600" not in face or not _is_heavy(face)]
    return FONT_ADDRESS.sub(lambda match: f'url("{_font_address(match[1])}")', "\n".join(faces))


def _is_heavy(face: str) -> bool:
    return any(family in face for family in HEAVY_SCRIPTS)


def _font_address(file: str) -> str:
    version = hashlib.sha256((STATIC / "fonts" / file).read_bytes()).hexdigest()[:12]
    return f"../static/fonts/{file}?v={version}"


def font_addresses(name: str) -> list[str]:
    """The addresses of the fonts that a sheet names; call it inside a request. Raises KeyError."""
    return [url_for("static", filename=f"fonts/{file}") for file in FONT_FILE.findall(sheet(name).text.decode())]


@bp.get("/assets/<name>.<version>.css")
def style_sheet(name: str, version: str) -> ResponseReturnValue:
    """A style sheet under the address that its content has."""
    if name not in SHEETS or sheet(name).version != version:
        abort(404)
    return sheet(name).answer("text/css")


@bp.get("/assets/pictures/<name>.<version>.svg")
def picture(name: str, version: str) -> ResponseReturnValue:
    """A pictogram under the address that its content has."""
    found = drawing(name)
    if found is None or found.version[:PICTURE_SIGNS] != version:
        abort(404)
    return found.answer("image/svg+xml")


@cache
def drawing(name: str) -> Lasting | None:
    """A pictogram as it was when it was first asked for, or None when it is not drawn yet."""
    file = Path(paths.PICTOGRAMS) / "svg" / f"{name}.svg"
    return Lasting.of(file.read_bytes()) if PICTURE_NAME.fullmatch(name) and file.is_file() else None


def weight_of_drawing(name: str) -> int:
    """Bytes of a pictogram over the wire, at most; 0 when it is not drawn yet."""
    found = drawing(name)
    return 0 if found is None else len(gzipped(found.text))


@cache
def _first_of_each() -> dict[bytes, str]:
    """For each content the first name of a picture that has it."""
    names = sorted((file.stem for file in (Path(paths.PICTOGRAMS) / "svg").glob("*.svg")), reverse=True)
    return {found.text: name for name in names if (found := drawing(name))}


@cache
def sheet_address(name: str) -> str:
    """The address of a style sheet; call it inside a request."""
    return url_for("assets.style_sheet", name=name, version=sheet(name).version)


@cache
def picture_address(name: str) -> str | None:
    """The address of a pictogram, or None when it is not drawn yet; call it inside a request.

    Pictures that are drawn alike have one address, so that a device fetches them once.
    """
    found = drawing(name)
    if found is None:
        return None
    first = _first_of_each()[found.text]
    return url_for("assets.picture", name=first, version=found.version[:PICTURE_SIGNS])
