"""The audit log for the data protection officer and the administrator: filter, page, and a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.core.audit import Link, moment
from app.local_time import ZONE
from app.services.accounts import Staff, names_of
from app.services.audit import AuditKind, Outcome
from app.services.audit.reading import Wanted, every, page
from app.services.audit.verifying import head
from app.services.rights import Information
from app.services.work import Work
from app.web.context import current_work
from app.web.csv_cells import csv_line
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs
from app.web.staff.blueprint import bp

LONGEST = 50
COLUMNS = ("number", "at", "kind", "outcome", "actor", "subject", "detail", "previous", "hash")
ACCOUNT = "account:"


@bp.get("/log")
@shows(Information.LOG)
@logs(AuditKind.AUDIT_READ)
def audit_log() -> ResponseReturnValue:
    """The events asked for, newest first."""
    work, staff = current_work(), current_staff()
    found = page(work, staff, _wanted())
    ids = {number for link in found.events for number in _accounts(link)}
    return render_template(
        "staff/log.html",
        found=found,
        names=names_of(work, staff, ids),
        kinds=kind_names(),
        outcomes=outcome_names(),
        chosen=_chosen(),
        end=_end(work),
        who=_who,
    )


@bp.get("/log.csv")
@shows(Information.LOG)
@logs(AuditKind.AUDIT_EXPORTED)
def audit_file() -> ResponseReturnValue:
    """The same events, all of them, as a file: a line each, every cell safe in a spreadsheet."""
    lines = _lines(current_staff(), _wanted())
    answer = Response(stream_with_context(lines), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    return answer


def _lines(staff: Staff, wanted: Wanted) -> Iterator[str]:
    yield csv_line(COLUMNS)
    for link in every(current_work(), staff, wanted):
        entry = link.entry
        told = (entry.kind, entry.outcome, entry.actor, entry.subject, entry.detail)
        yield csv_line((str(entry.number), moment(entry.at), *told, link.previous, link.hash))


def _end(work: Work) -> str:
    """Number and hash of the newest event, as ``flask audit verify --noted`` takes them."""
    end = head(work)
    return f"{end.number}:{end.hash}"


def _chosen() -> dict[str, str]:
    """What the form asks for, to show it again and to hand it on to the next page."""
    names = ("since", "until", "kind", "outcome", "actor", "subject")
    return {name: value for name in names if (value := request.args.get(name, "").strip()[:LONGEST])}


def _wanted() -> Wanted:
    """The form as a question; what cannot be understood asks for nothing in particular."""
    chosen = _chosen()
    until = _midnight(chosen.get("until", ""))
    before = request.args.get("before", "")
    return Wanted(
        since=_midnight(chosen.get("since", "")),
        until=until + timedelta(days=1) if until else None,
        kind=AuditKind(chosen["kind"]) if chosen.get("kind") in set(AuditKind) else None,
        outcome=Outcome(chosen["outcome"]) if chosen.get("outcome") in set(Outcome) else None,
        actor=_actor(chosen.get("actor", "")),
        subject=chosen.get("subject", ""),
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None,  # noqa: PLR2004 - numbers that a store can hold
    )


def _actor(text: str) -> str:
    """An account is also found by its number alone."""
    return f"{ACCOUNT}{text}" if text.isascii() and text.isdecimal() else text


def _midnight(text: str) -> datetime | None:
    """The beginning of a day in the Netherlands."""
    with suppress(ValueError, OverflowError):
        return datetime.combine(date.fromisoformat(text), time(), ZONE)
    return None


def _accounts(link: Link) -> Iterator[int]:
    for name in (link.entry.actor, link.entry.subject):
        if name.startswith(ACCOUNT):
            yield int(name.removeprefix(ACCOUNT))


def _who(name: str, names: Mapping[int, str]) -> str:
    """The name of an account of this organisation; "" for everything else."""
    return names.get(int(name.removeprefix(ACCOUNT)), "") if name.startswith(ACCOUNT) else ""


def outcome_names() -> dict[str, str]:
    """The outcomes in words."""
    return {
        # Translators: how an event of the audit log ended.
        Outcome.DONE: gettext("done"),
        # Translators: how an event of the audit log ended: a rule said no.
        Outcome.REFUSED: gettext("refused"),
        # Translators: how an event of the audit log ended: a wrong password or code.
        Outcome.FAILED: gettext("failed"),
    }


def kind_names() -> dict[str, str]:
    """The kinds of event in words, in the order of the list."""
    return {
        AuditKind.SIGN_IN: gettext("Signing in"),
        AuditKind.SIGN_OUT: gettext("Signing out"),
        AuditKind.SECOND_FACTOR: gettext("Second step of signing in"),
        AuditKind.STAFF_SESSION_ENDED: gettext("Signed out in another browser"),
        AuditKind.PEOPLE_LIST_READ: gettext("List of own participants read"),
        AuditKind.PERSON_READ: gettext("Participant read"),
        AuditKind.REPORT_READ: gettext("Report read"),
        AuditKind.SHARED_LIST_READ: gettext("List of shared reports read"),
        AuditKind.CONVERSATION_READ: gettext("Talk read"),
        AuditKind.CONVERSATION_CHANGED: gettext("Talk changed"),
        AuditKind.OUTCOME_CHANGED: gettext("Outcome kept"),
        AuditKind.HANDED_OVER: gettext("Participant handed over"),
        AuditKind.GGD_LIST_READ: gettext("GGD work list read"),
        AuditKind.SIGNAL_READ: gettext("Item of the GGD read"),
        AuditKind.SIGNAL_STEP: gettext("Step of the GGD kept"),
        AuditKind.CODES_READ: gettext("Access codes read"),
        AuditKind.CODES_PRINTED: gettext("Access cards printed"),
        AuditKind.CODE_REPLACED: gettext("Access code replaced"),
        AuditKind.SITTING_OPENED: gettext("Sitting opened on a device of the staff"),
        AuditKind.RELEASE_CHANGED: gettext("What a participant shares was changed"),
        AuditKind.ANSWERS_DELETED: gettext("Answers deleted by the participant"),
        AuditKind.SESSION_REMOVED: gettext("Session removed"),
        AuditKind.RETENTION: gettext("Deleted because the period is over"),
        AuditKind.OWN_DATA_COPIED: gettext("Copy of own data taken"),
        AuditKind.REQUEST_MADE: gettext("Request made by a participant"),
        AuditKind.REQUEST_READ: gettext("Requests read"),
        AuditKind.REQUEST_HANDLED: gettext("Request handled"),
        AuditKind.ACCOUNT_MADE: gettext("Account made"),
        AuditKind.ACCOUNT_CHANGED: gettext("Account changed"),
        AuditKind.ACCOUNT_ENDED: gettext("Account ended"),
        AuditKind.ROLE_GIVEN: gettext("Role given"),
        AuditKind.ROLE_TAKEN: gettext("Role taken away"),
        AuditKind.SETTINGS_CHANGED: gettext("Settings changed"),
        AuditKind.WORDING_RELEASED: gettext("Translation released"),
        AuditKind.EXPORT: gettext("Export"),
        AuditKind.IMPORT: gettext("Import"),
        AuditKind.AUDIT_READ: gettext("Log read"),
        AuditKind.AUDIT_EXPORTED: gettext("Log exported"),
        AuditKind.KEYS_ROTATED: gettext("Keys renewed"),
        AuditKind.BACKUP_MADE: gettext("Backup made"),
        AuditKind.BACKUP_RESTORED: gettext("Backup put back"),
        AuditKind.STORES_MOVED: gettext("Stores moved to another database"),
    }
