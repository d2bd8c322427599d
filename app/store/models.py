"""Tables of the main store: what happened, never a score, never a care answer."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.store.account_models import ACCOUNT_INDEXES, SignInColumns
from app.store.base import Base
from app.store.response_columns import ResponseColumns


class SittingState(StrEnum):
    """Where a participation stands."""

    NEW = "new"  # code made, never used
    STARTED = "started"
    DECLINED = "declined"  # said no to taking part; may still say yes
    PAUSED = "paused"  # stopped, goes on later
    STOPPED = "stopped"  # stopped completely, answers kept
    DELETED = "deleted"  # stopped completely, answers deleted
    FINISHED = "finished"


class RoleName(StrEnum):
    """Staff roles (domain 7.1)."""

    FACILITATOR = "facilitator"
    CLIENT_MANAGER = "client_manager"
    VLUCHTELINGENWERK = "vluchtelingenwerk"
    GGD = "ggd"
    ADMINISTRATOR = "administrator"
    RESEARCHER = "researcher"
    PROTECTION_OFFICER = "protection_officer"


class Organisation(Base):
    """A municipality; every row about people belongs to one."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    privacy_contact: Mapped[str] = mapped_column(String(200))
    legal_basis: Mapped[str] = mapped_column(String(400))
    legal_basis_health: Mapped[str | None] = mapped_column(String(400))  # of the answers about health (R42)
    ggd_phone: Mapped[str] = mapped_column(String(60), default="")
    vluchtelingenwerk_phone: Mapped[str] = mapped_column(String(60), default="")
    answers_months: Mapped[int] = mapped_column(default=6)
    report_months: Mapped[int] = mapped_column(default=12)
    care_months: Mapped[int] = mapped_column(default=3)
    log_months: Mapped[int] = mapped_column(default=12)  # what a group session tells of how it went
    is_demo: Mapped[bool] = mapped_column(default=False)


