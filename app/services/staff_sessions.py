"""Sessions of staff as rows: what was ended stays ended, whatever cookie comes back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from app.services.accounts import Staff
from app.services.audit import AuditKind, Event, account, actor_of, record
from app.services.work import Work
from app.store.account_models import StaffSession

KEPT = timedelta(days=30)
NOTED_EACH = timedelta(minutes=1)
BROWSER_SIGNS = 60


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser in which somebody is signed in. ``here``: the one that asks."""

    id: int
    browser: str
    began_at: datetime
    used_at: datetime
    here: bool


def begin_session(work: Work, account_id: int, browser: str) -> str:
    """The key of a new session, for the cookie; forgets old rows; commits. ``browser``: its kind, in a few words."""
    key, now = secrets.token_urlsafe(32), work.now()
    work.db.execute(delete(StaffSession).where(StaffSession.began_at <= now - KEPT))
    begun = {"account_id": account_id, "browser": browser[:BROWSER_SIGNS], "began_at": now, "used_at": now}
    work.db.execute(insert(StaffSession).values(key_lookup=_lookup(work, key), **begun))
    work.db.commit()
    return key


def is_open(work: Work, account_id: int, key: str, *, present: bool) -> bool:
    """Whether this session of this account was not ended and is not older than it may be.

    ``present``: somebody asks for a page, which is written down at most once a minute; then it commits.
    """
    mine = StaffSession.key_lookup.in_(work.lookup.every(_named(key)))
    found = work.db.execute(
        select(StaffSession.id, StaffSession.used_at).where(mine, *_standing(work, account_id))
    ).one_or_none()
    if found and present and work.now() - found.used_at >= NOTED_EACH:
        work.db.execute(update(StaffSession).where(StaffSession.id == found.id).values(used_at=work.now()))
        work.db.commit()
    return found is not None


def open_sessions(work: Work, account_id: int, key: str) -> list[OpenSession]:
    """Where this account is signed in and was not away for too long, used last first."""
    kept = (StaffSession.id, StaffSession.browser, StaffSession.began_at, StaffSession.used_at, StaffSession.key_lookup)
    rows = work.db.execute(select(*kept).where(*_in_use(work, account_id)).order_by(StaffSession.used_at.desc()))
    mine = set(work.lookup.every(_named(key)))
    return [OpenSession(row.id, row.browser, row.began_at, row.used_at, row.key_lookup in mine) for row in rows]


def how_many_open(work: Work, account_id: int) -> int:
    """In how many browsers this account is signed in."""
    return work.db.scalar(select(func.count(StaffSession.id)).where(*_in_use(work, account_id))) or 0


def end_session(work: Work, key: str) -> None:
    """End one session; commits."""
    _end(work, StaffSession.key_lookup.in_(work.lookup.every(_named(key))))


def end_sessions_of(work: Work, account_id: int, *, but: str = "") -> None:
    """End every session of an account, except the one with this key; commits."""
    _end(
        work,
        (StaffSession.account_id == account_id) & StaffSession.key_lookup.not_in(work.lookup.every(_named(but))),
    )


def end_own_session(work: Work, staff: Staff, session_id: int) -> bool:
    """End one session of this person, from another browser; writes it down; commits. False: not theirs, or over."""
    mine = (StaffSession.id == session_id, *_standing(work, staff.id))
    if work.db.scalar(select(StaffSession.id).where(*mine)) is None:
        return False
    record_ended(work, staff, staff.id, "one")
    _end(work, StaffSession.id == session_id)
    return True


def end_other_sessions(work: Work, staff: Staff, key: str) -> None:
    """End every session of this person but the one with this key; writes it down; commits."""
    record_ended(work, staff, staff.id, "others")
    end_sessions_of(work, staff.id, but=key)


def record_ended(work: Work, staff: Staff, account_id: int, which: str) -> None:
    """Write down that somebody ends sessions of an account: ``one``, ``others`` or ``all``; does not commit."""
    kind, name = AuditKind.STAFF_SESSION_ENDED, account(account_id)
    record(work, Event(kind, actor_of(staff), staff.organisation_id, name, detail=which))


def _standing(work: Work, account_id: int) -> tuple[ColumnElement[bool], ...]:
    oldest = work.now() - timedelta(hours=work.config.staff_session_hours)
    return StaffSession.account_id == account_id, StaffSession.ended_at.is_(None), StaffSession.began_at > oldest


def _in_use(work: Work, account_id: int) -> tuple[ColumnElement[bool], ...]:
    """A page ends a session that was away for too long only when its browser comes back; it counts no more before."""
    away = timedelta(minutes=work.config.staff_idle_minutes) + NOTED_EACH
    return *_standing(work, account_id), StaffSession.used_at > work.now() - away


def _end(work: Work, which: ColumnElement[bool]) -> None:
    statement = update(StaffSession).where(which, StaffSession.ended_at.is_(None))
    work.db.execute(statement.values(ended_at=work.now()), execution_options={"synchronize_session": False})
    work.db.commit()


def _lookup(work: Work, key: str) -> str:
    return work.lookup.of(_named(key))


def _named(key: str) -> str:
    return f"staff-session:{key}"
