"""Imports run one way: web, cli -> services -> store, instruments, reporting -> core."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import paths

WEB = {"flask", "flask_babel", "flask_login", "flask_security", "flask_wtf", "werkzeug"}
DATABASE = {"sqlalchemy", "alembic"}
HOUSE = {
    "app.web",
    "app.cli",
    "app.services",
    "app.store",
    "app.instruments",
    "app.reporting",
    "app.extensions",
    "app.sound",
}

REFUSED = {
    "instruments": (HOUSE - {"app.instruments"}) | WEB | DATABASE,
    "reporting": (HOUSE - {"app.reporting", "app.instruments"}) | WEB | DATABASE,
    "store": (HOUSE - {"app.store"}) | (WEB - {"flask_security"}),  # mixins of accounts
    "services": {"app.web", "app.cli", "app.extensions", "weasyprint"} | WEB,
    "pictograms": (HOUSE - {"app.instruments"}) | WEB | DATABASE,
    "sound": (HOUSE - {"app.sound", "app.instruments"}) | WEB | DATABASE,
}
"""Room to what its files may not import: rooms and packages, with everything in them."""


def imported(file: Path) -> Iterator[str]:
    """Every module that a file names in an import, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file.name} imports by a relative name"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def files(room: str) -> list[Path]:
    return sorted((paths.APP / room).rglob("*.py"))


def within(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


@pytest.mark.parametrize("file", files("core"), ids=lambda file: file.stem)
def test_core_imports_the_standard_library_and_itself(file):
    outside = [
        module
        for module in imported(file)
        if module.split(".")[0] not in sys.stdlib_module_names and not within(module, {"app.core"})
    ]
    assert outside == []


@pytest.mark.parametrize("file", files("core"), ids=lambda file: file.stem)
def test_core_opens_no_file_and_asks_no_clock(file):
    assert not any(within(module, {"io", "os", "pathlib", "shutil", "time", "socket"}) for module in imported(file))


@pytest.mark.parametrize("room", sorted(REFUSED))
def test_nothing_runs_back(room):
    assert files(room)
    refused = REFUSED[room]
    found = [f"{file.name}: {module}" for file in files(room) for module in imported(file) if within(module, refused)]
    assert found == []


def test_only_reporting_makes_pages_with_weasyprint():
    others = [file for file in sorted(paths.APP.rglob("*.py")) if file.parent.name != "reporting"]
    assert [file.name for file in others if any(within(module, {"weasyprint"}) for module in imported(file))] == []


def test_what_only_paper_needs_is_not_loaded_for_pages():
    """A web process starts without it, and each restart of one is shorter."""
    asked = "import sys, app.web.assembly; print({'weasyprint', 'pypdf', 'prometheus_client'} & set(sys.modules))"
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, cwd=paths.APP.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
