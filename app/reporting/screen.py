"""A report as a page of the site: the same templates, with the addresses that a page needs instead of files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScreenWords:
    """What stands around the report: skip to it, name of the ways, back, and the file to keep."""

    skip: str
    ways: str
    back: str
    file: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What the site knows of its own page. Addresses are those of a browser; ``file`` None: nothing to keep.

    ``drawing``: file stem of a pictogram to its address. ``locale`` and ``direction``: of ``words``.
    """

    sheet: str
    icon: str
    drawing: Callable[[str], str]
    back: str
    file: str | None
    words: ScreenWords
    locale: str
    direction: str
