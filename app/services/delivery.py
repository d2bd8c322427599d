"""Delivering an instrument to one person: record a response, move on, stop, finish.

Recording takes three queries with those of the sitting (on PostgreSQL two), in the care part four.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from sqlalchemy import Insert, Select, Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from app import metrics
from app.core.checking import Problem, find_problem
from app.core.instrument import Item, Store
from app.core.responses import Response as Value
from app.core.routing import Step, StepKind, visible_options
from app.services.audit import AuditKind, Event, person_of, record
from app.services.removal import delete_answers
from app.services.sittings import CLOSED_STATES, Sitting, item_on_path, main_store, open_sitting
from app.services.work import Work
from app.store.care_models import CareResponse
from app.store.models import Participation, Response, SittingState
from app.store.response_values import encode, encode_whole

LATE_WITHIN = timedelta(hours=24)
"""So long after a group session was closed an answer is still taken in that was given before, without network."""


class ParticipationClosed(Exception):
    """The group session or the participation is closed: nothing more is recorded, what was recorded is safe."""


class ResponseRefused(Exception):
    """The response does not fit its item; ``problem`` says how."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Shown:
    """How an item was shown when it was answered. ``key`` is the form's idempotency key.

    ``seconds_ago``: how long the device kept the answer before it could send it, by its own clock.
    """

    locale: str
    direction: str
    key: str
    at: datetime | None = None
    audio_used: bool = False
    seconds_ago: int = 0


def takes_answers(sitting: Sitting, now: datetime, seconds_ago: int = 0) -> bool:
    """Whether an answer that was given ``seconds_ago`` is recorded.

    It is while the session runs, paused or not: a pause loses no answer. After the close it is only when it was given
    before and arrives within ``LATE_WITHIN``. The device says how long it kept the answer rather than when it was
    given, so that a clock that is wrong changes nothing. Who finished or stopped changes no answer any more.
    """
    if sitting.state in CLOSED_STATES:
        return False
    closed_at = sitting.session_closed_at
    if closed_at is None:
        return True
    return now - timedelta(seconds=seconds_ago) <= closed_at and now - closed_at <= LATE_WITHIN


def record_response(work: Work, sitting: Sitting, item_id: str, value: Value, shown: Shown) -> None:
    """Store one response; the latest stands, earlier ones stay as history; commits.

    A changed response makes another profile: the person has to look at it before the client manager may see it.
    The same form sent twice (double click, lost connection) leaves one row, whatever was sent in between. ``sitting``
    must have been opened with this item. Raises ParticipationClosed, UnknownItem, ResponseRefused, SittingUnknown.
    """
    if not takes_answers(sitting, work.now(), shown.seconds_ago):
        raise ParticipationClosed
    item = item_on_path(sitting, item_id)
    problem = find_problem(item, visible_options(item, sitting.instrument, sitting.responses), value)
    if problem is not None:
        raise ResponseRefused(problem)
    try:
        stored = _keep(work, sitting, item, value, shown)
    except IntegrityError:  # the same form arrived twice at once, and the other one was first
        work.db.rollback()
        work.care.rollback()
        now = open_sitting(work, sitting.token, [item_id], late=True)
        if now.standing.get(item_id) == sitting.standing.get(item_id):
            raise
        if not _overtaken(sitting, now, item_id, value, shown):
            record_response(work, now, item_id, value, shown)
        return
    if stored:
        metrics.answer_stored()


def _overtaken(sitting: Sitting, now: Sitting, item_id: str, value: Value, shown: Shown) -> bool:
    """Whether this sending came by another way since ``sitting`` was opened, and its form said something else then.

    A device that hears nothing sends an answer again; what hung must not come to stand over what was said after it.
    """
    standing = now.standing.get(item_id)
    sent = {} if standing is None else standing.sent
    return sent.get(_key(sitting, item_id, shown)) == value != sent.get(shown.key)


def _key(sitting: Sitting, item_id: str, shown: Shown) -> str:
    """The idempotency key of a response: that of its form, and the row that stood when the form arrived."""
    standing = sitting.standing.get(item_id)
    return f"{shown.key}:{standing.row if standing else 0}"


