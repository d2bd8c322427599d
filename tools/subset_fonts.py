"""Make the font files of the reports (TTF) and of the web pages (WOFF2) from the published fonts.

Run again after a new text needs a new sign::

    npm install --prefix build/fonts --no-save @expo-google-fonts/noto-sans@0.4.2 \
        @expo-google-fonts/noto-sans-ethiopic@0.4.2 @fontsource/noto-naskh-arabic@5.0.12
    .venv/bin/python tools/subset_fonts.py build/fonts/node_modules

Noto Naskh Arabic must stay at 2.016: later versions draw a letter as a body plus loose dots, and a PDF then
keeps no readable Arabic text. The result is the same, byte for byte, each time.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

ROOT = Path(__file__).resolve().parent.parent
REPORT_FONTS = ROOT / "reports" / "fonts"
WEB_FONTS = ROOT / "app" / "static" / "fonts"
NASKH_VERSION = "2.016"

PUNCTUATION = (*range(0x2010, 0x2028), *range(0x202A, 0x2060), *range(0x2066, 0x206A), 0x20AC)
SPACES = (0x20, 0xA0)
LATIN_1 = (*range(0x20, 0x7F), *range(0xA0, 0x100), *PUNCTUATION)
LATIN_EXTENDED = (*range(0x100, 0x250), *range(0x1E00, 0x1F00))
SYMBOLS = (0x2116, 0x2122, 0x2212, 0xFFFD)  # more mathematics does not stand in Noto Sans
REPORT_LATIN = (*LATIN_1, *LATIN_EXTENDED, *range(0x2B0, 0x530), *SYMBOLS)
ARABIC = (*range(0x600, 0x700), *range(0x750, 0x780), *range(0xFB50, 0xFDFF), *range(0xFE70, 0xFEFD))
ARABIC_BLOCK = tuple(range(0x600, 0x700))
ARABIC_LETTERS = (  # Arabic, Persian and Kurdish letters, digits and punctuation
    *(0x60C, 0x61B, 0x61F, *range(0x621, 0x656), *range(0x660, 0x66E), 0x670, 0x67E, 0x686, 0x695, 0x698),
    *(0x6A4, 0x6A9, 0x6AF, 0x6B5, 0x6BE, 0x6C6, 0x6CC, 0x6CE, 0x6D5, *range(0x6F0, 0x6FA)),
)
ETHIOPIC = (*SPACES, *range(0x1200, 0x13A0))
ETHIOPIC_BLOCK = tuple(range(0x1200, 0x1380))
TIGRINYA_ROWS = "ሀለሐመረሰሸቀቐበተነአከኸወዐዘየደጀገጠጨጸፈ"
"""The consonants that the Tigrinya texts use often, by their first sign; each goes with seven vowels."""
TIGRINYA_SINGLE = "ቋቝቨችኛኳዃጓፒፕ።፣፤፦፧"
"""What else stands in the texts."""
TIGRINYA = (*(ord(row) + vowel for row in TIGRINYA_ROWS for vowel in range(7)), *map(ord, TIGRINYA_SINGLE))
AMONG_OTHERS = (  # what stands in Latin signs in a text in another script: numbers, names, punctuation
    *(*range(0x20, 0x7F), 0xA0, 0xA7, 0xAB, 0xB0, 0xB7, 0xBB, 0xD7, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019),
    *(0x200E, 0x200F, 0x201C, 0x201D, 0x2026, *range(0x202A, 0x202F), 0x2039, 0x203A, *range(0x2066, 0x206A), 0x20AC),
)
SHAPING = ["init", "medi", "fina", "isol", "rlig", "liga", "ccmp", "mark", "mkmk", "kern", "locl", "calt"]


def rest(signs: Iterable[int], taken: Iterable[int]) -> tuple[int, ...]:
    """The signs not taken yet: they go to a second web file that a browser loads only when it meets one."""
    return tuple(sorted(set(signs) - set(taken)))


@dataclass(frozen=True, slots=True)
class Family:
    """One published family: where its files lie per weight, which signs go on paper and which to the web."""

    name: str
    source: str  # with {weight} or {style} for the weight
    report: tuple[int, ...]
    web: tuple[tuple[str, tuple[int, ...]], ...]  # suffix of the file name, signs
    licence: str


FAMILIES = (
    Family(
        "noto-sans",
        "@expo-google-fonts/noto-sans/{style}/NotoSans_{style}.ttf",
        REPORT_LATIN,
        (("latin", LATIN_1), ("latin-ext", LATIN_EXTENDED)),
        "@expo-google-fonts/noto-sans/LICENSE_FONT",
    ),
    Family(
        "noto-naskh-arabic",
        "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-{weight}-normal.woff2",
        ARABIC,
        (("arabic", ARABIC_LETTERS), ("arabic-ext", rest(ARABIC_BLOCK, ARABIC_LETTERS))),
        "@fontsource/noto-naskh-arabic/LICENSE",
    ),
    Family(
        "noto-sans-ethiopic",
        "@expo-google-fonts/noto-sans-ethiopic/{style}/NotoSansEthiopic_{style}.ttf",
        ETHIOPIC,
        (("ethiopic", TIGRINYA), ("ethiopic-ext", rest(ETHIOPIC_BLOCK, TIGRINYA))),
        "@expo-google-fonts/noto-sans-ethiopic/LICENSE_FONT",
    ),
)
STYLES = {400: "400Regular", 600: "600SemiBold"}
TEXT_FACES = (  # of "Noto Sans Text": the file and its signs; other scripts mostly need the first, small one
    ("text", AMONG_OTHERS),
    ("latin", rest(LATIN_1, AMONG_OTHERS)),
    ("latin-ext", LATIN_EXTENDED),
)


def make_subset(source: Path, signs: Iterable[int], target: Path, features: list[str], space: int = 0) -> None:
    """Write ``target`` (TTF or WOFF2 by its name) with ``signs`` of ``source`` only, unhinted.

    ``space``: width of a space to add, in units of the font; 0 adds none.
    """
    options = subset.Options(
        layout_features=features,
        hinting=False,
        recalc_timestamp=False,
        notdef_outline=True,
        name_IDs=[1, 2, 6] if target.suffix == ".woff2" else [0, 1, 2, 3, 4, 5, 6, 13, 14],
        flavor="woff2" if target.suffix == ".woff2" else None,
    )
    font = subset.load_font(str(source), options)
    font.flavor = None if target.suffix == ".ttf" else "woff2"
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=signs)
    subsetter.subset(font)
    if space:
        add_space(font, space)
    subset.save_font(font, str(target), options)


def add_space(font: TTFont, width: int) -> None:
    """Give the font an empty sign for the two spaces, ``width`` units wide; it has none when published per script."""
    order = font.getGlyphOrder()
    font["glyf"]["space"] = Glyph()
    font["hmtx"]["space"] = (width, 0)
    font.setGlyphOrder([*order, "space"] if "space" not in order else order)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(SPACES, "space"))


def space_width(latin: Path) -> int:
    """Width of the space in the Latin file of the same family and weight."""
    font = TTFont(latin)
    return int(font["hmtx"][font.getBestCmap()[0x20]][0])


def check_naskh(source: Path) -> None:
    """Stop when this is another Noto Naskh Arabic than the one whose text can be read back from a PDF."""
    version = TTFont(source)["name"].getDebugName(5) or ""
    if NASKH_VERSION not in version:
        raise SystemExit(
            f"{source.name} is {version!r}; only version {NASKH_VERSION} keeps the Arabic text of a PDF readable"
        )


def make_family(packages: Path, family: Family) -> None:
    """Write all files of one family and its licence."""
    for weight, style in STYLES.items():
        source = packages / family.source.format(weight=weight, style=style)
        space = 0
        if family.name == "noto-naskh-arabic":
            check_naskh(source)
            space = space_width(source.with_name(source.name.replace("arabic-arabic", "arabic-latin")))
        make_subset(source, family.report, REPORT_FONTS / f"{family.name}-{weight}.ttf", ["*"], space)
        for suffix, signs in family.web:
            make_subset(source, signs, WEB_FONTS / web_name(family.name, suffix, weight), SHAPING)
    if family.name == "noto-sans":
        regular = packages / family.source.format(style=STYLES[400])
        make_subset(regular, AMONG_OTHERS, WEB_FONTS / "noto-sans-text-400.woff2", SHAPING)
    for folder in (REPORT_FONTS, WEB_FONTS):
        shutil.copyfile(packages / family.licence, folder / f"{family.name}.OFL.txt")


def web_name(family: str, suffix: str, weight: int) -> str:
    """File name of one web font: noto-sans-ethiopic-400.woff2, noto-sans-ethiopic-ext-400.woff2."""
    stem = family.removesuffix("-" + suffix.removesuffix("-ext"))
    return f"{stem}-{suffix}-{weight}.woff2"


def unicode_range(signs: Iterable[int]) -> str:
    """Signs as a CSS unicode-range, neighbours joined."""
    runs: list[list[int]] = []
    for sign in sorted(set(signs)):
        if runs and sign == runs[-1][1] + 1:
            runs[-1][1] = sign
        else:
            runs.append([sign, sign])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def face(title: str, file: str, weight: int, signs: Iterable[int]) -> str:
    """One @font-face rule."""
    return (
        f'@font-face {{ font-family: "{title}"; font-weight: {weight}; font-display: swap;\n'
        f'  src: url("{file}") format("woff2");\n'
        f"  unicode-range: {unicode_range(signs)}; }}\n"
    )


def write_stylesheet() -> None:
    """Write the @font-face rules of the web files, so that a browser loads only the files that a page needs."""
    rules = ["/* Made by tools/subset_fonts.py. */\n"]
    for family in FAMILIES:
        title = family.name.replace("-", " ").title()
        for suffix, signs in family.web:
            rules += [face(title, web_name(family.name, suffix, weight), weight, signs) for weight in STYLES]
    for suffix, signs in TEXT_FACES:
        rules.append(face("Noto Sans Text", web_name("noto-sans", suffix, 400), 400, signs))
    (WEB_FONTS / "fonts.css").write_text("".join(rules), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Make every file and print its size."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    for family in FAMILIES:
        make_family(Path(arguments[0]), family)
    write_stylesheet()
    for file in sorted((*REPORT_FONTS.glob("*.ttf"), *WEB_FONTS.glob("*.woff2"))):
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1000:.1f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
