"""A report as a page in a real browser: of the talk and of the person, in words and in pictures, in four languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.cli.sample_own import make_own_text_sample
from app.cli.sample_pictures import make_own_sample, make_picture_sample
from app.cli.sample_report import make_sample
from app.instruments.library import Library
from app.reporting.booklet import render_booklet_html
from app.reporting.conversation import render_html
from app.reporting.own import render_own_html
from app.reporting.screen import Screen, ScreenWords
from app.services.work import Definitions
from app.web.report_screen import report_screen
from tests.journeys.looking import Looker, contrast_in_latin
from tests.journeys.site import Site, serving
from tests.journeys.test_pages_in_the_browser import LEAST, OTHER_SIZES, TELEPHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AROUND = ScreenWords(skip="Inhoud", ways="Terug", back="Terug", file="Bewaren")


@pytest.fixture(scope="module")
def site(filled_stores: Path, tmp_path_factory: pytest.TempPathFactory, definitions: Definitions) -> Iterator[Site]:
    """Where the style sheet and the pictures come from."""
    with serving(filled_stores, tmp_path_factory.mktemp("reports") / "instance", definitions) as site:
        yield site


def talk_in_words(library: Library, locale: str, screen: Screen) -> str:
    sample = make_sample(library, locale)
    return render_html(sample.content, sample.wording_nl, sample.wording_own, sample.meta, screen)


def talk_in_pictures(library: Library, locale: str, screen: Screen) -> str:
    sample = make_picture_sample(library, locale)
    return render_html(sample.content, sample.wording_nl, sample.wording_own, sample.meta, screen)


def own_in_words(library: Library, locale: str, screen: Screen) -> str:
    sample = make_own_text_sample(library, locale)
    return render_own_html(sample.content, sample.wording, sample.meta, screen)


def own_in_pictures(library: Library, locale: str, screen: Screen) -> str:
    sample = make_own_sample(library, locale)
    return render_booklet_html(sample.content, sample.wording, sample.meta, screen)


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
@pytest.mark.parametrize("make", [talk_in_words, talk_in_pictures, own_in_words, own_in_pictures])
def test_it_is_whole_readable_and_asks_for_nothing_elsewhere(
    site: Site, windowless: Browser, definitions: Definitions, make: Callable[[Library, str, Screen], str], locale: str
) -> None:
    with site.app.test_request_context():
        html = make(
            definitions.library, locale, report_screen(AROUND, back="/nl/finish", file="/nl/own/report", locale="nl")
        )
    context = windowless.new_context(viewport=TELEPHONE, reduced_motion="reduce")
    looker = Looker(context.new_page(), site.address)
    address = f"{site.address}/{locale}/own/page"
    policy = site.app.test_client().get("/nl/code").headers["Content-Security-Policy"]
    answer = {"content_type": "text/html; charset=utf-8", "headers": {"Content-Security-Policy": policy}}
    context.set_default_timeout(30_000)
    context.route(address, lambda route: route.fulfill(body=html, **answer))
    looker.page.goto(address)
    language = locale if make in {own_in_words, own_in_pictures} else "nl"
    found = [*looker.problems(language, LEAST), *looker.layout_at(OTHER_SIZES, LEAST)]
    assert looker.page.evaluate("[...document.images].filter(one => !one.naturalWidth).map(one => one.src)") == []
    assert [*found, *(contrast_in_latin(looker.page) if locale == "ar" else [])] == []
    context.close()
