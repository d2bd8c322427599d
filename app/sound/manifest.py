"""The folder of the placeholders: ``<folder>/<language>/<key>~<hash>.opus``, with a manifest per language.

Beside it lies the MP3, once a tablet that plays no Opus has asked for it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

MANIFEST = "manifest.json"
VERSION_SIGNS = 8


class Origin(StrEnum):
    """Who speaks."""

    HUMAN = "human"
    SYNTHETIC = "synthetic"  # a placeholder


FORMATS = {"opus": "audio/ogg; codecs=opus", "mp3": "audio/mpeg"}
"""What every sound is kept in, and what a browser is told: Opus in Ogg, and MP3 for tablets that play no Opus."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One placeholder. ``hash``: of the words; ``version``: of the sound; ``recipe``: how it was made; ``opus``: bytes.

    A text that could not be spoken stands in no manifest, so that the next run tries it again.
    """

    key: str
    hash: str
    version: str
    recipe: str
    seconds: float
    opus: int
    origin: str = Origin.SYNTHETIC.value

    @property
    def name(self) -> str:
        """The stem of its two files."""
        return f"{self.key}~{self.hash}"


def version_of(sound: bytes) -> str:
    """8 hexadecimal signs of the SHA-256 of a sound, for an address that never changes its content."""
    return hashlib.sha256(sound).hexdigest()[:VERSION_SIGNS]


def read_manifest(folder: Path, language: str) -> dict[str, Entry]:
    """Key to placeholder; empty when there is no manifest, or none that can be read."""
    try:
        listed = json.loads((folder / language / MANIFEST).read_text("utf-8"))
        return {one["key"]: Entry(**one) for one in listed["sounds"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write_manifest(folder: Path, language: str, entries: Iterable[Entry]) -> None:
    """Write it whole or not at all."""
    listed = {"language": language, "sounds": [asdict(one) for one in sorted(entries, key=lambda one: one.key)]}
    write_whole(folder / language / MANIFEST, json.dumps(listed, indent=1).encode("utf-8"))


def write_whole(file: Path, content: bytes) -> None:
    """Put a file in its place in one move, so that nobody reads half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(file)


def languages_in(folder: Path) -> list[str]:
    """The languages that have a manifest."""
    return sorted(file.parent.name for file in folder.glob(f"*/{MANIFEST}"))


def manifest_times(folder: Path) -> Mapping[str, int]:
    """Language to when its manifest was written, in nanoseconds: other values, other placeholders."""
    return {name: (folder / name / MANIFEST).stat().st_mtime_ns for name in languages_in(folder)}


def remove_unlisted(folder: Path, language: str, entries: Iterable[Entry]) -> int:
    """Remove every file of a language that its manifest does not list; gives how many."""
    listed = {f"{one.name}.{form}" for one in entries for form in FORMATS} | {MANIFEST}
    old = [file for file in (folder / language).iterdir() if file.name not in listed]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
