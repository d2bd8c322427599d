"""Signing in, failing to, and signing out, in the audit log."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, request
from flask_login import user_logged_out
from flask_security import user_authenticated
from sqlalchemy import func, select

from app.services.audit import NOBODY, AuditKind, Event, Outcome, account, record
from app.store.models import StaffAccount
from app.web.context import current_work
from app.web.rules import Door, rule_of_request

FAILED = 200  # the form again; who gets further is sent on


def attach(app: Flask) -> None:
    """Listen to the extensions; look at each answer of a sign-in form."""
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    app.after_request(_failed)


def _signed_in(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    g.signed_in_now = True
    _write(AuditKind.SIGN_IN, user)


def _signed_out(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    if user.is_authenticated:
        _write(AuditKind.SIGN_OUT, user)


def _write(kind: AuditKind, user: StaffAccount) -> None:
    work, name = current_work(), account(user.id)
    record(work, Event(kind, name, user.organisation_id, name))
    work.db.commit()


def _failed(response: Response) -> Response:
    """A sign-in form that came back; whose account it was about, if the address is known. Never what was typed."""
    rule = rule_of_request()
    if request.method != "POST" or rule is None or rule.door is not Door.SIGN_IN:
        return response
    if response.status_code == FAILED and not g.get("signed_in_now"):
        work = current_work()
        work.db.rollback()
        found = work.db.execute(
            select(StaffAccount.id, StaffAccount.organisation_id).where(
                func.lower(StaffAccount.email) == request.form.get("email", "").strip().lower()
            )
        ).first()
        about = account(found.id) if found else ""
        where = found.organisation_id if found else None
        record(work, Event(AuditKind.SIGN_IN, NOBODY, where, about, Outcome.FAILED))
        work.db.commit()
    return response
