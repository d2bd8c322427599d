"""Group sessions as the facilitator leads them: make, open, close, access codes, progress per seat, calls.

The facilitator sees how far somebody is, never what somebody answered.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select, update

from app.core.instrument import Instrument, Item
from app.services import audit
from app.services.accounts import Staff, within_organisation
from app.services.codes import grouped, make_code
from app.services.instrument_versions import keep_version
from app.services.wording_releases import released
from app.services.work import Work
from app.store.models import (
    GroupSession,
    Location,
    Participant,
    Participation,
    SittingState,
    StaffAccount,
)

INSTRUMENT = "profile"
MOST_SEATS = 60
FEWEST_MINUTES, LONGEST_MINUTES = 30, 300


class SessionUnknown(Exception):
    """No such group session in this organisation."""


class SessionProblem(StrEnum):
    """Why a group session cannot be made or opened; the view has a sentence for each."""

    TITLE_MISSING = "title_missing"
    LOCATION_UNKNOWN = "location_unknown"
    CLIENT_MANAGER_UNKNOWN = "client_manager_unknown"
    NO_LOCALE = "no_locale"
    LOCALE_NOT_RELEASED = "locale_not_released"
    NO_BLOCK = "no_block"
    SEATS_OUT_OF_RANGE = "seats_out_of_range"
    DUTY_OFFICER_HALF = "duty_officer_half"
    DUTY_OFFICER_NEEDED = "duty_officer_needed"
    SEATS_TAKEN = "seats_taken"
    MINUTES_OUT_OF_RANGE = "minutes_out_of_range"
    NOT_RUNNING = "not_running"
    CLOSED = "closed"


class SessionRefused(Exception):
    """The group session does not fit the rules; ``problems`` names all of them."""

    def __init__(self, problems: Sequence[SessionProblem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = tuple(problems)


class TooManyCodes(Exception):
    """More codes were asked for than there are seats without one; ``free`` says how many are left."""

    def __init__(self, free: int) -> None:
        super().__init__(f"{free} seats are left")
        self.free = free


@dataclass(frozen=True, slots=True)
class LocaleChoice:
    """A language that a group session can offer; ``open`` is False while nobody released its words."""

    code: str
    endonym: str
    direction: str
    open: bool


@dataclass(frozen=True, slots=True)
class NewSession:
    """A group session as filled in. ``starts_at`` is timezone-aware; blocks and items are ids that are on and off."""

    title: str
    location_id: int
    starts_at: datetime
    locales: tuple[str, ...]
    blocks: tuple[str, ...]
    items_off: tuple[str, ...] = ()
    seats: int = 10
    client_manager_id: int | None = None
    duty_officer_name: str = ""
    duty_officer_phone: str = ""
    minutes: int = 90

    @property
    def has_duty_officer(self) -> bool:
        """Whether somebody with name and number can be reached; without one the care part is off (domain 5.5)."""
        return bool(self.duty_officer_name.strip() and self.duty_officer_phone.strip())


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A group session in the list."""

    session: GroupSession
    people: int
    finished: int


@dataclass(frozen=True, slots=True)
class CodeCard:
    """A seat with its access code, grouped for reading."""

    seat: int
    code: str
    used: bool


def instrument_of_sessions(work: Work) -> Instrument:
    """The instrument that new group sessions use."""
    return work.library.instrument(INSTRUMENT)


def optional_items(instrument: Instrument) -> tuple[Item, ...]:
    """Sensitive facts that can be off."""
    return tuple(item for item in instrument.items.values() if item.optional)


def locale_choices(work: Work) -> tuple[LocaleChoice, ...]:
    """All languages of the instrument, each with whether a group session may offer it (R41)."""
    return tuple(
        LocaleChoice(info.code, info.endonym, info.direction, work.config.demo or released(work, INSTRUMENT, info.code))
        for info in work.library.locales.values()
        if info.code in work.library.wordings(INSTRUMENT)
    )


def locations(work: Work, staff: Staff) -> list[Location]:
    """The places of this organisation, by name."""
    statement = select(Location).order_by(Location.name)
    return list(work.db.scalars(within_organisation(statement, Location.organisation_id, staff)))


def group_sessions(work: Work, staff: Staff) -> list[SessionLine]:
    """The group sessions of this organisation, newest first."""
    here = (Participation.group_session_id == GroupSession.id, Participation.set_aside_at.is_(None))
    people, finished = (
        select(func.count(column)).where(*here).scalar_subquery()
        for column in (Participation.id, Participation.finished_at)
    )
    newest_first = (GroupSession.starts_at.desc(), GroupSession.id.desc())
    statement = select(GroupSession, people, finished).order_by(*newest_first)
    rows = work.db.execute(within_organisation(statement, GroupSession.organisation_id, staff)).unique()
    return [SessionLine(session, number, done) for session, number, done in rows]


def group_session(work: Work, staff: Staff, public_id: str) -> GroupSession:
    """One group session of this organisation. Raises SessionUnknown."""
    statement = select(GroupSession).where(GroupSession.public_id == public_id)
    found = work.db.scalar(within_organisation(statement, GroupSession.organisation_id, staff))
    if found is None:
        raise SessionUnknown(public_id)
    return found


