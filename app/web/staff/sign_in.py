"""Signing in: the views are Flask-Security's, the pages and sentences are ours; who guesses is slowed down."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import Flask, Response, abort, g, render_template, request
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user
from flask_security import user_authenticated
from sqlalchemy import select

from app.services.audit import AuditKind
from app.services.sign_in_tries import TooManyTries, Trier, check_tries, note_try
from app.store.models import StaffAccount
from app.web.context import current_work
from app.web.sign_in_log import write_failed

FORM_AGAIN = 200


@dataclass(frozen=True, slots=True)
class Guarded:
    """Where something secret is tried: the field of the form that says so, and what a wrong try is in the audit log."""

    field: str
    kind: AuditKind
    detail: str = ""


GUARDED = {
    "security.login": Guarded("email", AuditKind.SIGN_IN),
    "security.two_factor_token_validation": Guarded("code", AuditKind.SECOND_FACTOR, "app"),
    "security.mf_recovery": Guarded("code", AuditKind.SECOND_FACTOR, "recovery_code"),
    "security.wan_signin_response": Guarded("credential", AuditKind.SECOND_FACTOR, "passkey"),
    "security.verify": Guarded("password", AuditKind.SIGN_IN, "password_again"),
    "security.two_factor_setup_validate": Guarded("code", AuditKind.SECOND_FACTOR, "app_set_up"),
    "staff.change_password": Guarded("current", AuditKind.SIGN_IN, "password_again"),
}


def slow_down_guessing(app: Flask) -> None:
    """Look at tries before Flask-Security does, and count how they end."""
    app.before_request(_check)
    app.after_request(_count)
    user_authenticated.connect(_got_in, app)


def _check() -> ResponseReturnValue | None:
    if request.is_json and (request.endpoint or "").startswith("security."):
        abort(415)  # tries are looked for in the fields of a form
    trier = _trier()
    if trier is None:
        return None
    g.trier = trier
    try:
        check_tries(current_work(), trier)
    except TooManyTries as refused:
        g.try_refused = True
        return _wait_page(refused.seconds)
    return None


def _wait_page(seconds: int) -> ResponseReturnValue:
    minutes = ceil(seconds / 60)
    sentence = ngettext(
        "Wait %(num)s minute, then try again. Nothing was lost, and colleagues can sign in meanwhile.",
        "Wait %(num)s minutes, then try again. Nothing was lost, and colleagues can sign in meanwhile.",
        minutes,
    )
    page = render_template("staff/error.html", title=gettext("Too many tries in a short time"), sentence=sentence)
    return page, 429, {"Retry-After": str(seconds)}


def _trier() -> Trier | None:
    """Who tries something secret with this request; None for any other request."""
    guarded = GUARDED.get(request.endpoint or "")
    if request.method != "POST" or guarded is None or guarded.field not in request.form:
        return None
    return Trier(_account(), request.remote_addr or "")


def _account() -> str:
    if request.endpoint == "security.login":
        return request.form.get("email", "")[:255]
    if current_user.is_authenticated:
        return str(current_user.email)
    halfway = cookie_session.get("tf_user_id", "")
    found = current_work().db.scalar(select(StaffAccount.email).where(StaffAccount.fs_uniquifier == halfway))
    return found or ""


def _count(response: Response) -> Response:
    """A form that comes back, or a passkey that leads back to its page, was a wrong try."""
    trier = None if g.get("try_refused") or g.get("signed_in_just_now") else g.get("trier")
    if trier is not None and _is_wrong(response):
        work = current_work()
        work.db.rollback()
        note_try(work, trier, succeeded=False)
        guarded = GUARDED[request.endpoint or ""]
        write_failed(guarded.kind, trier.account, guarded.detail)
    return response


def _is_wrong(response: Response) -> bool:
    if request.endpoint in {"security.wan_signin_response", "security.two_factor_setup_validate"}:
        return (response.location or "").split("?")[0].endswith(("/second-step/passkey", "/second-step/app"))
    return response.status_code == FORM_AGAIN or bool(g.get("wrong_try"))


def _got_in(_app: Flask, user: StaffAccount, **_more: Any) -> None:  # noqa: ANN401 - what the extension adds
    g.signed_in_just_now = True
    note_try(current_work(), Trier(user.email, request.remote_addr or ""), succeeded=True)