staff_role = Table(
    "staff_role",
    Base.metadata,
    Column("staff_account_id", ForeignKey("staff_account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """A role that a staff account can hold."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))


class StaffAccount(SignInColumns, Base, UserMixin):  # type: ignore[misc]  # UserMixin names values, not columns
    """Somebody who signs in: several roles, one organisation."""

    __tablename__ = "staff_account"
    __table_args__ = ACCOUNT_INDEXES

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str] = mapped_column(String(20), default="nl")
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # UserMixin names only the mixin of a role
        secondary=staff_role, lazy="selectin"
    )
    organisation: Mapped[Organisation] = relationship(lazy="joined")

    def holds(self, *names: RoleName) -> bool:
        """Whether the account has one of these roles."""
        return any(role.name in names for role in self.roles)


class Location(Base):
    """A place where group sessions are held, with its help numbers (domain 5.5)."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    care_contact: Mapped[str] = mapped_column(String(200))  # who can be talked with: "GZA", "huisarts"
    care_phone: Mapped[str] = mapped_column(String(60))
    out_of_hours_phone: Mapped[str] = mapped_column(String(60), default="")
    emergency_phone: Mapped[str] = mapped_column(String(20), default="112")
    crisis_phone: Mapped[str] = mapped_column(String(60), default="")  # empty: crisis line is not shown


class GroupSession(Base):
    """A meeting in which people answer together."""

    __tablename__ = "group_session"
    __table_args__ = (CheckConstraint("seats BETWEEN 1 AND 60", name="seats"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="RESTRICT"), index=True)
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id", ondelete="RESTRICT"), index=True)
    client_manager_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    instrument_id: Mapped[str] = mapped_column(String(80))
    locales: Mapped[list[str]] = mapped_column(JSON)
    blocks: Mapped[list[str]] = mapped_column(JSON)  # block ids that are on
    items_off: Mapped[list[str]] = mapped_column(JSON, default=list)
    seats: Mapped[int] = mapped_column(default=10)
    duty_officer_name: Mapped[str] = mapped_column(String(200), default="")
    duty_officer_phone: Mapped[str] = mapped_column(String(60), default="")
    minutes: Mapped[int] = mapped_column(default=90)  # planned length; extending adds to it
    paused_at: Mapped[datetime | None]  # everybody is paused since then

    location: Mapped[Location] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship()


class InstrumentVersion(Base):
    """The definition and words of each version in use, immutable: a running participation never changes version."""

    __tablename__ = "instrument_version"

    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    instrument_id: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(40))
    snapshot: Mapped[str]  # JSON of structure and wordings
    first_used_at: Mapped[datetime]


class WordingRelease(Base):
    """A named human approved the words of one locale; valid while the words have this hash."""

    __tablename__ = "wording_release"
    __table_args__ = (Index("ix_wording_release_instrument_locale", "instrument_id", "locale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[str] = mapped_column(String(80))
    locale: Mapped[str] = mapped_column(String(20))
    wording_hash: Mapped[str] = mapped_column(String(64))
    released_by: Mapped[str] = mapped_column(String(200))
    released_at: Mapped[datetime]


class Participant(Base):
    """A person: a code, and nothing else that must be known."""

    __tablename__ = "participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    client_manager_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_account.id", ondelete="SET NULL"), index=True
    )
    code_lookup: Mapped[str] = mapped_column(String(64), unique=True)  # keyed hash of the access code
    code_encrypted: Mapped[str]  # for printing cards and reports
    name_encrypted: Mapped[str | None]

    participations: Mapped[list[Participation]] = relationship(back_populates="participant")


class Participation(Base):
    """One participant with one instrument in one group session.

    Somebody who changes from text to pictures or back has two; the one that is not ``set_aside_at`` goes on.
    """

    __tablename__ = "participation"
    __table_args__ = (
        Index("ix_participation_once", "participant_id", "group_session_id", "instrument_id", unique=True),
        Index("ix_participation_seat", "group_session_id", "seat", "instrument_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(
        String(32), unique=True
    )  # opaque, in the cookie, and the only link to the care store
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    group_session_id: Mapped[int] = mapped_column(ForeignKey("group_session.id", ondelete="RESTRICT"), index=True)
    seat: Mapped[int]
    instrument_id: Mapped[str] = mapped_column(String(80))
    content_hash: Mapped[str] = mapped_column(ForeignKey("instrument_version.content_hash", ondelete="RESTRICT"))
    variant: Mapped[str] = mapped_column(String(20), default="text")
    mode: Mapped[str] = mapped_column(String(20), default="self")
    locale: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=SittingState.NEW)
    skipped_blocks: Mapped[list[str]] = mapped_column(JSON, default=list)
    passed: Mapped[str] = mapped_column(String(80), default="")  # last screen left by "next": kind:id
    started_at: Mapped[datetime | None]
    last_heard_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    profile_seen_at: Mapped[datetime | None]
    conversation_at: Mapped[datetime | None]
    set_aside_at: Mapped[
        datetime | None
    ]  # another way in (text, pictures) of the same person took over; answers are kept
    second_locale: Mapped[str | None] = mapped_column(
        String(20)
    )  # shown beside ``locale``: two languages on one screen
    paused_at: Mapped[datetime | None]  # a facilitator paused this person
    research_consent: Mapped[bool] = mapped_column(default=False)
    research_care_consent: Mapped[bool] = mapped_column(default=False)
    answers_removed_at: Mapped[datetime | None]  # their period is over: no profile can be made any more
    devices_given_back: Mapped[list[str] | None] = mapped_column(JSON)  # a copy of their cookies opens nothing any more

    participant: Mapped[Participant] = relationship(back_populates="participations")
    group_session: Mapped[GroupSession] = relationship()


class Response(ResponseColumns, Base):
    """One choice for one item; the row with the highest id stands, earlier ones are its history.

    ``value`` is the choice as JSON: option ids (never positions), number, missing code. Own words are apart, encrypted.
    """

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("participation_id", "idempotency_key", name="uq_response_participation_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    value: Mapped[str] = mapped_column(String(2000))
    text_encrypted: Mapped[str | None]


class HelpRequest(Base):
    """A neutral call to a seat; says nothing about why."""

    __tablename__ = "help_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    called_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    helped_at: Mapped[datetime | None]
    helped_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))


class Release(Base):
    """What a person shares outside the care part, with whom; revocable. Care releases stand in the care store."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("participation_id", "page", "recipient", name="uq_release_page_recipient"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    page: Mapped[str] = mapped_column(String(80))  # "conversation_report"
    recipient: Mapped[str] = mapped_column(String(40))
    shared: Mapped[bool]
    decided_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    locale: Mapped[str] = mapped_column(String(20))
    mode: Mapped[str | None] = mapped_column(String(20))  # or family_present; None: from before it was kept


class Report(Base):
    """How far a report is, made once from one state of the answers; its bytes stand in the care store."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("participation_id", "edition", "fingerprint", name="uq_report_fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    edition: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default="waiting")  # waiting, ready, failed
    fingerprint: Mapped[str] = mapped_column(String(64))  # keyed hash of all that makes it another report
    requested_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]  # a worker is making it since then
    made_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(400), default="")  # a sentence without personal data


class WhoSaw(Base):
    """Who opened a profile or report, and when: printed in the report for the person."""

    __tablename__ = "who_saw"

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    staff_account_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))
    role: Mapped[str] = mapped_column(String(40))
    part: Mapped[str] = mapped_column(String(40))  # profile, conversation_report
    on: Mapped[date]


class WorkerBeat(Base):
    """Last sign of life of the worker, for ``/healthz``."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]


class CodeAttempt(Base):
    """A wrong access code from one address; counted for a while, so that codes cannot be tried at will."""

    __tablename__ = "code_attempt"
    __table_args__ = (Index("ix_code_attempt_address_lookup_at", "address_lookup", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address_lookup: Mapped[str] = mapped_column(String(64))  # keyed hash of the address
    at: Mapped[datetime]


class PartMode(Base):
    """How one part was answered: alone, read aloud, or with an interpreter; the newest row of a part stands.

    ``block`` is a block id, or "practice". ``interpreter``: "", "phone", "room" or "family". ``interpreter_left``:
    whether the interpreter left for the care part in oral mode (None: not asked). ``account_id``: None when the
    person or the practice itself decided.
    """

    __tablename__ = "part_mode"

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    block: Mapped[str] = mapped_column(String(40))
    mode: Mapped[str] = mapped_column(String(20))  # self, read_aloud, interpreter
    interpreter: Mapped[str] = mapped_column(String(20), default="")
    interpreter_left: Mapped[bool | None]
    recorded_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))


class EligibilityCheck(Base):
    """Which form fits somebody, by four criteria; a correction is a new row, the newest stands."""

    __tablename__ = "eligibility_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    age: Mapped[str] = mapped_column(String(10))  # yes, no, unsure; so the three below
    language: Mapped[str] = mapped_column(String(10))
    literacy: Mapped[str] = mapped_column(String(10))
    computer: Mapped[str] = mapped_column(String(10))
    proposed: Mapped[str] = mapped_column(String(20))  # text, pictogram, oral, talk
    chosen: Mapped[str] = mapped_column(String(20))
    reason_encrypted: Mapped[str | None]  # why another form was chosen
    account_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime]


