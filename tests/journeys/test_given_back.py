"""A device that goes from hand to hand: what is left of the person before, also after a crash or without network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask_security.utils import hash_password
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong
from sqlalchemy import update

from app.services.accounts import NewAccount, make_account
from app.services.codes import grouped
from app.store.models import GroupSession, Organisation, Presence, RoleName
from tests.factories import Invited
from tests.journeys.conftest import Server
from tests.journeys.person import Plan, box, go_on, item_id_of
from tests.journeys.tablet import FIRST_OF_WORK, PATIENCE, Tablet, enter, expect_sent, make_tablet, refuse_forms
from tests.tools.browser import ARGUMENTS, chromium_path, driver

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "lange-zin-voor-een-proef"
PHONE = {"width": 390, "height": 844}
TO_DISK = 31_000
"""Milliseconds within which this browser writes to the disk that a cookie is gone."""
KEPT_BY_SITE = """async () => ({
    storage: [...Object.entries(sessionStorage), ...Object.entries(localStorage)],
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    asked: performance.getEntries().map((one) => one.name).filter((name) => /\\/(items|deck|parts|review)/.test(name)),
    behind: history.state?.at ?? 0,
    form: document.body.outerHTML.includes("data-sitting"),
})"""
NOTHING = {"storage": [], "databases": [], "caches": [], "asked": [], "behind": 0, "form": False}


@pytest.fixture
def tablet(server: Server, browser: Browser) -> Iterator[Tablet]:
    yield from make_tablet(server, browser, server.invite(begun=True))


def give_back(page: Page, server: Server) -> None:
    """Choose to go on later, and give the device back."""
    page.goto(f"{server.address}/nl/stop/later")
    page.locator(".inb-dock button").last.click()


def opened(folder: Path, *more: str) -> BrowserContext:
    """A browser with a profile of its own on the disk; once more when its driver misses the tabs that it restores."""
    try:
        return _opened(folder, *more)
    except TookTooLong:  # the driver has ended that browser
        return _opened(folder, *more)


def _opened(folder: Path, *more: str) -> BrowserContext:
    playwright = driver()
    return playwright.chromium.launch_persistent_context(
        folder,
        executable_path=chromium_path(playwright),
        args=[*ARGUMENTS, *more],
        viewport={"width": 390, "height": 844},
        timeout=60_000,
    )


def test_a_browser_that_restores_its_tabs_shows_nothing_of_the_person_before(server: Server, tmp_path: Path) -> None:
    person = server.invite(begun=True)
    context = opened(tmp_path / "profile")
    context.set_default_timeout(PATIENCE)
    page = context.pages[0]
    answer_some(server, page, person)
    give_back(page, server)
    page.wait_for_url(f"{server.address}/")
    assert context.cookies() == []
    page.wait_for_timeout(TO_DISK)
    context.close()
    context = opened(tmp_path / "profile", "--restore-last-session")
    context.set_default_timeout(PATIENCE)
    assert context.cookies() == []
    for page in [*context.pages, context.new_page()]:
        if not page.url.startswith(server.address):
            page.goto(f"{server.address}/")
        for _ in range(3):
            assert "/items/" not in page.url
            assert page.evaluate(KEPT_BY_SITE) == NOTHING
            page.evaluate("history.back()")
            page.wait_for_timeout(500)
            if not page.url.startswith(server.address):
                break
    context.close()
    assert not traces(tmp_path / "profile", person)


def answer_some(server: Server, page: Page, person: Invited) -> None:
    """Answer three questions."""
    with server.work() as work:
        instrument = work.library.instrument("profile")
    enter(page, server, person)
    tablet = Tablet(server, person, page.context, page, Plan(instrument, "nl"))
    tablet.open(FIRST_OF_WORK)
    for _ in range(3):
        tablet.answer()


def traces(profile: Path, person: Invited) -> list[Path]:
    """Files of the browser that hold the code or the token, as text of one or two bytes a sign."""
    words = [person.code, grouped(person.code), person.token]
    wanted = [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le")]
    files = [file for file in profile.rglob("*") if file.is_file() and not file.is_symlink()]
    return [file for file in files if any(word in file.read_bytes() for word in wanted)]


def test_a_device_given_back_without_network_is_emptied_by_the_first_page_after_it(tablet: Tablet) -> None:
    page, address = tablet.page, tablet.server.address
    tablet.open(FIRST_OF_WORK)
    page.goto(f"{address}/nl/stop/later")
    page.wait_for_function("() => document.querySelector('[name=csrf_token]')")
    page.wait_for_timeout(1500)  # the words for a network that is away are here
    tablet.context.set_offline(True)
    page.locator(".inb-dock button").last.click()
    expect(page.locator("[data-say=given-back]")).to_be_visible()
    assert "data-sitting" not in page.locator("body").inner_html()
    page.close()
    assert tablet.context.cookies() != [], "only the server can take the cookie away"
    tablet.context.set_offline(False)
    page = tablet.context.new_page()
    page.goto(f"{address}/nl/items/{FIRST_OF_WORK}", wait_until="commit")
    page.wait_for_url(f"{address}/")
    expect(page.locator(".inb-language").first).to_be_visible()
    assert tablet.context.cookies() == []
    assert page.evaluate(KEPT_BY_SITE) == NOTHING
    page.goto(f"{address}/nl/items/{FIRST_OF_WORK}")
    assert "/code" in page.url


def test_answers_of_another_person_are_held_back_and_told(tablet: Tablet) -> None:
    page, server = tablet.page, tablet.server
    tablet.open(FIRST_OF_WORK)
    tablet.context.route("**/items/**", refuse_forms)
    tablet.answer()
    other = server.invite(begun=True)
    enter(page, server, other)
    tablet.context.unroute("**/items/**")
    page.goto(f"{server.address}/nl/items/c1a")
    line = page.locator("[data-say=other-person]")
    expect(line).to_be_visible()
    expect(line).to_have_attribute("role", "alert")
    expect(page.locator("[data-say=not-sent]")).to_have_count(0)
    box(page, "2").check()
    go_on(page)
    assert item_id_of(page) != "c1a", "this person goes on as always"
    assert tablet.stored() == []
    give_back(page, server)
    expect(page.locator("[data-say=hand-back]")).to_be_visible()
    enter(page, server, tablet.person)
    expect_sent(tablet)
    expect(page.locator("[data-say=other-person]")).to_have_count(0)
    tablet.check_all_there()


def test_the_board_tells_of_a_device_without_network_and_of_what_it_holds(
    server: Server, browser: Browser, tablet: Tablet
) -> None:
    tablet.open(FIRST_OF_WORK)
    tablet.context.route("**/items/**", refuse_forms)
    for _ in range(3):
        tablet.answer()
    told = tablet.page.wait_for_event("response", lambda answer: answer.url.endswith("/here"), timeout=PATIENCE)
    assert told.status == 204
    board = open_board(server, browser, tablet.person)
    expect(board.locator(".inb-seat")).to_contain_text("3 antwoorden nog niet verstuurd")
    tablet.context.unroute("**/items/**")
    expect_sent(tablet)
    expect(board.locator(".inb-seat")).not_to_contain_text("nog niet verstuurd", timeout=PATIENCE)
    tablet.context.set_offline(True)
    server_hears_nothing_for(server, tablet.person)
    expect(board.locator(".inb-seat")).to_contain_text("geen verbinding", timeout=PATIENCE)
    tablet.context.set_offline(False)
    expect(board.locator(".inb-seat")).not_to_contain_text("geen verbinding", timeout=PATIENCE)
    board.context.close()


def server_hears_nothing_for(server: Server, person: Invited) -> None:
    """Let the last sign of life be two minutes old."""
    with server.work() as work:
        own = Presence.participation_id == person.participation_id
        work.db.execute(update(Presence).where(own).values(heard_at=work.now() - timedelta(minutes=2)))
        work.db.commit()


def open_board(server: Server, browser: Browser, person: Invited) -> Page:
    """The board of this person's group session, for a facilitator of the organisation."""
    email = f"leider-{person.public_id}@testdorp.example"
    with server.work() as work:
        organisation = work.db.get_one(Organisation, person.organisation_id)
        new = NewAccount(email, "Begeleider", (RoleName.FACILITATOR,), hash_password(PASSWORD))
        account = make_account(work, organisation, new)
        session = work.db.get_one(GroupSession, person.group_session_id)
        session.facilitator_id = account.id
        work.db.commit()
        where = f"{server.address}/staff/sessions/{session.public_id}"
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(where)
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button").last.click()
    page.wait_for_load_state("load")
    page.goto(where)
    return page
