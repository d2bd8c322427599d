"""Behind a proxy with https, and beside hosts whose clocks differ."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.web.clocks import AHEAD_SECONDS
from tests.conftest import close_stores
from tests.web.person import Form

PROXIED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "inbeeld.example", "X-Forwarded-For": "192.0.2.7"}


@pytest.fixture
def behind(config) -> Iterator[Flask]:
    """The application as it runs behind one proxy."""
    app = create_app(
        replace(config, trusted_proxies=1, cookie_secure=True, hosts=frozenset({"inbeeld.example"}), demo=True)
    )
    yield app
    close_stores(app)


def ask(client: FlaskClient, way: str, address: str, **form: str):
    """One request as the proxy passes it on: no page tells the address of the one before it."""
    how = client.get if way == "GET" else client.post
    return how(address, headers=PROXIED, base_url="https://inbeeld.example", data=form or None)


def wrong_code(client: FlaskClient) -> dict[str, str]:
    """The form for a code, filled in with one that nobody has."""
    fields = Form(ask(client, "GET", "/nl/code").get_data(as_text=True)).fields
    return {**{name: values[0] for name, values in fields.items()}, "go": "next", "code": "NOT A CODE"}


def test_a_form_is_taken_over_https_from_a_browser_that_tells_no_address(behind):
    client = behind.test_client()
    assert ask(client, "POST", "/nl/code", **wrong_code(client)).status_code == 422


def test_a_form_with_the_token_of_somebody_else_is_not(behind):
    mine, other = behind.test_client(), behind.test_client()
    ask(mine, "GET", "/nl/code")
    assert ask(mine, "POST", "/nl/code", **wrong_code(other)).status_code == 400


@pytest.mark.parametrize(("seconds", "status"), [(45, 422), (AHEAD_SECONDS - 5, 422), (AHEAD_SECONDS + 60, 400)])
def test_a_cookie_of_a_host_whose_clock_is_ahead_is_taken_within_bounds(behind, monkeypatch, seconds, status):
    client, now = behind.test_client(), time.time
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now() + seconds)
    fields = {
        name: value[0] for name, value in Form(ask(client, "GET", "/nl/code").get_data(as_text=True)).fields.items()
    }
    monkeypatch.undo()
    answer = ask(client, "POST", "/nl/code", **{**fields, "go": "next", "code": "NOT A CODE"})
    assert answer.status_code == status
