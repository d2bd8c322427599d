"""Files that nobody but the account of the server may read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


def private_folder(folder: Path) -> None:
    """Make it, and those above it, unless it is there."""
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)


def new_private_file(file: Path) -> BinaryIO:
    """A new file, open for writing. Raises FileExistsError."""
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE), "wb")
