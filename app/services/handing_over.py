"""Somebody else goes on with a person: a colleague inside the organisation, or another organisation with a file.

Inside, the person changes hands at once and reads with whom. Outside, a file goes along that only the other
organisation can open, with a code that is told apart (``handing_over_file``). Whoever takes it in finds a receipt code
and tells that back: only then the other side goes on, and until then the person stays in the list. Both are logged at
both ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update

from app.services.accounts import Staff, within_organisation
from app.services.audit import AuditKind, Event, actor_of, person, record
from app.services.caseload import Person, own_person
from app.services.codes import grouped, normalise_code
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


class ReceiptWrong(ValueError):
    """This is not the receipt code of a file that waits for one. Nothing was changed."""


class HandOverRefused(ValueError):
    """Nobody to hand over to was named, or a purpose that does not exist. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A client manager of the same organisation."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One handing over. ``to``: name of the colleague or the other organisation; ``id`` and ``until`` of a file.

    ``confirmed_at``: since when it is known that the other organisation goes on. ``receipt``: the code, as people read
    it, with which this side confirms that it took somebody over; else "".
    """

    id: int
    way: Way
    purpose: Purpose
    to: str
    at: datetime
    until: datetime | None
    has_file: bool
    confirmed_at: datetime | None = None
    receipt: str = ""

    @property
    def waits(self) -> bool:
        """Whether a file was made, and nobody has confirmed that it arrived."""
        return self.way is Way.SENT and self.confirmed_at is None


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
    return [_handed(work, row.HandOver, row.name) for row in rows]


def confirm_taken_over(work: Work, staff: Staff, public_id: str, receipt: str) -> HandedOver:
    """The other organisation told the receipt code of its file: it goes on with the person from now; commits.

    Raises PersonUnknown, ReceiptWrong.
    """
    who = own_person(work, staff, public_id)
    told = normalise_code(receipt)
    waiting = work.db.scalars(
        select(HandOver).where(
            HandOver.participation_id == who.participation_id,
            HandOver.way == Way.SENT.value,
            HandOver.confirmed_at.is_(None),
        )
    )
    row = next((one for one in waiting if told and told == receipt_of(work, one)), None)
    if row is None:
        raise ReceiptWrong
    row.confirmed_at, row.file = work.now(), None
    say_handed_over(work, staff, public_id, f"confirmed:{row.purpose}")
    work.db.commit()
    return _handed(work, row, None)


def keep_receipt(work: Work, row: HandOver, receipt: str) -> None:
    """Seal the receipt code in a row that was added; the caller commits."""
    work.db.flush()
    row.receipt_encrypted = work.texts.seal(receipt, _receipt_name(row))


def receipt_of(work: Work, row: HandOver) -> str:
    """The receipt code of a row, or "" where there is none."""
    return work.texts.open(row.receipt_encrypted, _receipt_name(row)) if row.receipt_encrypted else ""


def _receipt_name(row: HandOver) -> str:
    return f"hand_over:{row.id}:receipt"


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


def _handed(work: Work, row: HandOver, colleague: str | None) -> HandedOver:
    way = Way(row.way)
    return HandedOver(
        id=row.id,
        way=way,
        purpose=Purpose(row.purpose),
        to=row.other or colleague or "",
        at=row.at,
        until=row.expires_at,
        has_file=row.file is not None,
        confirmed_at=row.confirmed_at,
        receipt=grouped(receipt_of(work, row)) if way is Way.RECEIVED and row.receipt_encrypted else "",
    )
