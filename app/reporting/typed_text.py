"""Words that people typed, made fit for paper: printable, in one direction, without hidden signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.core import get_global, parse_locale
from fontTools.ttLib import TTFont

from app import paths

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
JOINERS = "\u200c\u200d"  # needed in Persian and Kurdish
LATIN = "LATIN"  # a name or a brand in Latin letters stands in texts of every language
LETTERS = ("Lu", "Ll", "Lt", "Lo")
SCRIPT_NAMES = Locale("en").scripts
VARIATION_SIGNS = range(0xFE00, 0xFE10)
LONGEST_PIECE = 3000
"""Signs: more than anybody can type in one field of the pages."""
MARKS = ("Mn", "Me")
MOST_MARKS = 4
"""On one letter: no script of ours needs more, and a higher stack would stand in the lines above and below."""


@cache
def printable_signs() -> frozenset[int]:
    """Every sign that the fonts of the reports can draw."""
    signs: set[int] = set()
    for file in paths.REPORTS.glob("fonts/*-400.ttf"):
        with TTFont(file, lazy=True) as font:
            signs.update(font.getBestCmap())
    return frozenset(signs)


def printable(text: str) -> str:
    """The text as it goes on paper.

    Control and direction signs are left out (the direction of a report is never the writer's to turn); a sign that
    no font of ours can draw becomes the replacement sign; of many marks on one letter the first few stay; more than
    one empty line becomes one.
    """
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    signs = "".join(_printable_sign(sign) for sign in _without_stacks(whole))
    return re.sub(r"\n{3,}", "\n\n", signs).strip()


def _without_stacks(text: str) -> Iterator[str]:
    marks = 0
    for sign in text:
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind in MARKS else marks if kind == "Cf" else 0
        if marks <= MOST_MARKS or kind not in MARKS:
            yield sign


def _printable_sign(sign: str) -> str:
    if sign in "\n \N{NO-BREAK SPACE}" or sign in JOINERS:
        return sign
    if sign == "\t" or unicodedata.category(sign) in ("Zs", "Zl", "Zp"):
        return " "
    if unicodedata.category(sign) in ("Cc", "Cf", "Cs") or ord(sign) in VARIATION_SIGNS:
        return ""
    return sign if ord(sign) in printable_signs() else UNKNOWN


def pieces_of(text: str) -> Iterator[str]:
    """A very long text in pieces that each begin on a new line; any other as it is.

    Setting a word that does not fit on a line takes as long as all text that follows it in the same piece.
    """
    while len(text) > LONGEST_PIECE:
        end = max(text.rfind(" ", 1, LONGEST_PIECE), text.rfind("\n", 1, LONGEST_PIECE))
        cut, rest = (end, end + 1) if end > 0 else (LONGEST_PIECE, LONGEST_PIECE)
        yield text[:cut]
        text = text[rest:]
    yield text


def direction_of(text: str) -> str:
    """``rtl`` when the first letter is Arabic or Hebrew, else ``ltr``."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def language_of(text: str, locale: str) -> str:
    """The locale when the text stands in its script, else ``und``: nobody knows what was typed.

    Latin names may stand in between.
    """
    own = script_of(locale)
    scripts = {_script_of_sign(sign) for sign in text if unicodedata.category(sign) in LETTERS}
    return locale if own in scripts and scripts <= {own, LATIN} else "und"


@cache
def script_of(locale: str) -> str | None:
    """English name of the script a locale is written in, in capitals (Unicode CLDR); None where CLDR knows none."""
    language, _, script = parse_locale(locale, sep="-")[:3]
    if script is None:
        likely = get_global("likely_subtags").get(language)
        script = parse_locale(likely)[2] if likely else None
    return SCRIPT_NAMES[script].upper() if script in SCRIPT_NAMES else None


def _script_of_sign(sign: str) -> str:
    """The script that the Unicode name of a letter begins with: "ARABIC" of "ARABIC LETTER SEEN"."""
    return unicodedata.name(sign, "").split(" ", 1)[0]
