"""Taking the answers of a laptop without internet to the server of the municipality, once, and wiping the laptop.

The laptop exports a closed session into one file (``envelope``), the server imports it whole or not at all and signs a
receipt, and only with that receipt does the laptop remove its copy.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.services.audit import SYSTEM, AuditKind, Event, group_session, record
from app.services.transfer.envelope import BadFile, Private, Public, close, open_file, read_receipt, write_receipt
from app.services.transfer.rows import Arrival, DoesNotFit, Letters, known_location, letters_of
from app.services.work import Work
from app.store.models import GroupSession, Participant, Participation, SessionTransfer, StaffAccount, WhoSaw

__all__ = [
    "BadFile",
    "CodesKnown",
    "DoesNotFit",
    "Imported",
    "NotClosed",
    "TakenBefore",
    "check_receipt",
    "export_session",
    "import_session",
]


class NotClosed(Exception):
    """The group session is still open: answers may still come in."""


class TakenBefore(Exception):
    """This file, or the people in it, were imported before."""


class CodesKnown(Exception):
    """Somebody else here has the access code of somebody in the file; ``seats``: those of the file."""

    def __init__(self, seats: Sequence[int]) -> None:
        super().__init__(", ".join(map(str, seats)))
        self.seats = tuple(seats)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in, and the receipt for the laptop."""

    title: str
    people: int
    receipt: bytes


def export_session(work: Work, session: GroupSession, sender: Private, receiver: Public) -> bytes:
    """The file of one closed group session; changes nothing but the audit log; commits. Raises NotClosed."""
    if session.closed_at is None:
        raise NotClosed(session.title)
    content = close(letters_of(work, session), secrets.token_hex(16), sender, receiver)
    which = group_session(session.public_id)
    record(work, Event(AuditKind.EXPORT, SYSTEM, session.organisation_id, which, detail="session"))
    work.db.commit()
    return content


def import_session(
    work: Work,
    content: bytes,
    sender: Public,
    receiver: Private,
    facilitator: StaffAccount,
    location: str | None = None,
) -> Imported:
    """Take in the file of a laptop, everything or nothing; commits.

    ``facilitator``: who answers for the session here; ``location``: name of the place here, when it differs. The care
    store commits first, the main store last: an import that was interrupted in between can be done again.
    Raises BadFile, DoesNotFit, TakenBefore, CodesKnown; then nothing was changed.
    """
    transfer_id, letters = open_file(content, sender, receiver)
    if work.db.scalar(select(SessionTransfer.id).where(SessionTransfer.transfer_id == transfer_id)) is not None:
        raise TakenBefore
    name = location or letters["main"]["location"]["name"]
    location_id = known_location(work, facilitator.organisation_id, name)
    if location_id is None:
        raise DoesNotFit(f"There is no location '{name}' here. Make it first, or name another one.")
    arrival = Arrival(work, facilitator.organisation_id, location_id, facilitator.id)
    try:
        _take(work, arrival, transfer_id, letters)
    except IntegrityError as error:
        work.db.rollback()
        raise _reason(work, letters["main"]) from error
    finally:
        work.db.rollback()
        work.care.rollback()
    receipt = {"transfer": transfer_id, "digest": digest_of(letters), "people": str(arrival.people)}
    return Imported(
        title=letters["main"]["session"]["title"],
        people=arrival.people,
        receipt=write_receipt({**receipt, "imported_at": work.now().isoformat()}, receiver),
    )


def _reason(work: Work, main: Letters) -> Exception:
    """Why rows of the file cannot stand beside those that are here."""
    tokens = [values["token"] for values in main["participations"]]
    if work.db.scalar(select(Participation.id).where(Participation.token.in_(tokens)).limit(1)) is not None:
        return TakenBefore()
    lookups = {
        values["public_id"]: work.lookup.of(values["code_encrypted"])
        for values in main["participants"]
        if values["code_lookup"] is not None
    }
    known = set(
        work.db.scalars(select(Participant.code_lookup).where(Participant.code_lookup.in_(sorted(lookups.values()))))
    )
    seats = {values["seat"] for values in main["participations"] if lookups.get(values["participant"]) in known}
    if seats:
        return CodesKnown(sorted(seats))
    return DoesNotFit("Rows of the file cannot stand together here. Export the session again.")


def _take(work: Work, arrival: Arrival, transfer_id: str, letters: Letters) -> None:
    """Both stores; the main store, which says that it was done, commits last."""
    try:
        arrival.take_main(letters["main"])
        arrival.take_care(letters["care"])
    except (KeyError, TypeError, ValueError) as error:
        raise DoesNotFit("The file is of another version than this installation.") from error
    work.db.add(
        SessionTransfer(
            transfer_id=transfer_id,
            organisation_id=arrival.organisation_id,
            people=arrival.people,
            imported_at=work.now(),
        )
    )
    work.db.flush()
    work.care.commit()
    event = Event(AuditKind.IMPORT, SYSTEM, arrival.organisation_id, detail=f"session,people={arrival.people}")
    record(work, event)
    work.db.commit()


def digest_of(letters: Letters) -> str:
    """The same for the same rows, on both sides; who looked meanwhile changes nothing of what people left."""
    tables = {name: rows for name, rows in letters["main"]["tables"].items() if name != WhoSaw.__tablename__}
    counted = {**letters, "main": {**letters["main"], "tables": tables}}
    return hashlib.sha256(json.dumps(counted, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def check_receipt(work: Work, session: GroupSession, receipt: bytes, receiver: Public) -> str:
    """The transfer id of a receipt for this group session as it stands now. Raises BadFile, DoesNotFit."""
    values = read_receipt(receipt, receiver)
    if values["digest"] != digest_of(letters_of(work, session)):
        raise DoesNotFit("This session is not what was imported: something came in later. Export it again.")
    return values["transfer"]
