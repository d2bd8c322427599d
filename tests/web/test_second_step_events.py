"""What happens to the second step of signing in stands in the log: set up, tried in vain, used up, taken away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.store.account_models import Passkey
from app.store.models import AuditEvent, RoleName
from app.web.context import current_work
from tests.staff_people import account_of, desk, staffed  # noqa: F401 - a fixture


@pytest.fixture
def someone(staffed):  # noqa: F811 - the fixture of that name
    """A colleague of the GGD who signed in with the password, and whose app is set up."""
    colleague = desk(staffed, RoleName.GGD)
    colleague.password()
    colleague.take_app()
    return colleague


def told(someone, *kinds):
    """Kind, outcome, actor and detail of the events about this colleague, in order."""
    with someone.app.app_context():
        name = f"account:{account_of(someone.email).id}"
        rows = current_work().db.scalars(
            select(AuditEvent).where(AuditEvent.subject == name).order_by(AuditEvent.number)
        )
        found = [(row.kind, row.outcome, row.actor.replace(name, "own"), row.detail) for row in rows]
    return [row for row in found if row[0] in kinds]


def test_setting_up_an_app_and_making_codes_are_events(someone):
    someone.recovery_codes()
    assert told(someone, "second_factor") == [
        ("second_factor", "done", "own", "app_set_up"),
        ("second_factor", "done", "own", "recovery_codes_made"),
    ]


def test_each_wrong_code_is_one_event_and_says_of_what(someone):
    codes = someone.recovery_codes()
    someone.post("/staff/sign-out", _page="/staff/ggd")
    someone.password()
    someone.second_step("000000")
    someone.post("/staff/second-step/code", code="0000-0000-0000")
    someone.post("/staff/second-step/code", code=codes[0])
    assert told(someone, "second_factor")[2:] == [
        ("second_factor", "failed", "nobody", "app"),
        ("second_factor", "failed", "nobody", "recovery_code"),
        ("second_factor", "done", "own", "recovery_code_used"),
    ]
    assert told(someone, "sign_in")[-1] == ("sign_in", "done", "own", "")


def test_a_wrong_code_while_setting_up_is_an_event(staffed):  # noqa: F811 - the fixture of that name
    colleague = desk(staffed, RoleName.GGD)
    colleague.password()
    page = colleague.post("/staff/second-step/app", setup="authenticator").get_data(as_text=True)
    address = page.split('action="/staff/second-step/app/')[1].split('"')[0]
    colleague.post(f"/staff/second-step/app/{address}", _page="/staff/second-step/set-up", code="000000")
    assert told(colleague, "second_factor") == [("second_factor", "failed", "own", "app_set_up")]


def test_a_wrong_password_before_a_change_is_an_event(someone):
    someone.post("/staff/account/password", _page="/staff/account", current="not the one", password="x", again="x")
    assert told(someone, "sign_in")[-1] == ("sign_in", "failed", "own", "password_again")


def test_taking_away_a_passkey_is_an_event(someone):
    with someone.app.app_context():
        work = current_work()
        owner = account_of(someone.email)
        owner.fs_webauthn_user_handle = "handle of a test"
        now = datetime.now(UTC)
        key = Passkey(
            account_id=owner.id, name="work laptop", credential_id=b"1", public_key=b"2", usage="secondary",
            device_type="single_device", backup_state=False, create_datetime=now, lastuse_datetime=now,
        )  # fmt: skip
        work.db.add(key)
        work.db.commit()
    assert someone.post("/staff/passkeys/remove", _page="/staff/account", name="work laptop").status_code == 302
    assert told(someone, "second_factor")[-1] == ("second_factor", "done", "own", "passkey_removed")
    with someone.app.app_context():
        assert account_of(someone.email).webauthn == []


def test_the_library_has_no_commands_that_change_rights_beside_the_log(staffed):  # noqa: F811 - the fixture of that name
    assert not {"users", "roles"} & set(staffed.cli.commands)
