"""What pages say of sound: where it can be heard, that it was heard, what a device cannot do, what can be fetched."""

from __future__ import annotations

import io
import math
import re
import wave
from array import array
from dataclasses import replace

import pytest
from sqlalchemy import select

from app import create_app
from app.instruments.library import load_library
from app.sound.coding import coded_recording
from app.sound.manifest import Entry, version_of, write_manifest
from app.sound.slots import slots_of
from app.store.models import DeviceNotice, Participation, Response, RoleName
from app.web.context import current_work
from app.web.staff.take_ahead import take_ahead_list
from tests.conftest import close_stores
from tests.demonstration_stores import sign_in
from tests.factories import SittingFactory
from tests.services.answering import answer_everything, option, state_basis
from tests.web.person import Person

ITEM = "c1a"
SHARED = ("consent.vluchtelingenwerk.report", "consent.vluchtelingenwerk.yes", "consent.vluchtelingenwerk.no")
GGD = (
    "consent.title", "consent.ggd.question", "consent.ggd.what", "consent.free",
    "consent.ggd.yes", "consent.ggd.contact_only", "consent.ggd.no",
)  # fmt: skip
MANAGER = (
    "consent.title", "consent.case_manager.wish", "consent.free", "consent.case_manager.ggd_status",
    "consent.case_manager.ggd_advice", "consent.case_manager.account",
)  # fmt: skip
THEMES = {
    "health-case-manager": "consent.health.case_manager",
    "health-vluchtelingenwerk": "consent.health.vluchtelingenwerk",
}
ABOUT_HEALTH = {
    "ggd": GGD,
    "case-manager": MANAGER,
    **{page: ("consent.title", question, "consent.health.what", "consent.free") for page, question in THEMES.items()},
}


@pytest.fixture(scope="module")
def sounds(tmp_path_factory):
    """A folder in which every text of one question can be heard in Dutch, as the same hum."""
    hum = array("h", (int(9000 * math.sin(place / 8)) for place in range(8000)))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(16000)
        writer.writeframes(hum.tobytes())
    sound = coded_recording(file.getvalue())
    folder = tmp_path_factory.mktemp("sounds")
    library = load_library()
    item = library.instrument("profile").items[ITEM]
    consents = {*SHARED, *(key for keys in ABOUT_HEALTH.values() for key in keys)}
    wanted = {
        "ui.listen",
        *consents,
        item.text_key,
        item.instruction_key,
        *(option.text_key for option in item.options),
    }
    slots = [slot for slot in slots_of(library, "profile", "nl") if slot.key in wanted]
    entries = []
    (folder / "nl").mkdir()
    for slot in slots:
        entries.append(Entry(slot.key, slot.hash, version_of(sound.opus), "hum", sound.seconds, len(sound.opus)))
        (folder / "nl" / f"{slot.name}.opus").write_bytes(sound.opus)
        (folder / "nl" / f"{slot.name}.mp3").write_bytes(sound.mp3)
    write_manifest(folder, "nl", entries)
    return folder


@pytest.fixture
def spoken_app(config, sounds):
    """The application with these sounds."""
    app = create_app(replace(config, sound=sounds, synthetic_sound=True))
    yield app
    close_stores(app)


@pytest.fixture
def invited(spoken_app):
    """Somebody with a code."""
    with spoken_app.app_context():
        return SittingFactory(current_work())()


@pytest.fixture
def person(spoken_app, invited):
    """The same, who takes part."""
    person = Person(spoken_app.test_client())
    person.begin(invited.code)
    return person


def test_a_question_can_be_heard_with_its_answers_in_their_order(person):
    person.open(f"items/{ITEM}")
    item = load_library().instrument("profile").items[ITEM]
    keys = [item.instruction_key, item.text_key, *(option.text_key for option in item.options)]
    places = [person.text.index(f'data-sound="/sound/nl/{key}~') for key in keys]
    assert places == sorted(places)
    assert "data-listen" in person.text
    assert person.text.index("data-listen") < places[0], "the ear comes first"
    assert person.text.count("<noscript>") == 2