def make_group_session(work: Work, staff: Staff, new: NewSession) -> GroupSession:
    """Make a group session; commits. Raises SessionRefused naming every problem at once."""
    problems = _problems(work, staff, new)
    if problems:
        raise SessionRefused(problems)
    session = GroupSession(
        public_id=secrets.token_hex(16),
        organisation_id=staff.organisation_id,
        facilitator_id=staff.id,
        instrument_id=instrument_of_sessions(work).id,
        **_values(work, new),
    )
    work.db.add(session)
    if new.client_manager_id is not None:
        _say_whose(work, staff, session)
    work.db.commit()
    return session


def _values(work: Work, new: NewSession) -> dict[str, object]:
    """What was filled in, as the columns hold it."""
    instrument = instrument_of_sessions(work)
    return {
        "location_id": new.location_id,
        "client_manager_id": new.client_manager_id,
        "title": new.title.strip(),
        "starts_at": new.starts_at,
        "locales": [choice.code for choice in locale_choices(work) if choice.code in new.locales],
        "blocks": _blocks_on(instrument, new),
        "items_off": [item.id for item in optional_items(instrument) if item.id in new.items_off],
        "seats": new.seats,
        "duty_officer_name": new.duty_officer_name.strip(),
        "duty_officer_phone": new.duty_officer_phone.strip(),
        "minutes": new.minutes,
    }


def change_group_session(work: Work, staff: Staff, public_id: str, new: NewSession) -> None:
    """Change a group session that is not closed; commits. Its people follow to another client manager.

    Once people could begin, parts, questions and languages are only added, never taken away, and the care part keeps
    its duty officer. Raises SessionUnknown; SessionRefused naming every problem at once.
    """
    session = group_session(work, staff, public_id)
    wanted = _with_what_is_on(session, new) if session.opened_at else new
    problems = [*_problems(work, staff, wanted), *_change_problems(work, session, wanted)]
    if problems:
        raise SessionRefused(problems)
    moves = session.client_manager_id != new.client_manager_id
    _follow(work, session, new.client_manager_id)
    for name, value in _values(work, wanted).items():
        setattr(session, name, value)
    if moves:
        _say_whose(work, staff, session)
    work.db.commit()


def _say_whose(work: Work, staff: Staff, session: GroupSession) -> None:
    """Who gets the people of a session may read their profiles: a change of right, so it stands in the log."""
    work.db.flush()
    which, detail = audit.group_session(session.public_id), f"client_manager={session.client_manager_id or 'nobody'}"
    changed = audit.AuditKind.SETTINGS_CHANGED
    audit.record(work, audit.Event(changed, audit.actor_of(staff), staff.organisation_id, which, detail=detail))


def _follow(work: Work, session: GroupSession, client_manager_id: int | None) -> None:
    """Give the people who had the client manager of this session the new one."""
    people = select(Participation.participant_id).where(Participation.group_session_id == session.id)
    before = Participant.client_manager_id.is_not_distinct_from(session.client_manager_id)
    work.db.execute(
        update(Participant).where(Participant.id.in_(people), before).values(client_manager_id=client_manager_id)
    )


def _with_what_is_on(session: GroupSession, new: NewSession) -> NewSession:
    return replace(
        new,
        locales=(*session.locales, *new.locales),
        blocks=(*session.blocks, *new.blocks),
        items_off=tuple(item for item in new.items_off if item in session.items_off),
    )


def _change_problems(work: Work, session: GroupSession, new: NewSession) -> list[SessionProblem]:
    blocks = instrument_of_sessions(work).blocks
    care_is_on = any(block.needs_duty_officer and block.id in session.blocks for block in blocks)
    found = {
        SessionProblem.CLOSED: session.closed_at is not None,
        SessionProblem.SEATS_TAKEN: new.seats < max(_taken_seats(work, session), default=0),
        SessionProblem.DUTY_OFFICER_NEEDED: bool(session.opened_at) and care_is_on and not new.has_duty_officer,
    }
    return [problem for problem, is_so in found.items() if is_so]


def _blocks_on(instrument: Instrument, new: NewSession) -> list[str]:
    """Chosen parts in the order of the instrument; a part that needs a duty officer is off without one (domain 5.5)."""
    officer = new.has_duty_officer
    return [
        block.id
        for block in instrument.blocks
        if (block.id in new.blocks or not block.optional) and (officer or not block.needs_duty_officer)
    ]


def _open_blocks(instrument: Instrument, new: NewSession) -> list[str]:
    """Parts that are on, without the private ones: a session of the care part alone makes no report."""
    return [block_id for block_id in _blocks_on(instrument, new) if not instrument.block(block_id).private]


