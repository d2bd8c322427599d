"""Every kind of page in a real browser: axe, width, direction, targets, nothing from elsewhere, no complaint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import select, update

from app.services.codes import complete_code, grouped
from app.services.delivery import finish
from app.services.demonstration import ACCOUNTS, PASSWORD
from app.services.demonstration_people import PEOPLE, Stage
from app.services.sittings import open_sitting
from app.services.work import Definitions
from app.store.care_models import CareSignalItem
from app.store.models import (
    GroupSession,
    Organisation,
    Participant,
    Participation,
    RoleName,
    SittingState,
    StaffAccount,
)
from app.web.participant.start import TRIES
from tests.factories import Invited, SittingFactory
from tests.journeys.looking import Looker, contrast_in_latin
from tests.journeys.person import box, go_on, touch
from tests.journeys.site import Site, serving
from tests.services.answering import answer_everything, look_back, option

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THUMB, LEAST = 44, 24  # CSS pixels: for participants, and what WCAG 2.2 asks of every page
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 1024, "height": 768}
OTHER_SIZES = {320: 568, 1024: 768}
NOBODY_HAS = complete_code("KKKKKKKKK")

NOBODY = ("code", "code?expired=1", "language", "help", "goodbye?what=deleted", "nowhere", "hand-back")
NEW = ("welcome", "who-sees", "take-part")
MIDDLE = ("research", "practice/1", "practice/1?chosen=3", "practice/d1", "practice/d1?chosen=1&tries=2", "help")
FULL = (
    "resume", "parts/a", "parts/d", "parts/g", "break/e", "stop", "stop/rest", "stop/later", "stop/end", "hidden",
    "items/situation.hours_available", "items/situation.transport", "items/education.years",
    "items/work.main_occupation", "items/work.tasks", "items/work.wish", "items/language.dutch_read", "items/d1",
    "items/d9", "items/c1a", "items/m1a", "items/m4a", "items/z1a", "items/z7", "items/z8",
    "items/closing.going_well", "items/own_words", "review",
    "share/ggd", "share/contact", "share/case-manager", "share/vluchtelingenwerk", "share/overview",
)  # fmt: skip
ACUTE = ("further", "further?said=called", "further?said=later")
REFUSED = {"nowhere": 404, "hand-back": 405}


@pytest.fixture(scope="module")
def site(filled_stores: Path, definitions: Definitions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages, with the demonstration data."""
    with serving(filled_stores, tmp_path_factory.mktemp("pages") / "instance", definitions) as site:
        yield site


@pytest.fixture(scope="module")
def tired_device(site: Site) -> dict[str, str]:
    """The cookie of a device on which too many wrong codes were typed."""
    client = site.app.test_client()
    with client.session_transaction() as cookie, site.work() as work:
        cookie.update(wrong=TRIES, wrong_since=work.now().isoformat())
    name = str(site.app.config["SESSION_COOKIE_NAME"])
    kept = client.get_cookie(name)
    assert kept is not None
    return {"name": name, "value": kept.value, "url": site.address}


