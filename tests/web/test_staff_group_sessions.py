"""Making and leading a group session: progress only, never an answer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from app import create_app
from app.services.access import find_participation
from app.services.codes import normalise_code
from app.services.wording_releases import release
from app.store.models import GroupSession, HelpRequest, Location, Participation, RoleName
from app.web.context import current_work
from tests.conftest import close_stores
from tests.demonstration_stores import post, sign_in

TODAY = "AZC Voorbeeld, zaal 2"
FILLED_IN = {
    "title": "Proefzaal, ochtend",
    "date": "2031-03-04",
    "time": "09:30",
    "seats": "3",
    "locales": ["nl", "ar"],
    "blocks": ["a", "b", "c", "e", "f", "g"],
    "items": [],
    "duty_name": "Proef Dienst",
    "duty_phone": "088 000 00 00",
}


@pytest.fixture
def leader(demo_app):
    return sign_in(demo_app, RoleName.FACILITATOR)


def location_id(app):
    with app.app_context():
        return current_work().db.scalars(select(Location.id).order_by(Location.id)).first()


def kept(app, title=FILLED_IN["title"]):
    with app.app_context():
        return current_work().db.scalars(select(GroupSession).where(GroupSession.title == title)).one_or_none()


def address(app, title=TODAY):
    return f"/staff/sessions/{kept(app, title).public_id}"


def make(app, client, **changed):
    form = {**FILLED_IN, "location": location_id(app), **changed}
    return post(client, "/staff/sessions/new", **form)


def test_a_session_is_kept_as_it_was_filled_in(demo_app, leader):
    assert make(demo_app, leader).status_code == 303
    session = kept(demo_app)
    assert session.blocks == ["a", "b", "c", "e", "f", "g"]
    assert session.locales == ["nl", "ar"]
    assert session.items_off == ["situation.family_abroad", "situation.money_worries"]
    assert session.starts_at.isoformat() == "2031-03-04T08:30:00+00:00"
    assert (session.seats, session.opened_at) == (3, None)


def test_without_a_duty_officer_the_health_part_is_off_and_the_page_says_so(demo_app, leader):
    make(demo_app, leader, duty_name="", duty_phone="")
    session = kept(demo_app)
    assert "g" not in session.blocks
    page = leader.get(f"/staff/sessions/{session.public_id}").get_data(as_text=True)
    assert "Vul eerst een bereikbare dienstdoende in" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"title": " "}, "Geef de bijeenkomst een naam.", id="no name"),
        pytest.param({"location": "99999"}, "Kies een locatie", id="no such location"),
        pytest.param({"date": "4 maart"}, "Kies een dag en een tijd", id="no day"),
        pytest.param({"seats": "0"}, "van 1 tot en met 60", id="no seats"),
        pytest.param({"seats": "61"}, "van 1 tot en met 60", id="too many seats"),
        pytest.param({"seats": "ten"}, "van 1 tot en met 60", id="seats in letters"),
        pytest.param({"locales": []}, "minstens één taal", id="no language"),
        pytest.param({"locales": ["xx"]}, "minstens één taal", id="no such language"),
        pytest.param({"duty_phone": ""}, "Vul eerst een bereikbare dienstdoende in", id="officer without number"),
        pytest.param({"blocks": ["g"]}, "minstens één onderdeel", id="health part alone"),
        pytest.param({"client_manager": "9999"}, "Kies iemand uit de lijst", id="no such client manager"),
    ],
)
def test_what_is_missing_is_said_and_what_was_filled_in_stays(demo_app, leader, changed, sentence):
    answer = make(demo_app, leader, **changed)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert sentence in page
    assert 'value="Proef Dienst"' in page
    assert kept(demo_app) is None


def test_outside_demonstration_mode_only_released_languages_can_be_chosen(demo_app):
    config = replace(demo_app.extensions["inbeeld"].config, demo=False)
    app = create_app(config)
    with app.app_context():
        release(current_work(), "profile", "nl", "A. Proef")
    client = sign_in(app, RoleName.FACILITATOR)
    page = client.get("/staff/sessions/new").get_data(as_text=True)
    boxes = dict(re.findall(r'name="locales" value="(\w+)"([^>]*)>', page))
    assert {code for code, rest in boxes.items() if "disabled" in rest} == {"en", "ar", "ti"}
    assert "grijze taal" in page
    assert "niet goedgekeurd" in make(app, client, locales=["nl", "ti"]).get_data(as_text=True)
    assert make(app, client, locales=["nl"]).status_code == 303
    close_stores(app)


def test_a_session_cannot_open_when_a_release_was_taken_away(demo_app, leader):
    make(demo_app, leader)
    app = create_app(replace(demo_app.extensions["inbeeld"].config, demo=False))
    client = sign_in(app, RoleName.FACILITATOR)
    post(client, f"{address(app, FILLED_IN['title'])}/open")
    assert kept(app).opened_at is None
    close_stores(app)


def test_no_codes_are_made_with_words_that_nobody_released(demo_app, leader):
    make(demo_app, leader)
    app = create_app(replace(demo_app.extensions["inbeeld"].config, demo=False))
    client = sign_in(app, RoleName.FACILITATOR)
    where = address(app, FILLED_IN["title"])
    assert post(client, f"{where}/codes", number="2").location == where
    assert "niet goedgekeurd" in client.get(where).get_data(as_text=True)
    with app.app_context():
        for locale in ("nl", "ar"):
            release(current_work(), "profile", locale, "A. Proef")
    assert post(client, f"{where}/codes", number="2").location == f"{where}/codes"
    close_stores(app)


def test_open_close_and_open_again(demo_app, leader):
    make(demo_app, leader)
    where = address(demo_app, FILLED_IN["title"])
    post(leader, f"{where}/open")
    opened = kept(demo_app).opened_at
    assert opened is not None
    post(leader, f"{where}/close")
    assert kept(demo_app).closed_at is not None
    post(leader, f"{where}/open")
    assert (kept(demo_app).closed_at, kept(demo_app).opened_at) == (None, opened)


def test_codes_are_made_for_the_free_seats_and_can_be_shown_again(demo_app, leader):
    make(demo_app, leader)
    where = address(demo_app, FILLED_IN["title"])
    assert post(leader, f"{where}/codes", number="4").location == where
    assert "Vraag er niet meer" in leader.get(where).get_data(as_text=True)
    assert post(leader, f"{where}/codes", number="2").location == f"{where}/codes"
    post(leader, f"{where}/codes", number="1")
    pages = [leader.get(f"{where}/codes").get_data(as_text=True) for _ in range(2)]
    codes = re.findall(r"<b>([A-Z0-9 ]{12})</b>", pages[0])
    assert len(set(codes)) == 3
    assert all(normalise_code(code) for code in codes)
    assert codes == re.findall(r"<b>([A-Z0-9 ]{12})</b>", pages[1])


def test_a_code_made_here_opens_the_questionnaire(demo_app, leader):
    make(demo_app, leader)
    where = address(demo_app, FILLED_IN["title"])
    post(leader, f"{where}/codes", number="1")
    post(leader, f"{where}/open")
    [code] = re.findall(r"<b>([A-Z0-9 ]{12})</b>", leader.get(f"{where}/codes").get_data(as_text=True))
    with demo_app.app_context():
        assert find_participation(current_work(), code)


def test_a_raised_hand_and_an_acute_answer_look_the_same(demo_app, leader):
    page = leader.get(address(demo_app)).get_data(as_text=True)
    calls = re.findall(r'<section class="inb-call"[^>]*>.*?</section>', page, re.DOTALL)
    assert len(calls) == 2

    def without_time_and_numbers(text):
        return re.sub(r'<p class="inb-quiet">[^<]*</p>|\d+|csrf_token.*?>', "", text)

    assert without_time_and_numbers(calls[0]) == without_time_and_numbers(calls[1])
    seats = re.findall(r'<li class="inb-seat inb-seat--help">.*?</li>', page, re.DOTALL)
    assert len(seats) == 2
    assert len({re.sub(r"\d+|<bdi.*?</bdi>", "", seat) for seat in seats}) == 1


def test_a_call_is_taken_and_then_done(demo_app, leader):
    where = address(demo_app)
    call = re.findall(r'action="([^"]+/calls/\d+)"', leader.get(where).get_data(as_text=True))[0]
    post(leader, call, step="going")
    assert "R. de Wit (demo) gaat" in leader.get(where).get_data(as_text=True)
    post(leader, call, step="been")
    assert call not in leader.get(where).get_data(as_text=True)
    with demo_app.app_context():
        row = current_work().db.get_one(HelpRequest, int(call.rsplit("/", 1)[1]))
        assert row.helped_at is not None


def test_the_board_shows_progress_and_no_answer(demo_app, leader):
    page = leader.get(address(demo_app)).get_data(as_text=True)
    assert "34 van 108" in page or "stil" in page
    for word in ("z8", "c1a", "monteur", "خياطة", "Voorbeeld Salma", "help today"):
        assert word not in page


def test_who_skips_the_health_part_counts_against_the_same_total(demo_app, leader):
    with demo_app.app_context():
        work = current_work()
        session = work.db.scalars(select(GroupSession).where(GroupSession.title == TODAY)).one()
        person = work.db.scalars(select(Participation).where(Participation.group_session_id == session.id)).all()[0]
        person.skipped_blocks = ["g"]
        person.last_heard_at = work.now()
        work.db.commit()
    assert "34 van 108" in leader.get(address(demo_app)).get_data(as_text=True)


def test_the_board_answers_that_nothing_changed_until_something_did(demo_app, leader):
    where = address(demo_app) + "/board"
    first = leader.get(where)
    assert first.status_code == 200
    again = leader.get(where, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    call = re.findall(r'action="([^"]+/calls/\d+)"', first.get_data(as_text=True))[0]
    post(leader, call, step="been")
    changed = leader.get(where, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert changed.headers["Cache-Control"] == "no-store"


def test_a_facilitator_notes_what_went_differently_at_a_seat(demo_app, leader):
    where = address(demo_app) + "/seats/1"
    assert post(leader, where + "/notes", kind="interpreter", note="tolk aan de telefoon").status_code == 303
    page = leader.get(where).get_data(as_text=True)
    assert "Er kwam een tolk" in page
    assert "tolk aan de telefoon" in page
    [ended] = re.findall(r'name="ended" value="(\d+)"', page)
    post(leader, where + "/notes", ended=ended)
    assert "tot " in leader.get(where).get_data(as_text=True)


def test_a_note_that_says_nothing_or_too_much_is_refused_in_words(demo_app, leader):
    where = address(demo_app) + "/seats/1"
    post(leader, where + "/notes", kind="weather")
    assert "Kies wat anders ging" in leader.get(where).get_data(as_text=True)
    post(leader, where + "/notes", kind="note", note="x" * 500)
    assert "De notitie is te lang" in leader.get(where).get_data(as_text=True)


def test_a_call_is_answered_on_the_page_of_its_seat(demo_app, leader):
    where = address(demo_app) + "/seats/3"
    [call] = re.findall(rf'action="({where}/calls/\d+)"', leader.get(where).get_data(as_text=True))
    assert post(leader, call, step="going").location == where
    assert "R. de Wit (demo) gaat" in leader.get(where).get_data(as_text=True)
    post(leader, call, step="been")
    assert call not in leader.get(where).get_data(as_text=True)


def test_somebody_stops_for_today_at_a_seat(demo_app, leader):
    where = address(demo_app) + "/seats/3"
    assert post(leader, where + "/stop").location == where
    assert "gestopt voor vandaag" in leader.get(where).get_data(as_text=True)
    post(leader, where + "/stop")
    assert "is niemand bezig" in leader.get(where).get_data(as_text=True)
