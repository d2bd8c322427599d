"""Where the example definitions lie, how a test reads and changes one, and how a worked example is compared."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.instruments.check import Checked, Found, check_folder

FIXTURES = Path(__file__).parent / "fixtures"
PICTOGRAMS = FIXTURES / "pictograms"


def checked(folder: Path) -> Checked:
    """The check of a folder with the pictures of the examples."""
    return check_folder(folder, PICTOGRAMS)


@cache
def tiny(feature: str) -> Found:
    """The tiny instrument of a feature; it must be without errors."""
    found = checked(FIXTURES / "tiny" / feature)
    assert [str(error) for error in found.errors] == []
    return next(iter(found.found.values()))


def copied(feature: str, to: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of a tiny instrument with ``changes``: file, words as they are, words instead. All must be there."""
    folder = to / feature
    shutil.copytree(FIXTURES / "tiny" / feature, folder)
    for name, before, after in changes:
        text = (folder / name).read_text("utf-8")
        assert before in text
        (folder / name).write_text(text.replace(before, after, 1), "utf-8")
    return folder


def differences(found: object, expected: object, path: str = "") -> list[str]:
    """Where ``found`` differs from what an example names; keys that it does not name are free."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        return [
            line
            for key, value in expected.items()
            for line in differences(found.get(key, "absent"), value, f"{path}.{key}")
        ]
    return [] if found == expected else [f"{path}: found {found}, expected {expected}"]
