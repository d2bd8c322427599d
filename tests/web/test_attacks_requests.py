"""Requests that no page of ours makes: invented names, addresses elsewhere, sizes, methods and forms."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import create_app
from app.config import Config, ConfigError
from app.services.demonstration import PASSWORD
from app.services.demonstration_people import PEOPLE, Meeting, Stage
from app.store.base import Base, CareBase
from app.store.models import RoleName
from app.web.context import current_work
from app.web.headers import LASTING, SITTING
from app.web.hosts import is_ours
from app.web.participant.sitting import TOKEN
from tests.conftest import close_stores
from tests.demonstration_stores import EMAILS, csrf_token, sign_in
from tests.factories import make_config
from tests.unit.test_keys import settings as fresh_settings
from tests.web.person import Person

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/staff//evil.example",
    "http://localhost@evil.example/",
    "\t//evil.example",
)


# --- names ---


@pytest.fixture
def served(migrated_stores):
    """The application as it runs for people, known under one name."""
    config = replace(make_config(migrated_stores, demo=False), hosts=frozenset({"inbeeld.example"}), cookie_secure=True)
    app = create_app(config)
    yield app
    close_stores(app)


@pytest.mark.parametrize("name", ["evil.example", "inbeeld.example.evil.example", "evil.example:443", "10.0.0.7"])
def test_an_invented_name_is_refused_and_never_repeated(served, name):
    for path in ("/", "/nl/code", "/staff/sign-in", "/nothing"):
        answer = served.test_client().get(path, headers={"Host": name})
        assert answer.status_code == 400
        assert "evil" not in answer.text
        assert "evil" not in str(answer.headers)


@pytest.mark.parametrize("name", ["inbeeld.example", "INBEELD.example:8443", "localhost", "127.0.0.1:8000"])
def test_our_own_names_are_answered(served, name):
    assert served.test_client().get("/nl/code", headers={"Host": name}).status_code == 200


def test_a_proxy_that_nobody_named_is_not_believed(served):
    told = {"Host": "inbeeld.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    answer = served.test_client().get("/nl/code", headers=told)
    assert answer.status_code == 200
    assert "evil" not in answer.text


def test_health_is_told_under_any_name_for_whoever_balances(served):
    assert served.test_client().get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("192.168.1.20:8000", True),
        ("[fe80::1]:8000", True),
        ("8.8.8.8", False),
        ("evil.example", False),
        ("user@192.168.1.20", False),
        ("", False),
        ("localhost:port", False),
        ("[::1", False),
    ],
)
def test_a_room_reaches_the_laptop_by_private_addresses_alone(tmp_path, host, ours):
    assert is_ours(replace(make_config(tmp_path, demo=False), lan=True), host) is ours


def test_a_demonstration_answers_under_any_name_until_it_has_one(tmp_path):
    config = make_config(tmp_path)
    assert is_ours(config, "my-laptop.local:8000")
    assert not is_ours(replace(config, hosts=frozenset({"demo.example"})), "my-laptop.local:8000")


def test_names_come_from_two_settings():
    named = fresh_settings(INBEELD_ADDRESS="https://Inbeeld.Example:8443/", INBEELD_HOSTS="a.example, b.example")
    assert Config.from_environment(named).hosts == {"inbeeld.example", "a.example", "b.example"}
    with pytest.raises(ConfigError, match="INBEELD_ADDRESS"):
        Config.from_environment(fresh_settings(INBEELD_ADDRESS="https://[broken"))


# --- elsewhere ---


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_never_sends_anybody_elsewhere(demo_app, target):
    for give in ("query_string", "data"):
        client = demo_app.test_client()
        form = {"email": EMAILS[RoleName.GGD], "password": PASSWORD, "csrf_token": csrf_token(client)}
        more = (
            {"data": {**form, "next": target}} if give == "data" else {"data": form, "query_string": {"next": target}}
        )
        stays_here(client.post("/staff/sign-in", **more))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_way_back_leads_elsewhere(demo_app, app, sitting_factory, target):
    staff = sign_in(demo_app, RoleName.FACILITATOR)
    form = {"locale": "nl", "back": target, "csrf_token": csrf_token(staff, "/staff/")}
    stays_here(staff.post("/staff/language", data=form))
    person = Person(app.test_client())
    person.begin(sitting_factory().code)
    for path in ("own", "stop", "hidden", "change-form", "two-languages"):
        answer = person.client.get(f"/nl/{path}", query_string={"back": target})
        stays_here(answer)
        assert not re.search(r'(href|action)="[^"]*evil\.example', answer.text.replace("%2F", "/").split("back=")[0])


def stays_here(answer):
    location = answer.headers.get("Location", "/")
    assert "\\" not in location
    assert urlsplit(urljoin("http://localhost/staff/sign-in", location)).netloc == "localhost", location


# --- sizes, methods, forms ---


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "BREW"])
def test_methods_that_no_page_uses_are_refused(demo_app, method):
    for address in ("/", "/nl/code", "/staff/sign-in", "/staff/"):
        assert demo_app.test_client().open(address, method=method).status_code in {400, 404, 405}


ANY_BODY = st.binary(max_size=400) | st.builds(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs).encode("utf-8", "surrogatepass"),
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=8),
)
KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    "text/\x7f",
)


@given(body=ANY_BODY, kind=st.sampled_from(KINDS), query=st.text(max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_malformed_requests_are_answered_calmly(app, body, kind, query):
    client = app.test_client()
    for address in ("/nl/code", "/nl/items/c1a", "/staff/sign-in", "/staff/language", "/nl/device"):
        answer = client.post(address, data=body, content_type=kind, query_string={"back": query, "locale": query})
        assert answer.status_code < 500, (address, answer.status_code)


@given(code=st.text(max_size=60), place=st.text(max_size=30), kept=st.text(max_size=200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_as_a_code_is_answered_calmly(app, code, place, kept):
    person = Person(app.test_client())
    person.open("code")
    answer = person.send("/nl/code", {**person.form.fields, "code": code, "place": place, "kept": kept, "go": "next"})
    assert answer.status_code in {422, 429}


def test_what_is_too_large_is_refused_before_it_is_read(demo_app):
    client = sign_in(demo_app, RoleName.FACILITATOR)
    large = {"locale": "nl", "back": "x" * 300_000, "csrf_token": csrf_token(client, "/staff/")}
    assert client.post("/staff/language", data=large).status_code == 413
    many = {f"field{number}": "x" for number in range(600)}
    answer = client.post("/staff/language", data=many, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_the_file_of_a_handing_over_may_be_as_large_as_a_report_makes_it(demo_app):
    client = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    form = {"code": "x", "csrf_token": csrf_token(client, "/staff/account")}
    sent = client.post("/staff/handed-over", data={**form, "file": (BytesIO(b"x" * 300_000), "x.inbeeld")})
    assert sent.status_code == 303
    assert client.post("/staff/handed-over", data={**form, "code": "x" * 3_000_000}).status_code == 413


def test_a_sitting_of_somebody_else_cannot_be_told_to_a_cookie(app):
    client = app.test_client()
    client.set_cookie("inbeeld", "eyJzaXR0aW5nIjoiMDAwIn0.aaaaaa.invalid-signature")
    assert client.get("/nl/go-on").status_code == 303
    assert client.get("/nl/go-on").location.startswith("/nl/code")


# --- forms from elsewhere ---


def takes_part(app) -> FlaskClient:
    """The browser of somebody of the demonstration who is answering."""
    code = next(one.code for one in PEOPLE if one.meeting is Meeting.TODAY and one.stage is Stage.STARTED)
    person = Person(app.test_client())
    assert person.enter(code).status_code == 200
    return person.client


def counted(app):
    with app.app_context():
        work = current_work()
        return {
            table.name: store.execute(
                select(func.count()).select_from(table), bind_arguments={"mapper": model}
            ).scalar()
            for store, base in ((work.db, Base), (work.care, CareBase))
            for model in (next(iter(base.registry.mappers)).class_,)
            for table in base.metadata.sorted_tables
            if table.name not in {"audit_event", "staff_session"}
        }


def test_no_form_from_elsewhere_changes_anything(demo_app):
    people = [sign_in(demo_app, role) for role in (RoleName.FACILITATOR, RoleName.ADMINISTRATOR, RoleName.GGD)]
    people.append(takes_part(demo_app))
    before, asked = counted(demo_app), 0
    for rule in demo_app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        address = re.sub(r"<locale>", "nl", rule.rule)
        address = re.sub(r"<int:[^>]+>", "1", address)
        address = re.sub(r"<[^>]+>", "profile", address)
        for client in (*people, demo_app.test_client()):
            answer = client.post(
                address, data={"go": "next", "csrf_token": "invented"}, headers={"Origin": "https://evil.example"}
            )
            assert answer.status_code in {303, 400, 403, 404}, (rule.rule, answer.status_code)
            asked += 1
    assert asked > 200
    assert counted(demo_app) == before


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("inbeeld")
    assert cookie
    return cookie.value


def test_the_cookie_of_signing_in_is_another_than_before(demo_app):
    client = demo_app.test_client()
    token = csrf_token(client)
    planted = cookie_of(client)
    assert client.post(
        "/staff/sign-in", data={"email": EMAILS[RoleName.GGD], "password": PASSWORD, "csrf_token": token}
    ).status_code == 302  # fmt: skip
    assert cookie_of(client) != planted
    other = demo_app.test_client()
    other.set_cookie("inbeeld", planted)
    assert other.get("/staff/ggd").status_code == 303


# --- headers ---


def test_nothing_of_anybody_is_kept_by_a_browser(demo_app):
    clients = [sign_in(demo_app, role) for role in RoleName]
    person = Person(demo_app.test_client())
    seen = 0
    for rule in demo_app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in LASTING or rule.endpoint.endswith("static"):
            continue
        if rule.endpoint.startswith("stand_in."):  # the same for everybody: kept for a reload without network
            continue
        address = re.sub(r"<int:[^>]+>", "1", re.sub(r"<locale>", "nl", rule.rule))
        address = re.sub(r"<[^>]+>", "profile", address)
        for client in (person.client, *clients[:3]):
            assert client.get(address).headers["Cache-Control"] == "no-store", rule.rule
            seen += 1
    assert seen > 200


def test_the_policy_allows_no_inline_and_nobody_else(demo_app):
    for address in ("/", "/nl/code", "/staff/sign-in", "/nothing"):
        headers = demo_app.test_client().get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "http" not in policy
        for rule in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
            assert rule in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_cookies_of_people_go_over_https_alone_and_to_this_host_alone(served):
    client = served.test_client()
    answer = client.get("/nl/code", base_url="https://inbeeld.example")
    cookies = answer.headers.getlist("Set-Cookie")
    assert [one for one in cookies if one.startswith("__Host-inbeeld=")]
    for cookie in cookies:
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Strict-Transport-Security" not in client.get("/nl/code", base_url="http://inbeeld.example").headers


@pytest.mark.parametrize(("answering", "forgets"), [(False, '"cache", "cookies"'), (True, '"cache"')])
def test_signing_out_leaves_nothing_of_staff_in_the_browser(demo_app, answering, forgets):
    client = sign_in(demo_app, RoleName.FACILITATOR)
    token = csrf_token(client, "/staff/")
    if answering:
        with client.session_transaction() as cookie:
            cookie[TOKEN] = "0" * 32
    old = cookie_of(client)
    answer = client.post("/staff/sign-out", data={"csrf_token": token})
    assert answer.status_code == 302
    assert answer.headers["Clear-Site-Data"] == forgets
    assert client.get("/staff/sessions").status_code == 303
    assert old != cookie_of(client)
    assert SITTING == TOKEN
    assert "Clear-Site-Data" not in client.get("/staff/sign-in").headers
