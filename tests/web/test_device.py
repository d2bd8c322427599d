"""What a device asks and tells: the coming screens, late answers, that it is there, a cover, and its start page."""

from __future__ import annotations

import os
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.keys import Keys
from app.services.codes import make_code
from app.services.key_rotation import rotate
from app.services.kiosk import place_of
from app.store.models import Participant, Participation, Presence, Response, SittingState
from app.web.context import current_work
from tests.demonstration_stores import app_with
from tests.web.person import Form, forget_last_request


@pytest.fixture
def person(work, sitting_factory, client):
    """Somebody who takes part, with the code typed."""
    someone = sitting_factory()
    begun = update(Participation).where(Participation.id == someone.participation_id)
    work.db.execute(begun.values(state=SittingState.STARTED))
    work.db.commit()
    type_code(client, someone.code)
    return someone


def type_code(client, code, **more):
    forget_last_request()
    token = Form(client.get("/nl/code").text).fields["csrf_token"][0]
    forget_last_request()
    return client.post("/nl/code", data={"csrf_token": token, "code": code, **more})


def post(client, path, **fields):
    forget_last_request()
    token = client.get("/nl/here").json["csrf"]
    forget_last_request()
    return client.post(path, data={"csrf_token": token, **fields})


def rows(work, person):
    own = Response.participation_id == person.participation_id
    return work.db.scalars(select(Response).where(own).order_by(Response.id)).all()


def test_a_deck_holds_the_questions_of_a_part_with_nothing_filled_in(client, person, work):
    deck = client.get("/nl/deck/b").json
    post(client, "/nl/items/education.level", option="none", go="late", sitting=deck["sitting"], key="k" * 12)
    work.db.rollback()
    deck = client.get("/nl/deck/b").json
    assert client.get("/nl/deck/b").headers["Cache-Control"] == "no-store"
    assert {"item:education.level", "item:work.tasks", "waiting", "hidden"} <= set(deck["pages"])
    assert "checked" not in deck["pages"]["item:education.level"]
    assert deck["items"]["education.years"]["most"] > 0
    assert f'data-sitting="{deck["sitting"]}"' in deck["pages"]["item:education.level"]
    keys = [Form(page).fields["key"][0] for name, page in deck["pages"].items() if "item:" in name]
    assert len(keys) == len(set(keys))
    assert person.token not in str(deck)


@pytest.mark.usefixtures("person")
def test_the_deck_of_the_health_part_holds_the_screen_for_help_today(client):
    deck = client.get("/nl/deck/g").json
    assert deck["alarm"] == "z8"
    assert "data-sitting" in deck["pages"]["acute"]
    assert deck["pages"]["acute"] != deck["pages"]["acute:later"]


@pytest.mark.usefixtures("person")
def test_a_deck_of_no_part_does_not_exist(client):
    assert client.get("/nl/deck/nowhere").status_code == 404


def test_a_late_answer_is_saved_once_with_the_moment_it_was_given(client, person, work):
    mark = client.get("/nl/deck/b").json["sitting"]
    fields = {"option": "none", "go": "late", "sitting": mark, "key": "abcdefgh1234", "ago": "120"}
    assert post(client, "/nl/items/education.level", **fields).status_code == 204
    assert post(client, "/nl/items/education.level", **fields).status_code == 204
    (row,) = rows(work, person)
    waited = (work.now() - row.answered_at).total_seconds()
    assert waited >= 120