def _keep(work: Work, sitting: Sitting, item: Item, value: Value, shown: Shown) -> bool:
    """Store a response that fits, and move on; commits. Whether it was added: the same form may have brought it before.

    Raises IntegrityError when the same form was stored since the sitting was opened.
    """
    standing = sitting.standing.get(item.id)
    repeated = standing is not None and standing.sent.get(shown.key) == value
    changed = not repeated and (standing is None or standing.value != value)
    unseen = {"profile_seen_at": None} if changed else {}
    moved = _moved(work, sitting, Step(StepKind.ITEM, item.id), shown.locale, **unseen)
    if repeated:
        _write(work, sitting, moved)
        return False
    common = _common(work, item, shown, _key(sitting, item.id, shown))
    if item.store is Store.CARE:
        _write_care(work, sitting, value, common)
        _write(work, sitting, moved)
    else:
        _write(work, sitting, moved, _row(work, sitting, value, common))
    return True


def _common(work: Work, item: Item, shown: Shown, key: str) -> dict[str, object]:
    """What a response is kept with, in either store."""
    return {
        "item_id": item.id,
        "locale": shown.locale,
        "direction": shown.direction,
        "shown_at": shown.at,
        "answered_at": work.now() - min(timedelta(seconds=shown.seconds_ago), LATE_WITHIN),
        "audio_used": shown.audio_used,
        "idempotency_key": key,
    }


def _row(work: Work, sitting: Sitting, value: Value, common: Mapping[str, object]) -> dict[str, object]:
    """A response as the main store keeps it."""
    place = f"response:{sitting.token}:{common['item_id']}:{common['idempotency_key']}"
    sealed = None if value.text is None else work.texts.seal(value.text, place)
    return {"participation_id": sitting.id, "value": encode(value), "text_encrypted": sealed, **common}


def _write_care(work: Work, sitting: Sitting, value: Value, common: Mapping[str, object]) -> None:
    """Add a response to the care store; commits."""
    place = f"care_response:{sitting.token}:{common['item_id']}:{common['idempotency_key']}"
    sealed = work.cares.seal(encode_whole(value), place)
    work.care.execute(insert(CareResponse).values(token=sitting.token, value_encrypted=sealed, **common))
    work.care.commit()


_PERSON, _GIVEN = (cast("Table", model.__table__) for model in (Participation, Response))
_ADD_RESPONSE = insert(_GIVEN)
_CHANGE_PERSON = update(_PERSON).where(_PERSON.c.id == bindparam("person"))


@cache
def _add_and_change(row: tuple[str, ...], moved: tuple[str, ...]) -> Insert:
    """Adds a response and changes the person in one statement, where the database can: one way to it less.

    Takes the columns of the response by their names, those of the person with ``person_`` before them.
    """
    change = _CHANGE_PERSON.values({name: bindparam(f"person_{name}") for name in moved})
    return _ADD_RESPONSE.values({name: bindparam(name) for name in row}).add_cte(change.cte("moved"))


def _write(
    work: Work, sitting: Sitting, moved: Mapping[str, object], row: Mapping[str, object] | None = None
) -> None:  # fmt: skip
    """Change the person, and add this row; commits."""
    store = main_store(work)
    person: dict[str, object] = {"person": sitting.id}
    if row is not None and store.dialect.name == "postgresql":
        both = _add_and_change(tuple(row), tuple(moved))
        store.execute(both, {**row, **person, **{f"person_{name}": value for name, value in moved.items()}})
    else:
        if row is not None:
            store.execute(_ADD_RESPONSE, row)
        store.execute(_CHANGE_PERSON, {**person, **moved})
    work.db.commit()


def _moved(work: Work, sitting: Sitting, step: Step, locale: str, **more: object) -> dict[str, object]:
    """What changes of a person who left this screen."""
    now = work.now()
    values: dict[str, object] = {
        "passed": f"{step.kind}:{step.id}",
        "last_heard_at": now,
        "locale": locale,
        "state": SittingState.STARTED,
        **more,
    }
    if sitting.started_at is None:
        values["started_at"] = now
    return values


