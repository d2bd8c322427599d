"""Care: the acute answer, what the person shares from the care part, and the work list of the GGD.

Everything here lives in the care store, sealed field by field; the main store hears of it only as a neutral call.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, insert, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute

from app.core.care_signal import Reach
from app.core.care_themes import care_themes
from app.services.audit import AuditKind, Event, account, person_of, record, signal
from app.services.calls import call_help
from app.services.delivery import forms_of
from app.services.modes import mode_of_sharing
from app.services.sharing import Recipient
from app.services.sittings import Sitting, open_sitting
from app.services.work import Work
from app.store.base import UtcDateTime
from app.store.care_models import Advice, CareContact, CareRelease, CareSignalItem, CareSignalStep, SignalStatus
from app.store.models import Location, Participant, Participation

SIGNALS, WISH, ACCOUNT, GGD_STATUS, ADVICE = "signals", "wish", "account", "ggd_status", "advice"
YES, NO, CONTACT_ONLY = "yes", "no", "contact_only"
CONTACT_WAYS = ("phone", "message", "via_contact", "letter")
INTERPRETERS = ("man", "woman", "no_preference")
_ACCOUNT_LENGTH = 500
CALL_WITHIN = timedelta(hours=2)
"""So long after a session was closed somebody may still be there to see a call."""


class ChoiceRefused(ValueError):
    """A care choice that is not offered; the message names it."""


class SignalUnknown(Exception):
    """No such item on the work list of this organisation."""


@dataclass(frozen=True, slots=True)
class CareChoices:
    """What the person shares from the care part; None: no choice made, so nothing is shared.

    ``ggd``: yes, contact_only or no. ``contact_ways``: of ``CONTACT_WAYS``; ``contact_detail``: number or name in own
    words; ``interpreter`` and its ``interpreter_preference`` (of ``INTERPRETERS``). ``wish``, ``ggd_status`` and
    ``advice`` (of the GGD, about care and work): whether the client manager may know; ``account``: what to take into
    account, in own words ("" takes it back). ``scales``: (theme id, recipient) to whether that recipient may see the
    signal of that theme, in pictures: its name.
    """

    ggd: str | None = None
    contact_ways: tuple[str, ...] = ()
    contact_detail: str = ""
    interpreter: bool | None = None
    interpreter_preference: str | None = None
    wish: bool | None = None
    account: str | None = None
    ggd_status: bool | None = None
    advice: bool | None = None
    scales: Mapping[tuple[str, str], bool] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def contact(self) -> bool:
        """Whether anything was said about reaching the person."""
        return bool(self.contact_ways or self.contact_detail or self.interpreter is not None)

    @property
    def reach(self) -> Reach | None:
        """How the person wants to be reached; None where the GGD may not know it."""
        if self.ggd not in {YES, CONTACT_ONLY}:
            return None
        return Reach(self.contact_ways, self.contact_detail, self.interpreter, self.interpreter_preference)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One item of the GGD work list, opened. ``context``: code, seat, location, locale, mode; empty once withdrawn."""

    id: int
    token: str
    today: bool
    status: SignalStatus
    raised_at: datetime
    marked_mistake: bool
    withdrawn: bool
    advice: Advice | None
    context: Mapping[str, str | int | None]


# --- the acute answer ---


def raise_acute(work: Work, sitting: Sitting, locale: str) -> None:
    """The person asked for help today: a neutral call to the seat and an item for the GGD, at once; commits.

    The call comes first, so that somebody goes there even while the care store is away; long after the session was
    closed nobody would see it, and the item alone is made. While an item is open, a second yes adds none, in whichever
    form it was given; a hand taken down is raised again.
    """
    closed_at = sitting.session_closed_at
    if closed_at is None or work.now() - closed_at <= CALL_WITHIN:
        call_help(work, sitting)
    _add_item(work, sitting, locale, today=True)


