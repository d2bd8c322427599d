"""Contrast of the theme's colours, computed from tokens.css for every text or border on every ground where it stands.

axe skips text in joined letters, so the colours are proved apart (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

from app import paths

CSS = paths.APP / "static" / "css"
TEXT, SIGN = 4.5, 3.0  # contrast ratios: words; borders, icons and other signs that carry meaning
THEMES = {
    "neutral": (".inbeeld-theme",),
    "neutral, private": (".inbeeld-theme", ".inbeeld-private"),
    "municipality": (".inbeeld-theme", ".voorbeeldstad-theme"),
    "municipality, private": (".inbeeld-theme", ".voorbeeldstad-theme", ".inbeeld-private"),
}
TEXTS = [  # words, ground
    ("default-color", "default-bg"),
    ("default-color", "default-bg-subtle"),
    ("default-color", "action-bg-subtle"),
    ("default-color", "accent-bg"),
    ("default-color", "accent-bg-subtle"),
    ("default-color", "private-bg-subtle"),
    ("default-color", "inactive-bg-subtle"),
    ("default-color", "field-bg"),
    ("default-color-subtle", "default-bg"),
    ("default-color-subtle", "default-bg-subtle"),
    ("default-color-subtle", "action-bg-subtle"),
    ("default-color-subtle", "private-bg-subtle"),
    ("default-color-subtle", "inactive-bg-subtle"),
    ("default-color-subtle", "field-bg"),
    ("default-bg", "default-color"),
    ("action-color", "action-bg"),
    ("action-color", "action-bg-hover"),
    ("action-text", "default-bg"),
    ("action-text", "default-bg-subtle"),
    ("action-text", "action-bg-subtle"),
    ("action-text", "private-bg-subtle"),
    ("action-text", "field-bg"),
    ("accent-color", "default-bg"),
    ("accent-color", "default-bg-subtle"),
    ("accent-color", "accent-bg-subtle"),
    ("private-color", "private-bg"),
    ("private-text", "default-bg"),
    ("private-text", "private-bg-subtle"),
    ("positive-color", "default-bg"),
    ("positive-color", "default-bg-subtle"),
    ("positive-color", "positive-bg-subtle"),
    ("inactive-color", "default-bg"),
    ("inactive-color", "default-bg-subtle"),
    ("inactive-color", "inactive-bg-subtle"),
]
SIGNS = [  # border, icon or filled shape; ground
    ("negative-border", "default-bg"),
    ("default-border-control", "default-bg"),
    ("default-border-control", "default-bg-subtle"),
    ("default-border-control", "field-bg"),
    ("default-border-control", "private-bg-subtle"),
    ("action-border", "default-bg"),
    ("action-border", "default-bg-subtle"),
    ("action-bg", "default-bg"),
    ("action-bg", "default-bg-subtle"),
    ("action-bg", "default-border"),
    ("action-text", "default-bg"),
    ("accent-border", "default-bg"),
    ("accent-border", "accent-bg-subtle"),
    ("private-border", "private-bg-subtle"),
    ("positive-border", "default-bg"),
    ("positive-border", "positive-bg-subtle"),
    ("inactive-border", "default-bg"),
    ("inactive-border", "inactive-bg-subtle"),
    ("focus-outline-color", "default-bg"),
    ("focus-outline-color", "default-bg-subtle"),
    ("focus-outline-color", "field-bg"),
    ("focus-outline-color", "private-bg-subtle"),
    ("focus-ring-color", "focus-outline-color"),
    ("focus-ring-color", "action-bg"),
]
Colour = tuple[float, float, float]


@cache
def blocks() -> Mapping[str, Mapping[str, str]]:
    """Selector to tokens and their values, as written in tokens.css."""
    bare = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text("utf-8"), flags=re.DOTALL)
    return {
        selector.strip(): dict(re.findall(r"(--[a-z0-9-]+):\s*([^;]+);", body))
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", bare)
    }


def tokens(selectors: tuple[str, ...]) -> dict[str, str]:
    """The tokens of a page with these classes; later ones go before earlier ones."""
    return {name: value for selector in selectors for name, value in blocks()[selector].items()}


def colour(theme: Mapping[str, str], name: str) -> Colour:
    """Red, green and blue, 0 to 1, of a token; ``name`` without ``--basis-color-`` and the like."""
    for prefix in ("--basis-color-", "--basis-", "--inbeeld-"):
        value = theme.get(prefix + name)
        if value is not None:
            break
    else:
        raise KeyError(name)
    pointed = re.fullmatch(r"var\(--(?:basis-color|basis|inbeeld)-([a-z0-9-]+)\)", value)
    return colour(theme, pointed[1]) if pointed else from_hex(value)


def from_hex(value: str) -> Colour:
    """``#rrggbb`` as red, green and blue, 0 to 1."""
    digits = re.fullmatch(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", value)
    assert digits, f"{value} is no colour of six digits"
    red, green, blue = (int(pair, 16) / 255 for pair in digits.groups())
    return red, green, blue


def luminance(of: Colour) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_low(theme: Mapping[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    """The pairs below ``least``, with their ratio."""
    ratios = {(front, ground): contrast(colour(theme, front), colour(theme, ground)) for front, ground in pairs}
    return [f"{front} on {ground}: {ratio:.2f}" for (front, ground), ratio in ratios.items() if ratio < least]


@pytest.mark.parametrize("name", THEMES)
def test_words_can_be_read_on_every_ground(name):
    assert not too_low(tokens(THEMES[name]), TEXTS, TEXT)


@pytest.mark.parametrize("name", THEMES)
def test_borders_and_signs_can_be_seen(name):
    assert not too_low(tokens(THEMES[name]), SIGNS, SIGN)


def test_one_of_the_two_focus_rings_shows_on_any_ground():
    for name, selectors in THEMES.items():
        theme = tokens(selectors)
        rings = [colour(theme, "focus-outline-color"), colour(theme, "focus-ring-color")]
        for token, value in theme.items():
            if value.startswith("#"):
                assert max(contrast(ring, from_hex(value)) for ring in rings) >= SIGN, f"{name}: {token}"


def test_every_colour_that_the_style_sheets_give_to_words_is_in_the_list():
    """A new pair in a style sheet has to be added above, so that it is proved too."""
    proved = {front for front, _ in TEXTS}
    grounds = {ground for _, ground in (*TEXTS, *SIGNS)} | {front for front, _ in SIGNS}
    for sheet in CSS.glob("*.css"):
        css = sheet.read_text("utf-8")
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
            signs = {front for front, _ in SIGNS} if selector.strip().endswith(".inb-icon") else set()
            for name in re.findall(r"(?<![a-z-])color:\s*var\(--(?:basis-color|basis|inbeeld)-([a-z-]+)\)", body):
                assert name in proved | signs | {"field-color"}, f"{sheet.name}, {selector.strip()}: {name}"
        for name in re.findall(r"background(?:-color)?:\s*var\(--(?:basis-color|basis|inbeeld)-([a-z-]+)\)", css):
            assert name in grounds | {"default-border"}, f"{sheet.name}: ground {name}"


def test_no_style_sheet_but_the_theme_names_a_colour():
    for sheet in CSS.glob("*.css"):
        if sheet.name != "tokens.css":
            found = set(re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text("utf-8"))) - {"#ffffff"}
            assert not found, sheet.name


def test_a_theme_that_sets_a_pale_colour_is_found():
    theme = {**tokens(THEMES["neutral"]), "--basis-color-default-color-subtle": "#8a9a9f"}
    assert "default-color-subtle on default-bg: 2.92" in too_low(theme, TEXTS, TEXT)
    theme = {**tokens(THEMES["neutral"]), "--basis-color-default-border-control": "#cdd6d4"}
    assert too_low(theme, SIGNS, SIGN)


def test_the_ratio_is_that_of_the_standard():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast(from_hex("#767676"), (1, 1, 1)) == pytest.approx(4.54, abs=0.005)
    assert contrast(from_hex("#777777"), (1, 1, 1)) == pytest.approx(4.48, abs=0.005)
