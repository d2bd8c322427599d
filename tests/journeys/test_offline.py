"""The network goes away while somebody answers: nothing is lost, nothing comes twice, and the screen says how it is."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect
from sqlalchemy import select

from app.store.models import HelpRequest
from tests.journeys.conftest import Server
from tests.journeys.person import box, go_on, item_id_of, touch
from tests.journeys.tablet import (
    FIRST_OF_WORK,
    PATIENCE,
    Tablet,
    expect_sent,
    make_tablet,
    refuse_forms,
    wait_for_database,
    waits,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOST_SHARE = 0.1


@pytest.fixture
def tablet(server: Server, browser: Browser) -> Iterator[Tablet]:
    yield from make_tablet(server, browser, server.invite(begun=True))


def test_a_whole_part_with_a_branch_is_answered_without_network(tablet: Tablet) -> None:
    tablet.open(FIRST_OF_WORK)
    tablet.context.set_offline(True)
    tablet.answer_until(waits)
    assert {"work.main_occupation", "work.tasks"} <= set(tablet.answered), "the branch was taken"
    assert tablet.stored() == []
    expect(tablet.page.locator("h1")).to_have_text("Even wachten op internet")
    expect(tablet.page.locator("[data-say=waiting]")).to_contain_text(f"Nog niet verstuurd ({len(tablet.answered)})")
    tablet.context.set_offline(False)
    expect(tablet.page.locator("h1")).not_to_have_text("Even wachten op internet", timeout=PATIENCE)
    expect_sent(tablet)
    tablet.check_all_there()
    assert tablet.left_on_device() == []


def test_progress_and_the_sign_are_right_without_network(tablet: Tablet) -> None:
    tablet.open(FIRST_OF_WORK)
    tablet.context.set_offline(True)
    tablet.answer()
    words = tablet.page.locator(".inb-progress__words")
    expect(words).to_contain_text("vraag 10 van 107")
    expect(words).to_contain_text("Nog niet verstuurd (1)")
    expect(words.locator(".inb-saved:not(.inb-saved--waiting)")).to_be_hidden()
    tablet.answer_until(lambda page: item_id_of(page) == "work.tasks")
    expect(words).to_contain_text("vraag 14 van 108")


def test_a_hidden_screen_comes_back_to_its_question_without_network(tablet: Tablet) -> None:
    page = tablet.page
    tablet.open(FIRST_OF_WORK)
    tablet.context.set_offline(True)
    page.locator("button[name=go][value=hide]").evaluate("one => one.click()")
    expect(page.locator(".inb-hidden-screen")).to_be_visible()
    page.locator(".inb-hidden-screen").click(position={"x": 20, "y": 20})
    expect(page.locator("h1")).not_to_have_text("Uw scherm is verborgen. Tik om verder te gaan.")
    assert item_id_of(page) == FIRST_OF_WORK


def test_nothing_chosen_is_said_without_network_too(tablet: Tablet) -> None:
    tablet.open(FIRST_OF_WORK)
    tablet.context.set_offline(True)
    tablet.page.locator(".inb-dock .inb-button--primary").click()
    expect(tablet.page.locator("[role=alert]")).to_be_focused()
    assert item_id_of(tablet.page) == FIRST_OF_WORK


def test_unsent_answers_outlive_a_reload_and_are_sealed_until_then(tablet: Tablet) -> None:
    tablet.open(FIRST_OF_WORK)
    tablet.context.route("**/items/**", refuse_forms)
    tablet.answer()
    wait_for_database(tablet.page)
    assert "education" not in str(tablet.left_on_device())
    tablet.page.reload()
    expect(tablet.page.locator("[data-say=not-sent]")).to_be_visible()
    tablet.context.unroute("**/items/**")
    expect_sent(tablet)
    tablet.check_all_there()
    assert tablet.left_on_device() == []


def test_a_network_that_loses_much_loses_no_answer(tablet: Tablet) -> None:
    lost = random.Random(20260601)

    def lose_some(route: Route) -> None:
        if lost.random() < LOST_SHARE:
            route.abort()
        else:
            route.continue_()

    tablet.open(FIRST_OF_WORK)
    tablet.context.route("**/nl/**", lose_some)
    tablet.answer_until(waits)
    tablet.context.unroute_all(behavior="ignoreErrors")
    expect_sent(tablet)
    tablet.check_all_there()


def test_where_nothing_can_be_kept_the_screen_says_so_and_the_answer_still_arrives(tablet: Tablet) -> None:
    tablet.context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { get() { return undefined; } });"
        "Storage.prototype.setItem = () => { throw new Error('full'); };"
    )
    tablet.open(FIRST_OF_WORK)
    tablet.context.set_offline(True)
    tablet.answer()
    expect(tablet.page.locator("[data-say=not-kept]")).to_be_visible()
    tablet.context.set_offline(False)
    expect_sent(tablet)
    tablet.check_all_there()


def test_help_today_without_network_shows_the_numbers_and_leaves_first(tablet: Tablet) -> None:
    tablet.open("z7")
    tablet.context.set_offline(True)
    tablet.answer()
    box(tablet.page, "yes").check()
    go_on(tablet.page)
    assert tablet.page.url.endswith("/nl/further")
    expect(tablet.page.locator(".inb-phone")).to_be_visible()
    expect(tablet.page.locator("[data-say=acute]")).to_contain_text("als eerste")
    touch(tablet.page, tablet.page.locator("button[value=call]"))
    expect(tablet.page.locator("[data-say=help]")).to_be_visible()
    tablet.context.set_offline(False)
    expect_sent(tablet)
    assert [item_id for item_id, _ in tablet.stored()] == ["z8", "z7"]
    with tablet.server.work() as work:
        own = HelpRequest.participation_id == tablet.person.participation_id
        assert len(work.db.scalars(select(HelpRequest.id).where(own)).all()) == 1


def test_two_devices_and_a_double_click_on_one_item(server: Server, browser: Browser, tablet: Tablet) -> None:
    tablet.open(FIRST_OF_WORK)
    for other in make_tablet(server, browser, tablet.person):
        other.open(FIRST_OF_WORK)
        tablet.context.set_offline(True)
        box(tablet.page, "none").check()
        go_on(tablet.page)
        box(other.page, "primary").check()
        other.page.locator(".inb-dock .inb-button--primary").dblclick()
        other.page.wait_for_url(lambda url: not url.endswith(FIRST_OF_WORK))
        tablet.context.set_offline(False)
        expect(tablet.page.locator("[data-say=other-device]")).to_be_visible(timeout=PATIENCE)
        expect(tablet.page.locator("[data-say=not-sent]")).to_have_count(0)
    assert [item_id for item_id, _ in tablet.stored()] == [FIRST_OF_WORK] * 2
    assert tablet.standing()[FIRST_OF_WORK].option == "none", "the newest by the order of the server stands"


def test_a_frozen_tab_goes_on_and_doubles_nothing(tablet: Tablet) -> None:
    tablet.open(FIRST_OF_WORK)
    tablet.context.set_offline(True)
    tablet.answer()
    control = tablet.context.new_cdp_session(tablet.page)
    control.send("Page.setWebLifecycleState", {"state": "frozen"})
    tablet.context.set_offline(False)
    control.send("Page.setWebLifecycleState", {"state": "active"})
    expect_sent(tablet)
    tablet.check_all_there()


def test_the_device_is_not_given_back_while_answers_wait_unless_the_facilitator_decides(tablet: Tablet) -> None:
    page = tablet.page
    tablet.open(FIRST_OF_WORK)
    tablet.context.route("**/items/**", refuse_forms)
    tablet.answer()
    page.goto(f"{tablet.server.address}/nl/stop/later")
    expect(page.locator("[data-say=not-sent]")).to_be_visible()
    page.locator(".inb-dock button").last.click()
    panel = page.locator("[data-say=hand-back]")
    panel.locator("summary").click()
    panel.locator("[data-lost]").fill("5")
    panel.locator("[data-lose]").click()
    assert page.url.endswith("/stop/later"), "another number gives nothing away"
    panel.locator("[data-lost]").fill("1")
    panel.locator("[data-lose]").click()
    page.wait_for_url(f"{tablet.server.address}/")
    expect(page.locator(".inb-language").first).to_be_visible()
    page.wait_for_timeout(500)
    assert tablet.left_on_device() == []


def test_the_next_person_finds_nothing_of_the_one_before(tablet: Tablet) -> None:
    page = tablet.page
    tablet.open(FIRST_OF_WORK)
    tablet.answer()
    tablet.answer()
    page.goto(f"{tablet.server.address}/nl/stop/later")
    page.locator(".inb-dock button").last.click()
    page.wait_for_url(f"{tablet.server.address}/")
    expect(page.locator(".inb-language").first).to_be_visible()
    page.wait_for_timeout(500)
    assert tablet.left_on_device() == []
    assert tablet.context.cookies() == []
    for _ in range(3):
        page.evaluate("history.back()")
        page.wait_for_timeout(1500)
        assert "/items/" not in page.url
        assert page.locator("[name=code], .inb-language").count()
    restored = tablet.context.new_page()
    restored.goto(f"{tablet.server.address}/nl/items/{FIRST_OF_WORK}")
    assert "/code" in restored.url


def test_another_tab_leaves_what_waits_in_this_one(tablet: Tablet) -> None:
    tablet.open(FIRST_OF_WORK)
    tablet.context.route("**/items/**", refuse_forms)
    tablet.answer()
    tablet.answer()
    other = tablet.context.new_page()
    other.goto(f"{tablet.server.address}/nl/code")
    other.wait_for_timeout(1000)
    other.close()
    tablet.context.unroute("**/items/**")
    tablet.page.reload()
    expect_sent(tablet)
    tablet.check_all_there()
