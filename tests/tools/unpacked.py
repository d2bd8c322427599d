"""Programs of Debian packages that were unpacked, not installed: a test wants them, the machine does not."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.tools.missing import tool_is_missing

UNPACKED = Path(__file__).resolve().parents[2] / "build" / "packages"
"""Where ``tools/system_packages.sh test`` unpacks them."""


def program(name: str) -> str:
    """A program of the machine, or an unpacked one. Skips or fails the test when there is none (see missing.py)."""
    places = [shutil.which(name), f"/usr/sbin/{name}", str(UNPACKED / "usr" / "sbin" / name)]
    found = next((place for place in places if place and Path(place).is_file()), None)
    if found is None:
        tool_is_missing(f"{name} is missing; type: tools/system_packages.sh test")
    return found


def library(name: str) -> Path:
    """A library of the machine, or an unpacked one; as ``program``."""
    found = [file for root in (Path("/"), UNPACKED) for file in sorted(root.glob(f"usr/lib/*/{name}"))]
    if not found:
        tool_is_missing(f"{name} is missing; type: tools/system_packages.sh test")
    return found[0]
