"""The GGD work list as its page shows it: each item with what was released and the steps taken so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.core.care_signal import Reach
from app.services.accounts import Staff, names_of
from app.services.care import CONTACT_ONLY, WorkItem, choices_of, set_advice, set_status, work_item, work_list
from app.services.codes import last_signs
from app.services.delivery import forms_of
from app.services.work import Work
from app.store.care_models import Advice, CareSignalItem, CareSignalStep, SignalStatus
from app.store.models import HelpRequest, Participant, Participation

REMIND_TODAY = timedelta(hours=2)
REMIND_NEW = timedelta(days=3)
REMIND_OPEN = timedelta(days=14)
"""So long after the last step, or after it was raised, an open item counts as untouched."""


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody of the GGD did, and when; ``by`` None: the person withdrew it."""

    status: SignalStatus
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class _Person:
    """Who an item is about, by the main store: the name where one is kept, and the code of today."""

    name: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One item. ``name`` only where a name is kept; ``contact`` None where nothing was shared.

    Of what the person withdrew there is neither name, code nor contact.

    ``helped_at``: when the facilitator was at the seat, for help asked for today. ``untouched``: nobody did anything
    for too long. ``advice_shared``: whether the person lets the client manager know what the GGD advises.
    """

    item: WorkItem
    name: str | None
    short_code: str
    contact: Reach | None
    contact_only: bool
    steps: tuple[Step, ...]
    helped_at: datetime | None
    untouched: bool
    advice_shared: bool


def signals(work: Work, staff: Staff, *, closed: bool = False) -> list[Signal]:
    """The items of this organisation: help asked for today first, then oldest first."""
    return _signals(work, staff, work_list(work, staff.organisation_id, closed=closed))


def signal(work: Work, staff: Staff, item_id: int) -> Signal:
    """One item of this organisation, open or closed. Raises SignalUnknown."""
    [found] = _signals(work, staff, [work_item(work, staff.organisation_id, item_id)])
    return found


def _signals(work: Work, staff: Staff, items: Sequence[WorkItem]) -> list[Signal]:
    steps = _steps(work, staff, [item.id for item in items])
    people = _people(work, staff, [item.token for item in items if not item.withdrawn])
    return [_signal(work, item, people.get(item.token), steps.get(item.id, ())) for item in items]


def take_step(work: Work, staff: Staff, item_id: int, status: SignalStatus) -> None:
    """Keep a new status with name and moment; commits. Raises SignalUnknown."""
    set_status(work, staff.organisation_id, item_id, status, staff.id)


def advise(work: Work, staff: Staff, item_id: int, advice: Advice) -> None:
    """Keep what the GGD advises about care and the way to work; commits. Raises SignalUnknown."""
    set_advice(work, staff.organisation_id, item_id, advice, staff.id)


def _signal(work: Work, item: WorkItem, person: _Person | None, steps: tuple[Step, ...]) -> Signal:
    choices = choices_of(work, item.token)
    contact = None if item.withdrawn else choices.reach
    return Signal(
        item=item,
        name=person.name if person else None,
        short_code=_short_code(item, person),
        contact=contact,
        contact_only=contact is not None and choices.ggd == CONTACT_ONLY,
        steps=steps,
        helped_at=helped_at(work, item) if item.today else None,
        untouched=_untouched(work, item, steps),
        advice_shared=bool(choices.advice) and not item.today,
    )


def _short_code(item: WorkItem, person: _Person | None) -> str:
    """Of the card that the person has now; of the one at the time, where the main store no longer knows the person."""
    if item.withdrawn:
        return ""
    return last_signs(person.code if person else str(item.context["code"]))


def _untouched(work: Work, item: WorkItem, steps: tuple[Step, ...]) -> bool:
    if item.status is SignalStatus.CLOSED:
        return False
    if steps:
        return work.now() - steps[-1].at >= REMIND_OPEN
    return work.now() - item.raised_at >= (REMIND_TODAY if item.today else REMIND_NEW)


def helped_at(work: Work, item: WorkItem) -> datetime | None:
    """When somebody was at the seat after this item was raised, in whichever form the person went on."""
    raised = work.db.scalar(select(Participation.id).where(Participation.token == item.token))
    if raised is None:
        return None
    return work.db.scalar(
        select(HelpRequest.helped_at)
        .where(HelpRequest.participation_id.in_(forms_of(raised)), HelpRequest.helped_at >= item.raised_at)
        .order_by(HelpRequest.helped_at)
        .limit(1)
    )


def _people(work: Work, staff: Staff, tokens: Sequence[str]) -> dict[str, _Person]:
    rows = work.db.execute(
        select(Participation.token, Participant.public_id, Participant.name_encrypted, Participant.code_encrypted)
        .join(Participant, Participant.id == Participation.participant_id)
        .where(Participation.token.in_(sorted(tokens)), Participant.organisation_id == staff.organisation_id)
    )
    return {
        row.token: _Person(
            name=work.texts.open(row.name_encrypted, f"participant:{row.public_id}:name")
            if row.name_encrypted is not None
            else None,
            code=work.texts.open(row.code_encrypted, f"participant:{row.public_id}:code"),
        )
        for row in rows
    }


def _steps(work: Work, staff: Staff, item_ids: Sequence[int]) -> dict[int, tuple[Step, ...]]:
    rows = work.care.execute(
        select(CareSignalStep.item_id, CareSignalStep.status, CareSignalStep.by_account, CareSignalStep.at)
        .join(CareSignalItem, CareSignalItem.id == CareSignalStep.item_id)
        .where(CareSignalStep.item_id.in_(sorted(item_ids)), CareSignalItem.organisation_id == staff.organisation_id)
        .order_by(CareSignalStep.id)
    ).all()
    names = names_of(work, staff, [row.by_account for row in rows if row.by_account is not None])
    found: dict[int, tuple[Step, ...]] = {}
    for row in rows:
        by = None if row.by_account is None else names.get(row.by_account, "–")
        step = Step(SignalStatus(row.status), by, row.at)
        found[row.item_id] = (*found.get(row.item_id, ()), step)
    return found