def acute_items(work: Work) -> frozenset[str]:
    """Ids of the items that ask about help today, in text and in pictures."""
    roles = (instrument.roles for instrument in work.library.instruments.values())
    return frozenset(role["acute"] for role in roles if "acute" in role)


def form_that_asked(work: Work, sitting: Sitting) -> Sitting | None:
    """The form in which this person asked for help today: this one where it can be, else the other; or None.

    A yes that came after the end is no answer any more: then the open item of the GGD tells of it.
    """
    others = (token for token in _tokens(work, sitting) if token != sitting.token)
    for token in (sitting.token, *others):
        form = open_sitting(work, token, {*acute_items(work), sitting.instrument.roles.get("acute", "")})
        standing = form.responses.get(form.instrument.roles.get("acute", ""))
        if standing is not None and standing.option == YES:
            return form
    waiting = _open(*_tokens(work, sitting)) & CareSignalItem.today & CareSignalItem.marked_mistake.is_(False)
    return sitting if work.care.scalar(select(CareSignalItem.id).where(waiting).limit(1)) else None


def mark_mistake(work: Work, sitting: Sitting) -> None:
    """The person says that the acute answer was a mistake; it stays open until the GGD closes it; commits."""
    work.care.execute(
        update(CareSignalItem).where(_open(*_tokens(work, sitting)), CareSignalItem.today).values(marked_mistake=True)
    )
    work.care.commit()


def ask_conversation(work: Work, sitting: Sitting, locale: str) -> None:
    """Put the person on the GGD work list (a wish for a talk, shared with the GGD), unless already there; commits."""
    _add_item(work, sitting, locale, today=False)


def withdraw_conversation(work: Work, sitting: Sitting) -> None:
    """The person no longer shares the wish for a talk: it is closed by nobody, and its context is emptied; commits.

    Help asked for today stays until a person closes it.
    """
    now = work.now()
    closed = {
        "status": SignalStatus.CLOSED.value,
        "closed_at": now,
        "withdrawn_at": now,
        "advice_encrypted": None,
        "context_encrypted": work.cares.seal("{}", _item_row(sitting.token)),
    }
    mine = _open(sitting.token) & CareSignalItem.today.is_(False)
    for item_id in work.care.scalars(update(CareSignalItem).where(mine).values(**closed).returning(CareSignalItem.id)):
        _add_step(work, item_id, SignalStatus.CLOSED, None)
    work.care.commit()


def _open(*tokens: str) -> ColumnElement[bool]:
    return CareSignalItem.token.in_(tokens) & (CareSignalItem.status != SignalStatus.CLOSED)


def _tokens(work: Work, sitting: Sitting) -> list[str]:
    """The tokens of the person, of text and of pictures."""
    return list(work.db.scalars(select(Participation.token).where(Participation.id.in_(forms_of(sitting.id)))))


def _add_item(work: Work, sitting: Sitting, locale: str, *, today: bool) -> None:
    standing = _open(*_tokens(work, sitting)) & CareSignalItem.today if today else _open(sitting.token)
    once = select(
        literal(sitting.token),
        literal(sitting.organisation_id),
        literal(today),
        literal(SignalStatus.NEW.value),
        literal(work.now(), UtcDateTime()),
        literal(work.cares.seal(_context(work, sitting, locale), _item_row(sitting.token))),
        literal(value=False),
    ).where(~exists(select(CareSignalItem.id).where(standing)))
    columns = ["token", "organisation_id", "today", "status", "raised_at", "context_encrypted", "marked_mistake"]
    work.care.execute(insert(CareSignalItem).from_select(columns, once, include_defaults=False))
    work.care.commit()


def _item_row(token: str) -> str:
    return f"care_signal_item:{token}:context"


