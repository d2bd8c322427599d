"""An organisation with staff who sign in as outside a demonstration: password and second step."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from passlib.totp import TOTP
from sqlalchemy import select

from app import create_app
from app.config import Config
from app.extensions import limiter
from app.services.accounts import NewAccount, make_account
from app.store.models import Organisation, RoleName, StaffAccount
from app.web.context import current_work
from tests.conftest import close_stores

PASSWORD_HERE = "paars papier fluit zacht"
KEY = re.compile(r"<code>([A-Z2-7 -]+)</code>")
ACTION = re.compile(r'action="(/staff/second-step/app/[^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def found(wanted: re.Pattern[str], page: str) -> str:
    """What the first group of a pattern finds on a page."""
    match = wanted.search(page)
    assert match, f"no {wanted.pattern} on the page"
    return match[1]


@dataclass
class Desk:
    """A browser of somebody of the staff. ``totp``: the app with codes, once it is set up."""

    app: Flask
    client: FlaskClient
    email: str
    totp: TOTP | None = None
    step: int = 0
    codes: list[str] = field(default_factory=list)

    def post(self, address: str, _page: str = "", **form: object):
        """Send a form with the token of its page."""
        page = self.client.get(_page or address, follow_redirects=True).get_data(as_text=True)
        return self.client.post(address, data={**form, "csrf_token": found(TOKEN, page)})

    def password(self, password: str = PASSWORD_HERE):
        """The first step."""
        return self.post("/staff/sign-in", email=self.email, password=password)

    def take_app(self) -> None:
        """Set up an app with codes."""
        page = self.post("/staff/second-step/app", setup="authenticator").get_data(as_text=True)
        self.totp = TOTP(key=re.sub(r"[- ]", "", found(KEY, page)), format="base32")
        form = {"code": self.code(), "csrf_token": found(TOKEN, page)}
        answer = self.client.post(found(ACTION, page), data=form)
        assert answer.location == "/staff/second-step/kept", answer.location

    def code(self) -> str:
        """The code that the app shows: each time the next one, as if half a minute had gone by."""
        self.step += 1
        assert self.totp, "no app is set up"
        return str(self.totp.generate(time=int(time.time()) // 30 * 30 + 30 * (self.step - 2)).token)

    def second_step(self, code: str | None = None):
        """The second step with the app."""
        return self.post("/staff/second-step", code=code or self.code())

    def opens(self, address: str) -> bool:
        """Whether a page opens."""
        return self.client.get(address).status_code == 200

    def recovery_codes(self) -> list[str]:
        """Make recovery codes."""
        page = self.post("/staff/second-step/codes", generate_new_codes="1").get_data(as_text=True)
        return re.findall(r"<code>([0-9a-f-]{14})</code>", page)


@pytest.fixture
def staffed(config: Config) -> Iterator[Flask]:
    """The application outside demonstration mode, with one account for each role in each of two organisations."""
    app = create_app(replace(config, demo=False, second_step=True))
    with app.app_context():
        limiter.reset()
        work = current_work()
        hashed = hash_password(PASSWORD_HERE)
        for place in ("hier", "ginds"):
            organisation = Organisation(name=place, privacy_contact="p@x.example", legal_basis="test")
            work.db.add(organisation)
            for role in RoleName:
                new = NewAccount(f"{role.value}@{place}.example", f"{place} {role.value}", (role,), hashed)
                make_account(work, organisation, new)
        work.db.commit()
    yield app
    close_stores(app)


def desk(app: Flask, role: RoleName, place: str = "hier") -> Desk:
    """A browser of this colleague, not signed in yet."""
    return Desk(app, app.test_client(), f"{role.value}@{place}.example")


def account_of(email: str) -> StaffAccount:
    """The account as it is kept now."""
    work = current_work()
    return work.db.scalars(select(StaffAccount).where(StaffAccount.email == email)).one()
