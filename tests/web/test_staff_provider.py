"""Signing in with a provider of OpenID Connect, a process of its own on this machine."""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import select, update

from app import create_app
from app.config import ROLES, Config, ConfigError, Provider
from app.services.accounts import NewAccount, make_account, staff_of
from app.services.team import invite
from app.store.models import AuditEvent, Organisation, RoleName, StaffAccount
from app.web.context import current_work
from tests.conftest import close_stores
from tests.tools.ports import free_port

ANNA = {"email": "anna@gemeente.example", "name": "Anna", "groups": ["inbeeld-ggd", "koffie"], "amr": ["pwd", "mfa"]}
PROGRAM = """
import sys
from wsgiref.simple_server import make_server
from oidc_provider_mock import app
make_server("127.0.0.1", int(sys.argv[1]), app(require_nonce=True)).serve_forever()
"""


@pytest.fixture(scope="module")
def issuer():
    """A provider that answers; gives its address."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(port)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while True:
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=2).raise_for_status()
            break
        except requests.RequestException:
            assert process.poll() is None
            assert time.monotonic() < until, "the provider does not answer"
            time.sleep(0.2)
    yield address
    process.terminate()
    process.wait(20)


@pytest.fixture
def settings():
    """What the settings of a test say otherwise of the provider."""
    return {}


@pytest.fixture
def office(config: Config, issuer, monkeypatch, settings):
    """The application of a municipality that signs in there."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    provider = Provider(issuer, "inbeeld", "a secret of a test", "groups", {"inbeeld-ggd": "ggd"})
    provider = replace(provider, **settings)
    app = create_app(replace(config, demo=False, second_step=True, provider=provider))
    with app.app_context():
        work = current_work()
        work.db.add(Organisation(name="hier", privacy_contact="p@x.example", legal_basis="test"))
        work.db.commit()
    yield app
    close_stores(app)


def known(issuer, subject, **claims):
    """Let the provider know somebody."""
    requests.put(f"{issuer}/users/{subject}", json={**ANNA, **claims}, timeout=5).raise_for_status()


