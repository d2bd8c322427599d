"""The pages with which a group session is led, in a browser: accessible, narrow, by keys, without script, offline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from sqlalchemy import select, update

from app.services.calls import call_help
from app.services.codes import grouped
from app.services.demonstration import ACCOUNTS, PASSWORD
from app.services.demonstration_people import PEOPLE, Stage
from app.services.sittings import open_sitting
from app.services.work import Definitions
from app.store.models import GroupSession, Participation, RoleName, SittingState, StaffAccount
from tests.journeys.conftest import SOUND
from tests.journeys.looking import Looker
from tests.journeys.person import go_on
from tests.journeys.site import Site, serving
from tests.journeys.test_keyboard import Keys

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEAST = 24  # CSS pixels, what WCAG 2.2 asks of a target
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1280, "height": 900}
OTHER_SIZES = {320: 568, 1024: 768}
OF_A_SESSION = (
    "", "/seats/3", "/seats/5", "/seats/3/eligibility", "/seats/3/move", "/codes", "/close", "/change",
)  # fmt: skip
FOR_FACILITATORS = ("guide", "take-ahead")
FOR_ADMINISTRATORS = (
    "locations", "locations/new", "locations/1", "sound", "sound/picture-profile/ar",
    "sound/picture-profile/ar/picture.p1.building.prompt",
)  # fmt: skip
SHORTEN = "[...document.querySelectorAll('.inb-list__row')].slice(20).forEach((row) => row.remove())"
"""Of hundreds of rows that are alike twenty are looked at."""
IN_PICTURES = next(one for one in PEOPLE if one.pictures and one.stage is Stage.STARTED)  # in Tigrinya


@pytest.fixture(scope="module")
def site(filled_stores: Path, definitions: Definitions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages, with the demonstration data and the placeholders of speech."""
    folder = tmp_path_factory.mktemp("leading") / "instance"
    with serving(filled_stores, folder, definitions, sound=SOUND) as site:
        yield site


@pytest.fixture
def looker(site: Site, windowless: Browser) -> Iterator[Looker]:
    """A telephone, nobody signed in yet."""
    context = windowless.new_context(viewport=TELEPHONE, locale="nl", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    yield Looker(context.new_page(), site.address)
    context.close()


def enter(page: Page, site: Site, role: RoleName, locale: str = "nl") -> None:
    """Sign in; the pages are in this language from now on."""
    with site.work() as work:
        work.db.execute(update(StaffAccount).values(locale=locale))
        work.db.commit()
    page.goto(f"{site.address}/staff/sign-in")
    page.fill("[name=email]", next(email for email, _, one in ACCOUNTS if one is role))
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)


def running(site: Site) -> str:
    """The address of the session of today."""
    with site.work() as work:
        public_id = work.db.scalars(select(GroupSession.public_id).where(GroupSession.title.contains("zaal 2"))).one()
    return f"{site.address}/staff/sessions/{public_id}"


@pytest.mark.parametrize("locale", ["nl", "en"])
@pytest.mark.parametrize("role", [RoleName.FACILITATOR, RoleName.ADMINISTRATOR])
def test_pages_are_accessible_and_fit_every_screen(site: Site, looker: Looker, role: RoleName, locale: str) -> None:
    enter(looker.page, site, role, locale)
    session = [running(site) + part for part in OF_A_SESSION] if role is RoleName.FACILITATOR else []
    others = FOR_FACILITATORS if session else FOR_ADMINISTRATORS
    found: list[str] = []
    for address in [*session, *(f"{site.address}/staff/{path}" for path in others)]:
        answer = looker.page.goto(address)
        assert answer is not None
        assert answer.status == 200
        looker.page.evaluate(SHORTEN)
        found += looker.problems(locale, LEAST) if locale == "nl" else looker.layout(LEAST)
        found += looker.layout_at(OTHER_SIZES, LEAST)
    assert not found, "\n".join(found)


STOPS = "all => new Set(all.map((one, at) => one.type === 'radio' ? one.name : at)).size"


def test_everything_is_reached_by_keys_with_the_focus_in_sight(site: Site, looker: Looker) -> None:
    page = looker.page
    enter(page, site, RoleName.FACILITATOR)
    for part in ("", "/seats/3", "/seats/3/eligibility", "/close"):
        page.goto(running(site) + part)
        controls = page.locator("a[href]:visible, button:visible, select:visible, summary:visible, input:visible")
        assert len(Keys(page).tab_past_everything()) == controls.evaluate_all(STOPS), part


