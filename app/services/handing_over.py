"""Somebody else goes on with a person: a colleague inside the organisation, or another organisation with a file.

Inside, the person changes hands at once and reads with whom. Outside, a file goes along that only the other
organisation can open, with a code that is told apart (``handing_over_file``). Both are logged at both ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update

from app.services.accounts import Staff, within_organisation
from app.services.audit import AuditKind, Event, actor_of, person, record
from app.services.caseload import Person
from app.services.outcomes import own_person
from app.services.work import Work
from app.store.conversation_models import HandOver
from app.store.models import Participant, Role, RoleName, StaffAccount

FILE_DAYS = 14


class Purpose(StrEnum):
    """With what somebody else goes on."""

    CLIENT_MANAGER = "client_manager"
    YOUTH_DESK = "youth_desk"
    ACTIVATION = "activation"
    MUNICIPALITY = "municipality"


INSIDE = (Purpose.CLIENT_MANAGER, Purpose.YOUTH_DESK, Purpose.ACTIVATION)


class Way(StrEnum):
    """Whether a person stays in the organisation."""

    INSIDE = "inside"
    SENT = "sent"
    RECEIVED = "received"


class HandOverRefused(ValueError):
    """Nobody to hand over to was named, or a purpose that does not exist. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A client manager of the same organisation."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One handing over. ``to``: name of the colleague or the other organisation; ``id`` and ``until`` of a file."""

    id: int
    way: Way
    purpose: Purpose
    to: str
    at: datetime
    until: datetime | None
    has_file: bool


def colleagues(work: Work, staff: Staff) -> list[Colleague]:
    """The other client managers of the organisation, by name."""
    statement = (
        select(StaffAccount.id, StaffAccount.name)
        .where(
            StaffAccount.roles.any(Role.name == RoleName.CLIENT_MANAGER.value),
            StaffAccount.active.is_(True),
            StaffAccount.id != staff.id,
        )
        .order_by(StaffAccount.name)
    )
    rows = work.db.execute(within_organisation(statement, StaffAccount.organisation_id, staff))
    return [Colleague(row.id, row.name) for row in rows]


def hand_over_inside(work: Work, staff: Staff, public_id: str, account_id: int, purpose: Purpose) -> Colleague:
    """A colleague goes on with this person from now; commits. Raises PersonUnknown, HandOverRefused."""
    who = own_person(work, staff, public_id)
    colleague = next((one for one in colleagues(work, staff) if one.id == account_id), None)
    if colleague is None or purpose not in INSIDE:
        raise HandOverRefused
    owner = update(Participant).where(Participant.public_id == public_id)
    work.db.execute(owner.values(client_manager_id=colleague.id))
    work.db.add(_row(work, staff, who, Way.INSIDE, purpose, to_account_id=colleague.id))
    say_handed_over(work, staff, public_id, f"{Way.INSIDE}:{purpose}")
    work.db.commit()
    return colleague


def handed_over(work: Work, participation_id: int) -> list[HandedOver]:
    """Who went on with this person, oldest first."""
    rows = work.db.execute(
        select(HandOver, StaffAccount.name)
        .outerjoin(StaffAccount, StaffAccount.id == HandOver.to_account_id)
        .where(HandOver.participation_id == participation_id)
        .order_by(HandOver.id)
    )
    return [_handed(row.HandOver, row.name or row.HandOver.other) for row in rows]


def sent_row(
    work: Work, staff: Staff, who: Person, other: str, transfer_id: str, file: bytes, purpose: Purpose
) -> HandOver:
    """The row of a file that goes to another organisation; not added yet."""
    row = _row(work, staff, who, Way.SENT, purpose, other=other)
    row.transfer_id, row.file = transfer_id, file
    row.expires_at = work.now() + timedelta(days=FILE_DAYS)
    return row


def say_handed_over(work: Work, staff: Staff, public_id: str, detail: str) -> None:
    """The event of it; the caller commits."""
    about = person(public_id)
    record(work, Event(AuditKind.HANDED_OVER, actor_of(staff), staff.organisation_id, about, detail=detail))


def _row(
    work: Work,
    staff: Staff,
    who: Person,
    way: Way,
    purpose: Purpose,
    *,
    other: str = "",
    to_account_id: int | None = None,
) -> HandOver:
    return HandOver(
        participation_id=who.participation_id,
        way=way.value,
        purpose=purpose.value,
        other=other,
        from_account_id=staff.id,
        to_account_id=to_account_id,
        at=work.now(),
    )


def _handed(row: HandOver, to: str) -> HandedOver:
    return HandedOver(
        id=row.id,
        way=Way(row.way),
        purpose=Purpose(row.purpose),
        to=to,
        at=row.at,
        until=row.expires_at,
        has_file=row.file is not None,
    )
