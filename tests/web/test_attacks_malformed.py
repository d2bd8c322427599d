"""What no browser sends: any form at any address, by anybody who is let in, and any text in any place of an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import paths
from app.store.models import RoleName
from tests.demonstration_stores import csrf_token, sign_in
from tests.web.test_attacks_requests import takes_part
from tests.web.test_staff_access import known_ids

LEAVES = frozenset(
    {
        "security.logout",
        "participant.hand_back",
        "participant.end",
        "staff.change_password",
        "staff.switch_off",
        "staff.forget_second_step",
        "staff.change_roles",
    }
)
"""Ends the session with which the next one asks."""
PLACE = re.compile(r"<(?:[^:>]*:)?(\w+)>")
NAME = re.compile(r'\bname="([a-z_-]+)"')
FIELDS = sorted({name for file in paths.APP.rglob("*.html") for name in NAME.findall(file.read_text("utf-8"))})
ROLES = (RoleName.FACILITATOR, RoleName.CLIENT_MANAGER, RoleName.GGD, RoleName.ADMINISTRATOR)
TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        "",
        "0",
        "-1",
        "9" * 30,
        "1e9",
        "nan",
        "٣",
        "²",
        "\x00",
        "\ud800",
        "2026-02-30",
        "25:61",
        "..",
        "yes",
        "[]",
        "null",
    ]
)
VALUES = {
    "locale": "nl",
    "block_id": "c",
    "practice_id": "1",
    "page": "situation",
    "key": "ui.next",
    "number": 1,
    "token": "x",
    "place": "000000000000",
    "filename": "css/base.css",
    "name": "participant",
    "version": "0" * 20,
    "form": "opus",
}
"""A value for each place of an address, where the demonstration has no row for it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, in a browser whose cookie and token are put back before each request."""

    client: FlaskClient
    cookie: str
    token: str

    @classmethod
    def of(cls, client: FlaskClient, token: str) -> Asking:
        """As the browser is now."""
        cookie = client.get_cookie("inbeeld")
        assert cookie
        return cls(client, cookie.value, token)

    def again(self) -> FlaskClient:
        """The browser as it was at first."""
        self.client.set_cookie("inbeeld", self.cookie)
        return self.client


@pytest.fixture
def everybody(demo_app) -> list[Asking]:
    """Staff of several roles, and somebody who takes part."""
    staff = [sign_in(demo_app, role) for role in ROLES]
    asking = [Asking.of(client, csrf_token(client, "/staff/account")) for client in staff]
    person = takes_part(demo_app)
    return [*asking, Asking.of(person, csrf_token(person, "/nl/stop"))]


def addresses(
    app: Flask, ids: Mapping[str, object], method: str, changed: str = "", value: str = ""
) -> list[tuple[str, str]]:
    """Endpoint and address of every page with this method; ``changed``: the one place that holds ``value`` instead."""
    found = []
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or ()) or (changed and changed not in rule.arguments):
            continue
        row = "person" if rule.rule.startswith("/staff/participants/") else "session"
        known = {**VALUES, **ids, "public_id": ids[row]}
        if not rule.rule.startswith("/staff"):
            known["item_id"] = "c1a"
        parts = {name: known[name] for name in rule.arguments} | ({changed: value} if changed else {})
        found.append((rule.endpoint, filled(rule.rule, parts)))
    return found


@pytest.mark.parametrize("kind", ["forms", "questions"])
def test_whatever_is_sent_is_answered_calmly(demo_app, everybody, kind):
    method = "POST" if kind == "forms" else "GET"
    where = [one for one in addresses(demo_app, known_ids(demo_app), method) if one[0] not in LEAVES]
    answered = []

    @given(
        place=st.sampled_from(where),
        who=st.sampled_from(everybody),
        fields=st.dictionaries(st.sampled_from(FIELDS), TEXTS | st.lists(TEXTS, max_size=3), max_size=8),
    )
    @settings(
        max_examples=120, deadline=None, derandomize=True, database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip
    def send(place, who, fields):
        sent = {name: _encodable(value) for name, value in fields.items()} | {"csrf_token": who.token}
        asked = {"data": sent} if method == "POST" else {"query_string": sent}
        with who.again().open(place[1], method=method, **asked) as answer:
            assert answer.status_code < 500, (place, answer.status_code)
        answered.append(answer.status_code)

    send()
    assert len([status for status in answered if status not in {400, 403, 404}]) > 20, "hardly any page was reached"


def filled(rule: str, parts: Mapping[str, object]) -> str:
    """The address of a rule with these values in its places, as they are."""
    return PLACE.sub(lambda place: str(parts[place[1]]), rule)


def _encodable(value):
    """Text as a browser can send it: half a sign becomes a question mark."""
    if isinstance(value, list):
        return [_encodable(one) for one in value]
    return value.encode("utf-8", "replace").decode()


def test_no_place_of_an_address_reads_a_file(demo_app, everybody):
    ids, walked = known_ids(demo_app), 0
    for place in sorted({name for rule in demo_app.url_map.iter_rules() for name in rule.arguments}):
        for path in ("..%2f..%2f..%2fapp%2fconfig.py", "..", "..\\..\\app\\config.py", "config.py%00.svg"):
            for endpoint, address in addresses(demo_app, ids, "GET", place, path):
                who = everybody[0] if endpoint.startswith("staff.") else everybody[-1]
                with who.again().get(address) as answer:
                    assert answer.status_code < 500, (address, answer.status_code)
                    assert b"class Config" not in answer.data, address
                walked += 1
    assert walked > 300
