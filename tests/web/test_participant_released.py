"""Words that nobody released: not at the bars of a profile, and outside a demonstration nowhere."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from app import create_app
from app.extensions import db
from app.services.instrument_versions import keep_version
from app.services.wording_releases import release
from app.store.models import Participation, WordingRelease
from app.web import offered
from app.web.context import current_work, inbeeld
from tests.conftest import close_stores
from tests.factories import SittingFactory, make_config
from tests.services.answering import Statements, answer_everything, option
from tests.stores import copy_stores
from tests.web.person import Person

WITHHELD = "report.labels_withheld_translation"


@pytest.mark.parametrize(
    ("locale", "approved", "labelled"), [("nl", False, True), ("ar", False, False), ("ar", True, True)]
)
def test_the_own_profile_has_words_at_the_bars_as_the_report_has(
    client, work, sitting_factory, locale, approved, labelled
):
    someone = sitting_factory()
    if approved:
        release(work, "profile", locale, "Test Mens")
    person = Person(client, locale)
    person.begin(someone.code)
    answer_everything(work, someone.token, locale, z8=option("no"))
    person.open("review")
    words = work.library.wording("profile", locale)
    assert "inb-band__range" in person.text
    assert (words.text(WITHHELD) in person.text) is not labelled


@pytest.fixture
def strict(tmp_path, migrated_stores):
    """The application outside a demonstration, on stores in which nothing is released."""
    folder = tmp_path / "strict"
    copy_stores(migrated_stores, folder)
    app = create_app(make_config(folder, demo=False))
    yield app
    close_stores(app)


def approve(app, *locales: str) -> None:
    with app.app_context():
        for locale in locales:
            release(current_work(), "profile", locale, "Test Mens")


def test_an_address_in_a_language_that_is_not_released_does_not_exist(strict):
    approve(strict, "nl", "ar")
    person = Person(strict.test_client())
    for page in ("code", "help", "goodbye", "hidden", "language"):
        assert person.open(f"/ti/{page}").status_code == 404
        assert '<html lang="ti"' not in person.text
        assert person.open(f"/ar/{page}").status_code == 200
        assert "ትግርኛ" not in person.text
        assert "inb-ribbon" not in person.text


@pytest.mark.parametrize(
    ("released", "asked", "answered"),
    [(("nl", "ar"), "ti", "nl"), (("nl", "ar"), "ar", "ar"), (("ar",), "ti", "ar"), (("ar",), "nl", "ar")],
)
def test_a_page_of_an_error_is_in_a_released_language(strict, released, asked, answered):
    approve(strict, *released)
    client = strict.test_client()
    client.set_cookie("locale", asked)
    for headers in ({}, {"Accept-Language": asked}):
        assert f'<html lang="{answered}"' in client.get("/nowhere", headers=headers).text


def test_with_nothing_released_the_first_page_is_a_draft_in_the_source_language(strict):
    client = strict.test_client()
    for address in ("/", "/nl/code"):
        page = client.get(address, headers={"Accept-Language": "ar"})
        assert page.status_code == 200
        assert '<html lang="nl"' in page.text
        assert "Concepttekst" in page.text
        assert "verzonnen" not in page.text
    assert client.get("/en/code").status_code == 404


@pytest.fixture
def from_demonstration(strict):
    """A code of a group session that was opened with every language."""
    with strict.app_context():
        return SittingFactory(current_work())()


def test_a_session_of_a_demonstration_offers_only_released_languages_afterwards(strict, from_demonstration):
    approve(strict, "nl", "en")
    person = Person(strict.test_client())
    person.begin(from_demonstration.code)
    for page in ("items/c1a", "items/c1a", "parts/a"):
        assert person.open(page).status_code == 200
        assert "English" in person.text
        assert "العربية" not in person.text
    assert person.open("/ar/items/c1a").status_code == 404


def test_a_session_without_any_released_language_is_not_open(strict, from_demonstration):
    person = Person(strict.test_client())
    assert person.enter(from_demonstration.code).status_code == 403
    assert "nog niet begonnen" in person.words
    assert person.open("items/c1a").status_code == 403


def test_the_released_languages_are_asked_for_once_a_minute(strict, from_demonstration, monkeypatch):
    approve(strict, "nl")
    person = Person(strict.test_client())
    person.begin(from_demonstration.code)
    person.open("items/c1a")
    with strict.app_context():
        engines = db.engines
    with Statements(*engines.values()) as asked:
        person.open("items/c1a")
    assert len(asked) == 1
    approve(strict, "en")
    assert person.open("/en/items/c1a").status_code == 404
    monkeypatch.setattr(offered, "SECONDS_KEPT", -1.0)
    assert person.open("/en/items/c1a").status_code == 200


def test_a_store_that_is_away_says_so_and_takes_no_language_away(strict, monkeypatch):
    approve(strict, "nl", "ar")

    def away(*_values: object) -> None:
        raise OperationalError("SELECT", {}, Exception("no connection"))

    with monkeypatch.context() as patch:
        patch.setattr(offered, "offered_locales", away)
        page = strict.test_client().get("/ar/hidden")
        assert page.status_code == 503
        assert '<html lang="nl"' in page.text
    assert strict.test_client().get("/ar/hidden").status_code == 200
    monkeypatch.setattr(offered, "SECONDS_KEPT", -1.0)
    monkeypatch.setattr(offered, "offered_locales", away)
    assert strict.test_client().get("/ar/hidden").status_code == 200


def test_a_form_in_pictures_is_offered_only_in_the_languages_that_it_was_released_in(strict, from_demonstration):
    """The form in words is released, the one in pictures is not: nobody meets its words or a machine's voice."""
    approve(strict, "nl", "ar")
    with strict.app_context():
        assert offered.is_released("ar", "profile")
        assert not offered.is_released("ar", "picture-profile")
        work = current_work()
        work.db.execute(update(Participation).values(**in_pictures(work)))
        work.db.commit()
    person = Person(strict.test_client())
    person.enter(from_demonstration.code)
    assert person.open("items/p1.building").status_code == 403
    with strict.app_context():
        work = current_work()
        words = work.library.wording("picture-profile", "nl").content_hash
        work.db.add(WordingRelease(instrument_id="picture-profile", locale="nl", wording_hash=words,
                                   released_by="Test Mens", released_at=work.now()))  # fmt: skip
        work.db.commit()
        inbeeld().released = None
    person.open("take-part")
    assert person.page is not None
    assert person.page.status_code == 200
    assert ">العربية<" not in person.text
    assert person.open("/ar/take-part").status_code == 200
    assert '<html lang="nl"' in person.text


def in_pictures(work):
    """What makes a participation one in pictures."""
    instrument = work.library.instrument("picture-profile")
    keep_version(work, instrument)
    return {"instrument_id": instrument.id, "content_hash": instrument.content_hash, "variant": "pictogram"}
