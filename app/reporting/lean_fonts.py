"""What of a typeface has to lie in a PDF: its drawings and widths. The rest is for who chooses and joins letters."""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont

NEEDED = frozenset({"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"})
"""ISO 32000-1, 9.9: tables of a TrueType font that a composite font of a PDF makes use of."""


def lean_font(content: bytes) -> bytes:
    """The TrueType file without the tables that nothing in a PDF looks at."""
    with TTFont(io.BytesIO(content), lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        for table in set(font.reader.keys()) - NEEDED:
            del font[table]
        lean = io.BytesIO()
        font.save(lean, reorderTables=False)
    return lean.getvalue()
