"""A file inside a PDF, named so that PDF/A-3 takes it: what it is, how it relates to the pages, of which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Attached:
    """``relationship``: Data, Supplement or Alternative (PDF/A-3). ``on``: dates the file, so that bytes stay equal."""

    name: str
    description: str
    content: str
    on: date
    relationship: str
