"""Signing in with a second step: required before any page, codes that work once, and what gets somebody back in."""

from __future__ import annotations

import os

import pytest

from app.config import Config, ConfigError
from app.keys import Keys
from app.store.cipher import Lookup
from app.store.models import RoleName
from app.web.context import current_work
from tests.staff_people import PASSWORD_HERE, account_of, desk, staffed  # noqa: F401 - a fixture

SET_UP = "/staff/second-step/set-up"


def test_before_a_second_step_is_set_up_no_page_opens(staffed):  # noqa: F811 - the fixture of that name
    someone = desk(staffed, RoleName.ADMINISTRATOR)
    assert someone.password().status_code == 302
    for page in ("/staff/", "/staff/locations", "/staff/accounts", "/staff/account"):
        assert someone.client.get(page).location == SET_UP, page
    assert "tweede stap" in someone.client.get(SET_UP).get_data(as_text=True)
    someone.take_app()
    assert someone.client.get("/staff/second-step/kept").location == "/staff/second-step/codes"
    assert "De app is bewaard" in someone.client.get("/staff/second-step/codes").get_data(as_text=True)
    assert someone.opens("/staff/locations")


@pytest.fixture
def settled(staffed):  # noqa: F811 - the fixture of that name
    """Somebody whose app is set up, signed out again."""
    someone = desk(staffed, RoleName.ADMINISTRATOR)
    someone.password()
    someone.take_app()
    someone.codes = someone.recovery_codes()
    someone.post("/staff/sign-out", _page="/staff/locations")
    return someone


def test_later_the_password_alone_opens_nothing(settled):
    assert settled.password().location.startswith("/staff/second-step?")
    assert settled.client.get("/staff/locations").location == "/staff/sign-in"
    assert settled.client.get(SET_UP).location == "/staff/sign-in"
    assert settled.second_step("000000").status_code == 200
    assert not settled.opens("/staff/locations")
    code = settled.code()
    assert settled.second_step(code).status_code == 302
    assert settled.opens("/staff/locations")
    settled.post("/staff/sign-out", _page="/staff/locations")
    settled.password()
    assert "past niet" in settled.second_step(code).get_data(as_text=True), "each code works once"


def test_a_recovery_code_works_once_and_is_kept_as_a_hash(settled):
    assert len(settled.codes) == 8
    with settled.app.app_context():
        kept = account_of(settled.email).mf_recovery_codes
        assert kept
        assert not set(kept) & set(settled.codes)
    settled.password()
    assert settled.post("/staff/second-step/code", code=settled.codes[0].upper()).status_code == 302
    assert settled.opens("/staff/locations")
    page = settled.client.get("/staff/second-step/codes?show_codes=1").get_data(as_text=True)
    assert settled.codes[1] not in page, "they are shown once"
    settled.post("/staff/sign-out", _page="/staff/locations")
    settled.password()
    assert settled.post("/staff/second-step/code", code=settled.codes[0]).status_code == 200


def change_lookup_key(app, *, keep_old):
    """A new lookup key for this application, in front of those that it has."""
    kept = app.extensions["inbeeld"]
    old = kept.config.lookup_key.pairs if keep_old else ()
    kept.lookup = Lookup.by(Keys((("new", os.urandom(32)), *old)))


def test_a_recovery_code_works_after_the_lookup_key_was_changed_and_the_old_one_taken_out(settled):
    with settled.app.app_context():
        kept = account_of(settled.email).mf_recovery_codes or []
        assert [one[:10] for one in kept] == ["$argon2id$"] * 8
    change_lookup_key(settled.app, keep_old=True)
    told = settled.app.test_cli_runner().invoke(args=["keys", "rotate"])
    assert told.exit_code == 0
    assert "INBEELD_LOOKUP_KEY: only its current key is in use." in told.output
    change_lookup_key(settled.app, keep_old=False)
    settled.password()
    assert settled.post("/staff/second-step/code", code=settled.codes[0]).status_code == 302
    assert settled.opens("/staff/locations")


def test_recovery_codes_from_before_work_and_hold_the_old_lookup_key_until_new_ones_are_made(settled):
    with settled.app.app_context():
        lookup = current_work().lookup
        keyed = [lookup.of(f"recovery:{code.replace('-', '')}") for code in settled.codes]
        account_of(settled.email).mf_recovery_codes = keyed
        current_work().db.commit()
    change_lookup_key(settled.app, keep_old=True)
    run = settled.app.test_cli_runner().invoke
    rotated = run(args=["keys", "rotate"])
    assert rotated.exit_code == 0, "what cannot be made anew is no error"
    for told in (rotated.output, run(args=["keys", "status"]).output):
        assert "staff_account.mf_recovery_codes (INBEELD_LOOKUP_KEY, current new): 0 by key new, 8 by key 1" in told
        assert "INBEELD_LOOKUP_KEY: still needs its older keys; sealing anew does not change that." in told
        assert "until these colleagues have made new codes" in told
    settled.password()
    assert settled.post("/staff/second-step/code", code=settled.codes[0]).status_code == 302
    with settled.app.app_context():
        assert account_of(settled.email).mf_recovery_codes == keyed[1:]
    settled.recovery_codes()
    assert "INBEELD_LOOKUP_KEY: only its current key is in use." in run(args=["keys", "status"]).output


@pytest.mark.parametrize("code", ["a" * 5000, "----", "0123456789ab0", "é" * 12])
def test_what_looks_like_no_recovery_code_is_none(settled, code):
    settled.password()
    assert settled.post("/staff/second-step/code", code=code).status_code == 200
    assert not settled.opens("/staff/locations")


def test_the_secret_of_the_app_is_sealed_and_bound_to_its_account(settled):
    other = desk(settled.app, RoleName.GGD)
    with settled.app.app_context():
        mine, theirs = account_of(settled.email), account_of(other.email)
        assert mine.tf_totp_secret
        assert mine.tf_totp_secret.startswith("v1:")
        theirs.tf_totp_secret, theirs.tf_primary_method = mine.tf_totp_secret, "authenticator"
        current_work().db.commit()
    other.totp, other.step = settled.totp, settled.step
    other.password()
    assert other.second_step().status_code == 200
    assert not other.opens("/staff/ggd")


def test_whoever_waited_with_a_password_alone_is_out_once_a_second_step_is_there(staffed):  # noqa: F811 - the fixture of that name
    thief, owner = desk(staffed, RoleName.GGD), desk(staffed, RoleName.GGD)
    thief.password()
    owner.password()
    owner.take_app()
    assert owner.opens("/staff/ggd")
    assert thief.client.get("/staff/ggd").location.startswith("/staff/sign-in")


def test_a_change_of_the_second_step_asks_for_the_password_after_a_while(settled):
    settled.password()
    settled.second_step()
    with settled.client.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600
        cookie.pop("fs_gexp", None)
    answer = settled.post("/staff/second-step/app", _page="/staff/account", setup="authenticator")
    assert "/staff/password-again" in answer.location
    again = settled.post(answer.location, password=PASSWORD_HERE)
    assert again.status_code == 302
    assert settled.post("/staff/second-step/app", _page="/staff/account", setup="authenticator").status_code == 200


def test_only_a_demonstration_can_leave_the_second_step_out():
    demo = Config.from_environment({"INBEELD_DEMO": "1"})
    assert not demo.second_step
    assert Config.from_environment({"INBEELD_DEMO": "1", "INBEELD_SECOND_STEP": "1"}).second_step
    with pytest.raises(ConfigError, match="INBEELD_SECOND_STEP"):
        Config.from_environment({"INBEELD_SECOND_STEP": "0"})
