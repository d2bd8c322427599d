"""Our own scripts: the modules of one kind of page joined into one file, so that a page asks for one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from app import paths
from app.web.lasting import Lasting

bp = Blueprint("scripts", __name__)

FOLDER = paths.APP / "static" / "js"
SCRIPTS = frozenset({"participant"})
IMPORT = re.compile(r'^import (?:\{ ([^}]+) \}|\* as (\w+)) from "\./([a-z-]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
COMMENT = re.compile(r"^\s*//.*$|(?<=[;{},(]) +// .*$", re.MULTILINE)


class ScriptError(Exception):
    """Modules that cannot be joined."""


@cache
def script(name: str) -> Lasting:
    """The module ``name`` with everything it imports, each module in a scope of its own. Raises ScriptError."""
    text = joined(FOLDER, name).encode()
    return Lasting.of(text)


def joined(folder: Path, name: str) -> str:
    """Modules of ``folder`` in the order in which they need one another, ``name`` last. Raises ScriptError."""
    order: list[str] = []
    _collect(folder, name, (), order)
    return "".join(_scoped(folder, one) for one in order)


def _collect(folder: Path, name: str, needing: tuple[str, ...], order: list[str]) -> None:
    if name in needing:
        msg = f"modules import each other in a circle: {' -> '.join((*needing, name))}"
        raise ScriptError(msg)
    if name in order:
        return
    for match in IMPORT.finditer(_source(folder, name)):
        _collect(folder, match[3], (*needing, name), order)
    order.append(name)


def _source(folder: Path, name: str) -> str:
    file = folder / f"{name}.js"
    if not file.is_file():
        msg = f"there is no module {file.name}"
        raise ScriptError(msg)
    return file.read_text("utf-8")


def _scoped(folder: Path, name: str) -> str:
    """One module as a constant that holds what it exports."""
    text = IMPORT.sub(_import, COMMENT.sub("", _source(folder, name)))
    exported = [match[2] for match in EXPORT.finditer(text)]
    text = EXPORT.sub(r"\1", text)
    if re.search(r"^(?:import|export)\b", text, re.MULTILINE):
        msg = f"{name}.js imports or exports in a way that is not understood"
        raise ScriptError(msg)
    body = re.sub(r"\n\s*", "\n", text).strip()
    return f"const {_constant(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();\n"


def _import(match: re.Match[str]) -> str:
    names, whole, module = match.groups()
    what = whole or f"{{ {names.replace(' as ', ': ')} }}"
    return f"const {what} = {_constant(module)};"


def _constant(module: str) -> str:
    return f"module_{module.replace('-', '_')}"


@bp.get("/assets/<name>.<version>.js")
def participant_script(name: str, version: str) -> ResponseReturnValue:
    """A script under the address that its content has."""
    if name not in SCRIPTS or script(name).version != version:
        abort(404)
    return script(name).answer("text/javascript")


@cache
def script_address(name: str) -> str:
    """The address of a script; call it inside a request."""
    return url_for("scripts.participant_script", name=name, version=script(name).version)
