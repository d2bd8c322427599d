"""A participant asks about the own data after the end, and the administrator answers."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from app.instruments.library import load_library
from app.services.person_requests import RequestKind, grant, make_request
from app.store.conversation_models import ConversationVersion
from app.store.models import GroupSession, Organisation, Participant, Participation, PersonRequest, RoleName
from app.web.context import current_work
from tests.demonstration_stores import EMAILS, post, sign_in
from tests.services.answering import answer_everything, option
from tests.services.leading import leader_of
from tests.web.person import Person

WORDS = "Ik werk graag samen (test)"


@pytest.fixture
def someone(sitting_factory):
    return sitting_factory()


@pytest.fixture
def person(client, someone, work):
    person = Person(client)
    person.begin(someone.code)
    answer_everything(work, someone.token, z8=option("no"))
    return person


@pytest.fixture
def finished(person):
    person.finish()
    return person


def kinds_asked(work):
    return list(work.db.scalars(select(PersonRequest.kind).order_by(PersonRequest.id)))


def test_the_last_screen_leads_to_the_requests_without_the_code_again(finished, work):
    assert 'href="/nl/own/requests"' in finished.text
    finished.open("own/requests")
    assert "Iets over mij klopt niet." in finished.text
    finished.post(kind="correction", words=WORDS)
    assert "Uw vraag is verstuurd." in finished.text
    assert kinds_asked(work) == ["correction"]


@pytest.mark.parametrize(
    ("locale", "words"), [("en", "Questions about your data"), ("ar", "أسئلة عن بياناتك"), ("ti", "ሕቶታት ብዛዕባ ሓበሬታኹም")]
)
def test_the_pages_speak_the_language_of_the_person(client, locale, words):
    page = client.get(f"/{locale}/own/rights")
    assert page.status_code == 200
    assert words in page.get_data(as_text=True)


def test_what_was_written_is_not_shown_to_who_holds_the_card(finished, someone, app):
    finished.open("own/requests")
    finished.post(kind="correction", words=WORDS)
    elsewhere = Person(app.test_client())
    elsewhere.open("own/rights")
    elsewhere.post(code=someone.code)
    assert elsewhere.address == "/nl/own/requests"
    assert "Wat u heeft gevraagd" in elsewhere.text
    assert WORDS not in elsewhere.text


@pytest.mark.usefixtures("finished")
def test_the_code_opens_the_requests_after_the_session_and_nothing_else(someone, work, app):
    session = work.db.get_one(GroupSession, someone.group_session_id)
    session.closed_at = work.now()
    work.db.commit()
    elsewhere = Person(app.test_client())
    elsewhere.enter(someone.code)
    assert 'href="/nl/own/rights"' in elsewhere.text
    elsewhere.open("own/rights")
    elsewhere.post(code=someone.code)
    assert elsewhere.address == "/nl/own/requests"
    elsewhere.post(kind="objection")
    assert kinds_asked(work) == ["objection"]
    assert elsewhere.get("/nl/review").status_code == 303
    assert elsewhere.get("/nl/own/copy").status_code == 303


def test_before_the_talk_everything_is_taken_back_at_once_after_one_more_question(finished, someone, work):
    finished.open("own/requests")
    finished.post(kind="deletion")
    assert finished.address == "/nl/own/withdraw"
    assert "Wilt u dat wij uw antwoorden wissen?" in finished.text
    finished.post(go="keep")
    assert finished.address == "/nl/own/requests"
    assert work.db.scalar(select(Participation.state).where(Participation.token == someone.token)) == "finished"
    finished.open("own/withdraw")
    finished.post(go="delete")
    assert "Uw antwoorden zijn gewist." in finished.text
    assert work.db.scalar(select(Participation.id).where(Participation.token == someone.token)) is None
    assert finished.get("/nl/own/report").status_code == 303
    assert finished.enter(someone.code).status_code == 422


@pytest.mark.usefixtures("finished")
def test_with_the_code_it_is_taken_back_elsewhere_too_until_the_talk_was_held(someone, work, app):
    elsewhere = Person(app.test_client())
    elsewhere.open("own/withdraw")
    assert elsewhere.address == "/nl/own/rights"
    elsewhere.post(code=someone.code)
    elsewhere.open("own/requests")
    elsewhere.post(kind="deletion")
    assert elsewhere.address == "/nl/own/withdraw"
    held = {"number": 1, "content_encrypted": "", "made_at": work.now()}
    work.db.add(ConversationVersion(participation_id=someone.participation_id, **held))
    work.db.commit()
    elsewhere.post(go="delete")
    assert elsewhere.address == "/nl/own/requests"
    assert elsewhere.get("/nl/own/withdraw").status_code == 404
    elsewhere.post(kind="deletion")
    assert kinds_asked(work) == ["deletion"]
    assert work.db.scalar(select(Participation.state).where(Participation.token == someone.token)) == "finished"


@pytest.mark.usefixtures("finished")
def test_the_next_person_on_a_device_neither_sees_nor_asks_in_the_name_of_who_asked_before(
    someone, sitting_factory, work, app
):
    device = Person(app.test_client())
    device.open("own/rights")
    device.post(code=someone.code)
    device.post(kind="objection")
    device.enter(sitting_factory().code)
    assert device.get("/nl/own/requests").location == "/nl/own/rights"
    assert kinds_asked(work) == ["objection"]


@pytest.mark.usefixtures("person")
def test_who_is_still_busy_stops_and_deletes_instead(someone, app):
    elsewhere = Person(app.test_client())
    elsewhere.open("own/rights")
    elsewhere.post(code=someone.code)
    assert "U bent nog bezig" in elsewhere.text
    assert elsewhere.get("/nl/own/requests").location == "/nl/own/rights"


def test_a_wrong_code_opens_nothing(client):
    person = Person(client)
    person.open("own/rights")
    person.post(code="K7M 4XR 9TQA")
    assert "klopt niet" in person.text
    assert person.get("/nl/own/requests").location == "/nl/own/rights"
    assert person.get("/nl/own/requests/copy").status_code == 404


def test_nothing_is_asked_without_a_choice_or_without_words(finished, work):
    finished.open("own/requests")
    finished.post()
    assert "Kies eerst wat u wilt vragen." in finished.text
    finished.post(kind="correction", words=" ")
    assert "Schrijf eerst wat niet klopt." in finished.text
    assert kinds_asked(work) == []


def test_the_copy_comes_when_access_was_given(finished, someone, work):
    person_id = work.db.scalars(select(Participation.id).where(Participation.token == someone.token)).one()
    make_request(work, person_id, RequestKind.ACCESS, "", "nl")
    assert finished.get("/nl/own/requests/copy").status_code == 404
    asked = work.db.scalars(select(PersonRequest.id)).one()
    make_request(work, person_id, RequestKind.CORRECTION, WORDS, "nl")
    grant(work, leader_of(work, someone), asked, knows_who=True)
    finished.open("own/requests")
    assert "Ja, wij hebben gedaan wat u vroeg." in finished.text
    answer = finished.get("/nl/own/requests/copy")
    copy = json.loads(answer.get_data(as_text=True))
    assert copy["answers"]
    assert not {"shared_about_health", "ggd"} & set(copy)
    assert not {"z1a", "z7", "z8"} & {one["id"] for one in copy["answers"]}
    assert [(one["kind"], one["state"], one["words"]) for one in copy["requests"]] == [
        ("access", "granted", None),
        ("correction", "open", WORDS),
    ]
    assert copy["requests"][0]["handled_at"]
    assert not {"handled_by", "handled_by_id", "id"} & set(copy["requests"][0])


@pytest.mark.parametrize(
    ("locale", "nothing", "where"),
    [
        ("nl", "In deze kopie staat niets over gezondheid.", "in de kopie op het apparaat waarop u klaar bent."),
        ("en", "There is nothing about health in this copy.", "in the copy on the device on which you finish."),
        ("ar", "لا يوجد شيء عن الصحة في هذه النسخة.", "موجود في النسخة على الجهاز الذي تنهي عليه."),
        ("ti", "ኣብዚ ቅዳሕ ብዛዕባ ጥዕና ዋላ ሓንቲ የለን።", "ኣብቲ ኣብ ዝወዳእኩምሉ መሳርሒ ዘሎ ቅዳሕ ኣሎ።"),
    ],
)
@pytest.mark.usefixtures("finished")
def test_who_was_given_access_hears_that_health_is_left_out_and_where_the_whole_is(
    someone, work, app, locale, nothing, where
):
    make_request(work, someone.participation_id, RequestKind.ACCESS, "", locale)
    asked = work.db.scalars(select(PersonRequest.id)).one()
    elsewhere = Person(app.test_client(), locale)
    elsewhere.open("own/rights")
    elsewhere.post(code=someone.code)
    assert nothing not in elsewhere.words, "there is no copy yet"
    grant(work, leader_of(work, someone), asked, knows_who=True)
    elsewhere.open("own/requests")
    assert nothing in elsewhere.words
    assert where in elsewhere.words
    copy = json.loads(elsewhere.get(f"/{locale}/own/requests/copy").get_data(as_text=True))
    assert copy["language"] == locale
    assert nothing in copy["left_out"][0]
    assert where in copy["left_out"][1]
    assert not {"z1a", "z7", "z8"} & {one["id"] for one in copy["answers"]}
    words = load_library().wording("profile", locale)
    assert words.text("item.c1a") in {one["question"] for one in copy["answers"]}


def test_before_access_was_given_a_copy_elsewhere_says_nothing_in_the_words_of_a_request(finished, someone, work, app):
    person_id = work.db.scalars(select(Participation.id).where(Participation.token == someone.token)).one()
    make_request(work, person_id, RequestKind.CORRECTION, WORDS, "nl")
    assert WORDS in finished.get("/nl/own/copy").get_data(as_text=True)
    elsewhere = Person(app.test_client())
    elsewhere.enter(someone.code)
    copy = elsewhere.get("/nl/own/copy").get_data(as_text=True)
    assert '"correction"' in copy
    assert WORDS not in copy


# --- staff ---


def first_of(app, kind):
    with app.app_context():
        return current_work().db.scalars(select(PersonRequest.id).where(PersonRequest.kind == kind)).first()


def state_of(app, request_id):
    with app.app_context():
        row = current_work().db.get_one(PersonRequest, request_id)
        return row.state, row.reason, row.handled_by_id is not None


def test_the_administrator_sees_what_is_asked_and_never_the_words(demo_app):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    page = client.get("/staff/requests").get_data(as_text=True)
    assert "Zegt dat iets niet klopt" in page
    assert "antwoord vóór" in page.casefold()
    assert "samen" not in re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL)


def test_staff_are_told_that_health_is_left_out_and_how_the_person_gets_the_whole(demo_app):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    page = client.get("/staff/requests").get_data(as_text=True)
    assert "In deze kopie staat niets over gezondheid, en u ziet die antwoorden nooit." in page
    assert "bewaart die daar, voordat het apparaat wordt teruggegeven." in page


def test_an_answer_is_kept_with_who_gave_it(demo_app):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    asked = first_of(demo_app, "access")
    post(client, f"/staff/requests/{asked}", answer="grant")
    assert state_of(demo_app, asked) == ("open", "", False)
    post(client, f"/staff/requests/{asked}", answer="longer")
    assert state_of(demo_app, asked) == ("longer", "", True)
    post(client, f"/staff/requests/{asked}", answer="must_keep")
    assert state_of(demo_app, asked) == ("refused", "must_keep", True)
    assert "een wet zegt dat dit bewaard wordt" in client.get("/staff/requests").get_data(as_text=True)


def test_the_client_manager_reads_the_remark_beside_the_profile(demo_app):
    with demo_app.app_context():
        person = current_work().db.get_one(PersonRequest, first_of(demo_app, "correction")).participation_id
        public_id = (
            current_work()
            .db.scalars(select(Participant.public_id).join(Participation).where(Participation.id == person))
            .one()
        )
    client = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    page = client.get(f"/staff/participants/{public_id}").get_data(as_text=True)
    assert "Wat volgens de deelnemer niet klopt" in page
    assert "Ik werk graag met anderen samen." in page


def test_the_administrator_changes_the_periods(demo_app):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    assert 'value="6"' in client.get("/staff/periods").get_data(as_text=True)
    form = {"answers_months": "4", "report_months": "9", "care_months": "2", "log_months": "6"}
    assert post(client, "/staff/periods", **form).status_code == 303
    with demo_app.app_context():
        found = current_work().db.scalars(select(Organisation).limit(1)).one()
        assert (found.answers_months, found.report_months, found.care_months, found.log_months) == (4, 9, 2, 6)


@pytest.mark.parametrize("months", ["0", "121", "-1", "", "6.5", "²", "9999999999"])
def test_periods_that_do_not_fit_change_nothing(demo_app, months):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    form = {"answers_months": "6", "report_months": "12", "care_months": months, "log_months": "12"}
    answer = post(client, "/staff/periods", **form)
    assert answer.status_code == 422
    with demo_app.app_context():
        assert current_work().db.scalars(select(Organisation.care_months)).first() == 3


def test_the_menu_leads_the_administrator_to_the_log_once(demo_app):
    page = sign_in(demo_app, RoleName.ADMINISTRATOR).get("/staff/requests").get_data(as_text=True)
    assert page.count('href="/staff/log"') == 1
    assert EMAILS[RoleName.ADMINISTRATOR] not in page
