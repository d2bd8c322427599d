"""A page is loaded anew while the network is away: a page of ours stands in for it and leads on as soon as it can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.services.work import Definitions
from app.web import stand_in
from tests.journeys.conftest import Server
from tests.journeys.person import go_on, item_id_of
from tests.journeys.site import serving
from tests.journeys.tablet import (
    FIRST_OF_WORK,
    PATIENCE,
    STANDS_IN,
    Tablet,
    expect_sent,
    make_tablet,
    wait_for_database,
    wait_until,
)
from tests.tools.browser import ARGUMENTS, chromium_path, driver

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READY = "async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'"
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
    return found;
}"""
BOTH = """async (one) => [await (await caches.match(one)).text(),
    await (await fetch(one, { credentials: "omit", cache: "no-store" })).text()]"""
REGISTER = "() => navigator.serviceWorker.register('/sw.js').then(() => true)"
LOOK_ANEW = "async () => { await (await navigator.serviceWorker.ready).update(); }"
OTHER_NAME = "inbeeld.test"


@pytest.fixture
def tablet(server: Server, browser: Browser) -> Iterator[Tablet]:
    yield from make_tablet(server, browser, server.invite(begun=True))


def wait_for_worker(page: Page) -> None:
    """Wait until the browser keeps the page and its worker is there for the next opening."""
    wait_until(page, READY)


def answer_two_without_network(tablet: Tablet) -> None:
    tablet.open(FIRST_OF_WORK)
    wait_for_worker(tablet.page)
    tablet.context.set_offline(True)
    tablet.answer()
    tablet.answer()
    wait_for_database(tablet.page)


def test_a_reload_without_network_keeps_what_waits_and_leads_on(tablet: Tablet) -> None:
    answer_two_without_network(tablet)
    page, asked = tablet.page, item_id_of(tablet.page)
    page.reload()
    expect(page.locator("main[data-stand-in] h1")).to_have_text("Even wachten op internet")
    expect(page.locator("[data-say=waiting]")).to_have_text("Nog niet verstuurd (2)")
    expect(page.locator("[data-say=not-sent]")).to_contain_text("Bewaard op dit apparaat")
    expect(page.locator("main")).to_contain_text("112")
    assert page.locator("body[data-sitting], [name=csrf_token]").count() == 0
    page.reload()  # a second time
    expect(page.locator("[data-say=waiting]")).to_have_text("Nog niet verstuurd (2)")
    tablet.context.set_offline(False)
    expect(page.locator("main[data-stand-in]")).to_have_count(0, timeout=PATIENCE)
    assert item_id_of(page) == asked, "on to the page that was asked for"
    expect_sent(tablet)
    tablet.check_all_there()
    assert tablet.left_on_device() == []
    tablet.answer()
    tablet.check_all_there()


def test_what_is_kept_for_it_is_the_same_for_everybody(tablet: Tablet) -> None:
    answer_two_without_network(tablet)
    tablet.context.set_offline(False)
    expect_sent(tablet)
    kept = tablet.page.evaluate(KEPT)
    assert len([address for address in kept if STANDS_IN.search(address)]) == 4
    assert {Path(address).name.split(".")[-1] for address in kept if not STANDS_IN.search(address)} == {"css", "js"}
    for address in kept:
        for_person, for_nobody = tablet.page.evaluate(BOTH, address)
        assert for_person == for_nobody


def test_giving_the_device_back_leaves_no_worker(tablet: Tablet) -> None:
    page = tablet.page
    tablet.open(FIRST_OF_WORK)
    wait_for_worker(page)
    page.goto(f"{tablet.server.address}/nl/stop/later")
    page.locator(".inb-dock button").last.click()
    page.wait_for_url(f"{tablet.server.address}/")
    expect(page.locator(".inb-language").first).to_be_visible()
    page.wait_for_timeout(2000)  # longer than a page of a sitting takes to ask for a worker
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    assert page.evaluate("caches.keys()") == []


def test_a_device_given_back_without_network_says_so_after_a_reload_and_tells_the_server(tablet: Tablet) -> None:
    page = tablet.page
    tablet.open(FIRST_OF_WORK)
    wait_for_worker(page)
    page.goto(f"{tablet.server.address}/nl/stop/later")
    page.wait_for_timeout(1500)  # the words for a network that is away are here
    tablet.context.set_offline(True)
    page.locator(".inb-dock button").last.click()
    expect(page.locator("[data-say=given-back]")).to_be_visible()
    page.reload()
    expect(page.locator("[data-say=given-back]")).to_be_visible()
    tablet.context.set_offline(False)
    expect(page.locator(".inb-language").first).to_be_visible(timeout=PATIENCE)
    assert tablet.context.cookies() == []
    assert page.evaluate("caches.keys()") == []


def test_a_new_version_takes_the_place_of_the_old_one(
    browser: Browser,
    filled_stores: Path,
    definitions: Definitions,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(filled_stores, tmp_path / "site", definitions) as site:
        page = browser.new_context().new_page()
        page.goto(f"{site.address}/nl/code")
        page.evaluate(REGISTER)
        wait_for_worker(page)
        [before] = page.evaluate("caches.keys()")
        kept = stand_in.kept
        monkeypatch.setattr(stand_in, "kept", lambda: kept() | {"version": "later", "files": []})
        page.evaluate(LOOK_ANEW)
        wait_until(page, "async (old) => !(await caches.has(old))", before)
        [after] = page.evaluate("caches.keys()")
        assert after.endswith(" later")
        assert {bool(STANDS_IN.search(address)) for address in page.evaluate(KEPT)} == {True}
        page.context.set_offline(True)
        page.goto(f"{site.address}/ar/items/c1a")
        expect(page.locator("html[lang=ar][dir=rtl] main[data-stand-in] h1")).to_be_visible()
        page.context.close()


def test_other_addresses_are_left_to_the_browser(
    browser: Browser, filled_stores: Path, definitions: Definitions, tmp_path: Path
) -> None:
    with serving(filled_stores, tmp_path / "site", definitions) as site:
        page = browser.new_context().new_page()
        page.goto(f"{site.address}/nl/code")
        page.evaluate(REGISTER)
        wait_for_worker(page)
        page.context.set_offline(True)
        for address in ("/staff/sign-in", "/", "/constructor/x"):
            with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
                page.goto(site.address + address)
        page.context.close()


def test_over_plain_http_nothing_is_kept(server: Server) -> None:
    person = server.invite(begun=True)
    mapped = [re.sub("MAP", f"MAP {OTHER_NAME} 127.0.0.1, MAP", one, count=1) for one in ARGUMENTS]
    browser = driver().chromium.launch(executable_path=chromium_path(driver()), args=mapped)
    asked: list[str] = []
    context = browser.new_context()
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"http://{OTHER_NAME}:{server.port}/nl/code")
    page.locator("input[name=code]").fill(person.code)
    go_on(page)
    with page.expect_response(lambda answer: "/deck/" in answer.url and answer.ok):
        page.goto(f"http://{OTHER_NAME}:{server.port}/nl/items/{FIRST_OF_WORK}")
    page.wait_for_timeout(1000)
    assert not page.evaluate("isSecureContext || 'serviceWorker' in navigator")
    assert not [url for url in asked if url.endswith("/sw.js")]
    browser.close()
