"""VluchtelingenWerk: the people who shared their report."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.services.caseload import shared_with
from app.store.models import RoleName
from app.web.context import current_work
from app.web.staff.access import current_staff, for_roles
from app.web.staff.blueprint import bp


@bp.get("/shared")
@for_roles(RoleName.VLUCHTELINGENWERK)
def shared_reports() -> ResponseReturnValue:
    """Who shared the conversation report, oldest first."""
    return render_template("staff/shared.html", people=shared_with(current_work(), current_staff()))