def test_a_late_answer_that_arrives_again_after_another_device_answered_is_known(client, person, work):
    mark = client.get("/nl/deck/b").json["sitting"]
    late = {"option": "none", "go": "late", "sitting": mark, "key": "abcdefgh1234"}
    other = {**late, "option": "primary", "key": "otherdevice1"}
    for fields in (late, other, late):
        assert post(client, "/nl/items/education.level", **fields).status_code == 204
    assert [row.idempotency_key.split(":")[0] for row in rows(work, person)] == ["abcdefgh1234", "otherdevice1"]


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("education.level", {"option": "no_such_option"}, 422),
        ("education.level", {}, 422),
        ("work.tasks", {"option": "cooking_serving.cook"}, 404),
        ("education.level", {"option": "none", "sitting": "somebody else"}, 409),
    ],
)
def test_a_late_answer_that_cannot_be_taken_in_is_told(client, person, work, path, fields, status):
    mark = client.get("/nl/deck/b").json["sitting"]
    answer = post(client, f"/nl/items/{path}", **{"go": "late", "sitting": mark, "key": "abcdefgh1234", **fields})
    assert answer.status_code == status
    assert rows(work, person) == []


def test_a_device_tells_that_it_is_there(client, person, work):
    for unsent in ("3", "0"):
        assert post(client, "/nl/here", unsent=unsent, storage="kept").status_code == 204
    (row,) = work.db.scalars(select(Presence)).all()
    assert (row.participation_id, row.unsent, row.storage) == (person.participation_id, 0, "kept")
    assert post(client, "/nl/here", unsent="1", storage="nonsense").status_code == 400


def test_the_older_device_is_told_that_the_person_goes_on_elsewhere(app, client, person):
    newer = app.test_client()
    type_code(newer, person.code)
    assert post(client, "/nl/here", unsent="0", storage="kept").status_code == 204
    assert post(newer, "/nl/here", unsent="0", storage="kept").status_code == 204
    assert post(client, "/nl/here", unsent="0", storage="kept").status_code == 409
    assert post(newer, "/nl/here", unsent="0", storage="kept").status_code == 204


def test_a_covered_device_asks_the_code_before_it_shows_anything(client, person):
    answer = post(client, "/nl/cover")
    assert answer.location.endswith("/nl/code?covered=1")
    for path in ("items/education.level", "go-on", "deck/b", "review", "stop"):
        forget_last_request()
        assert client.get(f"/nl/{path}").location.endswith("/nl/code?covered=1"), path
    type_code(client, person.code)
    assert client.get("/nl/items/education.level").status_code == 200


def test_the_words_of_a_device_are_there_before_a_code_is(client):
    words = client.get("/ar/here").json["words"]
    assert 'data-say="not-sent"' in words
    assert "{n}" in words


def test_a_device_comes_back_to_the_start_page_of_its_place(client, work, sitting_factory):
    person = sitting_factory()
    place = place_of(work, person.location_id)
    page = client.get(f"/start/{place}")
    assert f"/ti/code?place={place}" in page.text
    assert "Set-Cookie" not in page.headers
    type_code(client, person.code, place=place)
    answer = post(client, "/nl/hand-back")
    assert answer.location.endswith(f"/start/{place}")
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert client.get("/start/000000000000").status_code == 404
    assert client.get("/start/1").status_code == 404


def copied(app, client):
    """Another browser with a copy of the cookie."""
    thief = app.test_client()
    thief.set_cookie("inbeeld", client.get_cookie("inbeeld").value)
    return thief


SHOWS = ("items/education.level", "go-on", "deck/b", "review", "stop/later", "own/copy", "own/requests")


@pytest.mark.usefixtures("person")
def test_a_copy_of_the_cookie_shows_nothing_after_the_device_was_given_back(app, client):
    thief = copied(app, client)
    assert thief.get("/nl/items/education.level").status_code == 200
    post(client, "/nl/hand-back")
    for path in SHOWS:
        forget_last_request()
        assert thief.get(f"/nl/{path}").status_code == 303, path


def test_another_device_of_the_same_person_goes_on_when_one_is_given_back(app, client, person):
    other = app.test_client()
    type_code(other, person.code)
    post(client, "/nl/hand-back")
    forget_last_request()
    assert other.get("/nl/items/education.level").status_code == 200


@pytest.mark.usefixtures("person")
def test_a_copy_shows_nothing_once_somebody_else_typed_a_code_on_the_device(app, client, sitting_factory):
    thief = copied(app, client)
    type_code(client, sitting_factory().code)
    forget_last_request()
    assert thief.get("/nl/items/education.level").status_code == 303


