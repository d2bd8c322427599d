"""VluchtelingenWerk: the people who shared their report."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.services.audit import AuditKind
from app.services.caseload import shared_with
from app.services.rights import Information
from app.store.models import RoleName
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs
from app.web.staff.blueprint import bp


@bp.get("/shared")
@shows(Information.PROFILE, RoleName.VLUCHTELINGENWERK)
@logs(AuditKind.SHARED_LIST_READ)
def shared_reports() -> ResponseReturnValue:
    """Who shared the conversation report, oldest first."""
    return render_template("staff/shared.html", people=shared_with(current_work(), current_staff()))
