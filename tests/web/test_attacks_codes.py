"""Guessing access codes: from one address, from many, and learning whether a code ever was somebody's."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from app.extensions import db, limiter
from app.services.access import WRONG_CODES
from app.services.codes import ALPHABET, LENGTH, make_code
from app.store.models import CodeAttempt, SittingState
from app.web.participant.start import TRIES
from tests.services.answering import Statements
from tests.stores import written_out
from tests.web.person import Person

CHANGES = re.compile(r'name="(csrf_token|code)" value="[^"]*"|value="[^"]*" name="(csrf_token|code)"')


@pytest.fixture(autouse=True)
def fresh_pace(app):
    with app.app_context():
        limiter.reset()  # one process, many tests


def guess(app, code, address="192.0.2.7"):
    """One try of a program that keeps no cookies but those of the page itself."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    person = Person(client)
    person.open("code")
    return person.send("/nl/code", {**person.form.fields, "code": code, "go": "next"})


def test_guessing_from_one_address_is_told_to_wait_and_nobody_else_behind_it_is(app, work, sitting_factory):
    session = sitting_factory.session()
    people = sitting_factory.people(3, session)
    answers = [guess(app, make_code()).status_code for _ in range(WRONG_CODES + 10)]
    assert answers == [422] * WRONG_CODES + [429] * 10
    for person in people:
        assert guess(app, person.code).status_code == 303, "a right code is refused for the wrong ones of others"
    assert work.db.scalar(select(func.count(CodeAttempt.id))) == WRONG_CODES


def test_guessing_from_many_addresses_finds_nobody_and_keeps_no_address(app, work, config, sitting_factory):
    someone = sitting_factory()
    addresses = [f"198.51.100.{number}" for number in range(60)]
    for address in addresses:
        assert guess(app, make_code(), address).status_code == 422
    assert guess(app, someone.code, addresses[0]).status_code == 303
    work.db.close()
    content = b"".join(file.read_bytes() for file in written_out(config))
    assert not [address for address in addresses if address.encode() in content]


def test_there_are_too_many_codes_to_guess():
    fastest, people, days = 600 * 60 * 24, 10_000, 30  # tries a day from one address, codes of a big municipality
    assert fastest * days * people / len(ALPHABET) ** (LENGTH - 1) < 0.2
    assert len({make_code() for _ in range(2000)}) == 2000


def test_a_room_that_mistypes_is_never_told_to_wait(app, sitting_factory):
    code = sitting_factory().code
    other = ALPHABET[(ALPHABET.index(code[0]) + 1) % len(ALPHABET)]
    for _ in range(WRONG_CODES + 5):
        assert guess(app, other + code[1:]).status_code == 422
    assert guess(app, code).status_code == 303


def test_one_device_waits_and_keeps_waiting_with_a_right_code(app, sitting_factory):
    person = Person(app.test_client())
    for _ in range(TRIES):
        person.enter(make_code())
    assert person.enter(sitting_factory().code).status_code == 429


def test_nobody_learns_whether_a_code_was_somebodys(app, sitting_factory):
    withdrawn = sitting_factory(state=SittingState.DELETED).code
    pages = []
    for code in (make_code(), withdrawn):
        with app.app_context():
            engines = db.get_engine("default"), db.get_engine("care")
        with Statements(*engines) as statements:
            answer = guess(app, code)
        bare = CHANGES.sub("", answer.text.replace(code, "CODE"))
        pages.append((answer.status_code, bare, len(statements), sorted(dict(answer.headers))))
    assert pages[0] == pages[1]


def test_the_pace_of_codes_is_bounded_whatever_they_are(app, monkeypatch):
    monkeypatch.setattr(limiter.limiter, "hit", lambda *_args, **_more: False)
    assert guess(app, make_code()).status_code == 429