def _context(work: Work, sitting: Sitting, locale: str) -> str:
    public_id, sealed_code, location = work.db.execute(
        select(Participant.public_id, Participant.code_encrypted, Location.name)
        .join(Participation, Participation.participant_id == Participant.id)
        .join(Location, Location.id == sitting.location_id)
        .where(Participation.id == sitting.id)
    ).one()
    code = work.texts.open(sealed_code, f"participant:{public_id}:code")
    context = {"code": code, "seat": sitting.seat, "location": location, "locale": locale, "mode": sitting.mode}
    return json.dumps(context, ensure_ascii=False)


# --- what is shared ---


def record_care_choices(work: Work, sitting: Sitting, choices: CareChoices, locale: str) -> None:
    """Record the choices that were made, each with its moment, language and mode (R44); the newest stands; commits.

    A choice that stands already is not written again. Raises ChoiceRefused.
    """
    _check(sitting, choices)
    standing = _standing(work, sitting.token)
    now, mode = work.now(), mode_of_sharing(work, sitting)
    changed = {place: choice for place, choice in _chosen(choices).items() if standing.get(place) != choice}
    if changed:
        _record_release(work, sitting)
    for (page, recipient), choice in changed.items():
        sealed = work.cares.seal(choice, _release_row(sitting.token, page, recipient))
        work.care.execute(
            insert(CareRelease).values(
                token=sitting.token,
                page=page,
                recipient=recipient,
                choice_encrypted=sealed,
                decided_at=now,
                locale=locale,
                mode=mode,
            )
        )
    if choices.contact:
        _keep_contact(work, sitting.token, choices, now)
    work.care.commit()


def _record_release(work: Work, sitting: Sitting) -> None:
    """That choices about health changed, never which: the log stands in the main store; commits.

    Before the choices themselves: of two stores one is first, and a change without an event must not be.
    """
    who = person_of(work, sitting.id)
    record(work, Event(AuditKind.RELEASE_CHANGED, who, sitting.organisation_id, who))
    work.db.commit()


def forget_contact(work: Work, sitting: Sitting) -> None:
    """The person no longer says how to be reached; commits."""
    work.care.execute(delete(CareContact).where(CareContact.token == sitting.token))
    work.care.commit()


def care_choices(work: Work, sitting: Sitting) -> CareChoices:
    """The choices that stand, for showing them again."""
    return _read_choices(work, sitting.token)


def choices_of(work: Work, token: str) -> CareChoices:
    """The choices that stand behind an opaque token, for reports and the GGD."""
    return _read_choices(work, token)


def _read_choices(work: Work, token: str) -> CareChoices:
    standing = _standing(work, token)
    manager = Recipient.CLIENT_MANAGER
    sealed = work.care.scalar(select(CareContact.ways_encrypted).where(CareContact.token == token))
    contact = json.loads(work.cares.open(sealed, _contact_row(token))) if sealed else {}
    return CareChoices(
        ggd=standing.get((SIGNALS, Recipient.GGD)),
        contact_ways=tuple(contact.get("ways", ())),
        contact_detail=contact.get("detail", ""),
        interpreter=contact.get("interpreter"),
        interpreter_preference=contact.get("preference"),
        wish=_yes(standing.get((WISH, manager))),
        account=standing.get((ACCOUNT, manager)),
        ggd_status=_yes(standing.get((GGD_STATUS, manager))),
        advice=_yes(standing.get((ADVICE, manager))),
        scales={
            (page.removeprefix("scale."), recipient): choice == YES
            for (page, recipient), choice in standing.items()
            if page.startswith("scale.")
        },
    )


def _yes(choice: str | None) -> bool | None:
    return None if choice is None else choice == YES


def _chosen(choices: CareChoices) -> dict[tuple[str, str], str]:
    """Page and recipient to the choice, for every choice that was made."""
    manager = Recipient.CLIENT_MANAGER
    made: dict[tuple[str, str], str | None] = {
        (SIGNALS, Recipient.GGD): choices.ggd,
        (WISH, manager): _word(choices.wish),
        (ACCOUNT, manager): choices.account,
        (GGD_STATUS, manager): _word(choices.ggd_status),
        (ADVICE, manager): _word(choices.advice),
        **{(f"scale.{scale}", recipient): _word(yes) for (scale, recipient), yes in choices.scales.items()},
    }
    return {place: choice for place, choice in made.items() if choice is not None}


