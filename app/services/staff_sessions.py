"""Sessions of staff as rows: what was ended stays ended, whatever cookie comes back."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, insert, select, update

from app.services.work import Work
from app.store.account_models import StaffSession

KEPT = timedelta(days=30)


def begin_session(work: Work, account_id: int) -> str:
    """The key of a new session, for the cookie; forgets old rows; commits."""
    key = secrets.token_urlsafe(32)
    work.db.execute(delete(StaffSession).where(StaffSession.began_at <= work.now() - KEPT))
    work.db.execute(
        insert(StaffSession).values(account_id=account_id, key_lookup=_lookup(work, key), began_at=work.now())
    )
    work.db.commit()
    return key


def is_open(work: Work, account_id: int, key: str) -> bool:
    """Whether this session of this account was not ended and is not older than it may be."""
    oldest = work.now() - timedelta(hours=work.config.staff_session_hours)
    found = select(StaffSession.id).where(
        StaffSession.key_lookup.in_(work.lookup.every(_named(key))),
        StaffSession.account_id == account_id,
        StaffSession.ended_at.is_(None),
        StaffSession.began_at > oldest,
    )
    return work.db.scalar(found) is not None


def end_session(work: Work, key: str) -> None:
    """End one session; commits."""
    _end(work, StaffSession.key_lookup.in_(work.lookup.every(_named(key))))


def end_sessions_of(work: Work, account_id: int, *, but: str = "") -> None:
    """End every session of an account, except the one with this key; commits."""
    _end(
        work,
        (StaffSession.account_id == account_id) & StaffSession.key_lookup.not_in(work.lookup.every(_named(but))),
    )


def _end(work: Work, which: ColumnElement[bool]) -> None:
    statement = update(StaffSession).where(which, StaffSession.ended_at.is_(None))
    work.db.execute(statement.values(ended_at=work.now()), execution_options={"synchronize_session": False})
    work.db.commit()


def _lookup(work: Work, key: str) -> str:
    return work.lookup.of(_named(key))


def _named(key: str) -> str:
    return f"staff-session:{key}"
