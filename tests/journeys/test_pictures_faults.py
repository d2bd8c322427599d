"""How a screen in pictures goes on without sound or without room on the device, and who is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.core.instrument import Instrument
from app.store.models import DeviceNotice, Participation, SittingState
from tests.factories import Invited
from tests.journeys.conftest import SOUND, Server
from tests.journeys.person import box, item_id_of, touch
from tests.journeys.pictures import CARDS, arrive, invite
from tests.tools.missing import tool_is_missing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST = "p1.land_animals"
PATIENCE = 150  # tenths of a second
REFUSES = "HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('', 'NotAllowedError'))"


@contextmanager
def begun(
    server: Server, browser: Browser, locale: str, script: str = ""
) -> Iterator[tuple[Page, Invited, Instrument]]:
    """Somebody at a tablet who takes part already, at no question yet."""
    if not (SOUND / locale).is_dir():
        tool_is_missing("Nothing has been spoken yet, type: make sound")
    person, instrument = invite(server)
    with server.work() as work:
        participation = work.db.get_one(Participation, person.participation_id)
        participation.state = SittingState.STARTED
        work.db.commit()
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    context.set_default_timeout(15_000)
    if script:
        context.add_init_script(script)
    page = context.new_page()
    arrive(page, server, person.code, locale)
    yield page, person, instrument
    context.close()


@pytest.mark.parametrize(
    ("script", "sound", "kind"),
    [
        pytest.param("", (404, b""), "sound_missing", id="the sound is not there"),
        pytest.param("", (200, b"no sound at all"), "sound_broken", id="the sound is broken"),
        pytest.param("delete window.Audio", None, "no_sound", id="no sound device"),
        pytest.param(REFUSES, None, "no_sound", id="sound is refused"),
    ],
)
def test_without_sound_the_screen_works_and_the_facilitator_hears_of_it(
    server: Server, browser: Browser, script: str, sound: tuple[int, bytes] | None, kind: str
) -> None:
    with begun(server, browser, "nl", script) as (page, person, _):
        if sound is not None:
            status, body = sound
            page.route("**/sound/**", lambda route: route.fulfill(status=status, body=body))
        page.goto(f"{server.address}/nl/items/{FIRST}")
        card = page.locator(f"{CARDS}:has([value='1'])")
        card.click()
        expect(box(page, "1")).to_be_checked()
        assert not page.locator("[data-problem], [data-say]").count(), "the person is told nothing"
        touch(page, page.locator("[data-control=tick]"))
        assert item_id_of(page) not in {None, FIRST}
        assert kinds_told(page, server, person, kind) == {kind}


def kinds_told(page: Page, server: Server, person: Invited, awaited: str) -> set[str]:
    """What the device of this person told, as soon as the board shows what is awaited."""
    for _ in range(PATIENCE):
        found = kinds(server, person)
        if awaited in found:
            return found
        page.wait_for_timeout(100)
    pytest.fail(f"{awaited} was not told")


def kinds(server: Server, person: Invited) -> set[str]:
    """What devices of this person told, as the board shows it."""
    with server.work() as work:
        told = select(DeviceNotice.kind).where(DeviceNotice.participation_id == person.participation_id)
        return set(work.db.scalars(told))


def test_where_nothing_can_be_kept_the_answer_arrives_and_the_facilitator_hears_of_it(
    server: Server, browser: Browser
) -> None:
    refused = "indexedDB.open = () => { throw new DOMException('', 'SecurityError'); }"
    with begun(server, browser, "nl", refused) as (page, person, _):
        with page.expect_response(lambda answer: "/deck/" in answer.url and answer.ok) as deck:
            page.goto(f"{server.address}/nl/items/{FIRST}")
        deck.value.finished()
        page.wait_for_timeout(300)  # until it is unpacked
        page.context.set_offline(True)
        box(page, "2").evaluate("one => one.click()")
        touch(page, page.locator("[data-control=tick]"))
        page.context.set_offline(False)
        expect(page.locator("[data-say]")).to_have_count(0, timeout=30_000)
        assert kinds_told(page, server, person, "storage_refused") <= {"storage_refused", "sound_broken"}
