"""The way in of one person at a seat, as a facilitator sees and changes it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.services.audit import AuditKind
from app.services.eligibility import Route
from app.store.models import Deviation, EligibilityCheck, GroupSession, Participant, Participation, PartMode, RoleName
from app.web.context import current_work
from tests.demonstration_stores import post, sign_in
from tests.logged import logged
from tests.services.answering import answer_everything

TODAY = "AZC Voorbeeld, zaal 2"
ALL_YES = {"age": "yes", "language": "yes", "literacy": "yes", "computer": "yes"}


@pytest.fixture
def leader(demo_app):
    return sign_in(demo_app, RoleName.FACILITATOR)


@pytest.fixture
def seat(demo_app):
    """The address of a seat of today's session where somebody is about to begin with text."""
    with demo_app.app_context():
        begins = (
            select(GroupSession.public_id, Participation.seat)
            .join(Participation, Participation.group_session_id == GroupSession.id)
            .where(GroupSession.title == TODAY, Participation.state == "new", Participation.variant == "text")
            .order_by(Participation.seat)
            .limit(1)
        )
        public_id, number = current_work().db.execute(begins).one()
    return f"/staff/sessions/{public_id}/seats/{number}"


def person(app, seat):
    with app.app_context():
        return (
            current_work()
            .db.scalars(
                select(Participation)
                .join(GroupSession, GroupSession.id == Participation.group_session_id)
                .where(
                    GroupSession.title == TODAY,
                    Participation.seat == int(seat.rsplit("/", 1)[1]),
                    Participation.set_aside_at.is_(None),
                )
            )
            .one()
        )


def change(app, seat, **values):
    with app.app_context():
        work = current_work()
        work.db.execute(update(Participation).where(Participation.id == person(app, seat).id).values(**values))
        work.db.commit()


def code_of(app, seat):
    """What stands on the card of this person."""
    with app.app_context():
        work = current_work()
        owner = work.db.get_one(Participant, person(app, seat).participant_id)
        return work.texts.open(owner.code_encrypted, f"participant:{owner.public_id}:code")


def kept_checks(app):
    with app.app_context():
        return list(current_work().db.scalars(select(EligibilityCheck).order_by(EligibilityCheck.id)))


def text_of(answer):
    return answer.get_data(as_text=True)


def test_the_form_changes_and_changes_back(demo_app, leader, seat):
    assert 'value="pictogram"' in text_of(leader.get(seat))
    assert post(leader, f"{seat}/form", variant="pictogram").location == seat
    assert person(demo_app, seat).variant == "pictogram"
    page = text_of(leader.get(seat))
    assert 'value="text"' in page
    post(leader, f"{seat}/form", variant="text")
    assert person(demo_app, seat).variant == "text"


def test_another_word_for_a_form_changes_nothing(demo_app, leader, seat):
    post(leader, f"{seat}/form", variant="dance")
    assert person(demo_app, seat).variant == "text"


def test_a_finished_sitting_says_so_and_offers_nothing(demo_app, leader, seat):
    change(demo_app, seat, state="finished")
    assert f"{seat}/form" not in text_of(leader.get(seat))
    post(leader, f"{seat}/form", variant="pictogram")
    assert "dus er is niets veranderd" in text_of(leader.get(seat))
    assert person(demo_app, seat).variant == "text"


def test_the_criteria_show_a_proposal_before_anything_is_kept(demo_app, leader, seat):
    page = text_of(post(leader, f"{seat}/eligibility", go="propose", **{**ALL_YES, "literacy": "unsure"}))
    assert re.search(r'name="chosen" value="pictogram" checked', page)
    assert re.search(r'name="literacy" value="unsure" checked', page)
    assert kept_checks(demo_app) == []


def test_an_unanswered_criterion_is_asked_for(demo_app, leader, seat):
    answer = post(leader, f"{seat}/eligibility", go="keep", chosen="text", age="yes", language="yes")
    assert answer.status_code == 422
    assert "‘niet zeker’" in text_of(answer)
    assert kept_checks(demo_app) == []


def test_another_form_needs_a_reason_and_keeps_what_was_filled_in(demo_app, leader, seat):
    answer = post(leader, f"{seat}/eligibility", go="keep", chosen="oral", reason="", **ALL_YES)
    assert answer.status_code == 422
    assert "Schrijf kort waarom" in text_of(answer)
    assert re.search(r'name="chosen" value="oral" checked', text_of(answer))
    answer = post(leader, f"{seat}/eligibility", go="keep", chosen="oral", reason="Praat <liever>", **ALL_YES)
    assert answer.location == seat
    [check] = kept_checks(demo_app)
    assert (check.proposed, check.chosen) == (Route.TEXT, Route.ORAL)
    assert person(demo_app, seat).mode == "read_aloud"
    page = text_of(leader.get(f"{seat}/eligibility"))
    assert "Praat &lt;liever&gt;" in page
    assert re.search(r'name="computer" value="yes" checked', page)


