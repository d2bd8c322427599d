"""From words to pictures and back in the middle: every answer is kept, and the report is made."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, Page, expect

from app.core.instrument import ResponseOption
from app.core.responses import Response
from app.services.delivery import forms_of
from app.services.finishing import finish_sitting
from app.services.sittings import open_sitting
from app.store.models import Participation
from tests.journeys.conftest import Server
from tests.journeys.person import Plan, box, fill, go_on, item_id_of, touch
from tests.journeys.pictures import CARDS, Walk, arrive
from tests.journeys.test_whole_assessment import wait_for_report

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def first_value(page: Page) -> str:
    """The answer that is offered first."""
    return page.locator(f"{CARDS} input").first.input_value()


def test_from_words_to_pictures_and_back_keeps_every_answer(server: Server, windowless: Browser) -> None:
    person = server.invite(begun=True)
    with server.work() as work:
        words = work.library.instrument("profile")
        drawn = work.library.instrument("picture-profile")
    plan = Plan(words, "nl")
    context = windowless.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(15_000)
    page = context.new_page()
    arrive(page, server, person.code, "nl")
    page.goto(f"{server.address}/nl/items/c1a")
    answer_in_words(page, plan, 3)
    change_form(page, server)
    walk = Walk(page, drawn, by_touch_twice, seed=5)
    walk.until(lambda address: "/p1.cleaning" in address)
    change_form(page, server)
    page.goto(f"{server.address}/nl/items/c1a")
    for item_id, response in list(plan.given.items()):
        expect(box(page, response.options[0])).to_be_checked()
        assert item_id_of(page) == item_id
        go_on(page)
    context.close()
    check_both_forms(server, person.participation_id, [plan.given, walk.meant])


def by_touch_twice(page: Page, wanted: Sequence[ResponseOption]) -> None:
    """Touch to hear, touch to choose."""
    for value in [option.id for option in wanted] or [first_value(page)]:
        for _ in range(2):
            page.locator(f'{CARDS}:has(input[value="{value}"])').click()
        expect(box(page, value)).to_be_checked()


def answer_in_words(page: Page, plan: Plan, number: int) -> None:
    """Answer the coming questions in words."""
    for _ in range(number):
        fill(page, plan.of(plan.instrument.items[item_id_of(page) or ""]))
        go_on(page)


def change_form(page: Page, server: Server) -> None:
    """On in the other form."""
    page.goto(f"{server.address}/nl/form")
    if page.locator(CARDS).count():
        by_touch_twice(page, ())
        touch(page, page.locator("[data-control=tick]"))
    else:
        touch(page, page.locator('button[name=go][value="yes"]'))


def check_both_forms(server: Server, participation_id: int, given: Sequence[dict[str, Response]]) -> None:
    """Both forms hold what was answered in them, and the form that goes on ends in a report."""
    with server.work() as work:
        forms = work.db.query(Participation).where(Participation.id.in_(forms_of(participation_id)))
        tokens = {form.instrument_id: form.token for form in forms}
        sittings = [open_sitting(work, tokens[name], None) for name in ("profile", "picture-profile")]
        assert [dict(sitting.responses) for sitting in sittings] == list(given)
        assert [sitting.set_aside for sitting in sittings] == [False, True]
        finish_sitting(work, sittings[0], "nl")
        assert wait_for_report(work, sittings[0].id).startswith(b"%PDF")
