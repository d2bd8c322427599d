"""Somebody of the staff who signs in over https, with a password and an app with codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask_security.utils import hash_password
from sqlalchemy import update

from app.services.accounts import NewAccount, make_account
from app.store.models import GroupSession, Organisation, RoleName
from tests.factories import Invited
from tests.journeys.visitor import Answer
from tests.staff_people import PASSWORD_HERE, Desk
from tests.topology.hosts import Country
from tests.topology.visitors import Behind, Secure

REDIRECTS = range(301, 309)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as ``Desk`` reads it."""

    answer: Answer

    @property
    def status_code(self) -> int:
        """The status."""
        return self.answer.status

    @property
    def location(self) -> str:
        """Where it leads."""
        return self.answer.location

    def get_data(self, *, as_text: bool) -> str:
        """The page."""
        assert as_text
        return self.answer.text


@dataclass(frozen=True, slots=True)
class Browser:
    """What ``Desk`` works with, on a device behind the proxy."""

    device: Secure

    def get(self, address: str, *, follow_redirects: bool = False) -> Page:
        """Open a page."""
        answer = self.device.ask("GET", address)
        while follow_redirects and answer.status in REDIRECTS:
            answer = self.device.ask("GET", answer.location)
        return Page(answer)

    def post(self, address: str, *, data: dict[str, Any]) -> Page:
        """Send a form."""
        return Page(self.device.ask("POST", address, urlencode(data).encode()))


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Who leads the session of somebody. ``board``: address of its board."""

    device: Secure
    board: str

    def look(self, port: int) -> Answer:
        """At the board, asked of one web process itself."""
        return Behind(port, cookies=dict(self.device.cookies)).ask("GET", self.board)


def facilitator_of(country: Country, invited: Invited) -> Facilitator:
    """Make an account for who leads this session, and sign in."""
    email = f"{invited.public_id}@testdorp.example"
    with country.work() as work:
        organisation = work.db.get_one(Organisation, invited.organisation_id)
        account = make_account(
            work, organisation, NewAccount(email, "Leidt", (RoleName.FACILITATOR,), hash_password(PASSWORD_HERE))
        )
        work.db.flush()
        mine = update(GroupSession).where(GroupSession.id == invited.group_session_id)
        work.db.execute(mine.values(facilitator_id=account.id))
        public_id = work.db.get_one(GroupSession, invited.group_session_id).public_id
        work.db.commit()
    device = Secure(country.port, trust=country.trust)
    assert country.app
    desk = Desk(country.app, Browser(device), email)  # type: ignore[arg-type]  # it only gets and posts
    desk.password()
    desk.take_app()
    return Facilitator(device, f"/staff/sessions/{public_id}/board")
