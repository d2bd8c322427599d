"""On a printer without colours every word of a report can be read, and what a colour says is said in form and words.

Grey is what most printers make of a colour: the luma of its channels. Black and white is what a poor copy leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

import pypdfium2
import pytest
from markupsafe import Markup
from PIL import Image, ImageChops

from app import paths
from app.core.profile import Light
from app.core.report import Fact, Phrase, ReportContent, ScaleRow
from app.reporting.conversation import finding, render_html
from app.reporting.render import pdf_of
from app.reporting.templates import OWN, TEXT, common_values, environment
from app.reporting.voice import Place, Voice
from tests.reports.conftest import LOCALES, definitions, made
from tests.unit.test_contrast import SIGN, contrast, from_hex
from tests.unit.test_contrast import TEXT as READABLE

PAPER = "#fff"
COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b")
SHAPES = re.compile(r"::(?:before|after)$|\.band__|\.band$|\.dots |\.light__lamp|\.mark$")
"""Grounds of small drawings, on which no words stand."""


class Declared(NamedTuple):
    """What one rule of a style sheet says of colours; None where it says nothing."""

    sheet: str
    selector: str
    front: str | None
    ground: str | None


@cache
def declared() -> tuple[Declared, ...]:
    """Every rule of the reports that names the colour of words or of a ground."""
    return tuple(
        one
        for file in sorted(paths.REPORTS.rglob("*.css"))
        for one in declared_in(file.read_text("utf-8"), file.parent.name)
    )


def declared_in(css: str, sheet: str) -> Iterator[Declared]:
    """As above, of one style sheet."""
    bare = re.sub(r"/\*.*?\*/|@import[^;]*;", "", css, flags=re.DOTALL)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", bare):
        front = re.search(r"(?<![a-z-])color:([^;]*)", body)
        ground = re.search(r"background(?:-color)?:([^;]*)", body)
        colours = [found and COLOUR.search(found[1]) for found in (front, ground)]
        if any(colours):
            yield from (
                Declared(sheet, one.strip(), *(found[0] if found else None for found in colours))
                for one in selectors.split(",")
            )


def test_every_colour_is_written_so_that_it_is_read_here():
    values = re.compile(r"(?<![a-z-])(?:color|background(?:-color)?):\s*([^;}]*)")
    written = {one.strip() for file in paths.REPORTS.rglob("*.css") for one in values.findall(file.read_text("utf-8"))}
    assert {one for one in written if not COLOUR.fullmatch(one)} <= {"none", "inherit"}


def in_grey(colour: str) -> str:
    """The grey that a printer makes of ``#rrggbb`` or ``#rgb``."""
    whole = colour if len(colour) == len("#rrggbb") else "#" + "".join(digit * 2 for digit in colour[1:])
    level = Image.new("RGB", (1, 1), whole).convert("L").getpixel((0, 0))
    return f"#{level:02x}" + f"{level:02x}" * 2


def contrast_in_grey(front: str, ground: str) -> float:
    """Contrast ratio, 1 to 21, of two colours printed in grey."""
    return contrast(from_hex(in_grey(front)), from_hex(in_grey(ground)))


def grounds() -> set[str]:
    """What words may stand on; the watermark lies under them too, and is not there to be read itself."""
    held = {one.ground for one in declared() if one.ground and not one.front and not SHAPES.search(one.selector)}
    return held | {PAPER, *watermarks()}


def watermarks() -> set[str]:
    """The colours of the words across a page that nobody released."""
    return {one.front for one in declared() if one.front and one.selector.startswith(".watermark")}


def test_words_on_a_ground_of_their_own_can_be_read_in_grey():
    ratios = {one: contrast_in_grey(one.front, one.ground) for one in declared() if one.front and one.ground}
    assert ratios
    assert {one: ratio for one, ratio in ratios.items() if ratio < READABLE} == {}


def test_words_can_be_read_in_grey_on_every_ground():
    fronts = {one.front for one in declared() if one.front and not one.ground} - watermarks()
    assert {"#14262b", "#46585d"} < fronts
    assert {PAPER, "#f3f5f4", "#fdf1d7", "#eef1f0"} < grounds()
    ratios = {(front, ground): contrast_in_grey(front, ground) for front in fronts for ground in grounds()}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("edition", [TEXT, "care_signal", OWN])