def test_the_proposal_is_worked_out_anew_when_the_criteria_changed(demo_app, leader, seat):
    changed = {**ALL_YES, "computer": "no"}
    answer = post(leader, f"{seat}/eligibility", go="keep", chosen="text", **changed)
    assert answer.status_code == 422
    assert kept_checks(demo_app) == []
    post(leader, f"{seat}/eligibility", go="keep", chosen="pictogram", **changed)
    assert person(demo_app, seat).variant == "pictogram"


def test_reading_aloud_starts_with_a_second_language_and_stops(demo_app, leader, seat):
    post(leader, f"{seat}/aloud", go="start", second="ar")
    assert (person(demo_app, seat).mode, person(demo_app, seat).second_locale) == ("read_aloud", "ar")
    assert f"{seat}/here" in text_of(leader.get(seat))
    post(leader, f"{seat}/aloud", go="language", second="")
    assert (person(demo_app, seat).mode, person(demo_app, seat).second_locale) == ("read_aloud", None)
    post(leader, f"{seat}/aloud", go="stop")
    assert person(demo_app, seat).mode == "self"
    with demo_app.app_context():
        assert [row.ended_at is not None for row in current_work().db.scalars(select(Deviation))] == [True]


def test_a_language_that_does_not_exist_is_refused(demo_app, leader, seat):
    post(leader, f"{seat}/aloud", go="start", second="xx")
    assert (person(demo_app, seat).mode, person(demo_app, seat).second_locale) == ("self", None)


def test_the_seat_says_who_read_which_part(demo_app, leader, seat):
    row = person(demo_app, seat)
    with demo_app.app_context():
        work = current_work()
        for block, mode, kind, left in (("a", "interpreter", "phone", None), ("g", "self", "", True)):
            work.db.add(
                PartMode(
                    participation_id=row.id,
                    block=block,
                    mode=mode,
                    interpreter=kind,
                    interpreter_left=left,
                    recorded_at=work.now(),
                )
            )
        work.db.commit()
    page = " ".join(text_of(leader.get(seat)).split())
    assert "Situatie: tolk aan de telefoon" in page
    assert "wie hielp ging weg" in page


# --- on the device of the facilitator ---


def test_without_reading_aloud_the_sitting_does_not_open_there(leader, seat):
    assert post(leader, f"{seat}/here").location == seat
    assert leader.get("/nl/items/c1a").location.startswith("/nl/code")


@pytest.fixture
def reading(demo_app, leader, seat):
    """The browser of a facilitator who reads aloud on the own device."""
    change(demo_app, seat, state="started", locale="nl")
    post(leader, f"{seat}/aloud", go="start", second="")
    answer = post(leader, f"{seat}/here", code=code_of(demo_app, seat))
    assert answer.location == "/nl/go-on"
    return leader


def test_the_questions_open_and_it_is_written_down(demo_app, reading):
    assert reading.get("/nl/items/c1a").location == "/nl/parts/e/reader?back=item:c1a"
    with demo_app.app_context():
        assert [outcome for outcome, _, _ in logged(current_work(), AuditKind.SITTING_OPENED)][-1] == "done"
    with demo_app.app_context():
        assert "other_device" in set(current_work().db.scalars(select(Deviation.kind)))


def test_the_health_part_waits_until_the_person_agreed_on_that_screen(reading):
    asked = reading.get("/nl/items/z1a").location
    assert asked == "/nl/parts/g/here?back=item:z1a"
    page = text_of(reading.get(asked))
    assert "Dit is het apparaat van de begeleider" in page
    assert "z1a" not in page.replace("item:z1a", "")
    assert reading.get("/nl/further").location.startswith("/nl/parts/g/here")
    post(reading, asked, go="here")
    assert reading.get("/nl/items/z1a").location == "/nl/parts/g/alone?back=item:z1a"
    post(reading, "/nl/parts/g/alone?back=item:z1a", go="together")
    assert reading.get("/nl/items/z1a").status_code == 200


@pytest.mark.parametrize("code", ["", "XXXXXXXXXX", "of another"])
def test_it_does_not_open_without_the_code_of_this_person(demo_app, leader, seat, code):
    change(demo_app, seat, state="started", locale="nl")
    post(leader, f"{seat}/aloud", go="start", second="")
    assert "Typ dan hier uw code" in text_of(leader.get(seat))
    if code == "of another":
        code = code_of(demo_app, seat.rsplit("/", 1)[0] + "/1")
    assert post(leader, f"{seat}/here", code=code).location == seat
    assert "Er is niets geopend" in text_of(leader.get(seat))
    assert leader.get("/nl/go-on").location.startswith("/nl/code")
    with demo_app.app_context():
        assert "other_device" not in set(current_work().db.scalars(select(Deviation.kind)))


