"""The stylesheet of an edition with what it shares with others, as one text."""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'@import url\("([^"]+)"\);\n?')


def whole_sheet(file: Path) -> str:
    """The words of a stylesheet with those it imports in their place. Raises FileNotFoundError.

    Addresses of fonts and pictures keep their meaning, since all stylesheets lie equally deep in ``reports/``.
    """
    return _IMPORT.sub(lambda found: whole_sheet(file.parent / found[1]), file.read_text("utf-8"))
