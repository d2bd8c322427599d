"""Where the data folders lie: beside ``app`` in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

APP = Path(__file__).resolve().parent
_BESIDE = APP.parent
_INSIDE = APP / "_data"


def _folder(name: str) -> Path:
    beside = _BESIDE / name
    return beside if (_BESIDE / "pyproject.toml").is_file() and beside.is_dir() else _INSIDE / name


TRANSLATIONS = _folder("translations")
QUESTIONNAIRES = _folder("questionnaires")
PICTOGRAMS = _folder("pictograms")
REPORTS = _folder("reports")
