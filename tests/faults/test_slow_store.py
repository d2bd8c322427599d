"""A store that takes its time to write: short is waited for, long is told, and the answer stays in the form."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from tests.factories import Invited
from tests.journeys.writer import kept
from tests.stores import GROWN
from tests.web.person import Person

pytestmark = pytest.mark.slow

A_WHILE = 1.0  # seconds; much shorter than a writer waits
WORDS = "niemand hoeft dit opnieuw te typen"


@contextmanager
def somebody_writes(app: Flask) -> Iterator[None]:
    """Another writer holds what an answer needs, as on a disk that does not come to the end of a commit."""
    with app.app_context(), db.get_engine("default").connect() as connection:
        if GROWN:
            connection.execute(text("LOCK TABLE response IN EXCLUSIVE MODE"))
        else:
            connection.execute(text("BEGIN IMMEDIATE"))
        try:
            yield
        finally:
            connection.rollback()


def at_the_question(app: Flask, someone: Invited) -> tuple[Person, dict[str, list[str]]]:
    person = Person(app.test_client())
    person.enter(someone.code)
    person.open("items/own_words")
    return person, {**person.form.fields, "text": [WORDS], "go": ["next"]}


def test_an_answer_waits_for_a_store_that_is_slow(app, someone, work):
    person, form = at_the_question(app, someone)
    answers = []
    sending = threading.Thread(target=lambda: answers.append(person.client.post(person.address, data=form).status_code))
    with somebody_writes(app):
        sending.start()
        sending.join(A_WHILE)
        assert not answers, "it is not saved, so nothing says that it is"
    sending.join()
    assert answers == [303]
    assert [item for item, _ in kept(work, someone.token, someone.participation_id)[0]] == ["own_words"]


def test_when_it_takes_too_long_the_form_comes_back_with_the_answer_and_can_be_sent_again(app, someone, work):
    person, form = at_the_question(app, someone)
    with somebody_writes(app):
        answer = person.send(person.address, form)
    assert answer.status_code == 503
    assert WORDS in html.unescape(answer.get_data(as_text=True))
    assert kept(work, someone.token, someone.participation_id)[0] == []
    work.db.rollback()
    assert person.send(person.address, form).status_code == 303
    assert person.send(person.address, form).status_code == 303
    assert len(kept(work, someone.token, someone.participation_id)[0]) == 1
