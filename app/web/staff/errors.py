"""What a staff page says when something cannot be shown."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services.caseload import PersonUnknown
from app.services.deviations import SeatUnknown
from app.services.group_sessions import SessionUnknown
from app.services.locations import LocationUnknown
from app.services.person_requests import RequestUnknown


def staff_error(status: int) -> ResponseReturnValue:
    """The page for one status: what happened, what is safe, what to do next."""
    g.setdefault("locale", "nl")
    titles = {
        400: gettext("This page was open too long"),
        403: gettext("Your role does not open this page"),
        404: gettext("There is nothing at this address"),
        405: gettext("There is nothing at this address"),
        429: gettext("Too many tries in a short time"),
    }
    sentences = {
        400: gettext("Nothing was changed. Go back, reload the page and do it once more."),
        403: gettext("Nothing was changed. Ask your administrator if you need this page for your work."),
        404: gettext("It may belong to another organisation, or it was removed. Go on from your start page."),
        405: gettext("It may belong to another organisation, or it was removed. Go on from your start page."),
        429: gettext("Wait one minute, then try again. Nothing was lost."),
    }
    title = titles.get(status, gettext("Something went wrong"))
    sentence = sentences.get(
        status,
        gettext("What was kept before is safe. Try again; if it happens once more, tell your administrator the time."),
    )
    return render_template("staff/error.html", title=title, sentence=sentence), status


def attach_errors(bp: Blueprint) -> None:
    """Answer refusals and unknown things on staff pages."""
    bp.register_error_handler(SessionUnknown, lambda _error: staff_error(404))
    bp.register_error_handler(SeatUnknown, lambda _error: staff_error(404))
    bp.register_error_handler(LocationUnknown, lambda _error: staff_error(404))
    bp.register_error_handler(RequestUnknown, lambda _error: staff_error(404))
    bp.register_error_handler(PersonUnknown, lambda _error: staff_error(404))
    bp.register_error_handler(403, lambda _error: staff_error(403))
