"""The whole picture variant on networks as they are in a centre, and help today while there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from app.store.care_models import CareResponse
from app.store.models import HelpRequest, Location, Participation, SittingState
from app.store.models import Response as Row
from tests.factories import Invited
from tests.journeys.conftest import Server
from tests.journeys.cut_off import AWAY, LOSES, PICKED, SLOW_3G, CutOff, choose
from tests.journeys.person import box, item_id_of, touch
from tests.journeys.pictures import Walk, arrive, at_the_end, check_answers, invite
from tests.journeys.tablet import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLAN = {
    "p1.repair_machines": AWAY,
    "p3.c1": SLOW_3G,
    "p3.c5": AWAY,
    "p4.m1": LOSES,
    "p5.school": AWAY,
    "p6.z2": AWAY,
}
"""From which item on the network is like what; where it is away it comes back at the end of the part."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_every_answer_in_pictures_arrives_once_on_networks_that_come_and_go(server: Server, page: Page) -> None:
    person, instrument = invite(server)
    network = CutOff(page.context, page, PLAN)
    walk = Walk(page, instrument, choose, arrived=network.arrived, tick=network.tick, seed=3)
    arrive(page, server, person.code, "nl")
    walk.until(at_the_end)
    expect(page.locator("[data-say]")).to_have_count(0, timeout=PATIENCE)
    assert network.met == list(PLAN)
    assert network.lost
    check_answers(server, person, walk, "nl")
    kept = [item_id for item_id in stored(server, person) if instrument.items[item_id].counted]
    assert kept == list(walk.meant), "each once, in the order in which they were given"


def stored(server: Server, person: Invited) -> list[str]:
    """The item of every row, in the order of the server; both stores, the main one first."""
    with server.work() as work:
        own = Row.participation_id == person.participation_id
        main = work.db.scalars(select(Row.item_id).where(own).order_by(Row.id)).all()
        sealed = CareResponse.token == person.token
        care = work.care.scalars(select(CareResponse.item_id).where(sealed).order_by(CareResponse.id)).all()
    return [*main, *care]


def begin(server: Server, person: Invited) -> str:
    """Let somebody take part already; gives the telephone number of the place."""
    with server.work() as work:
        change = update(Participation).where(Participation.id == person.participation_id)
        work.db.execute(change.values(state=SittingState.STARTED))
        work.db.commit()
        return str(work.db.get_one(Location, person.location_id).care_phone)


def calls(server: Server, person: Invited) -> int:
    """How often this person asked for help."""
    with server.work() as work:
        own = HelpRequest.participation_id == person.participation_id
        return len(work.db.scalars(select(HelpRequest.id).where(own)).all())


def say_yes(page: Page) -> None:
    box(page, "yes").evaluate(PICKED)
    touch(page, page.locator("[data-control=tick]"))


def test_help_today_in_pictures_without_network_shows_the_number_and_leaves_first(server: Server, page: Page) -> None:
    person, _ = invite(server)
    number = begin(server, person)
    network = CutOff(page.context, page, {})
    arrive(page, server, person.code, "nl")
    page.goto(f"{server.address}/nl/items/p7.help_wish")
    network.change(AWAY)
    box(page, "no").evaluate(PICKED)
    touch(page, page.locator("[data-control=tick]"))
    assert item_id_of(page) == "p8.acute"
    say_yes(page)
    assert page.url.endswith("/nl/further")
    expect(page.locator(".inb-picto__numbers")).to_contain_text(number)
    expect(page.locator("[data-say=acute]")).to_contain_text("als eerste")
    box(page, "call").evaluate(PICKED)
    touch(page, page.locator("[data-control=tick]"))
    expect(page.locator("[data-say=help]")).to_be_visible()
    assert stored(server, person) == []
    network.change("")
    expect(page.locator("[data-say]")).to_have_count(0, timeout=PATIENCE)
    assert stored(server, person) == ["p8.acute", "p7.help_wish"]
    assert calls(server, person) == 1


def test_help_today_says_whom_to_call_though_nothing_but_the_question_had_come(server: Server, page: Page) -> None:
    person, _ = invite(server)
    begin(server, person)
    arrive(page, server, person.code, "nl")
    page.route("**/nl/deck/**", lambda route: route.abort())
    page.route("**/nl/here", lambda route: route.abort())
    page.goto(f"{server.address}/nl/items/p8.acute")
    page.context.set_offline(True)
    box(page, "yes").evaluate(PICKED)
    page.locator("[data-control=tick]").click()
    expect(page.locator("[data-say=alarm]")).to_contain_text("als eerste")
    expect(page.locator("[data-say=alarm]")).to_contain_text("112")
    page.unroute_all(behavior="ignoreErrors")
    page.context.set_offline(False)
    page.wait_for_url("**/nl/further")
    expect(page.locator(".inb-picto__numbers")).to_be_visible()
    assert stored(server, person) == ["p8.acute"]
    assert calls(server, person) == 1
