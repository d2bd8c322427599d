"""Invitations that work once, what the administrator changes, and attacks on signing in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask_security.utils import hash_password
from sqlalchemy import select

from app.services.accounts import NewAccount, make_account
from app.services.audit import AuditKind
from app.services.passwords import PasswordProblem, password_problem
from app.store.account_models import StaffInvitation
from app.store.models import RoleName
from app.web.context import current_work
from tests.logged import logged
from tests.staff_people import PASSWORD_HERE, TOKEN, Desk, account_of, desk, found, staffed  # noqa: F401 - a fixture

LINK = re.compile(r'value="http://localhost(/staff/invitation/[^"]+)"')
CHOSEN = "groene lamp boven het water"


@pytest.fixture
def admin(staffed):  # noqa: F811 - the fixture of that name
    """An administrator at work."""
    someone = desk(staffed, RoleName.ADMINISTRATOR)
    someone.password()
    someone.take_app()
    return someone


def by(colleague):
    """How the log names this colleague; inside the application."""
    return f"account:{account_of(colleague.email).id}"


def invite(admin, email="nieuw@hier.example", roles=("ggd",)):
    page = admin.post("/staff/accounts/new", name="N. Ieuw", email=email, roles=list(roles))
    return page, (LINK.search(page.get_data(as_text=True)) or [None, None])[1]


def test_an_invitation_makes_an_account_and_its_link_works_once(admin):
    page, link = invite(admin)
    assert page.status_code == 200
    new = Desk(admin.app, admin.app.test_client(), "nieuw@hier.example")
    assert new.password("").status_code == 200, "without a password nobody comes in"
    assert "nieuw@hier.example" in new.client.get(link).get_data(as_text=True)
    assert new.post(link, password="kort", again="kort").status_code == 422
    assert new.post(link, password=CHOSEN, again=CHOSEN + "!").status_code == 422
    other = new.client.get(link).get_data(as_text=True)
    assert new.post(link, password=CHOSEN, again=CHOSEN).location == "/staff/sign-in"
    form = {"password": CHOSEN + " 2", "again": CHOSEN + " 2", "csrf_token": found(TOKEN, other)}
    assert new.client.post(link, data=form).status_code == 410
    assert new.client.get(link).status_code == 410
    assert new.password(CHOSEN).status_code == 302
    new.take_app()
    assert new.opens("/staff/ggd")
    assert link not in admin.client.get("/staff/accounts").get_data(as_text=True)
    with admin.app.app_context():
        assert logged(current_work(), AuditKind.ACCOUNT_MADE)[-1] == ("done", by(admin), "ggd")
        assert [detail for _, _, detail in logged(current_work(), AuditKind.ACCOUNT_CHANGED)] == ["password"]


def test_a_link_is_kept_as_a_hash_and_ends_with_a_newer_one(admin):
    _, link = invite(admin)
    with admin.app.app_context():
        kept = current_work().db.scalars(select(StaffInvitation)).one()
        assert kept.token_lookup not in link
        account_id = kept.account_id
    page = admin.post(f"/staff/accounts/{account_id}/link", _page=f"/staff/accounts/{account_id}")
    newer = found(LINK, page.get_data(as_text=True))
    assert admin.app.test_client().get(link).status_code == 410
    assert admin.app.test_client().get(newer).status_code == 200


@pytest.mark.parametrize(
    ("old", "opens"),
    [
        pytest.param(timedelta(days=7) - timedelta(minutes=1), True, id="just before"),
        pytest.param(timedelta(days=7), False, id="after seven days"),
    ],
)
def test_a_link_ends_after_seven_days_also_when_its_page_stood_open(admin, old, opens):
    _, link = invite(admin)
    new = Desk(admin.app, admin.app.test_client(), "nieuw@hier.example")
    form = {
        "password": CHOSEN,
        "again": CHOSEN,
        "csrf_token": found(TOKEN, new.client.get(link).get_data(as_text=True)),
    }
    grow_old(admin.app, old)
    assert new.client.get(link).status_code == (200 if opens else 410)
    assert new.client.post(link, data=form).status_code == (303 if opens else 410)
    assert new.password(CHOSEN).status_code == (302 if opens else 200), "whether there is a password to sign in with"
    if not opens:
        assert "zeven dagen" in new.client.get(link).get_data(as_text=True)


def grow_old(app, old):
    """As if the one link was made so long ago."""
    with app.app_context():
        work = current_work()
        kept = work.db.scalars(select(StaffInvitation)).one()
        kept.made_at, kept.expires_at = kept.made_at - old, kept.expires_at - old
        work.db.commit()


def test_a_second_account_with_the_same_address_and_one_without_role_are_refused(admin):
    assert invite(admin, email="ggd@hier.example")[0].status_code == 422
    assert invite(admin, roles=())[0].status_code == 422


def act(admin, email, what, **form):
    with admin.app.app_context():
        account_id = account_of(email).id
    return admin.post(f"/staff/accounts/{account_id}/{what}", _page=f"/staff/accounts/{account_id}", **form)


def test_roles_change_at_once_and_the_only_administrator_stays(admin):
    ggd = desk(admin.app, RoleName.GGD)
    ggd.password()
    ggd.take_app()
    assert ggd.opens("/staff/ggd")
    assert act(admin, ggd.email, "roles", roles=["client_manager"]).status_code == 303
    assert ggd.client.get("/staff/ggd").status_code == 403
    assert ggd.opens("/staff/participants")
    assert act(admin, admin.email, "roles", roles=["ggd"]).status_code == 422
    assert act(admin, admin.email, "off").status_code == 422
    assert admin.opens("/staff/accounts")


def test_a_colleague_who_never_came_in_does_not_count_as_an_administrator(admin):
    invite(admin, roles=("administrator",))
    assert act(admin, admin.email, "roles", roles=["ggd"]).status_code == 422
    assert act(admin, admin.email, "off").status_code == 422


def test_an_account_that_is_switched_off_is_out_and_stays_out(admin):
    ggd = desk(admin.app, RoleName.GGD)
    ggd.password()
    ggd.take_app()
    assert act(admin, ggd.email, "off").status_code == 303
    assert act(admin, ggd.email, "link").status_code == 422
    assert ggd.client.get("/staff/ggd").location.startswith("/staff/sign-in")
    assert ggd.password().status_code == 200
    assert act(admin, ggd.email, "on").status_code == 303
    assert ggd.password().location.startswith("/staff/second-step")
    with admin.app.app_context():
        assert logged(current_work(), AuditKind.ACCOUNT_ENDED) == [("done", by(admin), "")]
        assert logged(current_work(), AuditKind.ACCOUNT_CHANGED)[-1] == ("done", by(admin), "on")


def test_a_lost_telephone_is_forgotten_and_a_new_one_set_up(admin):
    ggd = desk(admin.app, RoleName.GGD)
    ggd.password()
    ggd.take_app()
    assert act(admin, ggd.email, "second-step").status_code == 303
    assert ggd.client.get("/staff/ggd").location.startswith("/staff/sign-in")
    assert ggd.password().status_code == 302
    assert ggd.client.get("/staff/ggd").location == "/staff/second-step/set-up"


# --- attacks


def signed_in(staffed, role=RoleName.GGD):  # noqa: F811 - the fixture of that name
    someone = desk(staffed, role)
    someone.password()
    someone.take_app()
    return someone


def cookie_of(client):
    return client.get_cookie("inbeeld").value


def test_a_cookie_that_was_stolen_opens_nothing_after_signing_out(staffed):  # noqa: F811 - the fixture of that name
    owner = signed_in(staffed)
    thief = staffed.test_client()
    thief.set_cookie("inbeeld", cookie_of(owner.client))
    assert thief.get("/staff/ggd").status_code == 200
    owner.post("/staff/sign-out", _page="/staff/ggd")
    thief.set_cookie("inbeeld", cookie_of(thief))
    assert thief.get("/staff/ggd").status_code == 303


def test_a_cookie_from_before_signing_in_is_worth_nothing_after(staffed):  # noqa: F811 - the fixture of that name
    planted = staffed.test_client()
    planted.get("/staff/sign-in")
    before = cookie_of(planted)
    victim = desk(staffed, RoleName.GGD)
    victim.client.set_cookie("inbeeld", before)
    victim.password()
    victim.take_app()
    assert victim.opens("/staff/ggd")
    assert cookie_of(victim.client) != before
    assert planted.get("/staff/ggd").status_code == 303


def test_a_session_ends_after_its_hours_whatever_happened_meanwhile(staffed, monkeypatch):  # noqa: F811 - the fixture of that name
    someone = signed_in(staffed)
    assert someone.opens("/staff/ggd")
    inbeeld = staffed.extensions["inbeeld"]
    from dataclasses import replace  # noqa: PLC0415 - only here

    monkeypatch.setattr(inbeeld, "config", replace(inbeeld.config, staff_session_hours=0))
    assert someone.client.get("/staff/ggd").location.startswith("/staff/sign-in")


def test_a_new_password_ends_the_sessions_elsewhere(staffed):  # noqa: F811 - the fixture of that name
    here = signed_in(staffed)
    elsewhere = desk(staffed, RoleName.GGD)
    elsewhere.totp, elsewhere.step = here.totp, here.step
    elsewhere.password()
    assert elsewhere.second_step().status_code == 302
    form = {"current": PASSWORD_HERE, "password": CHOSEN, "again": CHOSEN}
    assert here.post("/staff/account/password", _page="/staff/account", **form).status_code == 303
    assert here.opens("/staff/ggd")
    assert elsewhere.client.get("/staff/ggd").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ggd@hier.example", "not the password"),
        ("niemand@hier.example", "not the password"),
        ("uitgenodigd@hier.example", "not the password"),
        ("uit@hier.example", "not the password"),
        ("uit@hier.example", PASSWORD_HERE),
    ],
)
def test_an_unknown_account_costs_the_same_work_and_gets_the_same_answer(staffed, monkeypatch, email, password):  # noqa: F811 - the fixture of that name
    done = []
    import argon2.low_level  # noqa: PLC0415 - only here

    with staffed.app_context():
        work = current_work()
        place = account_of("ggd@hier.example").organisation
        make_account(work, place, NewAccount("uitgenodigd@hier.example", "Nieuw", (RoleName.GGD,), None))
        off = NewAccount("uit@hier.example", "Uit", (RoleName.GGD,), hash_password(PASSWORD_HERE))
        make_account(work, place, off).active = False
        work.db.commit()
    for name in ("hash_secret", "verify_secret"):
        original = getattr(argon2.low_level, name)

        def counted(*args, _original=original, **more):
            done.append(1)
            return _original(*args, **more)

        monkeypatch.setattr(argon2.low_level, name, counted)
    someone = Desk(staffed, staffed.test_client(), email)
    answer = someone.password(password)
    page = re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True))
    reference = Desk(staffed, staffed.test_client(), "ggd@ginds.example").password("not the password")
    assert page == re.sub(r'value="[^"]*"', "", reference.get_data(as_text=True))
    assert len(done) == 2, "one piece of argon2 for each of the two tries"


def test_guessing_codes_of_the_second_step_is_slowed_down(staffed):  # noqa: F811 - the fixture of that name
    someone = signed_in(staffed)
    someone.post("/staff/sign-out", _page="/staff/ggd")
    someone.password()
    answers = [someone.second_step(f"{number:06}").status_code for number in range(5)]
    assert answers == [200] * 5
    someone.step += 1
    assert someone.second_step("123456").status_code == 429
    assert someone.password().status_code == 429, "the password does not open a new round"


def test_every_form_of_signing_in_needs_its_token(staffed):  # noqa: F811 - the fixture of that name
    someone = signed_in(staffed)
    for rule in staffed.url_map.iter_rules():
        if rule.rule.startswith("/staff") and "POST" in rule.methods:
            with staffed.test_request_context():
                values = {name: 1 if name.endswith("_id") or name == "number" else "x" for name in rule.arguments}
                address = staffed.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
            assert someone.client.post(address, data={"csrf_token": "forged"}).status_code == 400, address


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("elf signs no", None),
        ("te kort", PasswordProblem.TOO_SHORT),
        ("x" * 200, PasswordProblem.TOO_LONG),
        ("ababababababab", PasswordProblem.SAME_SIGNS),
        ("administrator2024!", PasswordProblem.COMMON),
        ("123456789012", PasswordProblem.COMMON),
        ("01-01-1980 01-01-1980", PasswordProblem.COMMON),
        ("0612345678 2026", PasswordProblem.COMMON),
        ("839201746528", PasswordProblem.COMMON),  # twelve digits are soon tried
        ("98430175628431970562", None),
        ("abcdefghijkl", PasswordProblem.COMMON),
        ("qwertyuiop!@#$", PasswordProblem.COMMON),
        ("passwordpassword", PasswordProblem.COMMON),
        ("welkom welkom", PasswordProblem.COMMON),
        ("welkom-hallo-welkom", PasswordProblem.COMMON),
        ("Zomer2026!!!", PasswordProblem.COMMON),
        ("2026-Gemeente!", PasswordProblem.COMMON),
        ("gemeente2026", PasswordProblem.COMMON),
        ("statushouder2026", PasswordProblem.COMMON),
        ("Inbeeld2026!!", PasswordProblem.COMMON),
        ("W@chtw00rd2026", PasswordProblem.COMMON),
        ("Januari Februari", PasswordProblem.COMMON),
        ("beheerder-inbeeld", PasswordProblem.ABOUT_YOU),
        ("Beheerder2026!", PasswordProblem.ABOUT_YOU),
        ("ጽቡቕ ማይ ኣብ ገዛና", None),
        ("correct horse battery staple", None),
        ("welkom lamp fiets zomer", None),
        ("de kat op de mat", None),
        ("kxqvjwzpmtrb", None),
        ("k7#Q9$x2!pLw", None),
        ("een lange zin met woorden " * 4, None),
    ],
)
def test_passwords_are_judged_by_length_and_by_what_others_take(password, problem):
    assert password_problem(password, ("A. Smit", "beheerder@hier.example")) == problem


def test_a_password_costs_whoever_guesses_it_from_a_stolen_store(app):
    with app.app_context():
        hashed = hash_password(PASSWORD_HERE)
    kind, _, costs = hashed.split("$")[1:4]
    memory, times = (int(cost[2:]) for cost in costs.split(",")[:2])
    assert kind == "argon2id"
    assert memory >= 19 * 1024, "KiB, as OWASP asks for at least"
    assert times >= 2
