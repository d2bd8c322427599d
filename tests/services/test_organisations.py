"""A new installation: its first organisation, and the administrator who lets all others in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.services.audit import AuditKind
from app.services.organisations import (
    OrganisationForm,
    OrganisationProblem,
    OrganisationRefused,
    add_organisation,
    find_organisation,
    form_of,
    let_administrator_begin_anew,
    let_administrator_in,
    without_administrator,
)
from app.services.team import AccountUnknown, InvitationGone, TeamProblem, TeamRefused, account_of_link, use_link
from app.store.models import RoleName
from app.web.context import current_work
from tests.logged import logged
from tests.staff_people import PASSWORD_HERE, Desk, account_of, desk, staffed  # noqa: F401 - a fixture

TESTDORP = OrganisationForm("Testdorp", "privacy@testdorp.example", "een grond", "088 000 00 01", "")
LINK = re.compile(r"https://inbeeld\.example(/staff/invitation/\S+)")
OPTIONS = ("--name", "Testdorp", "--privacy-contact", "privacy@testdorp.example", "--legal-basis", "een grond")
CHOSEN = "groene lamp boven het water"


def refused(work, form):
    with pytest.raises(OrganisationRefused) as caught:
        add_organisation(work, form)
    return set(caught.value.problems)


def test_an_organisation_is_kept_tidy_and_written_down(work):
    made = add_organisation(work, replace(TESTDORP, name="  Testdorp \n"))
    assert form_of(find_organisation(work, made.id)) == TESTDORP
    assert logged(work, AuditKind.SETTINGS_CHANGED) == [("done", "system", "organisation_added")]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"name": " "}, OrganisationProblem.NAME_MISSING),
        ({"privacy_contact": ""}, OrganisationProblem.PRIVACY_CONTACT_MISSING),
        ({"legal_basis": ""}, OrganisationProblem.LEGAL_BASIS_MISSING),
        ({"legal_basis": "x" * 401}, OrganisationProblem.TOO_LONG),
        ({"ggd_phone": "de GGD"}, OrganisationProblem.GGD_PHONE_WRONG),
        ({"vluchtelingenwerk_phone": "1"}, OrganisationProblem.VLUCHTELINGENWERK_PHONE_WRONG),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_does_not_fit_is_named_and_nothing_kept(work, changed, problem):
    assert refused(work, replace(TESTDORP, **changed)) == {problem}
    assert logged(work, AuditKind.SETTINGS_CHANGED) == []


def test_two_have_not_one_name_and_all_problems_are_named_at_once(work):
    add_organisation(work, TESTDORP)
    wrong = replace(TESTDORP, privacy_contact="", ggd_phone="x")
    assert refused(work, wrong) == {
        OrganisationProblem.NAME_TAKEN,
        OrganisationProblem.PRIVACY_CONTACT_MISSING,
        OrganisationProblem.GGD_PHONE_WRONG,
    }


def test_from_an_empty_installation_to_an_administrator_who_invites(app, config, work):
    config_outside = replace(config, address="https://inbeeld.example")
    app.extensions["inbeeld"].config = config_outside
    runner = app.test_cli_runner()
    assert "none yet" in runner.invoke(args=["organisation", "list"]).output
    assert "flask organisation add" in runner.invoke(args=["doctor"]).output
    assert runner.invoke(args=["organisation", "add", *OPTIONS]).exit_code == 0
    number = runner.invoke(args=["organisation", "list"]).output.split()[0]
    assert f"flask organisation administrator {number}" in runner.invoke(args=["doctor"]).output
    done = runner.invoke(args=["organisation", "administrator", number], input="Beheer@Hier.example\nB. Eheer\n")
    assert done.exit_code == 0, done.output
    link = LINK.search(done.output)
    assert link, done.output
    assert "flask organisation" not in runner.invoke(args=["doctor"]).output
    first = Desk(app, app.test_client(), "beheer@hier.example")
    assert first.post(link[1], password=CHOSEN, again=CHOSEN).location == "/staff/sign-in"
    assert first.client.get(link[1]).status_code == 410
    assert first.password(CHOSEN).status_code == 302
    assert first.opens("/staff/accounts")
    assert ("done", "system", "administrator") in logged(work, AuditKind.ACCOUNT_MADE)


def test_what_people_read_about_it_changes_and_the_rest_stays(app, work):
    made = add_organisation(work, TESTDORP)
    runner = app.test_cli_runner()
    done = runner.invoke(args=["organisation", "change", str(made.id), "--ggd-phone", "088 000 00 09"])
    assert done.exit_code == 0, done.output
    work.db.expire_all()
    assert form_of(find_organisation(work, made.id)) == replace(TESTDORP, ggd_phone="088 000 00 09")
    wrong = runner.invoke(args=["organisation", "change", str(made.id), "--name", ""])
    assert wrong.exit_code == 2
    assert "Nothing was changed" in wrong.output


@pytest.mark.parametrize("words", [["change", "7", "--name", "A"], ["administrator", "7"]], ids=lambda words: words[0])
def test_a_number_that_nobody_has_is_told(app, words):
    done = app.test_cli_runner().invoke(args=["organisation", *words], input="a@b.example\nA\n")
    assert done.exit_code == 2
    assert "no organisation 7" in done.output


def test_an_administrator_who_lost_everything_begins_anew(staffed):  # noqa: F811 - the fixture
    lost = desk(staffed, RoleName.ADMINISTRATOR)
    lost.password()
    lost.take_app()
    assert lost.opens("/staff/accounts")
    with staffed.app_context():
        work = current_work()
        token = let_administrator_begin_anew(work, account_of(lost.email).organisation_id, lost.email.upper())
        assert ("done", "system", "reset") in logged(work, AuditKind.SECOND_FACTOR)
    assert not lost.opens("/staff/accounts"), "who holds the lost device is out"
    again = Desk(staffed, staffed.test_client(), lost.email)
    assert again.password(PASSWORD_HERE).status_code == 200, "the old password opens nothing"
    link = f"/staff/invitation/{token}"
    assert again.post(link, password=CHOSEN, again=CHOSEN).location == "/staff/sign-in"
    again.password(CHOSEN)
    again.take_app()
    assert again.opens("/staff/accounts")


@pytest.mark.parametrize("email", ["ggd@hier.example", "administrator@ginds.example", "niemand@hier.example", "geen"])
def test_nobody_but_an_administrator_of_this_organisation_begins_anew(staffed, email):  # noqa: F811 - the fixture
    with staffed.app_context():
        work = current_work()
        here = account_of("administrator@hier.example").organisation_id
        with pytest.raises(AccountUnknown):
            let_administrator_begin_anew(work, here, email)


def test_an_account_that_is_off_stays_off(staffed):  # noqa: F811 - the fixture
    with staffed.app_context():
        work = current_work()
        held = account_of("administrator@hier.example")
        held.active = False
        work.db.commit()
        with pytest.raises(AccountUnknown):
            let_administrator_begin_anew(work, held.organisation_id, held.email)


@pytest.mark.parametrize("email", ["administrator@ginds.example", "ggd@hier.example", "administrator@hier.example"])
def test_an_account_that_is_there_stays_as_it_is(staffed, email):  # noqa: F811 - the fixture
    with staffed.app_context():
        work = current_work()
        here, kept = account_of("administrator@hier.example").organisation_id, account_of(email).password
        with pytest.raises(TeamRefused) as caught:
            let_administrator_in(work, here, "B. Eheer", email)
        assert caught.value.problems == (TeamProblem.EMAIL_TAKEN,)
        assert account_of(email).password == kept


def test_who_signs_in_with_the_municipality_gets_no_password(staffed):  # noqa: F811 - the fixture
    with staffed.app_context():
        work = current_work()
        held = account_of("administrator@hier.example")
        held.oidc_issuer, held.oidc_subject = "https://provider.example", "7"
        work.db.commit()
        with pytest.raises(TeamRefused) as caught:
            let_administrator_begin_anew(work, held.organisation_id, held.email)
        assert caught.value.problems == (TeamProblem.NO_LINK,)


def test_a_second_link_ends_the_first(work):
    made = add_organisation(work, TESTDORP)
    first = let_administrator_in(work, made.id, "B. Eheer", "beheer@hier.example")
    second = let_administrator_begin_anew(work, made.id, "beheer@hier.example")
    with pytest.raises(InvitationGone):
        account_of_link(work, first)
    assert use_link(work, second, "hash").holds(RoleName.ADMINISTRATOR)


def test_whose_link_is_too_old_is_no_administrator_yet(work):
    made = add_organisation(work, TESTDORP)
    let_administrator_in(work, made.id, "B. Eheer", "beheer@hier.example")
    assert without_administrator(work) == []
    later = replace(work, now=lambda: datetime.now(UTC) + timedelta(days=8))
    assert without_administrator(later) == [made.id]


def test_a_change_of_nothing_is_refused(app, work):
    made = add_organisation(work, TESTDORP)
    done = app.test_cli_runner().invoke(args=["organisation", "change", str(made.id)])
    assert (done.exit_code, logged(work, AuditKind.SETTINGS_CHANGED)) == (2, [("done", "system", "organisation_added")])
