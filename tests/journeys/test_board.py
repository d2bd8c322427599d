"""The board of a group session in a real browser: new calls by themselves, and a clear word when it stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.services.calls import call_help
from app.services.demonstration import ACCOUNTS, PASSWORD
from app.services.sittings import open_sitting
from app.services.work import Definitions
from app.store.models import GroupSession, HelpRequest, Participation, RoleName, SittingState
from tests.journeys.site import Site, serving

QUICK = "1"  # seconds between two looks, instead of five


@pytest.fixture(scope="module")
def site(filled_stores: Path, tmp_path_factory: pytest.TempPathFactory, definitions: Definitions) -> Iterator[Site]:
    with serving(filled_stores, tmp_path_factory.mktemp("board") / "instance", definitions) as site:
        yield site


@pytest.fixture
def board(site: Site, windowless: Browser) -> Iterator[Page]:
    """The board of the open session, signed in as its facilitator, looking every second."""
    context = windowless.new_context(locale="nl-NL", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site.address}/staff/sign-in")
    page.fill("[name=email]", next(email for email, _, role in ACCOUNTS if role is RoleName.FACILITATOR))
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("[name=password]")).to_have_count(0)
    page.route("**/staff/sessions/*", _look_often)
    page.goto(f"{site.address}/staff/sessions/{_session(site)}")
    yield page
    context.close()


def _look_often(route):
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('data-refresh="5"', f'data-refresh="{QUICK}"'))


def _session(site: Site) -> str:
    with site.work() as work:
        return str(work.db.scalars(select(GroupSession.public_id).where(GroupSession.title.contains("zaal 2"))).one())


def _raise_hand(site: Site) -> int:
    """Somebody who is busy raises a hand; gives the seat."""
    with site.work() as work:
        session = select(GroupSession.id).where(GroupSession.public_id == _session(site)).scalar_subquery()
        called = select(HelpRequest.participation_id).where(HelpRequest.helped_at.is_(None))
        person = work.db.scalars(
            select(Participation).where(
                Participation.group_session_id == session,
                Participation.state == SittingState.STARTED,
                Participation.id.not_in(called),
            )
        ).first()
        assert person is not None
        call_help(work, open_sitting(work, person.token))
        return person.seat


def test_a_new_call_comes_by_itself_and_focus_stays_where_it_was(site, board):
    link = board.locator(".inb-seat__link").first
    link.focus()
    address = link.get_attribute("href")
    seat = _raise_hand(site)
    expect(board.get_by_role("heading", name=f"Ga naar plek {seat}", exact=True)).to_be_visible(timeout=15000)
    assert board.title().startswith("(")
    assert board.evaluate("document.activeElement.getAttribute('href')") == address


def test_a_board_without_network_says_so_and_goes_on_by_itself(board):
    stale = board.locator("[data-stale]")
    expect(stale).to_be_hidden()
    board.route("**/board", lambda route: route.abort())
    expect(stale).to_be_visible(timeout=15000)
    expect(stale).to_contain_text("loopt achter")
    board.unroute("**/board")
    expect(stale).to_be_hidden(timeout=15000)


def test_a_board_whose_sign_in_ended_says_so(board):
    board.context.clear_cookies()
    expect(board.locator("[data-stale]")).to_be_visible(timeout=15000)