def at_provider(address, subject):
    """Sign in over there; gives where it sends the browser."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text[:300]
    return answer.headers["Location"]


def sign_in(office, subject, client=None):
    client = client or office.test_client()
    to_provider = client.get("/staff/sign-in/provider").location
    return client, client.get(at_provider(to_provider, subject))


def failed_sign_ins(office):
    with office.app_context():
        rows = current_work().db.scalars(select(AuditEvent).where(AuditEvent.outcome == "failed"))
        return [(row.actor, row.subject, row.detail) for row in rows]


def test_the_browser_is_sent_with_pkce_state_and_nonce(office, issuer):
    sent = office.test_client().get("/staff/sign-in/provider").location
    assert sent.startswith(issuer)
    asked = parse_qs(urlsplit(sent).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert min(len(asked[name][0]) for name in ("code_challenge", "state", "nonce")) >= 20


def test_somebody_with_a_role_comes_in_without_a_second_step_of_ours(office, issuer):
    known(issuer, "anna")
    client, answer = sign_in(office, "anna")
    assert answer.location == "/staff/"
    assert client.get("/staff/ggd").status_code == 200
    assert client.get("/staff/accounts").status_code == 403
    with office.app_context():
        [account] = current_work().db.scalars(select(StaffAccount))
        assert (account.oidc_issuer, account.oidc_subject, account.password) == (issuer, "anna", None)


def test_roles_follow_the_provider_and_without_one_nobody_comes_in(office, issuer):
    known(issuer, "bert", email="bert@gemeente.example")
    assert sign_in(office, "bert")[1].location == "/staff/"
    known(issuer, "bert", email="bert@gemeente.example", groups=["koffie"])
    client, answer = sign_in(office, "bert")
    assert answer.status_code == 403
    assert client.get("/staff/ggd").status_code == 303


def test_a_sign_in_with_a_password_alone_over_there_is_refused(office, issuer):
    known(issuer, "carla", email="carla@gemeente.example", amr=["pwd"])
    client, answer = sign_in(office, "carla")
    assert answer.status_code == 403
    assert client.get("/staff/ggd").status_code == 303
    with office.app_context():
        assert current_work().db.scalars(select(StaffAccount)).all() == [], "nor is an account made"
    known(issuer, "carla", email="carla@gemeente.example")
    assert sign_in(office, "carla")[1].location == "/staff/"
    known(issuer, "carla", email="carla@gemeente.example", amr=["pwd"])
    assert sign_in(office, "carla")[1].status_code == 403
    with office.app_context():
        [account] = current_work().db.scalars(select(StaffAccount))
    told = [("nobody", "", "provider"), ("nobody", f"account:{account.id}", "provider")]
    assert failed_sign_ins(office) == told


@pytest.mark.parametrize("settings", [{"role_claim": "realm_access.roles"}])
@pytest.mark.parametrize(
    ("claims", "welcome"),
    [
        pytest.param({"realm_access": {"roles": ["koffie", "inbeeld-ggd"]}}, True, id="several, one deeper"),
        pytest.param({"realm_access": {"roles": "inbeeld-ggd"}}, True, id="one, not in a list"),
        pytest.param({"realm_access.roles": ["inbeeld-ggd"]}, True, id="a name that holds a dot"),
        pytest.param({"realm_access": {"roles": ["koffie"]}}, False, id="none of ours"),
        pytest.param({"realm_access": ["inbeeld-ggd"]}, False, id="one step short"),
        pytest.param({"roles": ["inbeeld-ggd"]}, False, id="elsewhere"),
    ],
)
def test_roles_may_lie_deeper_in_what_the_provider_says(office, issuer, claims, welcome):
    subject = f"jo-{secrets.token_hex(4)}"
    known(issuer, subject, email=f"{subject}@gemeente.example", **claims)
    client, answer = sign_in(office, subject)
    assert answer.status_code == (303 if welcome else 403)
    assert client.get("/staff/ggd").status_code == (200 if welcome else 303)


@pytest.mark.parametrize("settings", [{"second_step": ("phr", "c2")}])
@pytest.mark.parametrize(
    ("claims", "welcome"),
    [
        pytest.param({"acr": "phr"}, True, id="by its level"),
        pytest.param({"acr": "c2", "amr": ["pwd"]}, True, id="by its level, whatever the ways"),
        pytest.param({"acr": "1", "amr": ["pwd", "c2"]}, True, id="by one of the ways"),
        pytest.param({"acr": "1"}, False, id="a lower level"),
        pytest.param({"acr": "phr c2"}, False, id="two levels in one word"),
        pytest.param({"acr": "1", "amr": ["mfa"]}, False, id="a way that the settings do not name"),
        pytest.param({}, False, id="nothing"),
    ],
)
def test_the_level_of_the_provider_counts_as_a_second_step_when_the_settings_name_it(office, issuer, claims, welcome):
    subject = f"kim-{secrets.token_hex(4)}"
    known(issuer, subject, email=f"{subject}@gemeente.example", **{"amr": None, **claims})
    client, answer = sign_in(office, subject)
    assert answer.status_code == (303 if welcome else 403)
    assert client.get("/staff/ggd").status_code == (200 if welcome else 303)


def test_the_same_address_at_the_provider_does_not_take_over_another_account(office, issuer):
    known(issuer, "dirk", email="dirk@gemeente.example")
    sign_in(office, "dirk")
    known(issuer, "someone-else", email="dirk@gemeente.example")
    assert sign_in(office, "someone-else")[1].status_code == 403
    assert failed_sign_ins(office) == [("nobody", "", "provider")]


def invited(office, email):
    """The address of a link for a colleague, as an administrator made it."""
    with office.app_context():
        work = current_work()
        organisation = work.db.scalars(select(Organisation)).one()
        new = NewAccount(f"{secrets.token_hex(4)}@gemeente.example", "Beheer", (RoleName.ADMINISTRATOR,), None)
        administrator = staff_of(make_account(work, organisation, new))
        _, token = invite(work, administrator, "E. Els", email, [RoleName.FACILITATOR])
    return f"/staff/invitation/{token}"


def join(office, link, subject):
    client = office.test_client()
    to_provider = client.get(f"{link}/provider").location
    return client, client.get(at_provider(to_provider, subject))


def test_somebody_with_an_invitation_joins_with_the_provider_and_the_link_is_used_up(office, issuer):
    link = invited(office, "Els@gemeente.example")
    assert f'href="{link}/provider"' in office.test_client().get(link).get_data(as_text=True)
    known(issuer, "els", email="els@gemeente.example")
    assert sign_in(office, "els")[1].status_code == 403, "the address alone is not enough"
    client, answer = join(office, link, "els")
    assert answer.location == "/staff/"
    assert client.get("/staff/ggd").status_code == 200, "the roles are those of the provider"
    assert office.test_client().get(link).status_code == 410
    assert sign_in(office, "els")[1].location == "/staff/"
    with office.app_context():
        account = current_work().db.scalars(select(StaffAccount).where(StaffAccount.oidc_subject == "els")).one()
        assert (account.email, account.name, account.password) == ("els@gemeente.example", "E. Els", None)


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"email": "fien@elders.example"}, id="a link that was passed on"),
        pytest.param(
            {"email": "fien@gemeente.example", "email_verified": False}, id="an address that nobody looked at"
        ),
        pytest.param({"email": "fien@gemeente.example", "amr": ["pwd"]}, id="a password alone"),
        pytest.param({"email": "fien@gemeente.example", "groups": ["koffie"]}, id="no role"),
    ],
)
def test_an_invitation_stays_as_it_is_when_the_provider_says_something_else(office, issuer, claims):
    link = invited(office, "fien@gemeente.example")
    subject = f"fien-{secrets.token_hex(4)}"
    known(issuer, subject, **claims)
    client, answer = join(office, link, subject)
    assert answer.status_code == 403
    assert client.get("/staff/ggd").status_code == 303
    assert office.test_client().get(link).status_code == 200
    with office.app_context():
        assert current_work().db.scalar(select(StaffAccount.id).where(StaffAccount.oidc_subject == subject)) is None


def test_the_account_of_another_organisation_is_not_joined(office, issuer):
    link = invited(office, "gijs@gemeente.example")
    with office.app_context():
        work = current_work()
        work.db.add(Organisation(name="ginds", privacy_contact="p@x.example", legal_basis="test"))
        work.db.commit()
    known(issuer, "gijs", email="gijs@gemeente.example")
    assert join(office, link, "gijs")[1].status_code == 403


def test_a_link_for_a_forgotten_password_joins_nothing(office, issuer):
    link = invited(office, "hans@gemeente.example")
    with office.app_context():
        current_work().db.execute(update(StaffAccount).values(password="hash"))
        current_work().db.commit()
    known(issuer, "hans", email="hans@gemeente.example")
    assert join(office, link, "hans")[1].status_code == 403
    assert "/provider" not in office.test_client().get(link).get_data(as_text=True)


def test_an_answer_for_another_browser_or_a_second_time_is_refused(office, issuer):
    known(issuer, "anna")
    first = office.test_client()
    back = at_provider(first.get("/staff/sign-in/provider").location, "anna")
    assert office.test_client().get(back).status_code == 403, "state of another browser"
    assert first.get(re.sub("state=[^&]+", "state=forged", back)).status_code == 403
    assert first.get(back).location == "/staff/"
    assert first.get(back).status_code == 403, "once"


def test_without_a_provider_there_is_no_such_page(client):
    assert client.get("/staff/sign-in/provider").status_code == 404


def test_its_settings_are_needed_together_and_roles_are_ours():
    assert set(ROLES) == {role.value for role in RoleName}
    settings = {"INBEELD_DEMO": "1", "INBEELD_OIDC_ISSUER": "https://id.gemeente.example/"}
    with pytest.raises(ConfigError) as missing:
        Config.from_environment(settings)
    assert "INBEELD_OIDC_CLIENT_ID" in str(missing.value)
    more = {"INBEELD_OIDC_CLIENT_ID": "i", "INBEELD_OIDC_CLIENT_SECRET": "s"}
    with pytest.raises(ConfigError, match="INBEELD_OIDC_ROLES"):
        Config.from_environment({**settings, **more, "INBEELD_OIDC_ROLES": "group=boss"})
    provider = Config.from_environment({**settings, **more, "INBEELD_OIDC_ROLES": "a=ggd,b=facilitator"}).provider
    assert provider is not None
    assert (provider.issuer, provider.roles) == ("https://id.gemeente.example", {"a": "ggd", "b": "facilitator"})
