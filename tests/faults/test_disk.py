"""The disk under the stores is full: answers wait in the form, nothing is lost, and with room again all goes on."""

from __future__ import annotations

import html
import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.extensions import db
from app.services.work import Work
from tests.factories import Invited
from tests.faults.disk import full
from tests.faults.people import answering
from tests.journeys.visitor import Fields, Visitor
from tests.journeys.writer import kept
from tests.stores import GROWN
from tests.web.person import Person

pytestmark = pytest.mark.slow

PEOPLE = 2
MOST = 2000
LONG = "veel woorden " * 150


@contextmanager
def no_room(app: Flask) -> Iterator[None]:
    """SQLite gets not one page more for the main store, and says of it what it says of a full disk."""
    with app.app_context():
        engine = db.get_engine("default")

    def limit(connection: Any, *_others: object) -> None:  # noqa: ANN401 - the driver's own
        connection.execute("PRAGMA max_page_count = 1")  # never less than what there is

    event.listen(engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(engine, "checkout", limit)
        engine.dispose()  # connections that are made anew have no limit


@pytest.mark.embedded
def test_without_room_the_form_comes_back_with_the_answer_and_can_be_sent_again(
    app: Flask, work: Work, someone: Invited
) -> None:
    person = Person(app.test_client())
    person.enter(someone.code)
    stored = 0
    with no_room(app):
        for turn in range(MOST):
            person.open("items/own_words")
            form = {**person.form.fields, "text": [f"{turn} {LONG}"], "go": ["next"]}
            answer = person.send(person.address, form)
            if answer.status_code != http.client.SEE_OTHER:
                break
            stored += 1
    assert answer.status_code == http.client.SERVICE_UNAVAILABLE
    assert f"{turn} {LONG}".strip() in html.unescape(answer.get_data(as_text=True))
    assert len(kept(work, someone.token, someone.participation_id)[0]) == stored
    work.db.rollback()
    assert person.send(person.address, form).status_code == http.client.SEE_OTHER
    assert len(kept(work, someone.token, someone.participation_id)[0]) == stored + 1


@pytest.mark.rooted
def test_on_a_full_disk_answers_wait_in_their_form_and_none_is_lost(ground_on_small_disk) -> None:
    ground, disk = ground_on_small_disk
    with answering(ground, PEOPLE) as crowd:
        crowd.answers(5)
        visitor = Visitor(ground.server.port)
        assert visitor.enter(ground.server.invite(begun=True).code).status == http.client.SEE_OTHER
        with full(disk):
            form = until_refused(visitor)
        ground.bring_back()
        assert visitor.post("items/own_words", form).status == http.client.SEE_OTHER
        crowd.answers(20)
    crowd.check()


def until_refused(visitor: Visitor) -> Fields:
    """Answer with many words until there is no room; the page then holds the answer. Gives the form to send again."""
    for turn in range(MOST):
        words = f"{turn} {LONG}"
        page = visitor.get("items/own_words")
        if page.status != http.client.OK:
            continue
        form = {**page.form.fields, "text": words, "go": "next"}
        try:
            answer = visitor.post("items/own_words", form)
        except (OSError, http.client.HTTPException):
            return form
        if answer.status == http.client.SERVICE_UNAVAILABLE:
            assert GROWN or words.strip() in html.unescape(answer.text)  # a PostgreSQL without room for its log is away
            return form
        assert answer.status == http.client.SEE_OTHER, answer.text[:2000]
    pytest.fail("the disk never was full")
