"""The sitting of one person: their participation, read with the responses that a screen needs.

Of the main store that takes one query, of the care part one more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, Table, bindparam, select

from app.core.instrument import Instrument, Item, Store
from app.core.responses import Response as Value
from app.core.responses import Responses
from app.core.routing import Modules, Step, StepKind, items_on_path, path, resume_step, routing_items
from app.instruments.wording import Wording
from app.services.work import Work
from app.store.care_models import CareResponse
from app.store.models import GroupSession, Participant, Participation, Response, SittingState
from app.store.response_values import decode, decode_whole

CLOSED_STATES = frozenset({SittingState.FINISHED, SittingState.STOPPED, SittingState.DELETED})
CODE_SIGNS = 8


class SittingUnknown(Exception):
    """The cookie names no participation, or one that is over."""


class SessionNotOpen(Exception):
    """The group session has not begun."""


class UnknownItem(Exception):
    """The item is not part of the instrument, or not on this person's path."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The response that stands for one item, with the row it came from.

    ``sent``: what each form that was sent for this item said last, by the key of the form, so that a form that arrives
    again is known, also when another device sent another answer in between; and what each row says, by its own key.
    """

    value: Value
    row: int
    sent: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person's participation as a screen needs it.

    ``standing`` holds the responses that routing needs and those asked for; use ``load_responses`` for all.
    """

    id: int
    token: str
    instrument: Instrument
    wordings: Mapping[str, Wording]
    modules: Modules
    locale: str | None
    second_locale: str | None
    state: SittingState
    variant: str
    mode: str
    seat: int
    passed: Step | None
    standing: Mapping[str, Standing]
    group_session_id: int
    location_id: int
    organisation_id: int
    locales: tuple[str, ...]
    started_at: datetime | None
    profile_seen: bool
    session_opened: bool
    session_closed_at: datetime | None
    paused: bool  # by the facilitator, alone or with everybody
    set_aside: bool  # the other form of the same person goes on
    code_mark: str  # another one after a code or the lookup key was replaced; says nothing of the code
    devices_given_back: frozenset[str] = frozenset()  # random names of devices that are empty now

    @property
    def session_closed(self) -> bool:
        """Whether the group session is over."""
        return self.session_closed_at is not None

    @property
    def closed(self) -> bool:
        """Whether nothing more can be recorded."""
        return self.session_closed or self.state in CLOSED_STATES

    @property
    def responses(self) -> Responses:
        """The values that stand."""
        return {item_id: standing.value for item_id, standing in self.standing.items()}

    @property
    def path(self) -> tuple[Step, ...]:
        """All screens of this person, recomputed from the responses."""
        return path(self.instrument, self.modules, self.responses)


# Tables rather than mapped classes, and questions put together once: half of what a page needs of the store.
_PERSON, _SESSION, _GIVEN, _OWNER = (
    cast("Table", model.__table__) for model in (Participation, GroupSession, Response, Participant)
)
_IN_MAIN_STORE: dict[str, Any] = {"mapper": Participation}
_SITTING = (
    _PERSON.c.id,
    _PERSON.c.token,
    _PERSON.c.instrument_id,
    _PERSON.c.content_hash,
    _PERSON.c.locale,
    _PERSON.c.second_locale,
    _PERSON.c.set_aside_at,
    _PERSON.c.state,
    _PERSON.c.variant,
    _PERSON.c.mode,
    _PERSON.c.seat,
    _PERSON.c.passed,
    _PERSON.c.skipped_blocks,
    _PERSON.c.started_at,
    _PERSON.c.profile_seen_at,
    _PERSON.c.group_session_id,
    _PERSON.c.devices_given_back,
    _SESSION.c.blocks,
    _SESSION.c.items_off,
    _SESSION.c.duty_officer_name,
    _SESSION.c.locales,
    _SESSION.c.location_id,
    _SESSION.c.organisation_id,
    _SESSION.c.opened_at,
    _SESSION.c.closed_at,
    _OWNER.c.code_lookup,
    (_PERSON.c.paused_at.is_not(None) | _SESSION.c.paused_at.is_not(None)).label("paused"),
)
_RESPONSE = (
    _GIVEN.c.id.label("row"),
    _GIVEN.c.item_id,
    _GIVEN.c.value,
    _GIVEN.c.text_encrypted,
    _GIVEN.c.idempotency_key,
)


