"""The list of browsers in which somebody is signed in, and ending sessions from elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.store.account_models import StaffSession
from app.store.models import AuditEvent, RoleName
from app.web.context import current_work
from app.web.staff.browser_names import browser_name
from tests.staff_people import account_of, desk, staffed  # noqa: F401 - a fixture

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
NUMBERS = re.compile(r'name="session" value="(\d+)"')


@pytest.fixture
def here(staffed):  # noqa: F811 - the fixture of that name
    """Somebody of the GGD, signed in with a laptop."""
    someone = desk(staffed, RoleName.GGD)
    someone.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    someone.password()
    someone.take_app()
    return someone


@pytest.fixture
def there(here):
    """The same person, with a tablet."""
    someone = desk(here.app, RoleName.GGD)
    someone.client.environ_base["HTTP_USER_AGENT"] = SAFARI
    someone.totp, someone.step = here.totp, here.step
    someone.password()
    assert someone.second_step().status_code == 302
    return someone


def account_page(someone):
    return someone.client.get("/staff/account").get_data(as_text=True)


def end(someone, which):
    return someone.post("/staff/account/sessions/end", _page="/staff/account", session=which)


def ended_by(app):
    with app.app_context():
        kept = select(AuditEvent.actor, AuditEvent.subject, AuditEvent.detail)
        rows = current_work().db.execute(kept.where(AuditEvent.kind == "staff_session_ended"))
        return [tuple(row) for row in rows]


def test_the_own_sessions_stand_in_a_list_and_one_of_them_can_be_ended(here, there):
    page = account_page(here)
    assert "Firefox, Windows" in page
    assert "Safari, iPad" in page
    [number] = NUMBERS.findall(page)
    assert end(here, number).status_code == 303
    assert there.client.get("/staff/ggd").location.startswith("/staff/sign-in")
    assert here.opens("/staff/ggd")
    assert "Safari" not in account_page(here)
    with here.app.app_context():
        name = f"account:{account_of(here.email).id}"
    assert ended_by(here.app) == [(name, name, "one")]


def test_all_others_end_at_once(here, there):
    assert end(here, "others").status_code == 303
    assert here.opens("/staff/ggd")
    assert not there.opens("/staff/ggd")
    assert [detail for _, _, detail in ended_by(here.app)] == ["others"]


def test_a_session_of_somebody_else_is_like_one_that_is_over(here):
    other = desk(here.app, RoleName.FACILITATOR)
    other.password()
    other.take_app()
    with here.app.app_context():
        work, theirs = current_work(), account_of(other.email).id
        number = work.db.scalar(select(StaffSession.id).where(StaffSession.account_id == theirs))
    pages = []
    for which in (number, 987654, "one'", "9" * 30):
        assert end(here, which).status_code == 303
        pages.append(re.sub(r'name="csrf_token" value="[^"]*"', "", account_page(here)))
    assert len(set(pages)) == 1
    assert other.opens("/staff/sessions")
    assert ended_by(here.app) == []


def test_who_signed_in_long_ago_gives_the_password_first(here, there):
    with here.client.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600
        cookie.pop("fs_gexp", None)
    assert end(here, "others").location == "/staff/password-again"
    assert there.opens("/staff/ggd")


def used_at(app):
    with app.app_context():
        return current_work().db.scalar(select(StaffSession.used_at))


def test_the_last_page_that_somebody_asked_for_is_noted(here):
    with here.app.app_context():
        work = current_work()
        before = work.now() - timedelta(minutes=5)
        work.db.execute(update(StaffSession).values(used_at=before))
        work.db.commit()
    here.client.get("/staff/ggd", headers={"X-Refresh": "1"})
    assert used_at(here.app) == before
    here.client.get("/staff/ggd")
    noted = used_at(here.app)
    assert noted > before
    here.client.get("/staff/ggd")
    assert used_at(here.app) == noted, "once a minute"


def test_the_administrator_ends_all_sessions_of_an_account(here, there):
    admin = desk(here.app, RoleName.ADMINISTRATOR)
    admin.password()
    admin.take_app()
    halfway = desk(here.app, RoleName.GGD)
    halfway.totp, halfway.step = there.totp, there.step
    halfway.password()
    with here.app.app_context():
        account_id = account_of(here.email).id
    address = f"/staff/accounts/{account_id}"
    assert "In 2 browsers" in admin.client.get(address).get_data(as_text=True)
    assert admin.post(f"{address}/sign-out", _page=address).status_code == 303
    assert not here.opens("/staff/ggd")
    assert not there.opens("/staff/ggd")
    halfway.client.post("/staff/second-step", data={"code": halfway.code()})
    assert not halfway.opens("/staff/ggd"), "the password was given before"
    assert [(subject, detail) for _, subject, detail in ended_by(here.app)] == [(f"account:{account_id}", "all")]
    assert "browsers" not in admin.client.get(address).get_data(as_text=True)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (SAFARI, "Safari, iPad"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("<b>something else</b>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_by_words_of_ours(sent, name):
    assert browser_name(sent) == name