def _word(yes: bool | None) -> str | None:  # noqa: FBT001 - the choice itself
    return None if yes is None else YES if yes else NO


def _check(sitting: Sitting, choices: CareChoices) -> None:
    for name, value, offered in _offers(sitting, choices):
        if value not in offered:
            raise ChoiceRefused(f"{name}: {value!r} is not offered")
    if len(choices.account or "") > _ACCOUNT_LENGTH or len(choices.contact_detail) > _ACCOUNT_LENGTH:
        raise ChoiceRefused(f"own words take at most {_ACCOUNT_LENGTH} characters")


def _offers(sitting: Sitting, choices: CareChoices) -> Iterator[tuple[str, object, tuple[object, ...]]]:
    yield "ggd", choices.ggd, (None, YES, NO, CONTACT_ONLY)
    yield "interpreter_preference", choices.interpreter_preference, (None, *INTERPRETERS)
    for way in choices.contact_ways:
        yield "contact_ways", way, CONTACT_WAYS
    for scale, recipient in choices.scales:
        yield "scale", scale, care_themes(sitting.instrument)
        yield "recipient", recipient, (Recipient.CLIENT_MANAGER, Recipient.VLUCHTELINGENWERK)


def _standing(work: Work, token: str) -> dict[tuple[str, str], str]:
    """The newest choice for each page and recipient; what was taken back is a "no"."""
    rows = work.care.execute(
        select(CareRelease.page, CareRelease.recipient, CareRelease.choice_encrypted)
        .where(CareRelease.token == token)
        .order_by(CareRelease.id)
    )
    newest = {(row.page, row.recipient): row for row in rows}
    return {
        (page, recipient): work.cares.open(row.choice_encrypted, _release_row(token, page, recipient))
        for (page, recipient), row in newest.items()
    }


def _release_row(token: str, page: str, recipient: str) -> str:
    return f"care_release:{token}:{page}:{recipient}"


def _contact_row(token: str) -> str:
    return f"care_contact:{token}:ways"


def _keep_contact(work: Work, token: str, choices: CareChoices, now: datetime) -> None:
    content = {
        "ways": list(choices.contact_ways),
        "detail": choices.contact_detail,
        "interpreter": choices.interpreter,
        "preference": choices.interpreter_preference,
    }
    sealed = work.cares.seal(json.dumps(content, ensure_ascii=False), _contact_row(token))
    work.care.merge(CareContact(token=token, ways_encrypted=sealed, decided_at=now))


# --- the work list of the GGD ------------------------------------------------------------------------------------


def work_list(work: Work, organisation_id: int, *, closed: bool = False) -> list[WorkItem]:
    """The open items of an organisation (or the closed ones): help asked for today first, then oldest first."""
    is_closed = CareSignalItem.status == SignalStatus.CLOSED
    rows = work.care.scalars(
        select(CareSignalItem)
        .where(CareSignalItem.organisation_id == organisation_id, is_closed if closed else ~is_closed)
        .order_by(CareSignalItem.today.desc(), CareSignalItem.raised_at, CareSignalItem.id)
    )
    return [_opened(work, row) for row in rows]


def work_item(work: Work, organisation_id: int, item_id: int) -> WorkItem:
    """One item of an organisation, open or closed. Raises SignalUnknown."""
    mine = (CareSignalItem.id == item_id, CareSignalItem.organisation_id == organisation_id)
    found = work.care.scalar(select(CareSignalItem).where(*mine))
    if found is None:
        raise SignalUnknown(item_id)
    return _opened(work, found)


def newest_today(work: Work, sitting: Sitting) -> WorkItem | None:
    """The newest item of help asked for on the day itself, open or closed, in whichever form; None without one."""
    asked = select(CareSignalItem).where(CareSignalItem.token.in_(_tokens(work, sitting)), CareSignalItem.today)
    found = work.care.scalar(asked.order_by(CareSignalItem.id.desc()).limit(1))
    return _opened(work, found) if found else None


