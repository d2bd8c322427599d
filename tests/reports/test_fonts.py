"""Fonts: every sign of every text, no need of system fonts, and the one Arabic font that can be read back."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from app import paths
from app.reporting.typed_text import printable_signs

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "app" / "static" / "fonts"
MAKE_REPORT = """
import hashlib, sys
from app.cli.sample_report import make_sample
from app.instruments.library import load_library
from app.reporting.conversation import render_pdf
library = load_library()
for locale in sys.argv[1:]:
    one = make_sample(library, locale)
    print(hashlib.sha256(render_pdf(one.content, one.wording_nl, one.wording_own, one.meta)).hexdigest())
"""


def signs_of(font: Path) -> set[int]:
    with TTFont(font) as opened:
        return set(opened.getBestCmap())


def texts_of(library, locale: str) -> str:
    wording = library.wording("profile", locale)
    texts = [form for text in wording.texts.values() for form in text.forms.values()]
    catalogue = paths.TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
    with catalogue.open("rb") as po:
        for message in read_po(po, locale=locale):
            texts += [message.string] if isinstance(message.string, str) else list(message.string or ())
    return "".join(texts)


def visible(text: str) -> set[int]:
    return {ord(sign) for sign in text if unicodedata.category(sign) not in ("Cc", "Cf")}


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_every_sign_of_every_text_can_be_drawn(library, locale):
    wanted = visible(texts_of(library, locale))
    web = set().union(*(signs_of(font) for font in WEB.glob("*-400.woff2")))
    assert {chr(sign) for sign in wanted - printable_signs()} == set()
    assert {chr(sign) for sign in wanted - web} == set()


FIRST_FILES = {
    "nl": ("noto-sans-latin-400",),
    "en": ("noto-sans-latin-400",),
    "ar": ("noto-naskh-arabic-400", "noto-sans-text-400"),
    "ti": ("noto-sans-ethiopic-400", "noto-sans-text-400"),
}
ONE_WEIGHT = ("noto-sans-text-400",)
OWN = {"ar": set(range(0x600, 0x780)), "ti": set(range(0x1200, 0x13A0))}


@pytest.mark.parametrize("locale", FIRST_FILES)
@pytest.mark.parametrize("instrument", ["profile", "picture-profile"])
def test_a_page_without_typed_words_loads_the_first_files_alone(library, instrument, locale):
    wording = library.wording(instrument, locale)
    wanted = visible("".join(form for text in wording.texts.values() for form in text.forms.values()))
    there = set().union(*(signs_of(WEB / f"{name}.woff2") for name in FIRST_FILES[locale]))
    there |= set().union(*(signs for other, signs in OWN.items() if other != locale))  # names of other languages
    assert {chr(sign) for sign in wanted - there} == set(), "add the signs in tools/subset_fonts.py and run it"


def test_both_weights_hold_the_same_signs():
    for folder, ending in ((paths.REPORTS / "fonts", "ttf"), (WEB, "woff2")):
        regular = [font for font in sorted(folder.glob(f"*-400.{ending}")) if font.stem not in ONE_WEIGHT]
        assert regular
        for font in regular:
            assert signs_of(font) == signs_of(font.with_name(font.name.replace("-400", "-600")))


def test_letters_for_own_words():
    letters = {*range(0x621, 0x64B), *range(0x1200, 0x1207), *range(0xA1, 0xAD), *range(0x100, 0x180)}
    assert letters <= printable_signs()


@pytest.mark.parametrize("weight", [400, 600])
def test_the_arabic_font_is_the_one_whose_text_can_be_read_back(weight):
    with TTFont(paths.REPORTS / "fonts" / f"noto-naskh-arabic-{weight}.ttf") as font:
        assert "2.016" in font["name"].getDebugName(5)


def test_pages_load_few_bytes_of_font():
    limits = {"latin": 12_000, "arabic": 23_000, "ethiopic": 42_000}
    for font in WEB.glob("*.woff2"):
        part = re.sub(r"-\d+$", "", font.stem).removeprefix("noto-sans-").removeprefix("noto-naskh-")
        assert font.stat().st_size < limits.get(part, 24_000), font.name


def test_stylesheet_names_files_that_exist():
    sheet = (WEB / "fonts.css").read_text("utf-8")
    named = set(re.findall(r'url\("([^"]+)"\)', sheet))
    assert named == {font.name for font in WEB.glob("*.woff2")}


@pytest.mark.slow
def test_no_system_font_is_needed_or_used(report, tmp_path):
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<?xml version='1.0'?><fontconfig><cachedir>{tmp_path}/cache</cachedir></fontconfig>", encoding="utf-8"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(config), "HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", MAKE_REPORT, "ar", "ti"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.split() == [hashlib.sha256(report(locale).pdf).hexdigest() for locale in ("ar", "ti")]