@cache
def _question(items: int | None) -> Select[Any]:
    """Asks for the sitting of ``token`` with the responses to so many items (``item0`` and on), or with all of them."""
    on = _GIVEN.c.participation_id == _PERSON.c.id
    if items is not None:
        on &= _GIVEN.c.item_id.in_([bindparam(f"item{place}") for place in range(items)])
    return (
        select(*_SITTING, *_RESPONSE)
        .select_from(_PERSON)
        .join(_SESSION, _SESSION.c.id == _PERSON.c.group_session_id)
        .join(_OWNER, _OWNER.c.id == _PERSON.c.participant_id)
        .outerjoin(_GIVEN, on)
        .where(_PERSON.c.token == bindparam("token"))
        .order_by(_GIVEN.c.id)
    )


def main_store(work: Work) -> Connection:
    """The connection of this unit of work, asked for tables without the way of mapped classes around it."""
    return work.db.connection(bind_arguments=_IN_MAIN_STORE)


def open_sitting(work: Work, token: str, items: Collection[str] | None = (), *, late: bool = False) -> Sitting:
    """The sitting behind a cookie, with the responses to ``items`` and those that routing needs (None: all of them).

    One query in the main store; one more in the care store when ``items`` holds care items, or all are asked for.
    Raises SittingUnknown; SessionNotOpen while the group session has not begun, except for what comes ``late``:
    somebody can be moved to a session that begins tomorrow while a device still holds answers of today.
    """
    wanted = None if items is None else sorted({*items, *_known_routing_items(work)})
    named = {f"item{place}": item_id for place, item_id in enumerate(wanted or ())}
    statement = _question(None if wanted is None else len(wanted))
    rows = main_store(work).execute(statement, {"token": token, **named}).all()
    if not rows:
        raise SittingUnknown
    sitting = _sitting(work, rows)
    if sitting.state is SittingState.DELETED:
        raise SittingUnknown
    if not (sitting.session_opened or late):
        raise SessionNotOpen
    return _with_care(work, sitting, items)


def code_mark(work: Work, token: str) -> str:
    """What ``Sitting.code_mark`` is now for this token; raises SittingUnknown."""
    owner = _OWNER.c.id == _PERSON.c.participant_id
    statement = select(_OWNER.c.code_lookup).join(_PERSON, owner).where(_PERSON.c.token == token)
    found = main_store(work).execute(statement).scalar_one_or_none()
    if found is None:
        raise SittingUnknown
    return mark_of_lookup(str(found))


def mark_of_lookup(lookup: str) -> str:
    """What a device keeps of the code that it came in with: the first signs of its keyed hash."""
    return lookup[:CODE_SIGNS]


def _known_routing_items(work: Work) -> set[str]:
    return {item for instrument in work.library.instruments.values() for item in routing_items(instrument)}