def test_a_new_call_is_said_once_by_words_that_stay(site: Site, looker: Looker) -> None:
    page = looker.page
    enter(page, site, RoleName.FACILITATOR)
    page.route("**/staff/sessions/*", _look_often)
    page.goto(running(site))
    said = page.locator("[data-said]")
    expect(said).to_have_text("")
    said.evaluate("one => window.words = one")
    with site.work() as work:
        person = work.db.scalars(_at_seat(6)).one()
        call_help(work, open_sitting(work, person.token))
    expect(said).to_have_text("Ga naar plek 6.")
    assert said.evaluate("one => one === window.words && one.getAttribute('role') === 'status'")
    calls, seats = page.locator(".inb-now").bounding_box(), page.locator(".inb-seats").bounding_box()
    assert calls is not None
    assert seats is not None
    assert calls["y"] < seats["y"], "on a telephone the calls stand above the seats"


def _look_often(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('data-refresh="5"', 'data-refresh="1"'))


def _at_seat(number: int):
    today = select(GroupSession.id).where(GroupSession.title.contains("zaal 2")).scalar_subquery()
    return select(Participation).where(Participation.group_session_id == today, Participation.seat == number)


def test_without_script_a_session_is_led_by_opening_the_board_again(site: Site, windowless: Browser) -> None:
    context = windowless.new_context(viewport=LAPTOP, locale="nl", java_script_enabled=False)
    page = context.new_page()
    enter(page, site, RoleName.FACILITATOR)
    page.goto(running(site))
    assert not page.locator("[data-chime]").is_visible()
    call = page.locator(".inb-call", has_text="Ga naar plek 3")
    call.get_by_role("button", name="Ik ga nu").click()
    expect(call).to_contain_text("gaat")
    page.get_by_role("link", name=re.compile(r"^Hulp en wijzigen.*plek 3$")).click()
    page.locator(".inb-call").get_by_role("button", name="Ik ben geweest").click()
    expect(page.locator(".inb-call")).to_have_count(0)
    page.select_option("#kind", "interpreter")
    page.get_by_role("button", name="Noteer").click()
    expect(page.get_by_role("button", name="Dit is voorbij")).to_be_visible()
    page.locator("summary", has_text="stopt voor vandaag").click()
    page.get_by_role("button", name="Stop voor vandaag").click()
    expect(page.locator(".inb-notice").first).to_contain_text("gestopt voor vandaag")
    with site.work() as work:
        assert work.db.scalars(_at_seat(3)).one().state == SittingState.PAUSED
    context.close()


LOADS = """address => new Promise((done) => {
    const sound = new Audio(address);
    sound.oncanplaythrough = () => done(true);
    sound.onerror = () => done(false);
})"""
ALL_COME = "async all => (await Promise.all(all.map((one) => fetch(one)))).every((one) => one.ok)"
LISTEN = "document.addEventListener('inbeeld:says', ({ detail }) => (window.said ??= []).push(detail.key));"


def test_what_was_taken_ahead_is_seen_and_heard_without_network(site: Site, windowless: Browser) -> None:
    """A person comes in with a cookie of their own after the facilitator fetched, and the network goes away."""
    context = windowless.new_context(viewport=LAPTOP, locale="nl")
    context.add_init_script(LISTEN)
    page = context.new_page()
    enter(page, site, RoleName.FACILITATOR)
    page.goto(f"{site.address}/staff/take-ahead")
    row = page.locator('[data-list*="picture-profile"][data-list*="locale=ti"]')
    lists = {
        locale: page.evaluate("async one => (await fetch(one)).json()", (row.get_attribute("data-list") or "")
                              .replace("locale=ti", f"locale={locale}"))
        for locale in ("ti", "ar")
    }  # fmt: skip
    row.get_by_role("button").click()
    expect(row.get_by_role("status")).to_contain_text("Opgehaald", timeout=120_000)
    page.goto(f"{site.address}/ti/code")
    page.fill("input[name=code]", grouped(IN_PICTURES.code))
    go_on(page)
    page.goto(f"{site.address}/ti/items/p1.building")
    context.set_offline(offline=True)
    taken, never = lists["ti"]["opus"], lists["ar"]["opus"]
    assert [page.evaluate(LOADS, taken[at]) for at in (0, 200, -1)] == [True] * 3
    assert not page.evaluate(LOADS, never[0]), "the network is away"
    pictures = [one for one in lists["ti"]["always"] if one.endswith(".svg")]
    assert page.evaluate(ALL_COME, pictures)
    page.locator("[data-listen]").click()
    page.wait_for_function("() => window.said?.includes('picture.p1.building.prompt')")
    context.close()
