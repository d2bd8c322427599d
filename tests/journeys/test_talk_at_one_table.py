"""A talk in a browser: accessible and narrow, in two scripts, without script, and two people at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.services.demonstration import ACCOUNTS, PASSWORD
from app.services.work import Definitions
from app.store.conversation_models import Conversation, ConversationVersion
from app.store.models import Participant, Participation, RoleName
from tests.journeys.looking import Looker
from tests.journeys.site import Site, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EMAILS = {role: email for email, _, role in ACCOUNTS}
LEAST = 24  # CSS pixels, what WCAG 2.2 asks of a target
SIZES = {320: 568, 390: 844, 1024: 768}
SAID = "أريد أن أعمل في مخبز (test)"
REMARKED = "#remark-client_manager"
REMARK = "Een opmerking die langer is dan de regel van een telefoon breed is, en die heel te lezen moet zijn (test)."
CUT_OFF = """() => {
    const frame = document.querySelector('.remarks--said').parentElement;
    return frame.scrollWidth - frame.clientWidth;
}"""


@pytest.fixture
def site(filled_stores: Path, definitions: Definitions, tmp_path: Path) -> Iterator[Site]:
    """The pages, with the demonstration data."""
    with serving(filled_stores, tmp_path / "instance", definitions) as site:
        yield site


def signed_in(windowless: Browser, site: Site, role: RoleName, *, script: bool) -> Page:
    """A browser of its own in which somebody with this role signed in."""
    context = windowless.new_context(viewport={"width": 390, "height": 844}, locale="nl", java_script_enabled=script)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{site.address}/staff/sign-in")
    page.fill("[name=email]", EMAILS[role])
    page.fill("[name=password]", PASSWORD)
    page.click("form.inb-form button, form [type=submit]")
    return page


def somebody(site: Site) -> str:
    """The public id of somebody in Arabic with whom no talk was held, and who shared the report."""
    with site.work() as work:
        return work.db.scalars(
            select(Participant.public_id)
            .join(Participation, Participation.participant_id == Participant.id)
            .outerjoin(Conversation, Conversation.participation_id == Participation.id)
            .where(
                Participation.locale == "ar",
                Participation.variant == "text",
                Participation.profile_seen_at.is_not(None),
                Conversation.id.is_(None),
            )
            .order_by(Participant.id)
            .limit(1)
        ).one()


def test_a_talk_is_held_without_script_and_looked_at_with_it(site: Site, windowless: Browser) -> None:
    here = f"{site.address}/staff/participants/{somebody(site)}/conversation"
    plain = signed_in(windowless, site, RoleName.CLIENT_MANAGER, script=False)
    second = signed_in(windowless, site, RoleName.CLIENT_MANAGER, script=True)
    looker = Looker(second, site.address)
    plain.goto(here)
    second.goto(here)
    plain.fill("#goal textarea", SAID)
    plain.click("#goal button")
    expect(plain.locator("#goal textarea")).to_have_value(SAID)
    second.fill("#goal textarea", "Iets anders (test)")
    second.click("#goal button")
    expect(second.locator(".inb-quote")).to_have_text(SAID)
    expect(second.locator("textarea")).to_have_value("Iets anders (test)")
    assert looker.layout_at(SIZES, LEAST) == []
    second.goto(here)
    assert looker.problems("nl", LEAST) == []
    assert looker.layout_at(SIZES, LEAST) == []
    plain.goto(here)
    plain.fill(f"{REMARKED} textarea", REMARK)
    plain.click(f"{REMARKED} button")
    expect(plain.locator(f"{REMARKED} textarea")).to_have_value(REMARK)
    plain.fill("#held_on", "2020-02-03")
    plain.check("[name=present][value=participant]")
    plain.click("#held button")
    expect(plain.locator(".inb-chip--positive").first).to_contain_text("versie 1")
    with site.work() as work:
        assert work.db.scalars(select(ConversationVersion.number)).all().count(1) > 1
    second.goto(here.replace("conversation", "report/page"))
    expect(second.locator(".remarks--said")).to_contain_text(REMARK)
    for width, height in SIZES.items():
        second.set_viewport_size({"width": width, "height": height})
        assert second.evaluate(CUT_OFF) == 0, f"words of a remark stand outside the window at {width} px"
    assert looker.problems("nl", LEAST) == []
    for page in (plain, second):
        page.context.close()
