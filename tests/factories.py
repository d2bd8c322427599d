"""Invented organisations, sessions and participants for tests, made through the tables themselves."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from app.config import Config
from app.keys import Keys
from app.services.codes import make_code
from app.services.instrument_versions import keep_version
from app.services.work import Work
from app.store.models import GroupSession, Location, Organisation, Participant, Participation, StaffAccount
from tests.stores import addresses

Row = TypeVar("Row")


def make_config(folder: Path, *, demo: bool = True) -> Config:
    """Settings with both stores and the queue in ``folder``, and keys that are plainly of a test."""
    where = addresses(folder)
    return Config(
        data=folder,
        database_url=where["main"],
        care_database_url=where["care"],
        jobs_url=where["jobs"],
        secret_key="a secret of a test, long enough to sign cookies",
        text_key=Keys.only(b"text" * 8),
        care_key=Keys.only(b"care" * 8),
        lookup_key=Keys.only(b"look" * 8),
        backup_key=Keys.only(b"back" * 8),
        care_backup_key=Keys.only(b"safe" * 8),
        demo=demo,
        second_step=not demo,
        testing=True,
        cookie_secure=False,
    )


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody with a code, and the ids around them."""

    code: str
    token: str
    seat: int
    participation_id: int
    participant_id: int
    public_id: str
    group_session_id: int
    location_id: int
    organisation_id: int


@dataclass
class SittingFactory:
    """Makes participants; those made with the same ``session`` sit together."""

    work: Work
    _count: int = field(default=0)

    def organisation(self, **values: object) -> Organisation:
        """A municipality that does not exist."""
        self._count += 1
        filled = {
            "name": f"Testdorp {self._count}",
            "privacy_contact": "privacy@testdorp.example",
            "legal_basis": "test",
        }
        return self._add(Organisation(**{**filled, **values}))

    def location(self, organisation: Organisation, **values: object) -> Location:
        """A place with help numbers."""
        filled = {"name": "Proefzaal", "care_contact": "de testverpleegkundige", "care_phone": "0800 000 000"}
        return self._add(Location(organisation_id=organisation.id, **{**filled, **values}))

    def account(self, organisation: Organisation, **values: object) -> StaffAccount:
        """Somebody of the staff, without password and roles."""
        name = secrets.token_hex(4)
        filled = {"email": f"{name}@testdorp.example", "name": f"Tester {name}", "fs_uniquifier": secrets.token_hex(16)}
        return self._add(StaffAccount(organisation_id=organisation.id, **{**filled, **values}))

    def session(self, organisation: Organisation | None = None, **values: object) -> GroupSession:
        """An open group session with every block, every locale, and a duty officer."""
        organisation = organisation or self.organisation()
        instrument = self.work.library.instrument("profile")
        keep_version(self.work, instrument)
        filled = {
            "public_id": secrets.token_hex(8),
            "organisation_id": organisation.id,
            "location_id": self.location(organisation).id,
            "facilitator_id": self.account(organisation).id,
            "title": "Proefochtend",
            "starts_at": self.work.now() - timedelta(hours=1),
            "opened_at": self.work.now() - timedelta(minutes=50),
            "instrument_id": instrument.id,
            "locales": list(self.work.library.locales),
            "blocks": [block.id for block in instrument.blocks],
            "items_off": [],
            "duty_officer_name": "Dienst Proef",
            "duty_officer_phone": "0800 000 001",
        }
        return self._add(GroupSession(**{**filled, **values}))

    def __call__(self, session: GroupSession | None = None, seat: int | None = None, **values: object) -> Invited:
        """One participant with a code and a participation at the next seat; ``values`` go into the participation."""
        session = session or self.session()
        seat = (
            seat
            or 1
            + self.work.db.scalars(
                select(func.coalesce(func.max(Participation.seat), 0)).where(
                    Participation.group_session_id == session.id
                )
            ).one()
        )
        public_id, code = secrets.token_hex(8), make_code()
        person = self._add(
            Participant(
                public_id=public_id,
                organisation_id=session.organisation_id,
                code_lookup=self.work.lookup.of(code),
                code_encrypted=self.work.texts.seal(code, f"participant:{public_id}:code"),
            )
        )
        instrument = self.work.library.instrument(session.instrument_id)
        filled = {
            "token": secrets.token_hex(16),
            "participant_id": person.id,
            "group_session_id": session.id,
            "seat": seat,
            "instrument_id": instrument.id,
            "content_hash": instrument.content_hash,
        }
        participation = self._add(Participation(**{**filled, **values}))
        return Invited(
            code=code,
            token=participation.token,
            seat=seat,
            participation_id=participation.id,
            participant_id=person.id,
            public_id=public_id,
            group_session_id=session.id,
            location_id=session.location_id,
            organisation_id=session.organisation_id,
        )

    def people(self, number: int, session: GroupSession | None = None) -> Sequence[Invited]:
        """Several participants at one session."""
        session = session or self.session()
        return [self(session, seat) for seat in range(1, number + 1)]

    def _add(self, row: Row) -> Row:
        self.work.db.add(row)
        self.work.db.commit()
        return row
