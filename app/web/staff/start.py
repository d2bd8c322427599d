"""The start page: what each role can do here now."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.services.rights import Information
from app.store.models import RoleName
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp

HOMES = {
    RoleName.FACILITATOR: "staff.sessions",
    RoleName.CLIENT_MANAGER: "staff.people",
    RoleName.GGD: "staff.work_list",
    RoleName.VLUCHTELINGENWERK: "staff.shared_reports",
    RoleName.ADMINISTRATOR: "staff.locations",
    RoleName.PROTECTION_OFFICER: "staff.audit_log",
}
"""The one page where a role's work is; roles without one get the start page."""


@bp.get("/")
@shows(Information.OWN_ACCOUNT)
def start() -> ResponseReturnValue:
    """Go to the page of the only role, or show what can be done with the roles held."""
    roles = current_staff().roles
    homes = [HOMES[role] for role in RoleName if role in roles and role in HOMES]
    if len(homes) == 1 and len(roles) == 1:
        return redirect(url_for(homes[0]), 303)
    return render_template("staff/start.html", roles=[role for role in RoleName if role in roles], homes=HOMES)
