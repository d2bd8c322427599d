"""Asking about the own data after the end: to see, correct or delete them, or that nobody uses them any more.

The code opens these pages alone, also when the group session is over and the code opens nothing else. They show what
was asked and answered, never what the person wrote: others may hold the card.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from babel.dates import format_date
from flask import abort, g, redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from app.extensions import limiter
from app.services.access import CodeWrong, TooManyCodes, came_in_with
from app.services.contacts import organisation_of
from app.services.finishing import follow_words
from app.services.own_data import own_data
from app.services.person_requests import (
    LONGEST_WORDS,
    RequestKind,
    RequestRefused,
    make_request,
    may_have_copy,
    may_withdraw,
    requests_of,
)
from app.services.reports import READY, SUMMARY, report_state
from app.services.sittings import SessionNotOpen, Sitting, SittingUnknown, open_sitting
from app.web.context import current_work
from app.web.pace import CODES
from app.web.participant.blueprint import bp
from app.web.participant.own_copy import LEFT_OUT, as_file
from app.web.participant.own_device import reads_on_own_device
from app.web.participant.sitting import ASKS, FINISHED_HERE, NOT_BEGUN, TOKEN, show, was_given_back
from app.web.participant.start import token_of

ASKS_FOR = timedelta(minutes=30)
PROBLEMS = {"words": "request.words_missing", "already": "request.already"}


@bp.get("/<locale>/own/rights")
def own_rights() -> ResponseReturnValue:
    """Where the code is typed to ask about the own data."""
    return _code_page()


def _code_page(problem: str = "", *, minutes: int = 0, status: int = 200) -> ResponseReturnValue:
    return show("participant/own_rights.html", None, status=status, problem=problem, minutes=minutes)


@bp.post("/<locale>/own/rights")
@limiter.limit(CODES)
def open_rights() -> ResponseReturnValue:
    """On to the requests of whoever has this code; who is still busy can stop and delete instead."""
    work = current_work()
    try:
        token = token_of(request.form.get("code", "")[:40], closed_too=True)
    except TooManyCodes as refused:
        return _code_page("code.too_many", minutes=max(1, -(-refused.seconds // 60)), status=429)
    except CodeWrong:
        return _code_page("code.wrong", status=422)
    sitting = open_sitting(work, token)
    if not _may_ask(sitting):
        return _code_page("request.busy", status=422)
    cookie_session.permanent = True
    cookie_session[ASKS] = [token, sitting.code_mark, datetime.now(UTC).isoformat()]
    return redirect(url_for("participant.own_requests"), 303)


def _may_ask(sitting: Sitting) -> bool:
    """After the end; before it, stopping deletes."""
    return sitting.closed


def asker() -> Sitting | None:
    """Who asks on this device: whoever finished here, or typed the code for it less than half an hour ago."""
    if reads_on_own_device():
        return None
    token, mark, typed_at = cookie_session.get(ASKS) or (None, None, "")
    if token is None or datetime.now(UTC) - datetime.fromisoformat(typed_at) > ASKS_FOR:
        token, mark = cookie_session.get(FINISHED_HERE), None
        if token is None or token != cookie_session.get(TOKEN):
            return None
    with suppress(SittingUnknown, SessionNotOpen):
        sitting = open_sitting(current_work(), token)
        knows = came_in_with(current_work(), sitting, mark) if mark else not was_given_back(sitting)
        if _may_ask(sitting) and knows:
            return sitting
    return None


@bp.get("/<locale>/own/requests")
def own_requests() -> ResponseReturnValue:
    """What may be asked, and what was asked and answered."""
    sitting = asker()
    return to_code() if sitting is None else _page(sitting, sent=request.args.get("said") == "sent")


def to_code() -> ResponseReturnValue:
    """To where the code is typed."""
    return redirect(url_for("participant.own_rights"), 303)


def _page(
    sitting: Sitting, problem: str = "", *, sent: bool = False, chosen: str = "", words: str = "", status: int = 200
) -> ResponseReturnValue:
    work = current_work()
    return show(
        "participant/own_requests.html",
        None,
        status=status,
        asked=requests_of(work, sitting.id),
        copy=may_have_copy(work, sitting.id),
        left_out=LEFT_OUT,
        summary=report_state(work, sitting.id, SUMMARY) == READY,
        contact=organisation_of(work, sitting).privacy_contact,
        kinds=tuple(kind.value for kind in RequestKind),
        longest=LONGEST_WORDS,
        problem=problem,
        sent=sent,
        chosen=chosen,
        words=words,
        date=_date,
    )


def _date(at: datetime) -> str:
    return format_date(at, "d MMMM y", locale=g.locale)


@bp.post("/<locale>/own/requests")
def ask_about_data() -> ResponseReturnValue:
    """Send what is asked, or say what is missing."""
    sitting = asker()
    if sitting is None:
        return to_code()
    chosen, words = request.form.get("kind", ""), request.form.get("words", "")[: LONGEST_WORDS + 1]
    if chosen not in set(RequestKind):
        return _page(sitting, "request.choose", words=words, status=422)
    if chosen == RequestKind.DELETION and may_withdraw(current_work(), sitting.id):
        return redirect(url_for("participant.withdraw"), 303)
    try:
        make_request(current_work(), sitting.id, RequestKind(chosen), words, g.locale)
    except RequestRefused as refused:
        return _page(sitting, PROBLEMS[refused.problem], chosen=chosen, words=words, status=422)
    if chosen == RequestKind.CORRECTION:
        follow_words(current_work(), sitting.id)
    return redirect(url_for("participant.own_requests", said="sent"), 303)


@bp.get("/<locale>/own/requests/copy")
def asked_copy() -> ResponseReturnValue:
    """The copy of somebody to whom access was given; without the health part, as on every device but the person's."""
    sitting = asker()
    if sitting is None or sitting.state in NOT_BEGUN or not may_have_copy(current_work(), sitting.id):
        abort(404)
    locale = g.locale if g.locale in sitting.wordings else sitting.locale or next(iter(sitting.wordings))
    return as_file(own_data(current_work(), sitting, locale, health=False), whole=False)
