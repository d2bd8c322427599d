"""Pages that show somebody's data write down who read them: declared on the route, kept before the page is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, g, make_response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.services.audit import AuditKind, Event, Outcome, actor_of, group_session, person, record
from app.services.caseload import PersonUnknown
from app.services.group_sessions import SessionUnknown
from app.services.rights import Information
from app.web.context import current_work
from app.web.rules import RULES
from app.web.staff.access import current_staff

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Subject = Callable[[Mapping[str, Any]], str]

SHOWN, SHOWS_NOTHING = 200, range(300, 400)
"""Sent elsewhere, or nothing changed since the page was shown: that was written down then."""
ABOUT_PEOPLE = frozenset(
    {
        Information.SITUATION,
        Information.PROFILE,
        Information.QUALITY,
        Information.CARE_SIGNALS,
        Information.ACUTE,
        Information.RAW_ANSWERS,
        Information.LOG,
        Information.REQUESTS,
    }
)
"""Whoever reads a page with this of other people is written down."""
LOGGED: dict[str, AuditKind] = {}
"""Endpoint to the kind of event that reading it makes."""


class ReadingNotLogged(Exception):
    """Pages that show data of people and write down no reader; the application does not start."""


def logs(kind: AuditKind, subject: Subject | None = None) -> Callable[[View], View]:
    """State what reading a page is in the audit log. ``subject``: from the values in the address to an opaque id.

    One event for each page shown, or refused because it is not there for this account; none for being sent elsewhere or
    for hearing that nothing changed.
    The event is committed before the page is sent: what cannot be written down is not shown.
    """

    def state(view: View) -> View:
        LOGGED[f"staff.{view.__name__}"] = kind

        @wraps(view)
        def logged(**values: Any) -> ResponseReturnValue:  # noqa: ANN401 - as the address has them
            about = subject(values) if subject else ""
            try:
                answer = make_response(view(**values))
            except (PersonUnknown, SessionUnknown, HTTPException):
                _write(kind, about, Outcome.REFUSED)
                raise
            if answer.status_code not in SHOWS_NOTHING:
                _write(kind, about, Outcome.DONE if answer.status_code == SHOWN else Outcome.REFUSED)
            return answer

        return cast("View", logged)

    return state


def say_read(detail: str) -> None:
    """State how much of somebody this page shows: one closed word."""
    g.read_detail = detail


def log_reading(kind: AuditKind, subject: str, detail: str) -> None:
    """Write down that the answer to a form shows somebody's data; commits. ``detail``: one closed word."""
    say_read(detail)
    _write(kind, subject, Outcome.DONE)


def the_person(values: Mapping[str, Any]) -> str:
    """Whom an address with ``public_id`` of a person is about."""
    return person(str(values["public_id"]))


def the_session(values: Mapping[str, Any]) -> str:
    """Which group session an address with ``public_id`` of one is about."""
    return group_session(str(values["public_id"]))


def _write(kind: AuditKind, subject: str, outcome: Outcome) -> None:
    work, staff = current_work(), current_staff()
    detail = g.pop("read_detail", "") if outcome is Outcome.DONE else ""
    work.db.rollback()  # the page is made; nothing of it is left to keep
    record(work, Event(kind, actor_of(staff), staff.organisation_id, subject, outcome, detail))
    work.db.commit()


def check(app: Flask) -> None:
    """Raise ReadingNotLogged unless every page of staff about people writes down who reads it."""
    silent = sorted(
        {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and rule.endpoint in RULES
            and rule.endpoint.startswith("staff.")
            and RULES[rule.endpoint].information in ABOUT_PEOPLE
            and rule.endpoint not in LOGGED
        }
    )
    if silent:
        raise ReadingNotLogged(f"nothing writes down who reads: {', '.join(silent)}; state it with logs(AuditKind.…)")
