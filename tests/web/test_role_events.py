"""Who gives and takes roles is written down, also when it is for the own account."""

from __future__ import annotations

from sqlalchemy import select

from app.store.models import AuditEvent, RoleName
from app.web.context import current_work
from tests.staff_people import account_of, desk, staffed  # noqa: F401 - a fixture


def events(app, kind):
    with app.app_context():
        rows = current_work().db.scalars(select(AuditEvent).where(AuditEvent.kind == kind).order_by(AuditEvent.number))
        return [(row.actor, row.subject, row.detail) for row in rows]


def test_giving_and_taking_a_role_stands_in_the_log(staffed):  # noqa: F811 - the fixture of that name
    admin = desk(staffed, RoleName.ADMINISTRATOR)
    admin.password()
    admin.take_app()
    with staffed.app_context():
        own = account_of(admin.email).id
    name, page = f"account:{own}", f"/staff/accounts/{own}"
    before = len(events(staffed, "role_given"))
    for roles in (["administrator", "ggd"], ["administrator"]):
        assert admin.post(f"{page}/roles", _page=page, roles=roles).status_code == 303
    assert events(staffed, "role_given")[before:] == [(name, name, "ggd")]
    assert events(staffed, "role_taken") == [(name, name, "ggd")]
