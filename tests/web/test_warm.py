"""Pages written before anybody asks for them: the same ones that people then get, and nothing of anybody in them."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from app.services.coming_sittings import coming_sittings
from app.store.models import GroupSession
from app.web.participant import kept_pages, warm
from tests.web.person import Person


@pytest.fixture
def pages(monkeypatch):
    """The pages kept, none at first."""
    kept: dict[object, str] = {}
    monkeypatch.setattr(kept_pages, "_pages", kept)
    monkeypatch.setattr(warm, "_written", set())
    return kept


@pytest.fixture
def one_part(work, person):
    """The group session of a person asks one part in one language."""
    work.db.execute(update(GroupSession).values(locales=[person.locale], blocks=["c"]))
    work.db.commit()
    return "c"


def write(app):
    return sum(1 for _ in warm.write_pages(app))


def test_a_person_gets_the_pages_that_were_written_ahead(app, person, one_part, pages):
    assert write(app) >= 10
    before = set(pages)
    person.open("items/c1a")
    assert person.client.get(f"/nl/deck/{one_part}").status_code == 200
    assert set(pages) == before


@pytest.mark.usefixtures("one_part")
def test_nothing_is_written_twice(app, pages):
    assert write(app) == len(pages)
    assert write(app) == 0


@pytest.mark.usefixtures("one_part")
def test_a_session_that_is_over_asks_for_nothing(work):
    assert coming_sittings(work)
    work.db.execute(update(GroupSession).values(closed_at=work.now()))
    work.db.commit()
    assert coming_sittings(work) == []


def test_one_kept_page_says_to_each_how_far_that_person_is(app, person, sitting_factory, pages):
    person.answer("situation.transport", option="walk")
    person.answer("work.main_occupation", option="none")
    person.open("items/c1a")
    other = Person(app.test_client())
    other.begin(sitting_factory().code)
    other.open("items/c1a")
    assert len({place for place in pages if "c1a" in place}) == 1
    assert "van 106" in person.words
    assert "van 107" in other.words
    [page] = [page for place, page in pages.items() if "c1a" in place]
    assert "van 10" not in page