def test_what_to_share_can_be_heard_with_its_answers(person):
    person.look_back()
    page = person.open("share/vluchtelingenwerk").get_data(as_text=True)
    assert re.findall(r'data-sound="/sound/nl/(consent[^"]+)~\w+"', page) == list(SHARED)


@pytest.mark.parametrize("page", ABOUT_HEALTH)
def test_what_to_share_about_health_can_be_heard_in_its_order(person, spoken_app, invited, page):
    with spoken_app.app_context():
        work = current_work()
        answer_everything(work, invited.token, z7=option("yes"), z8=option("no"))
        state_basis(work, invited)
    shown = person.open(f"share/{page}").get_data(as_text=True)
    assert re.findall(r'data-sound="/sound/nl/(consent[^"]+)~\w+"', shown) == list(ABOUT_HEALTH[page])
    assert shown.index("data-listen") < shown.index("data-sound="), "the ear comes first"


def test_a_language_without_sounds_has_no_ear(person):
    person.locale = "ar"
    person.open(f"items/{ITEM}")
    assert "data-listen" not in person.text
    assert "data-sound" not in person.text


@pytest.mark.parametrize(("audio", "used"), [("1", True), ("", False), ("yes", False)])
def test_it_is_kept_whether_the_question_was_heard(person, spoken_app, audio, used):
    person.open(f"items/{ITEM}")
    person.post(option="2", audio=audio)
    with spoken_app.app_context():
        kept = current_work().db.scalars(select(Response.audio_used).where(Response.item_id == ITEM)).all()
    assert kept == [used]


def test_a_device_tells_what_it_cannot_do_and_only_with_the_token_of_a_page(person, spoken_app):
    person.open(f"items/{ITEM}")
    told = {"kind": "sound_missing", "detail": "option.face.z3.2", "csrf_token": person.form.fields["csrf_token"][0]}
    assert person.send("/nl/device", told).status_code == 204
    assert person.send("/nl/device", {**told, "kind": "anything"}).status_code == 400
    with spoken_app.app_context():
        rows = [dict(vars(row)) for row in current_work().db.scalars(select(DeviceNotice))]
        assert current_work().db.scalars(select(Participation.id)).all()
    assert [row["kind"] for row in rows] == ["sound_missing"]
    assert "option.face.z3.2" not in str(rows), "what was heard is kept nowhere"


def test_a_stranger_tells_nothing(spoken_app):
    answer = Person(spoken_app.test_client()).send("/nl/device", {"kind": "no_sound"})
    assert answer.status_code != 204
    with spoken_app.app_context():
        assert not current_work().db.scalars(select(DeviceNotice.id)).all()


def test_the_facilitator_sees_what_a_form_weighs_and_fetches_every_address(demo_app):
    client = sign_in(demo_app, RoleName.FACILITATOR)
    page = client.get("/staff/take-ahead").get_data(as_text=True)
    assert page.count("data-list=") == 8
    found = client.get("/staff/take-ahead/list?instrument=picture-profile&locale=ti").get_json()
    assert len(found["always"]) > 100
    assert client.get(found["always"][0]).status_code == 200
    assert all(client.get(address).status_code == 200 for address in found["always"][-3:])
    assert client.get("/staff/take-ahead/list?instrument=picture-profile&locale=xx").status_code == 422


def test_every_sound_that_there_is_can_be_fetched_in_either_kind(spoken_app):
    with spoken_app.test_request_context("/staff/take-ahead/list?instrument=profile&locale=nl"):
        found = spoken_app.make_response(take_ahead_list()).get_json()
    client = spoken_app.test_client()
    assert len(found["opus"]) == len(found["mp3"]) > 5
    assert {client.get(address).status_code for address in (*found["opus"], *found["mp3"])} == {200}
