"""A report as a page: the same components, valid, with nothing that the site does not let through."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import lxml.html
import pytest
from lxml.html import HtmlElement

from app.cli.sample_own import make_own_text_sample
from app.cli.sample_pictures import make_own_sample, make_picture_sample
from app.cli.sample_report import make_sample
from app.core.report import ReportContent
from app.reporting.booklet import render_booklet_html
from app.reporting.conversation import render_html
from app.reporting.own import render_own_html
from app.reporting.screen import Screen, ScreenWords
from tests.reports import harmful
from tests.reports.conftest import LOCALES, definitions
from tests.tools import vnu

SCREEN = Screen(
    sheet="/assets/report.0.css",
    icon="/static/icon.svg",
    drawing=lambda name: f"/assets/pictures/{name}.0.svg",
    back="/staff/participants/x",
    file="/staff/participants/x/report",
    words=ScreenWords("Naar de inhoud", "Uitgangen", "Terug", "Bewaren"),
    locale="nl",
    direction="ltr",
)
NAMES = [f"{name}-{locale}" for name in ("make_sample", "make_picture_sample", "own", "booklet") for locale in LOCALES]
INLINE = re.compile(r"""\sstyle=|\son\w+=|<script|<style|javascript:|file:|https?://(?!www\.w3\.org)""")


@pytest.fixture(scope="module")
def pages():
    found = {}
    for make in (make_sample, make_picture_sample):
        for locale in LOCALES:
            sample = make(definitions(), locale)
            found[f"{make.__name__}-{locale}"] = render_html(
                sample.content, sample.wording_nl, sample.wording_own, sample.meta, SCREEN
            )
    for locale in LOCALES:
        own = make_own_text_sample(definitions(), locale)
        found[f"own-{locale}"] = render_own_html(own.content, own.wording, own.meta, SCREEN)
        booklet = make_own_sample(definitions(), locale)
        found[f"booklet-{locale}"] = render_booklet_html(booklet.content, booklet.wording, booklet.meta, SCREEN)
    return found


def elements(page, wanted):
    """What an XPath finds, where it finds elements."""
    return [one for one in page.xpath(wanted) if isinstance(one, HtmlElement)]


def test_they_are_valid(pages):
    assert {name: wrong for name, wrong in vnu.errors(pages).items() if wrong} == {}


@pytest.mark.parametrize("name", NAMES)
def test_no_style_or_script_stands_in_a_page_and_nothing_comes_from_elsewhere(pages, name):
    assert not INLINE.findall(pages[name])


@pytest.mark.parametrize("name", NAMES)
def test_headings_tell_the_order_and_a_page_has_one_title(pages, name):
    levels = [int(tag.tag[1]) for tag in lxml.html.fromstring(pages[name]).iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_the_person_s_language_says_so(pages, name):
    page, locale = lxml.html.fromstring(pages[name]), name.rpartition("-")[2]
    direction = "rtl" if locale == "ar" else "ltr"
    marked = elements(page, f"//*[@lang='{locale}'][@dir]")
    typed = "ancestor-or-self::*[contains(@class, 'typed')]"
    assert all(one.get("dir") == direction for one in marked if not elements(one, typed))
    assert page.get("lang") == locale or len(marked) > 50


@pytest.mark.parametrize("name", NAMES)
def test_landmarks_tables_and_pictures_are_named(pages, name):
    page = lxml.html.fromstring(pages[name])
    assert len(page.findall(".//main")) == 1
    assert all(nav.get("aria-label") for nav in page.iter("nav"))
    assert all(head.get("scope") for head in page.iter("th"))
    assert all(image.get("alt") for image in page.iter("img"))
    for table in page.iter("table"):
        frame = table.getparent()
        assert frame is not None
        assert frame.get("role") == "region"
        assert frame.get("tabindex") == "0"
        assert frame.get("aria-label")


@pytest.mark.parametrize("locale", LOCALES)
def test_each_bar_is_said_in_words_in_each_language_and_drawn_at_its_place(pages, locale):
    page, sample = lxml.html.fromstring(pages[f"make_sample-{locale}"]), make_sample(definitions(), locale)
    assert isinstance(sample.content, ReportContent)
    rows = [*sample.content.competence, *sample.content.motivation]
    bands = elements(page, "//*[contains(concat(' ', @class, ' '), ' row ')]//*[contains(@class, 'band ')]")
    assert len(bands) >= len(rows) > 0
    for row, band in zip(rows, bands, strict=False):
        assert row.interval is not None
        said = elements(band, "./*[@class='unseen']")
        assert {one.get("lang") for one in said} == {"nl", locale}
        [drawn] = elements(band, ".//rect")
        assert drawn.get("x") == f"{row.interval[0]:.1f}%"
        assert drawn.get("width") == f"{row.interval[1] - row.interval[0]:.1f}%"
        assert f"{row.interval[0]:.0f}–{row.interval[1]:.0f} / 100" in (said[0].text or "")


def test_the_own_report_runs_as_its_language_does(pages):
    for locale in LOCALES:
        page = lxml.html.fromstring(pages[f"own-{locale}"])
        assert (page.get("lang"), page.get("dir")) == (locale, "rtl" if locale == "ar" else "ltr")
        turned = elements(page, "//*[contains(@class, 'band__drawing--mirrored')]")
        assert bool(turned) is (locale == "ar")


def test_paper_stays_paper():
    sample = make_sample(definitions(), "ar")
    paper = render_html(sample.content, sample.wording_nl, sample.wording_own, sample.meta)
    for only_on_screen in ("<svg", "<main", "<nav", "viewport", "unseen", "/assets/"):
        assert only_on_screen not in paper


def test_words_meant_to_do_harm_stay_words():
    sample, own = make_picture_sample(definitions(), "ar"), make_own_text_sample(definitions(), "nl")
    content = replace(sample.content, care=harmful.shared())
    meta = harmful.talked(sample.meta, content)
    pages = {
        "talk": render_html(content, sample.wording_nl, sample.wording_own, meta, SCREEN),
        "own": render_own_html(own.content, own.wording, harmful.told(own.meta), SCREEN),
    }
    assert {name: wrong for name, wrong in vnu.errors(pages).items() if wrong} == {}
    for html in pages.values():
        page = lxml.html.fromstring(html)
        assert not list(page.iter("script", "style", "iframe", "object", "form"))
        ours = ("/", "data:image/svg+xml;base64,")
        assert all(str(image.get("src")).startswith(ours) for image in page.iter("img"))
        assert all(str(link.get("href")).startswith(("/", "#")) for link in page.iter("a", "link"))
        assert "<script>alert(1)</script>" in "".join(str(part) for part in page.itertext())
        assert not {"\u202e", "\u2067", "\u0007"} & set(html)
