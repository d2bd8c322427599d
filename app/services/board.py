"""The board of a group session: how far every seat is, who asks for somebody, what a device tells of itself.

The facilitator sees how far somebody is, never what somebody answered; a raised hand and a call for help today look
the same. Answers of both stores are added up, so that nobody can tell the health part from the rest.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import distinct, func, select, update

from app.core.instrument import Instrument
from app.core.routing import StepKind
from app.services.accounts import Staff
from app.services.delivery import parse_step
from app.services.group_sessions import group_session
from app.services.reminders import reminded_seats
from app.services.work import Work
from app.store.care_models import CareResponse
from app.store.models import (
    DeviceNotice,
    GroupSession,
    HelpRequest,
    Participation,
    Presence,
    Response,
    SittingState,
    StaffAccount,
)

QUIET_MINUTES = 5
"""After so many minutes without an answer a seat is shown as quiet."""
OFFLINE_AFTER = timedelta(seconds=70)
"""A device tells of itself every twenty seconds; after three times nothing it is shown as without connection."""


class SeatState(StrEnum):
    """What the board says of a seat."""

    WAITING = "waiting"
    BUSY = "busy"
    QUIET = "quiet"
    OFFLINE = "offline"
    BREAK = "break"
    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Seat:
    """Progress of one seat: ``done`` of ``total`` items, never which; ``part`` of ``parts`` (0 before the first).

    ``quiet_minutes`` since the last sign of life; ``unsent`` answers that its devices still hold; ``devices`` that
    were heard lately; ``notices`` kinds of trouble that its device told; ``shared``: the choices at the end are made.
    """

    number: int
    state: SeatState
    locale: str | None
    variant: str
    mode: str
    done: int
    total: int
    part: int
    parts: int
    quiet_minutes: int | None
    unsent: int
    devices: int
    notices: tuple[str, ...]
    shared: bool
    called: bool

    @property
    def urgency(self) -> int:
        """0 for who calls, 1 for who may need somebody, 2 for the others."""
        if self.called:
            return 0
        troubled = self.unsent or self.notices or self.devices > 1
        return 1 if troubled or self.state in {SeatState.QUIET, SeatState.OFFLINE} else 2


@dataclass(frozen=True, slots=True)
class Call:
    """A neutral call to a seat. ``going``: somebody said "I go now"."""

    id: int
    seat: int
    minutes: int
    going: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a facilitator sees during a group session, who needs somebody first.

    ``tally``: seats by state, without those that call. ``reminders``: seats not closed after two hours, shown to who
    leads the session (domain 5.5).
    """

    seats: tuple[Seat, ...]
    calls: tuple[Call, ...]
    tally: Counter[SeatState]
    reminders: tuple[int, ...]

    @property
    def fingerprint(self) -> str:
        """The same as long as nothing that is shown has changed."""
        return hashlib.sha256(repr((self.seats, self.calls, self.reminders)).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the devices of one participation told."""

    at: datetime
    unsent: int
    devices: int


def board(work: Work, staff: Staff, public_id: str) -> Board:
    """Progress of every seat and the calls that are open. Raises SessionUnknown."""
    session = group_session(work, staff, public_id)
    people = list(
        work.db.scalars(
            select(Participation)
            .where(Participation.group_session_id == session.id, Participation.set_aside_at.is_(None))
            .order_by(Participation.seat)
        )
    )
    calls = _calls(work, session)
    called = {call.seat for call in calls}
    done = _answered(work, people)
    heard = _heard(work, people)
    notices = _notices(work, people)
    seats = [
        _seat(
            work, session, person, done[person.token], heard.get(person.id), notices[person.id], person.seat in called
        )
        for person in people
    ]
    seats.sort(key=lambda seat: (seat.urgency, seat.number))
    tally = Counter(seat.state for seat in seats if not seat.called)
    return Board(tuple(seats), calls, tally, reminded_seats(work, staff, session))


def _answered(work: Work, people: Collection[Participation]) -> Mapping[str, frozenset[str]]:
    """Token to the ids of the items answered, both stores together."""
    tokens = {person.id: person.token for person in people}
    main = work.db.execute(
        select(Response.participation_id, Response.item_id)
        .where(Response.participation_id.in_(sorted(tokens)))
        .group_by(Response.participation_id, Response.item_id)
    )
    care = work.care.execute(
        select(CareResponse.token, CareResponse.item_id)
        .where(CareResponse.token.in_(sorted(tokens.values())))
        .group_by(CareResponse.token, CareResponse.item_id)
    )
    done: dict[str, set[str]] = defaultdict(set)
    for participation_id, item_id in main:
        done[tokens[participation_id]].add(item_id)
    for token, item_id in care:
        done[token].add(item_id)
    return defaultdict(frozenset, {token: frozenset(items) for token, items in done.items()})


def _heard(work: Work, people: Collection[Participation]) -> dict[int, _Heard]:
    """What devices told lately; a device not heard for a day is gone, unless it holds answers."""
    since = work.now() - timedelta(days=1)
    rows = work.db.execute(
        select(
            Presence.participation_id,
            func.max(Presence.heard_at).label("at"),
            func.sum(Presence.unsent).label("unsent"),
            func.count(distinct(Presence.device))
            .filter(Presence.heard_at > work.now() - OFFLINE_AFTER)
            .label("devices"),
        )
        .where(
            Presence.participation_id.in_([person.id for person in people]),
            (Presence.heard_at > since) | (Presence.unsent > 0),
        )
        .group_by(Presence.participation_id)
    )
    return {row.participation_id: _Heard(row.at, int(row.unsent), int(row.devices)) for row in rows}


def _notices(work: Work, people: Collection[Participation]) -> Mapping[int, tuple[str, ...]]:
    rows = work.db.execute(
        select(DeviceNotice.kind, DeviceNotice.participation_id)
        .distinct()
        .where(DeviceNotice.participation_id.in_([person.id for person in people]))
        .order_by(DeviceNotice.kind)
    )
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for kind, participation_id in rows:
        found[participation_id] += (kind,)
    return found


def _seat(
    work: Work,
    session: GroupSession,
    person: Participation,
    answered: frozenset[str],
    heard: _Heard | None,
    notices: tuple[str, ...],
    called: bool,  # noqa: FBT001 - named by its place in the one call
) -> Seat:
    instrument, _ = work.definitions.of(work.db, person.instrument_id, person.content_hash)
    counted = _counted(instrument, session)
    quiet = None
    if person.last_heard_at is not None:
        quiet = int((work.now() - person.last_heard_at).total_seconds() // 60)
    part, parts = _part(instrument, counted, person)
    return Seat(
        number=person.seat,
        state=_state(work, instrument, session, person, quiet, heard),
        locale=person.locale,
        variant=person.variant,
        mode=person.mode,
        done=sum(item_id in answered for item_id, _ in counted),
        total=len(counted),
        part=part,
        parts=parts,
        quiet_minutes=quiet,
        unsent=heard.unsent if heard else 0,
        devices=heard.devices if heard else 0,
        notices=notices,
        shared=person.finished_at is not None,
        called=called,
    )


def _counted(instrument: Instrument, session: GroupSession) -> tuple[tuple[str, str], ...]:
    """Item and block ids of what this session asks of everybody, before any routing."""
    blocks = {
        block.id
        for block in instrument.blocks
        if (block.module or block.id) in session.blocks and (session.duty_officer_name or not block.needs_duty_officer)
    }
    return tuple(
        (item.id, item.block)
        for item in instrument.items.values()
        if item.counted and item.block in blocks and item.id not in session.items_off
    )


def _part(instrument: Instrument, counted: tuple[tuple[str, str], ...], person: Participation) -> tuple[int, int]:
    blocks = list(dict.fromkeys(block for _, block in counted))
    passed = parse_step(person.passed)
    if passed is None or passed.kind is StepKind.PRACTICE:
        return 0, len(blocks)
    block = instrument.items[passed.id].block if passed.id in instrument.items else passed.id
    return (blocks.index(block) + 1 if block in blocks else len(blocks)), len(blocks)


_FIXED = {
    SittingState.NEW: SeatState.WAITING,
    SittingState.FINISHED: SeatState.FINISHED,
    SittingState.PAUSED: SeatState.BREAK,
    SittingState.DECLINED: SeatState.STOPPED,
    SittingState.STOPPED: SeatState.STOPPED,
    SittingState.DELETED: SeatState.STOPPED,
}
"""States that need no look at the clock. "Does not take part" and "stopped" read the same: nothing hangs on it."""


def _state(
    work: Work,
    instrument: Instrument,
    session: GroupSession,
    person: Participation,
    quiet: int | None,
    heard: _Heard | None,
) -> SeatState:
    fixed = _FIXED.get(SittingState(person.state))
    if fixed is not None:
        return fixed
    if person.paused_at is not None or session.paused_at is not None or _at_break(instrument, person):
        return SeatState.BREAK
    if heard is not None and work.now() - heard.at > OFFLINE_AFTER:
        return SeatState.OFFLINE
    return SeatState.QUIET if quiet is not None and quiet >= QUIET_MINUTES else SeatState.BUSY


def _at_break(instrument: Instrument, person: Participation) -> bool:
    passed = parse_step(person.passed)
    before_break = {block.order[-1] for block in instrument.blocks if block.break_after}
    return passed is not None and passed.kind is StepKind.ITEM and passed.id in before_break


def _calls(work: Work, session: GroupSession) -> tuple[Call, ...]:
    rows = work.db.execute(
        select(HelpRequest.id, HelpRequest.called_at, Participation.seat, StaffAccount.name)
        .join(Participation, Participation.id == HelpRequest.participation_id)
        .outerjoin(StaffAccount, StaffAccount.id == HelpRequest.helped_by_id)
        .where(
            Participation.group_session_id == session.id,
            HelpRequest.cancelled_at.is_(None),
            HelpRequest.helped_at.is_(None),
        )
        .order_by(HelpRequest.called_at)
    )
    now = work.now()
    return tuple(Call(row.id, row.seat, int((now - row.called_at).total_seconds() // 60), row.name) for row in rows)


def go_to_seat(work: Work, staff: Staff, public_id: str, call_id: int) -> None:
    """The facilitator goes now: the call stays open, with a name; commits. Raises SessionUnknown."""
    _update_call(work, staff, public_id, call_id, helped_by_id=staff.id)


def been_at_seat(work: Work, staff: Staff, public_id: str, call_id: int) -> None:
    """The facilitator has been there: the call is done; commits. Raises SessionUnknown."""
    _update_call(work, staff, public_id, call_id, helped_by_id=staff.id, helped_at=work.now())


def _update_call(work: Work, staff: Staff, public_id: str, call_id: int, **values: object) -> None:
    session = group_session(work, staff, public_id)
    seats = select(Participation.id).where(Participation.group_session_id == session.id)
    work.db.execute(
        update(HelpRequest)
        .where(
            HelpRequest.id == call_id,
            HelpRequest.participation_id.in_(seats),
            HelpRequest.helped_at.is_(None),
        )
        .values(**values)
    )
    work.db.commit()
