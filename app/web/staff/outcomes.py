"""What came of the talks with somebody, and whether somebody is ready for the next step."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services import outcomes as service
from app.services.caseload import own_person
from app.services.outcomes import OutcomeKind
from app.services.rights import Information
from app.store.models import RoleName
from app.web.context import current_work
from app.web.numbers import number_in
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp


@bp.post("/participants/<public_id>/outcomes")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def add_outcome(public_id: str) -> ResponseReturnValue:
    """Keep what came of it on a day."""
    work, staff = current_work(), current_staff()
    own_person(work, staff, public_id)
    kind = request.form.get("kind", "")
    try:
        on = date.fromisoformat(request.form.get("on", ""))
    except ValueError:
        on = None
    if on is None or kind not in set(OutcomeKind):
        flash(gettext("Choose what came of it, and a day. Nothing was changed."))
    else:
        service.add_outcome(work, staff, public_id, OutcomeKind(kind), on, request.form.get("note", ""))
    return _back(public_id)


@bp.post("/participants/<public_id>/outcomes/take-back")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def take_back_outcome(public_id: str) -> ResponseReturnValue:
    """Take away what was stated by mistake."""
    text = request.form.get("outcome", "")
    service.take_back_outcome(current_work(), current_staff(), public_id, number_in(text) or 0)
    return _back(public_id)


@bp.post("/participants/<public_id>/ready")
@shows(Information.SITUATION, RoleName.CLIENT_MANAGER)
def set_ready(public_id: str) -> ResponseReturnValue:
    """State that somebody is ready for the next step, or not yet."""
    service.set_ready(current_work(), current_staff(), public_id, ready=request.form.get("ready") == "yes")
    return _back(public_id)


def outcome_words() -> dict[str, str]:
    """The outcomes in words."""
    return {
        # Translators: what came of the talks with a participant.
        OutcomeKind.WORK: gettext("work"),
        # Translators: what came of the talks with a participant.
        OutcomeKind.EDUCATION: gettext("education"),
        # Translators: what came of the talks with a participant: a course before work or education.
        OutcomeKind.PRE_TRAJECTORY: gettext("pre-trajectory"),
        # Translators: what came of the talks with a participant: volunteering, activities.
        OutcomeKind.PARTICIPATION: gettext("participation"),
        # Translators: what came of the talks with a participant.
        OutcomeKind.CARE_FIRST: gettext("care first"),
        # Translators: what came of the talks with a participant.
        OutcomeKind.NONE_YET: gettext("nothing yet"),
    }


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.person_page", public_id=public_id, _anchor="outcomes"), 303)
