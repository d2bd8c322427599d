"""Call ``reports_in_turn.py`` in a process of its own, and what the programs that measure reports share."""

from __future__ import annotations

import json
import os
from typing import Any

from servers import said

LONG = os.environ.get("BENCH") == "long"
OURS = "Inbeeld"
LAST_ALONE = "bare pdf of the form that fits"


def in_turn(*arguments: str) -> dict[str, Any]:
    """What the program found. Raises CalledProcessError when it could not."""
    return found_by("reports_in_turn.py", *arguments)


def found_by(program: str, *arguments: str, **settings: str) -> dict[str, Any]:
    """The last line that a program of ours prints, as JSON. Raises CalledProcessError."""
    found: dict[str, Any] = json.loads(said(program, *arguments, settings=settings).splitlines()[-1])
    return found


def held(*, holds: bool) -> str:
    """``held`` or ``NOT HELD``."""
    return "held" if holds else "NOT HELD"


def load() -> str:
    """How busy the machine is, for who reads the figures: ``load 0.40 on 2 cores``."""
    return f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores"