# --- what was answered alone, on that device ---


@pytest.fixture
def answered_before(demo_app, leader, seat):
    """The browser of a facilitator who reads aloud, after this person answered everything alone."""
    change(demo_app, seat, state="started", locale="nl")
    with demo_app.app_context():
        answer_everything(current_work(), person(demo_app, seat).token)
    post(leader, f"{seat}/aloud", go="start", second="")
    post(leader, f"{seat}/here", code=code_of(demo_app, seat))
    return leader


OWN = ("review", "share", "share/overview", "share/vluchtelingenwerk", "stop/end", "items/c1a", "items/z1a", "deck/e")


def test_what_was_answered_alone_waits_for_the_code(demo_app, answered_before, seat):
    for page in OWN:
        answer = answered_before.get(f"/nl/{page}")
        assert (answer.status_code, answer.location) == (303, f"/nl/own?back=/nl/{page}")
        asked = text_of(answered_before.get(answer.location))
        assert "Dit is het apparaat van de begeleider" in asked
        assert post(answered_before, answer.location, code="K7M4XR9TQA").status_code == 422
    right = post(answered_before, "/nl/own?back=/nl/review", code=code_of(demo_app, seat))
    assert right.location == "/nl/review"
    for page in OWN:
        assert not (answered_before.get(f"/nl/{page}").location or "").startswith("/nl/own"), page


def test_choosing_who_reads_does_not_open_what_was_answered_alone(answered_before):
    post(answered_before, "/nl/parts/e/reader", reader="facilitator")
    assert answered_before.get("/nl/items/c1a").location == "/nl/own?back=/nl/items/c1a"
    assert answered_before.get("/nl/review").location.startswith("/nl/own")


def test_nothing_is_deleted_there_without_the_code(demo_app, answered_before, seat):
    answer = post(answered_before, "/nl/stop/end", go="delete")
    assert answer.location.startswith("/nl/own")
    assert person(demo_app, seat).state == "started"


def test_the_code_itself_is_not_shown_there(demo_app, answered_before, seat):
    assert answered_before.get("/nl/stop/later").location.startswith("/nl/stop/rest")
    shown = text_of(answered_before.get("/nl/stop/rest")).replace(" ", "")
    assert code_of(demo_app, seat) not in shown


def test_the_code_holds_for_a_while_only(demo_app, answered_before, seat, monkeypatch):
    post(answered_before, "/nl/own?back=/nl/review", code=code_of(demo_app, seat))
    assert answered_before.get("/nl/review").status_code == 200
    monkeypatch.setattr("app.web.participant.own_device.OWN_FOR", timedelta(seconds=-1))
    assert answered_before.get("/nl/review").location.startswith("/nl/own")


def test_what_was_read_aloud_is_shown_there(reading):
    post(reading, "/nl/parts/e/reader?back=item:c1a", reader="facilitator")
    post(reading, "/nl/items/c1a", option="3", key="a-key")
    page = reading.get("/nl/items/c1a")
    assert page.status_code == 200
    assert re.search(r'value="3"[^>]* checked', text_of(page))


def test_the_code_is_asked_on_no_other_device(demo_app, seat):
    change(demo_app, seat, state="started", locale="nl")
    own = demo_app.test_client()
    post(own, "/nl/code", code=code_of(demo_app, seat))
    assert own.get("/nl/own").location == "/nl/go-on"


def test_after_the_end_that_device_shows_thanks_and_nothing_else(demo_app, answered_before, seat):
    post(answered_before, "/nl/own?back=/nl/review", code=code_of(demo_app, seat))
    post(answered_before, "/nl/parts/g/here", go="here")
    post(answered_before, "/nl/review", go="seen")
    post(answered_before, "/nl/share/overview", go="confirm")
    assert person(demo_app, seat).state == "finished"
    for page in (
        "review",
        "share",
        "share/overview",
        "own/report",
        "own/summary",
        "items/c1a",
        "go-on",
        "stop",
        "help",
    ):
        assert answered_before.get(f"/nl/{page}").location == "/nl/finish", page
    thanks = text_of(answered_before.get("/nl/finish"))
    assert "/nl/share" not in thanks
    assert "/nl/hand-back" in thanks


def test_it_ends_when_reading_aloud_ends(reading, seat):
    post(reading, f"{seat}/aloud", go="stop")
    assert reading.get("/nl/items/c1a").location.startswith("/nl/code")
    assert reading.get(seat).status_code == 200
