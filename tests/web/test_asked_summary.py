"""The summary after the talk, read with the code by who was given access to the own data."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.services.person_requests import RequestKind, grant, make_request
from app.services.reports import SUMMARY
from app.store.models import PersonRequest
from tests.services.answering import answer_everything, option
from tests.services.finished import as_if_made
from tests.services.leading import leader_of
from tests.web.person import Person

ADDRESS = "/nl/own/requests/summary"
PDF = b"%PDF-1.7 summary"


@pytest.fixture
def someone(sitting_factory):
    return sitting_factory(locale="nl")


@pytest.fixture
def later(app, work, someone):
    """The person on another device, some time after the end, with the code alone."""
    answer_everything(work, someone.token, z8=option("no"))
    first = Person(app.test_client())
    first.enter(someone.code)
    first.finish()
    person = Person(app.test_client())
    person.open("own/rights")
    person.post(code=someone.code)
    assert person.address == "/nl/own/requests"
    return person


def test_who_was_given_access_reads_it_with_the_code(later, work, someone):
    make_request(work, someone.participation_id, RequestKind.ACCESS, "", "nl")
    as_if_made(work, someone.participation_id, PDF, SUMMARY)
    assert later.get(ADDRESS).status_code == 404  # others may hold the card: first somebody looks who asks
    staff = leader_of(work, someone)
    grant(work, staff, work.db.scalars(select(PersonRequest.id)).one(), knows_who=True)
    later.open("own/requests")
    assert f'href="{ADDRESS}"' in later.text
    answer = later.get(ADDRESS)
    assert (answer.data, answer.headers["Cache-Control"]) == (PDF, "no-store")


def test_without_a_summary_there_is_no_link(later, work, someone):
    make_request(work, someone.participation_id, RequestKind.ACCESS, "", "nl")
    staff = leader_of(work, someone)
    grant(work, staff, work.db.scalars(select(PersonRequest.id)).one(), knows_who=True)
    later.open("own/requests")
    assert ADDRESS not in later.text
    assert later.get(ADDRESS).status_code == 404


@pytest.mark.usefixtures("later")
def test_without_the_code_there_is_nothing(app, work, someone):
    as_if_made(work, someone.participation_id, PDF, SUMMARY)
    assert Person(app.test_client()).get(ADDRESS).status_code == 404
