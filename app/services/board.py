"""The board of a group session: how far every seat is, who asks for somebody, what a device tells of itself.

The facilitator sees how far somebody is, never what somebody answered; a raised hand and a call for help today look
the same. Answers of both stores are added up, so that nobody can tell the health part from the rest.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, Table, bindparam, distinct, func, select, update

from app.core.instrument import Instrument, Store
from app.core.routing import StepKind
from app.services.accounts import Staff
from app.services.group_sessions import group_session
from app.services.reminders import reminded_seats
from app.services.sittings import parse_step, parts_on
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


WITH_MINUTES = frozenset({SeatState.QUIET, SeatState.OFFLINE})
"""States that say for how long."""


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
        """The same as long as nothing that is shown has changed; minutes count only where they are shown."""
        seats = [seat if seat.state in WITH_MINUTES else replace(seat, quiet_minutes=None) for seat in self.seats]
        return hashlib.sha256(repr((seats, self.calls, self.reminders)).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the devices of one participation told."""

    at: datetime
    unsent: int
    devices: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a ``session`` asks of everybody with one version of an instrument, before any routing.

    ``items``: those that count, by store; ``blocks``: their parts in order; ``pauses``: items with a break after them.
    """

    session: GroupSession
    instrument: Instrument
    items: Mapping[Store, tuple[str, ...]]
    blocks: tuple[str, ...]
    pauses: frozenset[str]

    @property
    def total(self) -> int:
        """How many items count."""
        return sum(len(items) for items in self.items.values())


# Tables rather than mapped classes, and questions put together once: a board is asked for every few seconds.
_PERSON, _GIVEN, _CARE_GIVEN, _PRESENCE, _NOTICE, _CALL, _STAFF = (
    cast("Table", model.__table__)
    for model in (Participation, Response, CareResponse, Presence, DeviceNotice, HelpRequest, StaffAccount)
)
_IN_MAIN_STORE, _IN_CARE_STORE = {"mapper": Participation}, {"mapper": CareResponse}
_PEOPLE = (
    select(
        _PERSON.c.id,
        _PERSON.c.token,
        _PERSON.c.seat,
        _PERSON.c.instrument_id,
        _PERSON.c.content_hash,
        _PERSON.c.variant,
        _PERSON.c.mode,
        _PERSON.c.locale,
        _PERSON.c.state,
        _PERSON.c.passed,
        _PERSON.c.last_heard_at,
        _PERSON.c.finished_at,
        _PERSON.c.paused_at,
    )
    .where(_PERSON.c.group_session_id == bindparam("session"), _PERSON.c.set_aside_at.is_(None))
    .order_by(_PERSON.c.seat)
)


def _count(given: Table, person: ColumnElement[Any]) -> Select[Any]:
    """Asks how many of ``items`` each of ``people`` has answered."""
    return (
        select(person.label("person"), func.count(distinct(given.c.item_id)).label("number"))
        .where(person.in_(bindparam("people", expanding=True)), given.c.item_id.in_(bindparam("items", expanding=True)))
        .group_by(person)
    )


_COUNT, _CARE_COUNT = _count(_GIVEN, _GIVEN.c.participation_id), _count(_CARE_GIVEN, _CARE_GIVEN.c.token)
_HEARD = (
    select(
        _PRESENCE.c.participation_id,
        func.max(_PRESENCE.c.heard_at).label("at"),
        func.sum(_PRESENCE.c.unsent).label("unsent"),
        func.count(distinct(_PRESENCE.c.device)).filter(_PRESENCE.c.heard_at > bindparam("lately")).label("devices"),
    )
    .where(
        _PRESENCE.c.participation_id.in_(bindparam("people", expanding=True)),
        (_PRESENCE.c.heard_at > bindparam("since")) | (_PRESENCE.c.unsent > 0),
    )
    .group_by(_PRESENCE.c.participation_id)
)
_NOTICES = (
    select(_NOTICE.c.kind, _NOTICE.c.participation_id)
    .distinct()
    .where(_NOTICE.c.participation_id.in_(bindparam("people", expanding=True)))
    .order_by(_NOTICE.c.kind)
)
_OPEN_CALLS = (
    select(_CALL.c.id, _CALL.c.called_at, _PERSON.c.seat, _STAFF.c.name)
    .join_from(_CALL, _PERSON, _PERSON.c.id == _CALL.c.participation_id)
    .outerjoin(_STAFF, _STAFF.c.id == _CALL.c.helped_by_id)
    .where(
        _PERSON.c.group_session_id == bindparam("session"),
        _CALL.c.cancelled_at.is_(None),
        _CALL.c.helped_at.is_(None),
    )
    .order_by(_CALL.c.called_at)
)


def board(work: Work, staff: Staff, public_id: str) -> Board:
    """Progress of every seat and the calls that are open. Raises SessionUnknown."""
    return board_of(work, staff, group_session(work, staff, public_id))


def board_of(work: Work, staff: Staff, session: GroupSession) -> Board:
    """The same for a group session that is at hand."""
    people = _ask(work, _PEOPLE, session=session.id)
    calls = _ask(work, _OPEN_CALLS, session=session.id)
    seats = _seats(work, session, people, {call.seat for call in calls})
    tally = Counter(seat.state for seat in seats if not seat.called)
    return Board(tuple(seats), _calls(work, calls), tally, reminded_seats(work, staff, session))


def _ask(work: Work, statement: Select[Any], **values: object) -> Sequence[Row[Any]]:
    return work.db.execute(statement, values, bind_arguments=_IN_MAIN_STORE).all()


def _seats(work: Work, session: GroupSession, people: Sequence[Row[Any]], called: Collection[int]) -> list[Seat]:
    """Every seat, who needs somebody first."""
    ids = [person.id for person in people]
    heard, notices = _heard(work, ids), _notices(work, ids)
    seats = []
    for (instrument_id, content_hash), some in _by_version(people).items():
        instrument, _ = work.definitions.of(work.db, instrument_id, content_hash)
        asked = _asked(instrument, session)
        done = _answered(work, asked, some)
        seats += [
            _seat(
                work,
                asked,
                person,
                done=done[person.id],
                heard=heard.get(person.id),
                notices=notices[person.id],
                called=person.seat in called,
            )
            for person in some
        ]
    return sorted(seats, key=lambda seat: (seat.urgency, seat.number))


def _by_version(people: Sequence[Row[Any]]) -> dict[tuple[str, str], list[Row[Any]]]:
    found: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for person in people:
        found[person.instrument_id, person.content_hash].append(person)
    return found


def _asked(instrument: Instrument, session: GroupSession) -> _Asked:
    on = parts_on(instrument, session.blocks, session.duty_officer_name)
    off = set(session.items_off)
    counted = [item for item in instrument.items.values() if item.counted and item.block in on and item.id not in off]
    return _Asked(
        session,
        instrument,
        {store: tuple(item.id for item in counted if item.store is store) for store in Store},
        tuple(dict.fromkeys(item.block for item in counted)),
        frozenset(block.order[-1] for block in instrument.blocks if block.break_after),
    )


def _answered(work: Work, asked: _Asked, people: Sequence[Row[Any]]) -> Counter[int]:
    """How many of the items that count each person answered, both stores together."""
    main = {"people": [person.id for person in people], "items": asked.items[Store.MAIN]}
    done = Counter({row.person: row.number for row in _ask(work, _COUNT, **main)})
    ids = {person.token: person.id for person in people}
    care = {"people": list(ids), "items": asked.items[Store.CARE]}
    for row in work.care.execute(_CARE_COUNT, care, bind_arguments=_IN_CARE_STORE).all():
        done[ids[row.person]] += row.number
    return done


def _heard(work: Work, people: Sequence[int]) -> dict[int, _Heard]:
    """What devices told lately; a device not heard for a day is gone, unless it holds answers."""
    now = work.now()
    rows = _ask(work, _HEARD, people=people, lately=now - OFFLINE_AFTER, since=now - timedelta(days=1))
    return {row.participation_id: _Heard(row.at, int(row.unsent), int(row.devices)) for row in rows}


def _notices(work: Work, people: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in _ask(work, _NOTICES, people=people):
        found[row.participation_id] += (row.kind,)
    return found


def _seat(
    work: Work,
    asked: _Asked,
    person: Row[Any],
    *,
    done: int,
    heard: _Heard | None,
    notices: tuple[str, ...],
    called: bool,
) -> Seat:
    quiet = None
    if person.last_heard_at is not None:
        quiet = int((work.now() - person.last_heard_at).total_seconds() // 60)
    return Seat(
        number=person.seat,
        state=_state(work, asked, person, quiet, heard),
        locale=person.locale,
        variant=person.variant,
        mode=person.mode,
        done=done,
        total=asked.total,
        part=_part(asked, person),
        parts=len(asked.blocks),
        quiet_minutes=quiet,
        unsent=heard.unsent if heard else 0,
        devices=heard.devices if heard else 0,
        notices=notices,
        shared=person.finished_at is not None,
        called=called,
    )


def _part(asked: _Asked, person: Row[Any]) -> int:
    passed = parse_step(person.passed)
    if passed is None or passed.kind is StepKind.PRACTICE:
        return 0
    items, blocks = asked.instrument.items, asked.blocks
    block = items[passed.id].block if passed.id in items else passed.id
    return blocks.index(block) + 1 if block in blocks else len(blocks)


_FIXED = {
    SittingState.NEW: SeatState.WAITING,
    SittingState.FINISHED: SeatState.FINISHED,
    SittingState.PAUSED: SeatState.BREAK,
    SittingState.DECLINED: SeatState.STOPPED,
    SittingState.STOPPED: SeatState.STOPPED,
    SittingState.DELETED: SeatState.STOPPED,
}
"""States that need no look at the clock. "Does not take part" and "stopped" read the same: nothing hangs on it."""


def _state(work: Work, asked: _Asked, person: Row[Any], quiet: int | None, heard: _Heard | None) -> SeatState:
    fixed = _FIXED.get(SittingState(person.state))
    if fixed is not None:
        return fixed
    if person.paused_at is not None or asked.session.paused_at is not None or _at_break(asked, person):
        return SeatState.BREAK
    if heard is not None and work.now() - heard.at > OFFLINE_AFTER:
        return SeatState.OFFLINE
    return SeatState.QUIET if quiet is not None and quiet >= QUIET_MINUTES else SeatState.BUSY


def _at_break(asked: _Asked, person: Row[Any]) -> bool:
    passed = parse_step(person.passed)
    return passed is not None and passed.kind is StepKind.ITEM and passed.id in asked.pauses


def _calls(work: Work, rows: Sequence[Row[Any]]) -> tuple[Call, ...]:
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
