"""Signing in and out, the second step, and trying in vain, in the audit log."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_login import current_user, user_logged_out
from flask_security import tf_profile_changed, user_authenticated, wan_deleted, wan_registered
from sqlalchemy import func, select

from app.services.audit import NOBODY, AuditKind, Event, Outcome, account, record
from app.store.models import StaffAccount
from app.web.context import current_work


def attach(app: Flask) -> None:
    """Listen to the extensions; who tried in vain is told by whoever counts the tries."""
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    tf_profile_changed.connect(_app_set_up, app)
    wan_registered.connect(_passkey_set_up, app)
    wan_deleted.connect(_passkey_removed, app)


def _signed_in(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    _write(AuditKind.SIGN_IN, user)


def _signed_out(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    if user.is_authenticated:
        _write(AuditKind.SIGN_OUT, user)


def _write(kind: AuditKind, user: StaffAccount) -> None:
    work, name = current_work(), account(user.id)
    record(work, Event(kind, name, user.organisation_id, name))
    work.db.commit()


def _app_set_up(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    write_second_step(user, "app_set_up")


def _passkey_set_up(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    write_second_step(user, "passkey_set_up")


def _passkey_removed(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    write_second_step(user, "passkey_removed")


def write_second_step(user: StaffAccount, what: str) -> None:
    """Somebody changed the own second step, or used up a recovery code; the view commits both together."""
    name = account(user.id)
    record(current_work(), Event(AuditKind.SECOND_FACTOR, name, user.organisation_id, name, detail=what))


def write_failed(kind: AuditKind, email: str, detail: str = "") -> None:
    """Something secret was tried in vain, never what; commits. ``email``: of whose account, known or not."""
    work = current_work()
    found = work.db.execute(
        select(StaffAccount.id, StaffAccount.organisation_id).where(
            func.lower(StaffAccount.email) == email.strip().lower()
        )
    ).first()
    about = account(found.id) if found else ""
    where = found.organisation_id if found else None
    by = account(current_user.id) if current_user.is_authenticated else NOBODY
    record(work, Event(kind, by, where, about, Outcome.FAILED, detail))
    work.db.commit()