class VariantChange(Base):
    """Somebody went from text to pictures or back; ``account_id`` is None when it was the person's own choice."""

    __tablename__ = "variant_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    to_participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    changed_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))


class DeviceNotice(Base):
    """What a device told about itself, for the facilitator: a sound that is missing, storage that is refused.

    Never which text it was about: that would tell what somebody heard or chose.
    """

    __tablename__ = "device_notice"
    __table_args__ = (UniqueConstraint("participation_id", "kind", name="uq_device_notice_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))  # sound_missing, sound_broken, no_sound, storage_refused
    noticed_at: Mapped[datetime]


class SoundRecording(Base):
    """A human recording of one text in one language; the newest of a text stands while its words have this hash."""

    __tablename__ = "sound_recording"
    __table_args__ = (Index("ix_sound_recording_locale_text_key", "locale", "text_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    locale: Mapped[str] = mapped_column(String(20))
    text_key: Mapped[str] = mapped_column(String(120))
    text_hash: Mapped[str] = mapped_column(String(64))  # of the words that were spoken
    speaker: Mapped[str] = mapped_column(String(200))
    recorded_on: Mapped[date]
    permission: Mapped[str] = mapped_column(String(400))  # what the speaker allowed, in a sentence
    seconds: Mapped[float]
    opus: Mapped[bytes]
    mp3: Mapped[bytes]  # for tablets that play no Opus
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))
    added_at: Mapped[datetime]


class Deviation(Base):
    """What went differently in a group session: an interpreter, a break, a fault; for one person or for all.

    ``kind``: note, interpreter, read_aloud, break, interruption, fault, other_device. ``ended_at``: for what lasts.
    """

    __tablename__ = "deviation"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_session_id: Mapped[int] = mapped_column(ForeignKey("group_session.id", ondelete="CASCADE"), index=True)
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    seat: Mapped[int | None]  # where it was; None: about everybody
    kind: Mapped[str] = mapped_column(String(20))
    note_encrypted: Mapped[str | None]
    noted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))


