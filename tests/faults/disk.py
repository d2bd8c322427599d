"""A disk of a test's own, small enough to fill."""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tools.missing import tool_is_missing

MEGABYTES = 160
PIECE = 1024 * 1024


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system in memory, gone afterwards; it lies where PostgreSQL, which is not root, can reach it."""
    place = Path(tempfile.mkdtemp(prefix="disk-"))
    place.chmod(0o755)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "tmpfs", place], capture_output=True, check=False
    )
    if made.returncode:
        tool_is_missing("Only root can make a small disk, to be filled: this was not tested here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)
        place.rmdir()


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Fill it to the last byte while the block runs."""
    balloon = disk / "balloon"
    try:
        with balloon.open("wb", buffering=0) as file:
            for size in (PIECE, 4096, 1):
                _fill(file.fileno(), size)
        yield
    finally:
        balloon.unlink()


def _fill(file: int, size: int) -> None:
    piece = b"x" * size
    try:
        while True:
            os.write(file, piece)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