def _opened(work: Work, row: CareSignalItem) -> WorkItem:
    return WorkItem(
        id=row.id,
        token=row.token,
        today=row.today,
        status=SignalStatus(row.status),
        raised_at=row.raised_at,
        marked_mistake=row.marked_mistake,
        withdrawn=row.withdrawn_at is not None,
        advice=_advice_in(work, row.token, row.advice_encrypted),
        context=json.loads(work.cares.open(row.context_encrypted, _item_row(row.token))),
    )


def set_status(work: Work, organisation_id: int, item_id: int, status: SignalStatus, account_id: int) -> None:
    """Somebody of the GGD did something: new status and a dated step; commits.

    Raises SignalUnknown, also for what the person withdrew.
    """
    changed = work.care.execute(
        update(CareSignalItem)
        .where(
            CareSignalItem.id == item_id,
            CareSignalItem.organisation_id == organisation_id,
            CareSignalItem.withdrawn_at.is_(None),
        )
        .values(status=status.value, closed_at=work.now() if status is SignalStatus.CLOSED else None)
        .returning(CareSignalItem.id)
    ).all()
    if not changed:
        work.care.rollback()
        raise SignalUnknown(item_id)
    step = Event(AuditKind.SIGNAL_STEP, account(account_id), organisation_id, signal(item_id), detail=status.value)
    record(work, step)
    work.db.commit()
    _add_step(work, item_id, status, account_id)
    work.care.commit()


def _advice_row(token: str) -> str:
    return f"care_signal_item:{token}:advice"


def _advice_in(work: Work, token: str, sealed: str | None) -> Advice | None:
    return Advice(work.cares.open(sealed, _advice_row(token))) if sealed else None


def set_advice(work: Work, organisation_id: int, item_id: int, advice: Advice, account_id: int) -> None:
    """Keep what the GGD advises; the log says that, never what; commits. Raises SignalUnknown, also when withdrawn."""
    mine = (
        CareSignalItem.id == item_id,
        CareSignalItem.organisation_id == organisation_id,
        CareSignalItem.withdrawn_at.is_(None),
    )
    token = work.care.scalar(select(CareSignalItem.token).where(*mine))
    if token is None:
        raise SignalUnknown(item_id)
    record(work, Event(AuditKind.SIGNAL_STEP, account(account_id), organisation_id, signal(item_id), detail="advice"))
    work.db.commit()
    sealed = work.cares.seal(advice.value, _advice_row(token))
    work.care.execute(update(CareSignalItem).where(*mine).values(advice_encrypted=sealed))
    work.care.commit()


def _add_step(work: Work, item_id: int, status: SignalStatus, account_id: int | None) -> None:
    work.care.execute(
        insert(CareSignalStep).values(item_id=item_id, status=status.value, by_account=account_id, at=work.now())
    )


def status_for(work: Work, token: str) -> SignalStatus | None:
    """Where the GGD stands with somebody who wanted a talk (the newest item), or None without an item.

    Says nothing about help asked for today, nor about what the person withdrew.
    """
    status = _newest(work, token, CareSignalItem.status)
    return SignalStatus(status) if status else None


def advice_for(work: Work, token: str) -> Advice | None:
    """What the GGD advises about somebody who wanted a talk (the newest item), or None; as ``status_for``."""
    return _advice_in(work, token, _newest(work, token, CareSignalItem.advice_encrypted))


def _newest(work: Work, token: str, column: InstrumentedAttribute[Any]) -> str | None:
    wanted = (
        CareSignalItem.token == token,
        CareSignalItem.today.is_(False),
        CareSignalItem.withdrawn_at.is_(None),
    )
    return work.care.scalar(select(column).where(*wanted).order_by(CareSignalItem.id.desc()).limit(1))
