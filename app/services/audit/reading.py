"""Reading the audit log: the events of one organisation, newest first, filtered and a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select

from app.core.audit import Link
from app.services.accounts import Staff
from app.services.audit.events import AuditKind, Outcome, group_session, person
from app.services.audit.verifying import AT_ONCE, COLUMNS, link_of
from app.services.work import Work
from app.store.models import AuditEvent

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for. ``since`` (from then on) and ``until`` (before then) are timezone-aware.

    ``actor`` and ``subject``: as the log names them (``account:3``); ``subject`` may also be the id in the address of a
    person or group session, which the log keeps as a hash only. ``before``: numbers below this one, for the next page.
    """

    since: datetime | None = None
    until: datetime | None = None
    kind: AuditKind | None = None
    outcome: Outcome | None = None
    actor: str = ""
    subject: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Events, newest first, and from where the next page goes on (None: there are no older ones)."""

    events: tuple[Link, ...]
    older: int | None


def page(work: Work, staff: Staff, wanted: Wanted) -> Page:
    """One page of events of this organisation and of those that belong to none (a sign-in by nobody that is known)."""
    rows = work.db.execute(_asked(staff, wanted).limit(PAGE + 1)).all()
    events = tuple(link_of(row) for row in rows[:PAGE])
    return Page(events, events[-1].entry.number if len(rows) > PAGE else None)


def every(work: Work, staff: Staff, wanted: Wanted) -> Iterator[Link]:
    """All events asked for, newest first, read in pieces."""
    before = wanted.before
    while True:
        statement = _asked(staff, wanted) if before is None else _asked(staff, wanted).where(AuditEvent.number < before)
        rows = work.db.execute(statement.limit(AT_ONCE)).all()
        for row in rows:
            yield link_of(row)
        if len(rows) < AT_ONCE:
            return
        before = rows[-1].number


def _asked(staff: Staff, wanted: Wanted) -> Select[*tuple[object, ...]]:
    own = or_(AuditEvent.organisation_id == staff.organisation_id, AuditEvent.organisation_id.is_(None))
    return select(*COLUMNS).where(own, *_conditions(wanted)).order_by(AuditEvent.number.desc())


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.since is not None:
        yield AuditEvent.at >= wanted.since
    if wanted.until is not None:
        yield AuditEvent.at < wanted.until
    if wanted.kind is not None:
        yield AuditEvent.kind == wanted.kind.value
    if wanted.outcome is not None:
        yield AuditEvent.outcome == wanted.outcome.value
    if wanted.actor:
        yield AuditEvent.actor.in_(_names(wanted.actor))
    if wanted.subject:
        yield AuditEvent.subject.in_(_names(wanted.subject))
    if wanted.before is not None:
        yield AuditEvent.number < wanted.before


def _names(text: str) -> list[str]:
    """As it was typed, and as the log names whoever has this id in the address of a page."""
    text = text.strip()
    return [name for name in (text, person(text), group_session(text)) if name]
