"""What an audit event says: kinds, outcomes, and how people and things are named without naming them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.services.work import Work
from app.store.models import Participant, Participation

if TYPE_CHECKING:
    from app.services.accounts import Staff  # accounts record events themselves

SYSTEM = "system"
NOBODY = "nobody"
SUBJECT_SIGNS = 32
LONGEST_NAME = 50
LONGEST_DETAIL = 120
_NAME = re.compile(r"(?:system|nobody|log|[a-z_]+:[a-z0-9_-]{1,40})?")
_DETAIL = re.compile(r"[a-z0-9_.,:=>-]*")
_PUBLIC_ID = re.compile(r"[0-9a-f]{16,32}")


class AuditKind(StrEnum):
    """What happened. The order is that of the list on the page of the data protection officer."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SECOND_FACTOR = "second_factor"
    STAFF_SESSION_ENDED = "staff_session_ended"  # by hand; detail: one, others, all
    PEOPLE_LIST_READ = "people_list_read"
    PERSON_READ = "person_read"  # detail: progress, facts, profile; explained, from the command line
    REPORT_READ = "report_read"
    SHARED_LIST_READ = "shared_list_read"
    CONVERSATION_READ = "conversation_read"
    CONVERSATION_CHANGED = "conversation_changed"  # detail: the part, or held:<version>
    OUTCOME_CHANGED = "outcome_changed"
    HANDED_OVER = "handed_over"  # detail: way and purpose
    GGD_LIST_READ = "ggd_list_read"
    SIGNAL_READ = "signal_read"
    SIGNAL_STEP = "signal_step"
    CODES_READ = "codes_read"
    CODES_PRINTED = "codes_printed"
    CODE_REPLACED = "code_replaced"
    SITTING_OPENED = "sitting_opened"  # by staff, to read aloud, with the code of the person
    RELEASE_CHANGED = "release_changed"
    ANSWERS_DELETED = "answers_deleted"
    SESSION_REMOVED = "session_removed"
    RETENTION = "retention"  # detail: what and how many
    OWN_DATA_COPIED = "own_data_copied"
    REQUEST_MADE = "request_made"
    REQUEST_READ = "request_read"
    REQUEST_HANDLED = "request_handled"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_ENDED = "account_ended"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    SETTINGS_CHANGED = "settings_changed"
    WORDING_RELEASED = "wording_released"
    EXPORT = "export"
    IMPORT = "import"
    AUDIT_READ = "audit_read"
    AUDIT_EXPORTED = "audit_exported"
    KEYS_ROTATED = "keys_rotated"
    BACKUP_MADE = "backup_made"
    BACKUP_RESTORED = "backup_restored"
    STORES_MOVED = "stores_moved"  # to another kind of database


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"  # a rule said no, or it is not there for this account
    FAILED = "failed"  # a wrong password, code or factor


@dataclass(frozen=True, slots=True)
class Event:
    """One event to record. ``actor`` and ``subject``: made by the functions below, never free text.

    ``detail``: closed words, ids of settings or counts. Raises ValueError for anything that could be a name, an answer
    or a code.
    """

    kind: AuditKind
    actor: str
    organisation_id: int | None = None
    subject: str = ""
    outcome: Outcome = Outcome.DONE
    detail: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not an opaque id or a closed word."""
        for name in (self.actor, self.subject):
            if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
                raise ValueError("an audit event names people and things by opaque ids alone")
        if len(self.detail) > LONGEST_DETAIL or not _DETAIL.fullmatch(self.detail):
            raise ValueError("the detail of an audit event is made of closed words and counts")


def account(account_id: int) -> str:
    """How a staff account is named."""
    return f"account:{account_id}"


def actor_of(staff: Staff) -> str:
    """How somebody who signed in is named."""
    return account(staff.id)


def person(public_id: str) -> str:
    """How a participant is named: by a hash of the public id, so that no line of the log opens a page.

    Public ids are random, 64 bits and more: nobody finds one back from its hash; once the person is removed, nothing
    leads from the log to anybody. Text that is no public id (somebody typed an address) gives "".
    """
    return _hashed("person", public_id)


def group_session(public_id: str) -> str:
    """How a group session is named; as ``person``."""
    return _hashed("session", public_id)


def _hashed(what: str, public_id: str) -> str:
    if not _PUBLIC_ID.fullmatch(public_id):
        return ""
    return f"{what}:{hashlib.sha256(f'inbeeld:{what}:{public_id}'.encode()).hexdigest()[:SUBJECT_SIGNS]}"


def signal(item_id: int) -> str:
    """How an item of the GGD work list is named; never the person: that would tell of a care signal."""
    return f"signal:{item_id}"


def export(export_id: int) -> str:
    """How a file of the GGD work list that was asked for is named."""
    return f"export:{export_id}"


def organisation(organisation_id: int) -> str:
    """How an organisation is named, for settings of its own."""
    return f"organisation:{organisation_id}"


def location(location_id: int) -> str:
    """How a location is named."""
    return f"location:{location_id}"


def person_of(work: Work, participation_id: int) -> str:
    """How the participant behind a participation is named; one query."""
    statement = (
        select(Participant.public_id)
        .join(Participation, Participation.participant_id == Participant.id)
        .where(Participation.id == participation_id)
    )
    return person(work.db.scalars(statement).one())