def _sitting(work: Work, rows: list[Row[Any]] | Any) -> Sitting:  # noqa: ANN401 - rows of a joined select
    first = rows[0]
    instrument, wordings = work.definitions.of(work.db, first.instrument_id, first.content_hash)
    blocks = parts_on(instrument, first.blocks, first.duty_officer_name)
    standing: dict[str, Standing] = {}
    for row in rows:
        if row.row is not None:
            value = _main_value(work, first.token, row)
            standing[row.item_id] = _standing(value, row.row, row.idempotency_key, standing.get(row.item_id))
    return Sitting(
        id=first.id,
        token=first.token,
        instrument=instrument,
        wordings=wordings,
        modules=Modules(blocks, frozenset(first.items_off), frozenset(first.skipped_blocks)),
        locale=first.locale,
        second_locale=first.second_locale,
        state=SittingState(first.state),
        variant=first.variant,
        mode=first.mode,
        seat=first.seat,
        passed=parse_step(first.passed),
        standing=standing,
        group_session_id=first.group_session_id,
        location_id=first.location_id,
        organisation_id=first.organisation_id,
        locales=tuple(first.locales),
        started_at=first.started_at,
        profile_seen=first.profile_seen_at is not None,
        session_opened=first.opened_at is not None,
        session_closed_at=first.closed_at,
        paused=bool(first.paused),
        set_aside=first.set_aside_at is not None,
        code_mark=mark_of_lookup(first.code_lookup),
        devices_given_back=frozenset(first.devices_given_back or ()),
    )


def parts_on(instrument: Instrument, chosen: Collection[str], duty_officer_name: str) -> frozenset[str]:
    """Ids of the parts that a group session asks; the health part only with a duty officer (domain 5.5)."""
    return frozenset(
        block.id
        for block in instrument.blocks
        if (block.module or block.id) in chosen and (duty_officer_name or not block.needs_duty_officer)
    )


def _standing(value: Value, row: int, key: str, before: Standing | None) -> Standing:
    """What stands after this row; ``before``: what stood until then."""
    sent = {} if before is None else before.sent
    return Standing(value, row, {**sent, key: value, key.split(":", maxsplit=1)[0]: value})


def _main_value(work: Work, token: str, row: Row[Any]) -> Value:
    text = None
    if row.text_encrypted is not None:
        text = work.texts.open(row.text_encrypted, f"response:{token}:{row.item_id}:{row.idempotency_key}")
    return decode(row.value, text)


def _with_care(work: Work, sitting: Sitting, items: Collection[str] | None) -> Sitting:
    care = {item.id for item in sitting.instrument.items.values() if item.store is Store.CARE}
    wanted = care if items is None else care & set(items)
    if not wanted:
        return sitting
    rows = work.care.execute(
        select(CareResponse.id, CareResponse.item_id, CareResponse.value_encrypted, CareResponse.idempotency_key)
        .where(CareResponse.token == sitting.token, CareResponse.item_id.in_(sorted(wanted)))
        .order_by(CareResponse.id)
    ).all()
    found: dict[str, Standing] = {}
    for row in rows:
        place = f"care_response:{sitting.token}:{row.item_id}:{row.idempotency_key}"
        value = decode_whole(work.cares.open(row.value_encrypted, place))
        found[row.item_id] = _standing(value, row.id, row.idempotency_key, found.get(row.item_id))
    return replace(sitting, standing={**sitting.standing, **found})


_STEP_KINDS = frozenset(kind.value for kind in StepKind)


def parse_step(text: str) -> Step | None:
    """A step as stored (``kind:id``), or None."""
    kind, _, step_id = text.partition(":")
    return Step(StepKind(kind), step_id) if kind in _STEP_KINDS else None


def where_to_go_on(work: Work, sitting: Sitting) -> Step:
    """The screen where this person goes on; reads which items are answered (not what was chosen)."""
    answered = set(work.db.scalars(select(Response.item_id).where(Response.participation_id == sitting.id).distinct()))
    answered |= set(
        work.care.scalars(select(CareResponse.item_id).where(CareResponse.token == sitting.token).distinct())
    )
    return resume_step(sitting.path, answered, sitting.passed)


def item_on_path(sitting: Sitting, item_id: str) -> Item:
    """The item, if it is on this person's path. Raises UnknownItem."""
    for item in items_on_path(sitting.instrument, sitting.modules, sitting.responses):
        if item.id == item_id:
            return item
    raise UnknownItem(item_id)


def expired(work: Work, since: datetime) -> bool:
    """Whether a sitting cookie given out at ``since`` is too old."""
    return work.now() - since > timedelta(hours=work.config.sitting_hours)