class Presence(Base):
    """What a device last told of itself: when it was heard and how many answers it still holds, never which."""

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("participation_id", "device", name="uq_presence_participation_device"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(32))  # random, made when the code was typed on it
    began_at: Mapped[datetime]  # when the code was typed: the device that began last is the one in use
    heard_at: Mapped[datetime]
    unsent: Mapped[int] = mapped_column(default=0)
    storage: Mapped[str] = mapped_column(String(20), default="")  # kept, memory, refused


class SessionTransfer(Base):
    """A file of answers of a laptop that was taken in, once."""

    __tablename__ = "session_transfer"

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[str] = mapped_column(String(64), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    people: Mapped[int]
    imported_at: Mapped[datetime]


class AuditEvent(Base):
    """One thing that somebody did, chained to the one before it; rows are only added (triggers refuse anything else).

    No column refers to a row elsewhere: an event stays when what it is about is removed.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_organisation_number", "organisation_id", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    organisation_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(50))  # account:3, person:<hash>, system, nobody
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(50), index=True)  # person:<hash>, signal:7 ...; never a name or code
    outcome: Mapped[str] = mapped_column(String(20))  # done, refused, failed
    detail: Mapped[str] = mapped_column(String(120))
    previous: Mapped[str] = mapped_column(String(64), unique=True)  # unique: no two events follow the same one
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """Where the chain ends: one row, on which writers take turns."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class RemovalMark(Base):
    """That the answers of a participation, or all of it, were removed: done again after an older backup came back.

    ``token_lookup``: keyed hash of its token, made with the lookup key ``key_id``; nobody can be found from it alone.
    Kept as long as a backup may hold what was removed.
    """

    __tablename__ = "removal_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_lookup: Mapped[str] = mapped_column(String(64), index=True)
    key_id: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))  # answers, participation
    removed_at: Mapped[datetime]


class PersonRequest(Base):
    """What somebody asked about the own data after the end: to see, correct or delete them, or to stop using them.

    ``words_encrypted``: what is not right, in own words; only a correction has them. ``due_at``: when the answer has to
    be there. ``reason``: why it was refused.
    """

    __tablename__ = "person_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # access, correction, deletion, objection
    locale: Mapped[str] = mapped_column(String(20))
    words_encrypted: Mapped[str | None]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="open")  # open, longer, granted, refused
    reason: Mapped[str] = mapped_column(String(20), default="")
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))