def test_bars_and_their_points_can_be_seen_in_grey(edition):
    found = {one.selector: one.ground for one in declared() if one.ground and one.sheet in {"components", edition}}
    private = found.get(".private .band__range", found[".band__range"])
    for part, ground in (
        (found[".band__range"], found[".band"]),
        (private, found[".band"]),
        (found[".band__point"], found[".band__range"]),
        (found[".band__point"], private),
        (found[".band--unsure .band__point"], found[".band"]),
    ):
        assert contrast_in_grey(part, ground) >= SIGN


def test_a_pair_that_only_a_colour_keeps_apart_is_found():
    css = ".a { color: #f00; background: #000 }"
    (found,) = declared_in(css, "made up")
    assert found == ("made up", ".a", "#f00", "#000")
    assert contrast(from_hex("#ff0000"), from_hex("#000000")) > READABLE > contrast_in_grey("#f00", "#000")


# What a colour says: drawn with the same word everywhere, so that a difference lies in the form.

SCALE = 3
MARGIN = 17 * 72 / 25.4 * SCALE  # of a page, in dots
DIFFERENT = 60
"""Dots that a form has to differ in: a square as large as a full stop."""
STANDS_OUT = 1.4
"""How much more ink the chosen lamp has than any other."""
LIGHT = '{% from "components/light.html" import light with context %}{{ light(on) }}'
ROW = '{% from "components/row.html" import row with context %}{{ row(one, (0, 50, 100), "fifths") }}'
STEPS = '{% from "components/fact.html" import fact with context %}{{ fact(one) }}'
CERTAIN = ScaleRow("c1", Phrase("scale.c1.name"), 45, (30, 60), None, dashed=False)


@dataclass(frozen=True, slots=True)
class Mute(Voice):
    """Says the same of everything."""

    def say(self, phrase: Phrase | str, **more: Place) -> Markup:  # noqa: ARG002 - as a voice is asked
        """One letter."""
        return Markup("x")


def printed(macro: str, edition: str = TEXT, head: str = "", **values: Any) -> Image.Image:  # noqa: ANN401 - what a macro shows
    """One component as a page in black and white."""
    voice = Mute(definitions().wording("profile", "nl"))
    shown = {**common_values(voice), "nl": voice, "own": None, "voices": [voice], "finding": finding, **values}
    body = environment().from_string(macro).render(**shown)
    page = f'<html lang="nl"><head><title>x</title>{head}</head><body class="one" lang="nl">{body}</body></html>'
    return black_and_white(pdf_of(page, edition))


def black_and_white(pdf: bytes, page: int = 0) -> Image.Image:
    """A page with every dot black or white, 255 for black, so that sums count ink."""
    grey = pypdfium2.PdfDocument(pdf)[page].render(scale=SCALE).to_pil().convert("L")
    black: Image.Image = grey.point([255 * (level < 128) for level in range(256)])
    return black


def ink(image: Image.Image) -> int:
    """Black dots."""
    return image.histogram()[255]


def difference(one: Image.Image, other: Image.Image) -> int:
    """Dots that are black in one alone."""
    return ink(ImageChops.difference(one, other))


def lamp_that_stands_out(strip: Image.Image) -> Light | None:
    """The lamp with clearly more ink than each other, in an image as wide as the three of them."""
    third = strip.width / 3
    inks = [ink(strip.crop((round(at * third), 0, round((at + 1) * third), strip.height))) for at in range(3)]
    most = inks.index(max(inks))
    others = max(amount for at, amount in enumerate(inks) if at != most)
    return (Light.GREEN, Light.AMBER, Light.RED)[most] if inks[most] >= STANDS_OUT * others else None


def between_margins(image: Image.Image, top: float = 0, bottom: float | None = None) -> Image.Image:
    """The part of a page that holds words, between two heights in dots."""
    return image.crop((round(MARGIN), round(top), round(image.width - MARGIN), round(bottom or image.height)))


