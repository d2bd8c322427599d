"""The page of the administrator about the care page in the conversation report: off, unless a basis is stated."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services import care_basis as service
from app.services.care_basis import BasisProblem, BasisRefused
from app.services.finishing import follow_basis
from app.services.rights import Information
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp


@bp.get("/care-page")
@shows(Information.SETTINGS)
def care_page() -> ResponseReturnValue:
    """What stands, and what stood before."""
    return _page({})


@bp.post("/care-page")
@shows(Information.SETTINGS)
def set_care_page() -> ResponseReturnValue:
    """State the basis."""
    reference, officer = (request.form.get(name, "") for name in ("dpia_reference", "officer"))
    try:
        service.set_basis(current_work(), current_staff(), reference, officer)
    except BasisRefused as refused:
        return _page({problem: _sentence(problem) for problem in refused.problems}), 422
    follow_basis(current_work(), current_staff().organisation_id)
    flash(gettext("The basis is kept. From now on participants are asked what they want to share."))
    return redirect(url_for("staff.care_page"), 303)


@bp.post("/care-page/off")
@shows(Information.SETTINGS)
def end_care_page() -> ResponseReturnValue:
    """Off again."""
    service.end_basis(current_work(), current_staff())
    follow_basis(current_work(), current_staff().organisation_id)
    flash(gettext("Switched off. Reports with signals about health are made anew without them."))
    return redirect(url_for("staff.care_page"), 303)


def _page(problems: dict[BasisProblem, str]) -> str:
    found = service.bases(current_work(), current_staff())
    standing = next((one for one in found if one.ended_at is None), None)
    return render_template(
        "staff/care_page.html",
        standing=standing,
        found=found,
        form=request.form,
        problems=problems,
        longest=service.LONGEST,
    )


def _sentence(problem: BasisProblem) -> str:
    words: dict[BasisProblem, str] = {
        BasisProblem.DPIA_MISSING: gettext("Fill in where the DPIA can be found."),
        BasisProblem.OFFICER_MISSING: gettext("Fill in who answers for it."),
    }
    return words[problem]
