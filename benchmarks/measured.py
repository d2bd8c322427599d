"""Call ``reports_in_turn.py`` in a process of its own, and what the programs that measure reports share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from servers import HERE, ROOT, environment

LONG = os.environ.get("BENCH") == "long"
OURS = "Inbeeld"


def in_turn(*arguments: str) -> dict[str, Any]:
    """What the program found. Raises CalledProcessError when it could not."""
    return found_by("reports_in_turn.py", *arguments)


def found_by(program: str, *arguments: str, **settings: str) -> dict[str, Any]:
    """The last line that a program of ours prints, as JSON. Raises CalledProcessError."""
    command = [sys.executable, str(HERE / program), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(settings), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def held(*, holds: bool) -> str:
    """``held`` or ``NOT HELD``."""
    return "held" if holds else "NOT HELD"


def load() -> str:
    """How busy the machine is, for who reads the figures: ``load 0.40 on 2 cores``."""
    return f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores"