def _problems(work: Work, staff: Staff, new: NewSession) -> list[SessionProblem]:
    choices = {choice.code: choice for choice in locale_choices(work)}
    offered = [choices[code] for code in new.locales if code in choices]
    found = {
        SessionProblem.TITLE_MISSING: not new.title.strip(),
        SessionProblem.LOCATION_UNKNOWN: new.location_id not in {place.id for place in locations(work, staff)},
        SessionProblem.CLIENT_MANAGER_UNKNOWN: not _same_organisation(work, staff, new.client_manager_id),
        SessionProblem.NO_LOCALE: not offered,
        SessionProblem.LOCALE_NOT_RELEASED: not all(choice.open for choice in offered),
        SessionProblem.NO_BLOCK: not _open_blocks(instrument_of_sessions(work), new),
        SessionProblem.SEATS_OUT_OF_RANGE: not 1 <= new.seats <= MOST_SEATS,
        SessionProblem.MINUTES_OUT_OF_RANGE: not FEWEST_MINUTES <= new.minutes <= LONGEST_MINUTES,
        SessionProblem.DUTY_OFFICER_HALF: bool(new.duty_officer_name.strip()) != bool(new.duty_officer_phone.strip()),
    }
    return [problem for problem, is_so in found.items() if is_so]


def _same_organisation(work: Work, staff: Staff, account_id: int | None) -> bool:
    if account_id is None:
        return True
    statement = select(StaffAccount.id).where(StaffAccount.id == account_id)
    return work.db.scalar(within_organisation(statement, StaffAccount.organisation_id, staff)) is not None


def open_group_session(work: Work, staff: Staff, public_id: str) -> None:
    """Let people begin; commits. Opening twice changes nothing, opening again after closing lets people go on.

    Raises SessionUnknown; SessionRefused when the release of a language was taken away since.
    """
    session = group_session(work, staff, public_id)
    _check_released(work, session)
    session.opened_at = session.opened_at or work.now()
    session.closed_at = session.paused_at = None
    work.db.commit()


def _check_released(work: Work, session: GroupSession) -> None:
    open_locales = {choice.code for choice in locale_choices(work) if choice.open}
    if not set(session.locales) <= open_locales:
        raise SessionRefused([SessionProblem.LOCALE_NOT_RELEASED])


def close_group_session(work: Work, staff: Staff, public_id: str) -> None:
    """Nothing more is recorded from now on; commits. Raises SessionUnknown."""
    session = group_session(work, staff, public_id)
    session.closed_at = session.closed_at or work.now()
    work.db.commit()


def make_codes(work: Work, staff: Staff, public_id: str, number: int) -> None:
    """Give the next ``number`` seats an access code; commits.

    A person keeps the words that stand when the code is made, so they must be released by then.
    Raises SessionUnknown, SessionRefused, TooManyCodes.
    """
    session = group_session(work, staff, public_id)
    if session.closed_at is not None:
        raise SessionRefused([SessionProblem.CLOSED])
    _check_released(work, session)
    taken = _taken_seats(work, session)
    free = [seat for seat in range(1, session.seats + 1) if seat not in taken]
    if not 1 <= number <= len(free):
        raise TooManyCodes(len(free))
    keep_version(work, work.library.instrument(session.instrument_id))
    for seat in free[:number]:
        add_participation(work, session, seat, make_code())
    work.db.commit()


def _taken_seats(work: Work, session: GroupSession) -> set[int]:
    return set(work.db.scalars(select(Participation.seat).where(Participation.group_session_id == session.id)))


def add_participation(
    work: Work, session: GroupSession, seat: int, code: str, name: str | None = None
) -> Participation:
    """A new person with this access code at this seat; does not commit. The version must be kept already."""
    instrument = work.library.instrument(session.instrument_id)
    public_id = secrets.token_hex(16)
    participant = Participant(
        public_id=public_id,
        organisation_id=session.organisation_id,
        client_manager_id=session.client_manager_id,
        code_lookup=work.lookup.of(code),
        code_encrypted=work.texts.seal(code, f"participant:{public_id}:code"),
        name_encrypted=work.texts.seal(name, f"participant:{public_id}:name") if name else None,
    )
    participation = Participation(
        token=secrets.token_hex(16),
        participant=participant,
        group_session_id=session.id,
        seat=seat,
        instrument_id=instrument.id,
        content_hash=instrument.content_hash,
        variant=instrument.variant,
    )
    work.db.add(participation)
    work.db.flush()
    return participation


def code_cards(work: Work, staff: Staff, public_id: str) -> list[CodeCard]:
    """Every seat with its access code, opened from its seal. Raises SessionUnknown."""
    session = group_session(work, staff, public_id)
    rows = work.db.execute(
        select(Participation.seat, Participation.state, Participant.public_id, Participant.code_encrypted)
        .join(Participant, Participant.id == Participation.participant_id)
        .where(Participation.group_session_id == session.id, Participation.set_aside_at.is_(None))
        .order_by(Participation.seat)
    )
    return [
        CodeCard(
            row.seat,
            grouped(work.texts.open(row.code_encrypted, f"participant:{row.public_id}:code")),
            row.state != SittingState.NEW,
        )
        for row in rows
    ]