@pytest.mark.parametrize("on", Light)
def test_the_light_shows_which_lamp_is_on_without_colours_and_words(on):
    assert lamp_that_stands_out(between_margins(printed(LIGHT, on=on))) == on


def test_a_lamp_that_only_changes_its_colour_would_be_found():
    plain = "<style>.light__one--on { border: 0.4mm solid #cdd6d4 !important; font-weight: 400 !important }</style>"
    assert lamp_that_stands_out(between_margins(printed(LIGHT, head=plain, on=Light.AMBER))) is None


def pages_of(name: str) -> dict[Light, bytes]:
    """The sample report with each light."""
    sample = made(name).sample
    nl, own, content = sample.wording_nl, sample.wording_own, sample.content
    assert isinstance(content, ReportContent)
    contents = {on: replace(content, quality=replace(content.quality, light=on)) for on in Light}
    return {on: pdf_of(render_html(one, nl, own, sample.meta), TEXT) for on, one in contents.items()}


def light_in(pdf: bytes, words: tuple[str, ...]) -> Image.Image:
    """The light where it stands in a report, found by its words."""
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        text = document[number].get_textpage()
        places = [text.search(word, match_whole_word=True).get_next() for word in words]
        if all(places):
            boxes = [text.get_charbox(place[0]) for place in places if place]
            heights = [document[number].get_height() - (bottom + top) / 2 for _, bottom, _, top in boxes]
            assert max(heights) - min(heights) < 3
            middle, half = heights[0] * SCALE, 6 * 72 / 25.4 * SCALE
            return between_margins(black_and_white(pdf, number), middle - half, middle + half)
    raise AssertionError("no page holds the light")


def test_a_sample_report_shows_its_light_in_black_and_white():
    words = tuple(definitions().wording("profile", "nl").text(f"light.{on}.name") for on in ("green", "amber", "red"))
    for on, pdf in pages_of("nl").items():
        assert lamp_that_stands_out(light_in(pdf, words)) == on


@pytest.mark.parametrize("name", ["nl", "nl-red"])
def test_a_sample_report_says_its_light_in_words(report, name):
    """Three lamps with their names, and one sentence that no other light has."""
    on = report(name).sample.content.quality.light
    said = report(name).nl.said
    assert {f"light.{one}.name" for one in Light} < set(said)
    assert {one for one in Light if f"light.{one}" in said} == {on}


@pytest.mark.parametrize("locale", LOCALES)
def test_no_two_lamps_have_the_same_words(locale):
    text = definitions().wording("profile", locale).text
    for keys in ([f"light.{on}.name" for on in Light], [f"light.{on}" for on in Light]):
        assert len({text(key) for key in keys}) == len(Light)


def test_steps_that_somebody_can_do_are_filled():
    can = [Fact(Phrase("item.digital"), (Phrase("option.digital.2"),), steps=(step, 4)) for step in (1, 3)]
    assert difference(*(printed(STEPS, one=fact) for fact in can)) > DIFFERENT


MARKS = {mark: replace(CERTAIN, mark=mark) for mark in (None, "label.strength", "label.to_discuss")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(MARKS[None], MARKS["label.strength"], id="nothing, strength"),
        pytest.param(MARKS[None], MARKS["label.to_discuss"], id="nothing, to discuss"),
        pytest.param(MARKS["label.strength"], MARKS["label.to_discuss"], id="strength, to discuss"),
        pytest.param(CERTAIN, replace(CERTAIN, dashed=True), id="certain, not certain"),
    ],
)
@pytest.mark.parametrize("edition", [TEXT, "care_signal", OWN])
def test_marks_and_bars_differ_in_form(edition, one, other):
    assert difference(printed(ROW, edition, one=one), printed(ROW, edition, one=other)) > DIFFERENT


def test_a_mark_or_bar_that_only_changes_its_colour_would_be_found():
    css = ".band__range { background: #7a1f1f !important } .mark::before { background: #c0e0c0 !important }"
    coloured = printed(ROW, head=f"<style>{css}</style>", one=MARKS["label.strength"])
    assert difference(coloured, printed(ROW, one=MARKS["label.strength"])) < DIFFERENT / 4
