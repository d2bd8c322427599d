"""The person takes a copy of everything that is kept, in the own language."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from sqlalchemy import select

from app.core.responses import Response
from app.instruments.library import load_library
from app.services.audit import AuditKind, Event, account, person_of, record
from app.services.audit.verifying import links
from app.services.care import YES, CareChoices, ask_conversation, record_care_choices, set_status, work_list
from app.services.deviations import DeviationKind, note_deviation
from app.services.own_data import own_data
from app.services.sharing import share_report
from app.services.sittings import open_sitting
from app.services.variants import change_variant
from app.store.care_models import SignalStatus
from app.store.models import HelpRequest, Participant, WhoSaw
from tests.services.answering import answer_everything, option
from tests.services.leading import leader_of, session_of
from tests.web.person import Person


@pytest.fixture
def someone(sitting_factory):
    return sitting_factory()


@pytest.fixture
def person(client, someone, work):
    person = Person(client)
    person.begin(someone.code)
    answer_everything(work, someone.token, z8=option("no"))
    return person


def copy_of(person):
    answer = person.get(f"/{person.locale}/own/copy")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="inbeeld.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    return json.loads(answer.get_data(as_text=True))


def test_the_copy_holds_every_answer_with_its_words(person, someone, work):
    copy = copy_of(person)
    sitting = open_sitting(work, someone.token, None)
    assert {answer["id"] for answer in copy["answers"]} == set(sitting.responses)
    words = sitting.wordings["nl"]
    for answer in copy["answers"]:
        item, value = sitting.instrument.items[answer["id"]], sitting.responses[answer["id"]]
        assert answer["question"] == (words.text(item.text_key) if words.has(item.text_key) else item.text_key)
        assert (answer["number"], answer["own_words"]) == (value.number, value.text)
        assert len(answer["chosen"]) == len(value.options)


def test_the_copy_holds_what_is_shared_and_for_how_long_it_is_kept(person, someone, work):
    sitting = open_sitting(work, someone.token)
    share_report(work, sitting, "vluchtelingenwerk", "nl", yes=True)
    record_care_choices(work, sitting, CareChoices(ggd=YES, contact_ways=("phone",), contact_detail="06 (test)"), "nl")
    copy = copy_of(person)
    assert [(one["with"], one["yes"]) for one in copy["shared"]] == [("vluchtelingenwerk", True)]
    for one in (*copy["shared"], *copy["shared_about_health"]["said"]):
        assert (one["language"], one["mode"]) == ("nl", "self")
        assert datetime.fromisoformat(one["decided_at"]).tzinfo
    assert {"ggd"} == {one["with"] for one in copy["shared_about_health"]["said"]}
    assert copy["shared_about_health"]["contact"]["detail"] == "06 (test)"
    assert copy["kept_months"] == {"answers": 6, "reports": 12, "health": 3}


def test_the_copy_holds_who_read_and_when_and_what_was_asked_of_the_ggd(person, someone, work):
    person.finish()
    sitting = open_sitting(work, someone.token)
    ask_conversation(work, sitting, "nl")
    leader = leader_of(work, someone)
    item = work_list(work, leader.organisation_id)[0]
    set_status(work, leader.organisation_id, item.id, SignalStatus.CONTACTED, leader.id)
    work.db.add(WhoSaw(participation_id=sitting.id, role="client_manager", part="profile", on=date(2026, 11, 3)))
    name = person_of(work, sitting.id)
    record(work, Event(AuditKind.PERSON_READ, account(leader.id), leader.organisation_id, name, detail="profile"))
    work.db.commit()
    copy_of(person)
    copy = copy_of(person)
    assert copy["read_by"] == [{"role": "client_manager", "what": "profile", "on": "2026-11-03"}]
    told = [(one["what"], one["detail"], one["by"]) for one in copy["log"]]
    assert ("person_read", "profile", "staff") in told
    assert ("signal_step", "contacted", "staff") in told
    assert {"yourself", "staff"} <= {by for _, _, by in told}
    assert all(datetime.fromisoformat(one["at"]).tzinfo for one in copy["log"])
    assert [(one["status"], [step["status"] for step in one["steps"]]) for one in copy["ggd"]] == [
        ("contacted", ["contacted"])
    ]
    assert str(leader.id) not in {one["by"] for one in copy["log"]}
    assert leader.name not in json.dumps(copy)


def test_the_copy_holds_notes_calls_and_how_it_was_answered(person, someone, work):
    leader, session = leader_of(work, someone), session_of(work, someone)
    note_deviation(work, leader, session.public_id, DeviationKind.FAULT, "geluid viel uit (test)", someone.seat)
    work.db.add(HelpRequest(participation_id=someone.participation_id, called_at=work.now()))
    work.db.commit()
    kept = copy_of(person)["kept_besides"]
    assert [(one["kind"], one["note"]) for one in kept["deviation"]] == [("fault", "geluid viel uit (test)")]
    assert len(kept["help_request"]) == 1
    assert {
        name for rows in kept.values() for row in rows for name in row if name == "id" or name.endswith("_id")
    } == set()


@pytest.mark.usefixtures("person")
def test_both_forms_of_who_changed_are_in_the_copy(someone, work):
    token = change_variant(work, someone.token, "pictogram")
    copy = json.loads(json.dumps(own_data(work, open_sitting(work, token), "nl", health=True)))
    assert copy["form"]["id"] == "picture-profile"
    assert [form["form"]["id"] for form in copy["form_before"]] == ["profile"]
    assert len(copy["form_before"][0]["answers"]) > 50
    assert len(copy["kept_besides"]["variant_change"]) == 1


def test_the_copy_holds_no_code_and_no_token(person, someone):
    text = person.get("/nl/own/copy").get_data(as_text=True)
    assert someone.code not in text
    assert someone.token not in text
    assert someone.public_id not in text


def test_taking_a_copy_is_one_event(person, work):
    before = len(list(links(work)))
    copy_of(person)
    made = [link.entry for link in links(work)][before:]
    assert [entry.kind for entry in made] == ["own_data_copied"]
    assert made[0].actor == made[0].subject


def test_after_the_end_health_is_in_the_copy_only_where_the_person_finished(person, someone, app):
    person.finish()
    assert 'href="/nl/own/copy"' in person.text
    assert "shared_about_health" in copy_of(person)
    elsewhere = Person(app.test_client())
    elsewhere.enter(someone.code)
    copy = copy_of(elsewhere)
    assert "shared_about_health" not in copy
    assert not {"z1a", "z7", "z8"} & {answer["id"] for answer in copy["answers"]}
    assert copy["answers"]


LANGUAGES = [
    ("ar", "لا يوجد شيء عن الصحة في هذه النسخة.", "الرجاء حفظ تلك النسخة قبل إعادة الجهاز."),
    ("ti", "ኣብዚ ቅዳሕ ብዛዕባ ጥዕና ዋላ ሓንቲ የለን።", "ነቲ መሳርሒ ቅድሚ ምምላስኩም ነቲ ቅዳሕ ዓቅብዎ።"),
    ("nl", "In deze kopie staat niets over gezondheid.", "Bewaar die kopie voordat u het apparaat teruggeeft."),
]


@pytest.mark.parametrize(("locale", "nothing", "before"), LANGUAGES)
def test_a_copy_without_health_says_so_and_where_the_whole_is(app, client, work, someone, locale, nothing, before):
    person = Person(client, locale)
    person.begin(someone.code)
    answer_everything(work, someone.token, locale, z8=option("no"))
    person.finish()
    assert before in person.words
    assert nothing not in person.words
    assert "left_out" not in copy_of(person)
    elsewhere = Person(app.test_client(), locale)
    elsewhere.enter(someone.code)
    assert nothing in elsewhere.words
    assert before in elsewhere.words
    told = " ".join(copy_of(elsewhere)["left_out"])
    assert nothing in told
    assert before in told


def test_without_a_health_part_nothing_is_said_about_it(client, work, sitting_factory):
    someone = sitting_factory(sitting_factory.session(duty_officer_name=""))
    person = Person(client)
    person.begin(someone.code)
    answer_everything(work, someone.token)
    person.finish()
    assert 'href="/nl/own/copy"' in person.text
    assert "Bewaar die kopie" not in person.words


@pytest.mark.parametrize(("locale", "name"), [("ar", "ናይ ኣብነት ስም"), ("ti", "اسم للتجربة")])
def test_the_copy_speaks_the_language_of_the_person_and_keeps_names_and_own_words(client, work, someone, locale, name):
    participant = work.db.scalars(select(Participant).where(Participant.public_id == someone.public_id)).one()
    participant.name_encrypted = work.texts.seal(name, f"participant:{someone.public_id}:name")
    work.db.commit()
    person = Person(client, locale)
    person.begin(someone.code)
    answer_everything(work, someone.token, locale, z8=option("no"), own_words=Response(text=name))
    text = person.get(f"/{locale}/own/copy").get_data(as_text=True)
    assert name in text, "written as it is read, not as numbers of letters"
    copy = json.loads(text)
    assert (copy["name"], copy["language"]) == (name, locale)
    words = load_library().wording("profile", locale)
    sitting = open_sitting(work, someone.token, None)
    told = {answer["id"]: answer for answer in copy["answers"]}
    assert set(told) == set(sitting.responses)
    assert told["own_words"]["own_words"] == name
    for item_id, value in sitting.responses.items():
        item = sitting.instrument.items[item_id]
        assert told[item_id]["question"] == words.text(item.text_key)
        chosen = [words.text(one.text_key) for one in item.options if one.id in value.options]
        assert told[item_id]["chosen"] == chosen


def test_without_a_code_there_is_no_copy(client):
    answer = client.get("/nl/own/copy")
    assert answer.status_code in {302, 303, 401, 403, 404}
    assert "answers" not in answer.get_data(as_text=True)
