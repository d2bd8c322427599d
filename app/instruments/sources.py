"""Reading a YAML file: plain values at once, line numbers when an error needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from app.instruments.errors import DefinitionError
from app.instruments.regular_yaml import read_regular

Path_ = tuple[str | int, ...]


def shown_path(path: Path_) -> str:
    """``("scales", "c1", "items", 0)`` as ``scales.c1.items[0]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass
class Source:
    """One definition file. ``data`` is None when the file cannot be read; then ``errors`` says why."""

    file: Path
    name: str  # as people are told it: folder and file name
    data: Any = None
    errors: list[DefinitionError] = field(default_factory=list)

    @cached_property
    def _marked(self) -> Any:  # noqa: ANN401 - whatever the file holds
        return YAML(typ="rt", pure=True).load(self.file.read_text("utf-8"))

    def line(self, path: Path_) -> int:
        """The line of the value at ``path``, from 1; of the nearest value above it when the path leads nowhere."""
        node, line = self._marked, 1
        for part in path:
            try:
                position = node.lc.key(part) if isinstance(node, CommentedMap) else node.lc.item(part)
                node, line = node[part], position[0] + 1
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return line

    def error(
        self, kind: str, path: Path_, sentence: str, found: object = "", allowed: tuple[str, ...] = ()
    ) -> DefinitionError:
        """An error at ``path`` in this file."""
        return DefinitionError(kind, self.name, self.line(path), shown_path(path), sentence, str(found), allowed)


def read_source(file: Path, name: str) -> Source:
    """Read one file; what cannot be read becomes an error in the source, never an exception."""
    source = Source(file, name)
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        source.errors.append(_unreadable(name, line, "is not UTF-8 from here on"))
        return source
    regular = read_regular(text)
    if regular is not None:
        source.data = regular
        return source
    try:
        source.data = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        source.errors.append(_unreadable(name, line, f"cannot be read here: {_first_line(error.problem)}"))
    except YAMLError as error:
        source.errors.append(_unreadable(name, 0, f"cannot be read: {_first_line(str(error))}"))
    return source


def _unreadable(name: str, line: int, reason: str) -> DefinitionError:
    return DefinitionError("yaml", name, line, "", f"The file {reason}. Allowed: YAML 1.2 in UTF-8, each key once.")


def _first_line(text: str | None) -> str:
    return (text or "not YAML").splitlines()[0]
