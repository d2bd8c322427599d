"""Signing in with a provider of OpenID Connect, a process of its own on this machine."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import select

from app import create_app
from app.config import ROLES, Config, ConfigError, Provider
from app.store.models import AuditEvent, Organisation, RoleName, StaffAccount
from app.web.context import current_work
from tests.conftest import close_stores
from tests.journeys.conftest import free_port

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
def office(config: Config, issuer, monkeypatch):
    """The application of a municipality that signs in there."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    provider = Provider(issuer, "inbeeld", "a secret of a test", "groups", {"inbeeld-ggd": "ggd"})
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
        [account] = current_work().db.scalars(select(StaffAccount))
    assert failed_sign_ins(office) == [("nobody", f"account:{account.id}", "provider")]


def test_the_same_address_at_the_provider_does_not_take_over_another_account(office, issuer):
    known(issuer, "dirk", email="dirk@gemeente.example")
    sign_in(office, "dirk")
    known(issuer, "someone-else", email="dirk@gemeente.example")
    assert sign_in(office, "someone-else")[1].status_code == 403
    assert failed_sign_ins(office) == [("nobody", "", "provider")]


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
