"""Make the stores of a measurement: one organisation, opened group sessions, so many people with access codes.

``python people.py NUMBER`` with the settings of the application in the environment; prints a code a line.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from flask_security import hash_password

from app import create_app
from app.extensions import db
from app.services import group_sessions
from app.services.accounts import NewAccount, Staff, make_account, staff_of
from app.services.wording_releases import release
from app.services.work import Work
from app.store import migrate
from app.store.models import Location, Organisation, RoleName
from app.web.context import current_work

LOCALES = ("nl", "en", "ar", "ti")
SEATS = group_sessions.MOST_SEATS
EMAIL, PASSWORD = "benchmark@example.org", "only for a measurement"


def main(number: int) -> None:
    """Make the stores and print the codes."""
    with create_app().app_context():
        migrate.upgrade({"main": db.get_engine("default"), "care": db.get_engine("care")})
        work = current_work()
        staff, location_id = place(work)
        for first in range(0, number, SEATS):
            for code in open_session(work, staff, location_id, min(SEATS, number - first)).codes:
                print(code)


@dataclass(frozen=True, slots=True)
class Opened:
    """A group session that people can come into."""

    public_id: str
    codes: tuple[str, ...]


def place(work: Work, *more: RoleName) -> tuple[Staff, int]:
    """An organisation with a facilitator who signs in with ``EMAIL`` and ``PASSWORD``; and the id of its location.

    ``more``: what else that account may do.
    """
    for locale in LOCALES:
        release(work, group_sessions.INSTRUMENT, locale, "Benchmark")
    organisation = Organisation(name="Benchmark", privacy_contact="privacy@example.org", legal_basis="measurement")
    location = Location(name="Benchmark", care_contact="huisarts", care_phone="000")
    work.db.add(organisation)
    work.db.flush()
    location.organisation_id = organisation.id
    work.db.add(location)
    account = NewAccount(EMAIL, "Benchmark", (RoleName.FACILITATOR, *more), password_hash=hash_password(PASSWORD))
    staff = staff_of(make_account(work, organisation, account))
    work.db.commit()
    return staff, location.id


def open_session(
    work: Work, staff: Staff, location_id: int, seats: int, client_manager_id: int | None = None
) -> Opened:
    """Make and open a group session with all parts of the instrument, and a code for every seat."""
    blocks = tuple(block.id for block in group_sessions.instrument_of_sessions(work).blocks)
    new = group_sessions.NewSession(
        title="Benchmark",
        location_id=location_id,
        starts_at=work.now(),
        locales=LOCALES,
        blocks=blocks,
        seats=seats,
        client_manager_id=client_manager_id,
        duty_officer_name="Benchmark",
        duty_officer_phone="000",
    )
    session = group_sessions.make_group_session(work, staff, new)
    group_sessions.open_group_session(work, staff, session.public_id)
    group_sessions.make_codes(work, staff, session.public_id, seats)
    cards = group_sessions.code_cards(work, staff, session.public_id)
    return Opened(session.public_id, tuple(card.code for card in cards))


if __name__ == "__main__":
    main(int(sys.argv[1]))