def test_what_still_arrives_from_a_device_that_was_given_back_is_kept(app, client, person, work):
    late = copied(app, client)
    sitting = client.get("/nl/deck/b").json["sitting"]
    csrf = client.get("/nl/here").json["csrf"]
    post(client, "/nl/hand-back")
    forget_last_request()
    sent = {"csrf_token": csrf, "option": "none", "go": "late", "sitting": sitting, "key": "k" * 12}
    assert late.post("/nl/items/education.level", data=sent).status_code == 204
    work.db.rollback()
    assert [row.item_id for row in rows(work, person)] == ["education.level"]


@pytest.mark.usefixtures("person")
def test_a_device_is_emptied_also_while_the_store_is_away(client, monkeypatch):
    def away(*_args):
        raise OperationalError("update", {}, Exception("away"))

    monkeypatch.setattr("app.web.participant.sitting.give_back", away)
    answer = post(client, "/nl/hand-back")
    assert "storage" in answer.headers["Clear-Site-Data"]
    forget_last_request()
    assert client.get("/nl/items/education.level").status_code == 303


def replace_code(work, person):
    code = make_code()
    sealed = work.texts.seal(code, f"participant:{person.public_id}:code")
    new = update(Participant).where(Participant.id == person.participant_id)
    work.db.execute(new.values(code_lookup=work.lookup.of(code), code_encrypted=sealed))
    work.db.commit()
    return code


@pytest.mark.parametrize("path", ["items/education.level", "go-on", "deck/b", "review", "stop"])
def test_a_device_that_came_in_with_a_code_that_was_replaced_shows_nothing(client, person, work, path):
    replace_code(work, person)
    assert client.get(f"/nl/{path}").location.endswith("/nl/code?expired=1")


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("inbeeld")
    assert cookie
    return cookie.value


def test_a_device_stays_in_while_the_lookup_key_is_changed(client, person, work, config, definitions):
    both = replace(config, lookup_key=Keys((("2", os.urandom(32)), *config.lookup_key.pairs)))
    changed = app_with(both, definitions)
    with changed.app_context():
        assert rotate(current_work(), lambda _name, _number: None) == []
    there = changed.test_client()
    there.set_cookie("inbeeld", cookie_of(client))
    for _ in range(2):
        assert there.get("/nl/items/education.level").status_code == 200
    only_new = app_with(replace(both, lookup_key=Keys(both.lookup_key.pairs[:1])), definitions).test_client()
    only_new.set_cookie("inbeeld", cookie_of(there))
    assert only_new.get("/nl/items/education.level").status_code == 200, "the new mark was not kept"
    replace_code(work, person)
    assert there.get("/nl/items/education.level").location.endswith("/nl/code?expired=1")


def test_an_answer_under_a_code_that_was_replaced_waits_for_the_new_one(client, person, work):
    form = Form(client.get("/nl/items/education.level").text).fields
    new = replace_code(work, person)
    forget_last_request()
    asked = client.post("/nl/items/education.level", data={**form, "option": "none", "go": "next"})
    assert asked.status_code == 403
    assert rows(work, person) == []
    kept = Form(asked.text).fields["kept"][0]
    assert re.search(r'value="none"[^>]* checked', type_code(client, new, kept=kept).text)
    late = {"option": "none", "go": "late", "sitting": form["sitting"][0], "key": form["key"][0]}
    assert post(client, "/nl/items/education.level", **late).status_code == 204


def test_an_answer_that_waits_for_the_code_is_shown_to_nobody_else(client, person, work, sitting_factory):
    form = Form(client.get("/nl/items/education.level").text).fields
    replace_code(work, person)
    forget_last_request()
    asked = client.post("/nl/items/education.level", data={**form, "option": "none", "go": "next"})
    kept = Form(asked.text).fields["kept"][0]
    answer = type_code(client, sitting_factory().code, kept=kept)
    assert answer.location.endswith("/nl/go-on")
