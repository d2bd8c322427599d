"""Signing in and out, and the language of staff pages."""

from __future__ import annotations

import pytest

from app.services.demonstration import PASSWORD
from app.store.models import RoleName
from tests.demonstration_stores import EMAILS, csrf_token, post, sign_in


@pytest.mark.parametrize("email", ["ggd@voorbeeld.example", "nobody@voorbeeld.example", "no address", ""])
def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(demo_app, email):
    client = demo_app.test_client()
    answer = post(client, "/staff/sign-in", email=email, password="something else")
    assert answer.status_code == 200
    assert "horen niet bij elkaar" in answer.get_data(as_text=True)
    assert client.get("/staff/ggd").status_code == 303


def test_the_right_password_opens_the_page_of_the_role(demo_app):
    client = sign_in(demo_app, RoleName.GGD)
    assert client.get("/staff/").location == "/staff/ggd"


def test_guessing_is_slowed_down(demo_app):
    client = demo_app.test_client()
    token = csrf_token(client)
    answers = [
        client.post("/staff/sign-in", data={"email": "x@y.example", "password": str(guess), "csrf_token": token})
        for guess in range(6)
    ]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Te veel pogingen" in answers[-1].get_data(as_text=True)
    assert client.get("/staff/sign-in").status_code == 200


def test_guessing_in_json_comes_no_further(demo_app):
    client = demo_app.test_client()
    token = csrf_token(client)
    form = {"email": EMAILS[RoleName.GGD], "password": PASSWORD, "csrf_token": token}
    assert client.post("/staff/sign-in", json=form, headers={"X-CSRFToken": token}).status_code == 415
    assert client.get("/staff/ggd").status_code == 303
    asks = {"Accept": "application/json"}
    answers = [
        client.post("/staff/sign-in?include_auth_token", data={**form, "password": str(guess)}, headers=asks)
        for guess in range(6)
    ]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert not any(answer.is_json for answer in answers)


def test_signing_out_takes_a_post(demo_app):
    client = sign_in(demo_app, RoleName.GGD)
    assert client.get("/staff/sign-out").status_code == 405
    assert client.get("/staff/ggd").status_code == 200
    token = csrf_token(client, "/staff/ggd")
    assert client.post("/staff/sign-out", data={"csrf_token": token}).location.endswith("/staff/sign-in")
    assert client.get("/staff/ggd").status_code == 303


def test_a_forged_form_changes_nothing(demo_app):
    client = sign_in(demo_app, RoleName.GGD)
    answer = client.post("/staff/sign-out", data={"csrf_token": "forged"})
    assert answer.status_code == 400
    assert "te lang open" in answer.get_data(as_text=True)
    assert client.get("/staff/ggd").status_code == 200


def test_sign_in_sends_nobody_to_another_site(demo_app):
    client = demo_app.test_client()
    form = {"email": EMAILS[RoleName.GGD], "password": PASSWORD, "csrf_token": csrf_token(client)}
    answer = client.post("/staff/sign-in?next=https://elsewhere.example/", data=form)
    assert "elsewhere" not in (answer.location or "")


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/staff/x", "//elsewhere.example", "/staff/ggd", "javascript:1"]
)
def test_the_language_is_kept_and_leads_back_to_a_staff_page_only(demo_app, back):
    client = sign_in(demo_app, RoleName.GGD)
    token = csrf_token(client, "/staff/ggd")
    answer = client.post("/staff/language", data={"locale": "en", "back": back, "csrf_token": token})
    assert answer.status_code == 303
    assert answer.location.startswith("/staff/")
    assert "Work list" in client.get("/staff/ggd").get_data(as_text=True)
    later = sign_in(demo_app, RoleName.GGD)
    assert '<html lang="en"' in later.get("/staff/ggd").get_data(as_text=True)


def test_a_language_that_staff_pages_lack_is_refused(demo_app):
    client = demo_app.test_client()
    answer = client.post("/staff/language", data={"locale": "ar", "csrf_token": csrf_token(client)})
    assert answer.status_code == 400
