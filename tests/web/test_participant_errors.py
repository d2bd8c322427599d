"""Error pages: the right status, in the language of the person, with the next thing to do."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from app.web.participant import items, start
from tests.web.person import Person

WORDS = {"nl": "Deze bladzijde is er niet", "en": "does not exist", "ar": "غير موجودة", "ti": "እዚ ገጽ የለን"}


@pytest.mark.parametrize(("locale", "words"), WORDS.items())
def test_a_page_that_does_not_exist_in_the_language_of_its_address(client, locale, words):
    person = Person(client, locale)
    assert person.open("nowhere/at/all").status_code == 404
    assert words in person.words
    assert f'<html lang="{locale}"' in person.text


@pytest.mark.parametrize(("locale", "words"), WORDS.items())
def test_without_a_language_in_the_address_the_browser_is_asked(client, locale, words):
    page = client.get("/nowhere", headers={"Accept-Language": locale})
    assert page.status_code == 404
    assert words in page.text


def test_the_cookie_goes_before_the_browser(client):
    client.get("/ti/code")
    assert '<html lang="ti"' in client.get("/nowhere", headers={"Accept-Language": "ar"}).text


def test_a_method_that_is_not_offered(client):
    assert client.get("/nl/hand-back").status_code == 405


def test_a_fault_of_ours_is_said_without_a_traceback(app, monkeypatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(start, "code_page", lambda **_values: 1 / 0)
    page = app.test_client().get("/ar/code")
    assert page.status_code == 500
    assert "حدث خطأ" in page.text
    assert "Traceback" not in page.text
    assert "ZeroDivisionError" not in page.text


def test_a_busy_store_keeps_the_answer_on_the_screen(client, sitting_factory, monkeypatch):
    person = Person(client)
    person.begin(sitting_factory().code)
    person.open("items/c1a")

    def busy(*_values: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(items, "record_response", busy)
    page = person.post(option="3")
    assert page.status_code == 503
    assert "nog niet bewaard" in person.words
    assert person.form.fields["option"] == ["3"]


def test_a_form_without_a_token_outside_a_question(client, sitting_factory):
    person = Person(client, "en")
    person.begin(sitting_factory().code)
    person.open("stop")
    page = person.post(go="later", csrf_token="")
    assert page.status_code == 400
    assert "open too long" in person.words


def test_a_post_without_a_sitting_asks_for_the_code(client):
    person = Person(client)
    person.open("code")
    page = person.send("/nl/stop", {**person.form.fields, "go": "later"})
    assert page.status_code == 403
    assert 'name="code"' in page.text


@pytest.mark.parametrize(
    ("item_id", "begins", "status"),
    [("nothing", True, 404), ("c1a", True, 400), ("c1a", False, 303), ("z8", False, 303)],
)
def test_a_form_that_was_open_too_long_is_answered_whatever_became_of_its_question(
    client, sitting_factory, item_id, begins, status
):
    person, code = Person(client), sitting_factory().code
    if begins:
        person.begin(code)
    else:
        person.enter(code)
    assert person.send(f"/nl/items/{item_id}", {"go": "next", "csrf_token": "too old"}).status_code == status