def _move(work: Work, sitting: Sitting, step: Step, locale: str, **more: object) -> None:
    _write(work, sitting, _moved(work, sitting, step, locale, **more))


def pass_step(work: Work, sitting: Sitting, step: Step, locale: str) -> None:
    """Remember that the person left this screen by "next"; commits. Raises ParticipationClosed."""
    if sitting.closed:
        raise ParticipationClosed
    _move(work, sitting, step, locale)


def take_part(work: Work, sitting: Sitting, locale: str, *, yes: bool, research: bool, research_care: bool) -> None:
    """Record the free choice to take part (domain R44); commits. No can become yes later."""
    if sitting.closed:
        raise ParticipationClosed
    state = SittingState.STARTED if yes else SittingState.DECLINED
    work.db.execute(
        update(Participation)
        .where(Participation.id == sitting.id)
        .values(
            state=state,
            locale=locale,
            research_consent=yes and research,
            research_care_consent=yes and research and research_care,
            started_at=sitting.started_at or (work.now() if yes else None),
            last_heard_at=work.now(),
        )
    )
    work.db.commit()


def skip_block(work: Work, sitting: Sitting, block_id: str, locale: str, *, skip: bool) -> None:
    """Leave a part out, or take it up again, with those that have no introduction of their own; commits.

    Answers already given in it are kept.
    """
    if sitting.closed:
        raise ParticipationClosed
    block = sitting.instrument.block(block_id)
    parts = set(sitting.instrument.introduced_with(block_id))
    skipped = sitting.modules.skipped | parts if skip else sitting.modules.skipped - parts
    kind = StepKind.CARE_INTRO if block.private else StepKind.BLOCK
    _move(work, sitting, Step(kind, block_id), locale, skipped_blocks=sorted(skipped))


def stop(work: Work, sitting: Sitting, *, state: SittingState) -> None:
    """Pause (PAUSED), stop and keep (STOPPED) or stop and delete (DELETED); commits.

    Deleting removes every answer in both stores at once (rights.3), those of a form that was set aside too, with what
    was going to be shared and the way to reach the person; an open acute item stays, for a person to close. What says
    nothing of the answers stays as the record of the group session until that is removed: seat and times, who read
    which part, which form was found to fit, notes of deviations and what devices told of themselves.
    """
    if sitting.closed:
        raise ParticipationClosed
    if state is SittingState.DELETED:
        delete_answers(work, list(work.db.scalars(forms_of(sitting.id))))
        who = person_of(work, sitting.id)
        record(work, Event(AuditKind.ANSWERS_DELETED, who, sitting.organisation_id, who))
    else:
        changed = {"state": state, "last_heard_at": work.now()}
        work.db.execute(update(Participation).where(Participation.id == sitting.id).values(**changed))
    work.db.commit()


def forms_of(participation_id: int) -> Select[int]:
    """Asks for the participations of the same person in the same group session: text, pictures, or both."""
    one, other = aliased(Participation), aliased(Participation)
    return (
        select(other.id)
        .join(one, (one.participant_id == other.participant_id) & (one.group_session_id == other.group_session_id))
        .where(one.id == participation_id)
    )


def see_profile(work: Work, sitting: Sitting, locale: str) -> None:
    """The person has looked at the own profile: from now on the client manager may see it once finished; commits.

    After the end only the first look is noted. Raises ParticipationClosed when the end was never reached.
    """
    if sitting.state is SittingState.FINISHED:
        if not sitting.profile_seen:
            work.db.execute(
                update(Participation).where(Participation.id == sitting.id).values(profile_seen_at=work.now())
            )
            work.db.commit()
        return
    if sitting.closed:
        raise ParticipationClosed
    _move(work, sitting, Step(StepKind.REVIEW), locale, profile_seen_at=work.now())


def finish(work: Work, sitting: Sitting, locale: str) -> None:
    """Close the participation: answers can no longer change; commits. Making the report is asked for by the caller."""
    if sitting.closed:
        raise ParticipationClosed
    now = work.now()
    _move(work, sitting, Step(StepKind.SHARE), locale, state=SittingState.FINISHED, finished_at=now)
