"""The reports of a whole session on their page: how far they are, without a press, with script and without."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select, update

from app.services.audit import AuditKind
from app.store.models import AuditEvent, Report, RoleName
from app.web.context import current_work
from app.web.staff.session_reports import LOOKS
from tests.demonstration_stores import csrf_token, sign_in
from tests.staff_people import found

BAR = re.compile(r'<progress id="made" value="(\d+)" max="(\d+)">')
AGAIN = re.compile(r'<noscript><meta http-equiv="refresh" content="\d+; url=([^"]+)"></noscript>')


@pytest.fixture
def manager(demo_app):
    return sign_in(demo_app, RoleName.CLIENT_MANAGER)


@pytest.fixture
def here(manager):
    """The page of a session with reports that are being made."""
    listed = manager.get("/staff/participants").get_data(as_text=True)
    pages = re.findall(r'href="(/staff/session-reports/\w+)"', listed)
    return next(page for page in pages if BAR.search(manager.get(page).get_data(as_text=True)))


def bar_on(page: str) -> tuple[str, str]:
    """How many are ready, and of how many."""
    bar = BAR.search(page)
    assert bar
    return bar[1], bar[2]


def set_all(app, **values):
    with app.app_context():
        work = current_work()
        work.db.execute(update(Report).values(**values))
        work.db.commit()


def lists_read(app):
    with app.app_context():
        return current_work().db.scalar(
            select(func.count(AuditEvent.number)).where(AuditEvent.kind == AuditKind.PEOPLE_LIST_READ)
        )


def test_without_script_the_page_opens_itself_again_a_number_of_times(demo_app, manager, here):
    set_all(demo_app, state="waiting")
    address, opened = here, 0
    while True:
        page = manager.get(address).get_data(as_text=True)
        again = AGAIN.search(page)
        if again is None:
            break
        address, opened = again[1], opened + 1
    assert opened == LOOKS
    assert "Kijk nog eens" in page  # then a person decides
    set_all(demo_app, state="ready")
    page = manager.get(here).get_data(as_text=True)
    assert not AGAIN.search(page)
    assert bar_on(page)[0] == bar_on(page)[1]


def test_a_script_hears_of_what_changed_and_only_that_is_written_down(demo_app, manager, here):
    set_all(demo_app, state="waiting")
    page = manager.get(here).get_data(as_text=True)
    progress = found(re.compile(r'data-refresh="\d+" data-address="([^"]+)"'), page)
    first = manager.get(progress)
    assert bar_on(first.get_data(as_text=True))[0] == "0"
    assert "data-fresh" in first.get_data(as_text=True)
    read = lists_read(demo_app)
    same = {"If-None-Match": first.headers["ETag"]}
    for _ in range(3):
        answer = manager.get(progress, headers=same)
        assert (answer.status_code, answer.data) == (304, b"")
    assert lists_read(demo_app) == read
    set_all(demo_app, state="ready")
    answer = manager.get(progress, headers=same)
    assert answer.status_code == 200
    assert "data-tell" in answer.get_data(as_text=True)
    assert lists_read(demo_app) == read + 1


def test_one_that_failed_says_why_and_what_to_do(demo_app, manager, here):
    set_all(demo_app, state="failed", failure="KeyError")
    page = manager.get(here).get_data(as_text=True)
    assert "er ontbreekt een tekst" in page
    set_all(demo_app, state="failed", failure="ValueError")
    assert "ValueError" in manager.get(here).get_data(as_text=True)
    answer = manager.post(here, data={"csrf_token": csrf_token(manager, "/staff/account")})
    assert answer.location == here
    page = manager.get(here).get_data(as_text=True)
    assert "worden gemaakt" in page


def test_of_a_session_of_others_nothing_is_said(demo_app, here):
    stranger = sign_in(demo_app, RoleName.FACILITATOR)
    assert {stranger.get(f"{here}{part}").status_code for part in ("", "/progress", "/zip", "/print")} == {403}
