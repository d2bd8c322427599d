"""The main job, whole: a person answers everything in a browser, and the report says what those answers give."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from app.core.profile_maker import make_profile
from app.core.routing import items_on_path
from app.services.codes import grouped, last_signs
from app.services.reports import ReportMissing, read_report
from app.services.sittings import open_sitting
from app.services.work import Work
from app.store.care_models import CareResponse
from app.store.models import Participation, Response, SittingState
from tests.journeys.conftest import Server
from tests.journeys.looking import Looker
from tests.journeys.person import Plan, box, fill, go_on, item_id_of, touch
from tests.reports.test_pdf_text import text_of

pytestmark = pytest.mark.browser

COUNTED = 108
LEAST = 24  # CSS pixels, what WCAG 2.2 asks of a target
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
OTHER_SIZES = {320: 568, 1024: 768}
REPORT_SECONDS = 240


@pytest.mark.parametrize(
    ("locale", "javascript"), [("nl", False), ("en", True), ("ar", False), ("ti", True)], ids=["nl", "en", "ar", "ti"]
)
def test_every_item_is_answered_stored_scored_and_printed(
    server: Server, windowless: Browser, locale: str, *, javascript: bool
) -> None:
    with server.work() as work:
        instrument = work.library.instrument("profile")
    plan = Plan(instrument, locale)
    person = server.invite()
    context = windowless.new_context(viewport=TELEPHONE, java_script_enabled=javascript)
    context.set_default_timeout(15_000)
    page = context.new_page()
    arrive(page, server, person.code, locale)
    walk(page, plan)
    share(page)
    expect(page).to_have_url(f"{server.address}/{locale}/finish")
    look_at_own_page(page, server.address, locale)
    context.close()
    with server.work() as work:
        check_answers(work, person.token, plan)
        check_report(work, person.participation_id, person.token, person.code)


def arrive(page: Page, server: Server, code: str, locale: str) -> None:
    page.goto(f"{server.address}/{locale}/code")
    page.locator("input[name=code]").fill(grouped(code))
    go_on(page)
    for screen in ("language", "welcome", "who-sees"):
        if screen in page.url:
            link = page.locator(f'a[href*="/{locale}/welcome"]')
            touch(page, link.first) if screen == "language" else go_on(page)
    expect(page).to_have_url(f"{server.address}/{locale}/take-part")
    assert page.locator("html").get_attribute("lang") == locale
    assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
    touch(page, page.locator('button[value="yes"]'))


def walk(page: Page, plan: Plan) -> None:
    """Answer whatever the screens ask until the own profile is shown."""
    for _ in range(200):
        item_id = item_id_of(page)
        if item_id is not None:
            fill(page, plan.of(plan.instrument.items[item_id]))
        elif "/practice/" in page.url:
            practise(page, plan)
        elif "/review" in page.url:
            return
        go_on(page)
    pytest.fail(f"no end in sight at {page.url}")


def practise(page: Page, plan: Plan) -> None:
    practice = next(one for one in plan.instrument.practice if page.url.endswith(f"/{one.id}"))
    box(page, practice.answer or practice.options[0].id).check()
    go_on(page)


def share(page: Page) -> None:
    go_on(page)
    for _ in range(8):
        if page.url.endswith("/finish"):
            return
        for name, value in (
            ("ggd", "yes"),
            ("report", "yes"),
            ("way", "message"),
            ("interpreter", "yes"),
            ("preference", "woman"),
            ("wish", "yes"),
            ("ggd_status", "no"),
        ):
            choice = page.locator(f'input[name="{name}"][value="{value}"]')
            if choice.count():
                choice.check()
        go_on(page)


def look_at_own_page(page: Page, address: str, locale: str) -> None:
    """The own report as a page on the same device, with axe and at every width."""
    browser = page.context.browser
    assert browser
    with_script = browser.new_context(storage_state=page.context.storage_state(), viewport=TELEPHONE)
    looker = Looker(with_script.new_page(), address)
    answer = looker.page.goto(f"{address}/{locale}/own/page")
    assert answer
    assert answer.status == 200
    assert [*looker.problems(locale, LEAST), *looker.layout_at(OTHER_SIZES, LEAST)] == []
    with_script.close()


def check_answers(work: Work, token: str, plan: Plan) -> None:
    sitting = open_sitting(work, token, None)
    assert sitting.state is SittingState.FINISHED
    on_path = items_on_path(sitting.instrument, sitting.modules, sitting.responses)
    assert sum(item.counted for item in on_path) == COUNTED
    assert sitting.responses == plan.given
    rows = work.db.scalars(select(Response).where(Response.participation_id == sitting.id)).all()
    care_rows = work.care.scalars(select(CareResponse).where(CareResponse.token == token)).all()
    assert len(rows) + len(care_rows) == len(plan.given), "every answer stands once"
    assert {row.locale for row in rows} | {row.locale for row in care_rows} == {plan.locale}
    assert {row.direction for row in rows} == {"rtl" if plan.locale == "ar" else "ltr"}


def check_report(work: Work, participation_id: int, token: str, code: str) -> None:
    content = wait_for_report(work, participation_id)
    sitting = open_sitting(work, token, None)
    profile = make_profile(sitting.instrument, sitting.responses, sitting.modules)
    text = text_of(content)
    assert last_signs(code) in text
    assert code not in text.replace(" ", "").replace("\u00a0", "")  # the whole code would open the questionnaire
    for scale in (*profile.competence.values(), *profile.motivation.values()):
        assert scale.percentage is not None
        assert scale.interval is not None
        assert f"{scale.percentage:.1f}".replace(".", ",") in text, scale.scale


def wait_for_report(work: Work, participation_id: int) -> bytes:
    until = time.monotonic() + REPORT_SECONDS
    while time.monotonic() < until:
        work.db.rollback()
        try:
            return read_report(work, participation_id)
        except ReportMissing:
            time.sleep(0.5)
    state = work.db.get(Participation, participation_id)
    pytest.fail(f"the worker made no report in {REPORT_SECONDS} s; the participation is {state and state.state}")
