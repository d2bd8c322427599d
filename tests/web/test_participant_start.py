"""Coming in: language, code, welcome, who sees what, the choice to take part."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from app import create_app
from app.services.access import WRONG_CODES
from app.services.codes import complete_code, grouped
from app.services.wording_releases import release
from app.store.models import GroupSession, HelpRequest, Participation, SittingState
from app.web.participant.start import TRIES
from tests.conftest import close_stores
from tests.factories import SittingFactory, make_config
from tests.services.answering import answer, option
from tests.stores import copy_stores
from tests.web.person import Person

NOBODY = complete_code("KKKKKKKKK")


@pytest.fixture
def person(client):
    return Person(client)


def test_the_first_screen_shows_every_language_in_its_own_script(person):
    page = person.open("/")
    assert page.status_code == 200
    for name in ("Nederlands", "English", "العربية", "ትግርኛ"):
        assert name in page.text


def test_the_language_of_the_address_is_remembered(person):
    person.open("/ar/code")
    page = person.open("/")
    assert '<html lang="ar" dir="rtl">' in page.text
    assert person.address == "/ar/code"


def test_an_unknown_language_is_a_page_that_does_not_exist(person):
    assert person.open("/xx/code").status_code == 404
    assert person.open("/x-pseud/code").status_code == 404


def test_a_code_may_be_typed_with_spaces_and_small_letters(person, sitting_factory):
    someone = sitting_factory()
    assert person.enter(grouped(someone.code).lower()).status_code == 200
    assert person.address == "/nl/welcome"


def test_what_is_asked_for_beside_the_code_leaves_the_cookie_as_it_is(person):
    """Its answer can come after that to the code, and would take the sitting out of the cookie again."""
    page = person.open("code").text
    for address in (*re.findall(r'"(/assets/[^"]+)"', page), "/static/sound/silence.wav", "/nl/here"):
        answer = person.get(address)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers, address
        answer.close()


def test_no_address_holds_the_code_or_the_token(person, sitting_factory):
    someone = sitting_factory()
    seen = []
    person.open("code")
    page = person.post(code=someone.code, moves=False)
    while page.status_code == 303:
        seen.append(page.location)
        page = person.open(str(page.location), moves=False)
    assert seen
    assert not [address for address in seen if someone.code in address or someone.token in address]


def test_a_wrong_code_says_how_many_tries_are_left(person):
    page = person.enter(NOBODY)
    assert page.status_code == 422
    assert "Deze code klopt niet." in person.words
    assert "U kunt nog 4 keer proberen." in person.words
    assert person.form.fields["code"] == [NOBODY]


def test_after_some_wrong_codes_this_device_waits_and_others_do_not(app, person, sitting_factory):
    someone = sitting_factory()
    for _ in range(TRIES):
        person.enter(NOBODY)
    page = person.enter(someone.code)
    assert page.status_code == 429
    assert "Wacht 5 minuten" in person.words
    assert Person(app.test_client()).enter(someone.code).status_code == 200


def test_after_many_wrong_codes_the_address_waits(app):
    for _ in range(WRONG_CODES):
        Person(app.test_client()).enter(NOBODY)
    page = Person(app.test_client(), "ti").enter(NOBODY)
    assert page.status_code == 429
    assert '<html lang="ti"' in page.text


def test_a_session_that_has_not_begun_says_so(person, sitting_factory):
    someone = sitting_factory(sitting_factory.session(opened_at=None))
    page = person.enter(someone.code)
    assert page.status_code == 403
    assert "nog niet begonnen" in person.words


def test_a_closed_session_answers_410(person, work, sitting_factory):
    someone = sitting_factory(sitting_factory.session(closed_at=work.now()))
    page = person.enter(someone.code)
    assert page.status_code == 410
    assert "Uw antwoorden zijn bewaard." in person.words


def test_saying_no_is_kept_and_can_become_yes(person, work, sitting_factory):
    someone = sitting_factory()
    person.enter(someone.code)
    person.open("take-part")
    page = person.post(go="no")
    assert "U kunt later nog meedoen." in person.words
    assert work.db.get(Participation, someone.participation_id).state == SittingState.DECLINED
    assert page.status_code == 200
    assert person.open("items/c1a").status_code == 200
    assert person.address == "/nl/take-part"
    person.post(go="yes")
    work.db.expire_all()
    assert work.db.get(Participation, someone.participation_id).state == SittingState.STARTED


def test_asking_something_first_calls_the_facilitator(person, work, sitting_factory):
    someone = sitting_factory()
    person.enter(someone.code)
    person.open("take-part")
    person.post(go="ask")
    assert "De begeleider komt naar u toe." in person.words
    assert work.db.query(HelpRequest).filter_by(participation_id=someone.participation_id).count() == 1


@pytest.mark.parametrize(
    ("posted", "research", "care"),
    [
        pytest.param({}, False, False, id="nothing chosen is no"),
        pytest.param({"research": "yes"}, True, False, id="yes to the first"),
        pytest.param({"research": "yes", "research_care": "yes"}, True, True, id="yes to both"),
        pytest.param({"research": "no", "research_care": "yes"}, False, False, id="health only after yes to the first"),
    ],
)
def test_research_is_a_choice_of_its_own(person, work, sitting_factory, posted, research, care):
    someone = sitting_factory()
    person.enter(someone.code)
    person.open("take-part")
    person.post(go="yes")
    assert not person.form.fields.get("research")
    person.post(**posted)
    assert person.address == "/nl/practice/1"
    kept = work.db.get(Participation, someone.participation_id)
    assert (kept.research_consent, kept.research_care_consent) == (research, care)


def test_coming_back_on_another_device_goes_on_at_the_question(app, person, work, sitting_factory):
    someone = sitting_factory()
    person.begin(someone.code)
    answer(work, someone.token, "situation.hours_available", option("none"))
    answer(work, someone.token, "situation.child_care", option("no"))
    other = Person(app.test_client(), "en")
    other.enter(someone.code)
    assert other.address == "/en/resume"
    assert "You go on at question 3." in other.words


def test_a_language_that_the_session_does_not_offer_leads_to_one_that_it_does(person, sitting_factory):
    someone = sitting_factory(sitting_factory.session(locales=["ar", "en"]))
    person.enter(someone.code)
    assert person.address == "/ar/welcome"


def test_outside_a_demonstration_only_released_languages_are_offered(tmp_path, migrated_stores):

    folder = tmp_path / "strict"
    copy_stores(migrated_stores, folder)
    app = create_app(make_config(folder, demo=False))
    with app.app_context():
        from app.web.context import current_work  # noqa: PLC0415 - inside the application

        release(current_work(), "profile", "nl", "Test Mens")
        page = app.test_client().get("/")
    assert "Nederlands" in page.text
    assert "ትግርኛ" not in page.text
    assert "inb-ribbon" not in page.text
    close_stores(app)


def test_a_demonstration_says_so_on_every_page(person, sitting_factory):
    person.begin(sitting_factory().code)
    assert "alle personen zijn verzonnen" in person.words


def test_the_sitting_ends_with_its_hours(app, work, sitting_factory):
    someone = sitting_factory()
    person = Person(app.test_client())
    person.begin(someone.code)
    with person.client.session_transaction() as cookie:
        cookie["since"] = (work.now() - timedelta(hours=13)).isoformat()
    person.open("items/situation.hours_available")
    assert person.address.startswith("/nl/code")
    assert "te lang open" in person.words


def test_closing_the_session_while_somebody_answers(person, work, sitting_factory):
    someone = sitting_factory()
    person.begin(someone.code)
    person.open("items/situation.hours_available")
    closed = update(GroupSession).where(GroupSession.id == someone.group_session_id).values(closed_at=work.now())
    work.db.execute(closed)
    work.db.commit()
    page = person.post(option="none")
    assert page.status_code == 410
    assert "gesloten" in person.words


def test_the_factory_gives_people_of_one_session_different_codes(sitting_factory: SittingFactory):
    first, second = sitting_factory.people(2)
    assert first.code != second.code
    assert first.group_session_id == second.group_session_id
