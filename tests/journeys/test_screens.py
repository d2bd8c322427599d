"""From screen to screen without leaving the document: where the focus is, what the address says, what stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server
from tests.journeys.person import box, go_on, touch

pytestmark = pytest.mark.browser


@pytest.fixture
def page(server: Server, windowless: Browser):
    """A telephone at the first question of part c."""
    person = server.invite(begun=True)
    context = windowless.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{server.address}/nl/code")
    page.locator("input[name=code]").fill(person.code)
    go_on(page)
    page.goto(f"{server.address}/nl/items/c1a")
    page.evaluate("window.sameDocument = true")
    yield page
    context.close()


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.sameDocument === true"))


def test_an_answer_leads_to_the_next_screen_in_the_same_document(page: Page) -> None:
    page.evaluate("document.addEventListener('inbeeld:page', (event) => { window.told = event.detail.page; })")
    box(page, "2").check(force=True)
    go_on(page)
    assert "/items/" in page.url
    assert not page.url.endswith("/c1a")
    assert stayed(page)
    assert page.evaluate("window.told === document.body")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.evaluate("scrollY") == 0


def test_the_back_button_of_the_browser_shows_the_answer(page: Page) -> None:
    box(page, "3").check(force=True)
    go_on(page)
    page.go_back()
    page.wait_for_url("**/items/c1a")
    expect(box(page, "3")).to_be_checked()
    page.go_forward()
    page.wait_for_url(lambda url: not url.endswith("/items/c1a"))
    assert stayed(page)


def test_nothing_chosen_moves_the_focus_to_what_is_said(page: Page) -> None:
    go_on(page)
    assert page.url.endswith("/items/c1a")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert stayed(page)


def test_another_language_changes_words_direction_and_font_and_keeps_what_is_chosen(page: Page) -> None:
    box(page, "1").check(force=True)
    page.locator("summary").first.click()
    touch(page, page.locator(".inb-menu__choice[lang=ar]"))
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert "Naskh" in page.evaluate("getComputedStyle(document.body).fontFamily")
    expect(box(page, "1")).to_be_checked()
    assert stayed(page)
    go_on(page)
    assert "/ar/items/" in page.url


def test_a_link_that_is_not_ours_leaves(page: Page, server: Server) -> None:
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<a id=out href=\"/staff/\">x</a>')")
    page.locator("#out").click()
    page.wait_for_url(f"{server.address}/staff/sign-in**")
    assert not stayed(page)