@dataclass
class Visit:
    """A walk past pages in one language; finds what is wrong on each."""

    site: Site
    looker: Looker
    locale: str
    found: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The page of the browser."""
        return self.looker.page

    def enter(self, invited: Invited) -> None:
        """Come in with a code."""
        self.page.goto(f"{self.site.address}/{self.locale}/code")
        self.page.locator("input[name=code]").fill(grouped(invited.code))
        go_on(self.page)
        assert "/code" not in self.page.url

    def open(self, path: str, status: int = 200) -> None:
        """Open one page and look; it must be the one that was asked for."""
        answer = self.page.goto(f"{self.site.address}/{self.locale}/{path}")
        assert answer is not None
        assert answer.status == status, f"{self.page.url} answered {answer.status}"
        assert self.page.url == f"{self.site.address}/{self.locale}/{path}"
        self.found += self.looker.layout_at(OTHER_SIZES, THUMB)
        self.look()
        if self.locale == "nl":
            self.found += self.looker.problems_at(TABLET)

    def open_all(self, *paths: str) -> None:
        """Open pages one after the other."""
        for path in paths:
            self.open(path, REFUSED.get(path, 200))

    def look(self) -> None:
        """Look at the page as it stands."""
        self.found += self.looker.problems(self.locale, THUMB)
        if self.locale == "ar":
            self.found += contrast_in_latin(self.page)


@pytest.fixture
def visit(site: Site, windowless: Browser, locale: str) -> Iterator[Visit]:
    """A telephone in one language."""
    context = windowless.new_context(viewport=TELEPHONE, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    page = context.new_page()
    yield Visit(site, Looker(page, site.address), locale)
    context.close()


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_pages_of_the_participant(visit: Visit, tired_device: dict[str, str]) -> None:
    visit_without_code(visit, tired_device)
    new, middle, full, acute = invite(visit)
    visit.enter(new)
    visit.open_all(*NEW)
    touch(visit.page, visit.page.locator('button[value="no"]'))
    visit.look()
    visit.enter(middle)
    visit.open_all(*MIDDLE)
    visit_refused_answers(visit)
    visit.enter(full)
    choose_to_share(visit, full)
    visit.open_all(*FULL)
    visit.enter(acute)
    visit.open_all(*ACUTE)
    visit_the_end(visit, full)
    assert not visit.found, "\n".join(visit.found)


def invite(visit: Visit) -> list[Invited]:
    """Somebody who is new, somebody who begins, somebody who answered everything, and one who asked for help today."""
    with visit.site.work() as work:
        factory = SittingFactory(work)
        session = factory.session(factory.organisation(name=f"Testdorp {visit.locale}"))
        people = list(factory.people(4, session))
        begun = update(Participation).where(Participation.id == people[1].participation_id)
        work.db.execute(begun.values(state=SittingState.STARTED))
        work.db.commit()
        for person, today in ((people[2], "no"), (people[3], "yes")):
            answer_everything(work, person.token, visit.locale, z7=option("yes"), z8=option(today))
    return people


def visit_without_code(visit: Visit, tired_device: dict[str, str]) -> None:
    visit.open_all(*NOBODY)
    visit.page.goto(f"{visit.site.address}/{visit.locale}/code")
    for code in (NOBODY_HAS, None):
        if code is None:
            visit.page.context.add_cookies([{**tired_device}])  # type: ignore[typeddict-item]  # its keys are all there
            visit.page.goto(f"{visit.site.address}/{visit.locale}/code")
        visit.page.locator("input[name=code]").fill(NOBODY_HAS)
        go_on(visit.page)
        assert visit.page.locator("input[aria-invalid]").count() == 1
        visit.look()
    visit.page.context.clear_cookies()


def visit_refused_answers(visit: Visit) -> None:
    """Nothing chosen, no number, a form that was open too long, a raised hand, every fold open."""
    page = visit.page
    for item_id in ("c1a", "education.years"):
        page.goto(f"{visit.site.address}/{visit.locale}/items/{item_id}")
        go_on(page)
        assert page.locator("[role=alert]").count() == 1
        visit.look()
    page.goto(f"{visit.site.address}/{visit.locale}/items/m1a")
    page.evaluate("document.querySelector('[name=csrf_token]').value = 'old'")
    box(page, "2").check(force=True)
    go_on(page)
    assert box(page, "2").is_checked()
    visit.look()
    page.goto(f"{visit.site.address}/{visit.locale}/items/c1a")
    touch(page, page.locator('button[name=go][value="help"]'))
    assert page.locator("[role=status]").count() == 1
    visit.look()
    for fold in page.locator("summary").all():
        fold.click()
        visit.look()
        fold.click()


def choose_to_share(visit: Visit, full: Invited) -> None:
    with visit.site.work() as work:
        look_back(work, full, visit.locale)
    visit.page.goto(f"{visit.site.address}/{visit.locale}/share/ggd")
    box_named(visit.page, "ggd", "yes").check(force=True)
    go_on(visit.page)


def box_named(page: Page, name: str, value: str):
    return page.locator(f'input[name="{name}"][value="{value}"]')


def visit_the_end(visit: Visit, full: Invited) -> None:
    """Finished; then a participation that was stopped for good, and a group session that is closed."""
    visit.enter(full)
    with visit.site.work() as work:
        finish(work, open_sitting(work, full.token), visit.locale)
    visit.open("finish")
    visit.open("items/c1a", 410)
    with visit.site.work() as work:
        session = update(GroupSession).where(GroupSession.id == full.group_session_id)
        work.db.execute(session.values(opened_at=None))
        work.db.commit()
    visit.open("items/c1a", 403)


def addresses(site: Site) -> dict[RoleName, list[str]]:
    """The main staff pages, by who opens them."""
    with site.work() as work:
        people = {person.name: person for person in PEOPLE if person.name}
        found = {
            name: work.db.scalar(
                select(Participant.public_id).where(Participant.code_lookup == work.lookup.of(one.code))
            )
            for name, one in people.items()
            if one.stage in {Stage.SEEN, Stage.TALK, Stage.STARTED, Stage.ACUTE}
        }
        sessions = work.db.scalars(
            select(GroupSession.public_id)
            .join(Organisation, Organisation.id == GroupSession.organisation_id)
            .where(Organisation.is_demo)
            .order_by(GroupSession.id)
        ).all()
        signals = work.care.scalars(select(CareSignalItem.id).order_by(CareSignalItem.id)).all()
    shown = ("Voorbeeld Fatima", "Demo Yonas", "Demo Mariam", "Demo Daniel")
    return {
        RoleName.CLIENT_MANAGER: [
            "", "participants", *(f"participants/{found[name]}" for name in shown), "ggd", "nowhere",
        ],
        RoleName.FACILITATOR: [
            "", "sessions", "sessions/new", *(f"sessions/{one}" for one in sessions), f"sessions/{sessions[-1]}/codes",
        ],
        RoleName.GGD: ["", "ggd", "ggd/closed", "ggd/exports", "account", *(f"ggd/{one}" for one in signals)],
        RoleName.ADMINISTRATOR: ["accounts", "accounts/new", "accounts/1", "care-page", "requests", "periods", "log"],
        RoleName.VLUCHTELINGENWERK: ["", "shared"],
    }  # fmt: skip


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_pages_of_the_staff(site: Site, windowless: Browser, locale: str) -> None:
    with site.work() as work:
        work.db.execute(update(StaffAccount).values(locale=locale))
        work.db.commit()
    found: list[str] = []
    for role, paths in addresses(site).items():
        context = windowless.new_context(viewport=TELEPHONE, locale=locale, reduced_motion="reduce")
        looker = Looker(context.new_page(), site.address)
        found += sign_in(looker, locale, next(email for email, _, one in ACCOUNTS if one is role))
        for path in paths:
            answer = looker.page.goto(f"{site.address}/staff/{path}")
            assert answer is not None
            refused = {"ggd": 403, "nowhere": 404} if role is RoleName.CLIENT_MANAGER else {}
            assert answer.status == refused.get(path, 200)
            found += [*looker.problems(locale, LEAST), *looker.layout_at(OTHER_SIZES, LEAST)]
        context.close()
    assert not found, "\n".join(found)


def sign_in(looker: Looker, locale: str, email: str) -> list[str]:
    """Sign in; gives what is wrong with the page for it."""
    page = looker.page
    page.goto(f"{looker.address}/staff/sign-in")
    found = looker.problems(locale, LEAST)
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    return found


def test_the_checks_find_what_is_wrong(site: Site, windowless: Browser) -> None:
    """The proof that a page with every fault does not pass."""
    context = windowless.new_context(viewport=TELEPHONE)
    looker = Looker(context.new_page(), site.address)
    looker.page.goto(f"{site.address}/ar/code")
    looker.page.evaluate("""() => {
        document.documentElement.dir = 'ltr';
        const wide = document.createElement('div');
        wide.style.minWidth = '2000px';
        wide.textContent = 'a';
        const pale = document.createElement('p');
        pale.style.color = '#aaa';
        pale.textContent = 'سلام عليكم';
        const low = document.createElement('button');
        low.style = 'padding: 0; height: 20px; width: 20px';
        document.querySelector('main').append(wide, pale, low);
        console.error('a fault');
        fetch('http://127.0.0.1:9/elsewhere').catch(() => {});
    }""")
    looker.page.wait_for_function("true")
    found = "\n".join(looker.problems("ar", LEAST))
    for words in ("ar ltr", "scrolls sideways", "20 x 20", "a fault", "Content Security Policy", "button-name"):
        assert words in found, words
    assert "color-contrast" not in found, "axe does not see joined letters"
    assert "Expected contrast ratio" in "\n".join(contrast_in_latin(looker.page))
    context.close()
