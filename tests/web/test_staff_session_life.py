"""The pages that pause, extend, change and close a group session, and that move somebody to another one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.services.kiosk import place_of
from app.store.models import GroupSession, Location, Participant, Participation, RoleName, SittingState
from app.web.context import current_work
from tests.demonstration_stores import post, sign_in

TODAY = "AZC Voorbeeld, zaal 2"
COMING = "Bibliotheek, leeszaal (nieuw)"


@pytest.fixture
def leader(demo_app):
    return sign_in(demo_app, RoleName.FACILITATOR)


def session_of(app, title=TODAY):
    with app.app_context():
        return current_work().db.scalars(select(GroupSession).where(GroupSession.title == title)).one()


def address(app, title=TODAY):
    return f"/staff/sessions/{session_of(app, title).public_id}"


def person_at(app, seat, title=TODAY):
    with app.app_context():
        return (
            current_work()
            .db.scalars(
                select(Participation).where(
                    Participation.group_session_id == session_of(app, title).id, Participation.seat == seat
                )
            )
            .one()
        )


def page(client, where):
    return client.get(where, follow_redirects=True).get_data(as_text=True)


def test_everybody_is_paused_and_goes_on(demo_app, leader):
    where = address(demo_app)
    post(leader, f"{where}/pause", go="pause")
    assert session_of(demo_app).paused_at is not None
    assert "Pauze beëindigen" in page(leader, where)
    assert "pauze" in page(leader, "/staff/sessions")
    post(leader, f"{where}/pause", go="on")
    assert session_of(demo_app).paused_at is None


def test_one_seat_is_paused_and_goes_on(demo_app, leader):
    where = address(demo_app)
    post(leader, f"{where}/seats/1/pause", go="pause")
    assert person_at(demo_app, 1).paused_at is not None
    assert "Pauze sinds" in page(leader, f"{where}/seats/1")
    post(leader, f"{where}/seats/1/pause", go="on")
    assert person_at(demo_app, 1).paused_at is None


def test_what_does_not_run_says_so(demo_app, leader):
    where = address(demo_app, COMING)
    post(leader, f"{where}/pause", go="pause")
    assert "niet open" in page(leader, where)
    post(leader, f"{where}/extend", minutes="15")
    assert session_of(demo_app, COMING).minutes == 90


@pytest.mark.parametrize(("minutes", "longer"), [("15", 15), ("7", 0), ("-30", 0), ("x", 0)])
def test_more_time(demo_app, leader, minutes, longer):
    before = session_of(demo_app).minutes
    post(leader, f"{address(demo_app)}/extend", minutes=minutes)
    assert session_of(demo_app).minutes == before + longer


def test_before_closing_the_page_says_what_is_open_and_changes_nothing(demo_app, leader):
    where = address(demo_app)
    said = page(leader, f"{where}/close")
    assert "vragen om u" in said
    assert "zijn niet klaar" in said
    assert session_of(demo_app).closed_at is None
    post(leader, f"{where}/close")
    assert session_of(demo_app).closed_at is not None


def form_of(client, where):
    """The form of a session as a browser would send it back."""
    said = page(client, where)
    fields = dict(re.findall(r'<input class="inb-input[^"]*" id="(\w+)"[^>]* value="([^"]*)"', said))
    for name in ("locales", "blocks", "items"):
        fields[name] = re.findall(rf'name="{name}" value="([^"]+)" checked', said)
    fields["location"] = re.findall(r'<option value="(\d+)" selected', said)[0]
    managers = re.findall(r'<select class="inb-input" id="client_manager".*?</select>', said, re.DOTALL)[0]
    fields["client_manager"] = (re.findall(r'value="(\d+)" selected', managers) or [""])[0]
    return fields


def test_the_form_holds_what_was_planned_and_keeps_what_is_changed(demo_app, leader):
    where = f"{address(demo_app, COMING)}/change"
    before = session_of(demo_app, COMING)
    form = form_of(leader, where)
    assert form["title"] == COMING
    assert form["time"] == "09:30"
    assert post(leader, where, **{**form, "seats": "12", "minutes": "75"}).status_code == 303
    after = session_of(demo_app, COMING)
    assert (after.seats, after.minutes) == (12, 75)
    for same in ("title", "starts_at", "locales", "blocks", "items_off", "client_manager_id", "location_id"):
        assert getattr(after, same) == getattr(before, same), same


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"minutes": "5"}, "van 30 tot en met 300"),
        ({"minutes": "x"}, "van 30 tot en met 300"),
        ({"seats": "2"}, "hoger nummer"),
        ({"duty_name": "", "duty_phone": ""}, "gezondheidsdeel staat aan"),
        ({"title": ""}, "Geef de bijeenkomst een naam."),
    ],
)
def test_a_change_that_does_not_fit_is_said_at_its_field(demo_app, leader, changed, sentence):
    where = f"{address(demo_app)}/change"
    answer = post(leader, where, **{**form_of(leader, where), **changed})
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_a_facilitator_lets_somebody_go_on_in_another_session(demo_app, leader):
    token = person_at(demo_app, 1).token
    where = f"{address(demo_app)}/seats/1/move"
    assert COMING in page(leader, where)
    post(leader, where, session=session_of(demo_app, COMING).public_id)
    with demo_app.app_context():
        person = current_work().db.scalars(select(Participation).where(Participation.token == token)).one()
        assert person.group_session.title == COMING


@pytest.mark.parametrize("target", ["", "none"])
def test_a_session_must_be_chosen_from_the_list(demo_app, leader, target):
    where = f"{address(demo_app)}/seats/1/move"
    answer = post(leader, where, session=target)
    assert answer.status_code in {303, 404}
    assert person_at(demo_app, 1).group_session_id == session_of(demo_app).id


def test_who_finished_has_nothing_to_go_on_with(demo_app, leader):
    finished = next(seat for seat in range(1, 10) if person_at(demo_app, seat).state == SittingState.FINISHED)
    assert "niets om mee verder te gaan" in page(leader, f"{address(demo_app)}/seats/{finished}/move")
    where = f"{address(demo_app)}/seats/{finished}/move"
    post(leader, where, session=session_of(demo_app, COMING).public_id)
    assert person_at(demo_app, finished).group_session_id == session_of(demo_app).id


def test_a_client_manager_moves_only_own_people(demo_app):
    client = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    with demo_app.app_context():
        work = current_work()
        person = work.db.get_one(Participant, person_at(demo_app, 1).participant_id)
        own, manager = person.public_id, person.client_manager_id
    where = f"/staff/participants/{own}/session"
    target = session_of(demo_app, COMING).public_id
    with demo_app.app_context():
        work = current_work()
        work.db.get_one(Participant, person.id).client_manager_id = None
        work.db.commit()
    assert client.get(where).status_code == 404
    assert post(client, where, session=target).status_code == 404
    with demo_app.app_context():
        work = current_work()
        work.db.get_one(Participant, person.id).client_manager_id = manager
        work.db.commit()
    assert post(client, where, session=target).location.endswith(own)
    with demo_app.app_context():
        moved = current_work().db.scalars(select(Participation).where(Participation.participant_id == person.id))
        assert {one.group_session.title for one in moved} == {COMING}


def test_the_reminder_comes_after_two_hours_in_the_list_and_on_the_board(demo_app, leader):
    neutral = re.compile(r"Plek \d+: nog niet afgesloten")
    assert not neutral.search(page(leader, "/staff/sessions"))
    with demo_app.app_context():
        from app.store.care_models import CareSignalItem  # noqa: PLC0415 - only here

        work = current_work()
        for item in work.care.scalars(select(CareSignalItem).where(CareSignalItem.today)):
            item.raised_at = work.now() - timedelta(hours=2)
        work.care.commit()
    assert neutral.search(page(leader, "/staff/sessions"))
    assert neutral.search(page(leader, address(demo_app)))


def test_a_location_of_the_demonstration_is_changed_by_an_administrator(demo_app):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    with demo_app.app_context():
        place = current_work().db.scalars(select(Location).order_by(Location.id).limit(1)).one()
    where = f"/staff/locations/{place.id}"
    form = {"name": place.name, "care_contact": "GZA", "care_phone": "088 112 2 112", "emergency_phone": "112"}
    refused = post(client, where, **{**form, "care_phone": "bel maar"})
    assert refused.status_code == 422
    assert "dat gebeld kan worden" in refused.get_data(as_text=True)
    assert 'value="bel maar"' in refused.get_data(as_text=True)
    assert post(client, where, **{**form, "crisis_phone": "0800-0113"}).status_code == 303
    assert "0800-0113" in page(client, "/staff/locations")
    assert post(client, "/staff/locations/new", **{**form, "name": "AZC Nieuw"}).status_code == 303
    assert "AZC Nieuw" in page(client, "/staff/locations")
    assert post(client, "/staff/locations/new", **{**form, "name": "AZC Nieuw"}).status_code == 422


def test_who_prepares_devices_finds_the_start_page_of_the_location(demo_app, leader):
    with demo_app.app_context():
        own = session_of(demo_app).location_id
        start = f"http://localhost/start/{place_of(current_work(), own)}"
    for client, where in (
        (leader, address(demo_app) + "/codes"),
        (sign_in(demo_app, RoleName.ADMINISTRATOR), f"/staff/locations/{own}"),
    ):
        shown = page(client, where)
        assert f'href="{start}"' in shown
        assert shown.count("<svg") > shown.count('<svg class="inb-icon')
    assert "start-page" not in page(sign_in(demo_app, RoleName.ADMINISTRATOR), "/staff/locations/new")


@pytest.mark.parametrize(("language", "words"), [("nl", "Wat u nooit doet"), ("en", "What you never do")])
def test_the_guide_is_a_page_and_a_print_in_both_languages(leader, language, words):
    post(leader, "/staff/language", locale=language)
    assert words in page(leader, "/staff/guide")
    printed = leader.get("/staff/guide.pdf")
    assert printed.mimetype == "application/pdf"
    assert printed.get_data().startswith(b"%PDF")
