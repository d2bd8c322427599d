"""Sounds over HTTP, and the pages on which staff record them."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from app import create_app
from app.services.sound_recordings import add_recording, slots_by_key
from app.sound.synthesis import fill
from app.store.models import RoleName, SoundRecording
from app.web.context import current_library, current_work
from app.web.sound import sound_of
from tests.conftest import close_stores
from tests.demonstration_stores import csrf_token, sign_in
from tests.factories import make_config
from tests.sound.speech import tone
from tests.sound.test_recordings import GIVEN

KEY = "ui.listen"


@pytest.fixture(scope="module")
def spoken_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    from app.instruments.library import load_library  # noqa: PLC0415 - once

    slots = [slots_by_key(load_library(), "nl")[KEY]]
    fill(folder, slots, slots, 1, lambda _done, _number: None)
    return folder


@pytest.fixture
def sounding(config, spoken_folder):
    app = create_app(replace(config, sound=spoken_folder))
    yield app
    close_stores(app)


def heard(app, key=KEY, locale="nl"):
    with app.test_request_context():
        return sound_of(current_library().wording("profile", locale), key)


def test_a_placeholder_is_served_whole_and_in_parts(sounding):
    sound = heard(sounding)
    client = sounding.test_client()
    whole = client.get(sound.opus)
    assert (whole.status_code, whole.mimetype) == (200, "audio/ogg")
    assert whole.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = client.get(sound.opus, headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.data) == (206, whole.data[:2])
    assert part.headers["Content-Range"] == f"bytes 0-1/{len(whole.data)}"
    rest = client.get(sound.opus, headers={"Range": "bytes=100-"})
    assert rest.data == whole.data[100:]
    assert client.get(sound.mp3).mimetype == "audio/mpeg"


def test_a_sound_that_is_not_there_is_not_found(sounding):
    client = sounding.test_client()
    sound = heard(sounding)
    for address in (
        sound.opus.replace("/nl/", "/ar/"),
        sound.opus.replace("~", "~0")[:-6] + ".opus",
        "/sound/nl/x~1.opus",
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_text_without_sound_has_none(sounding):
    assert heard(sounding, "ui.next") is None
    assert heard(sounding, "no.such.text") is None


def test_a_person_stands_before_a_placeholder_with_an_address_of_its_own(sounding):
    before = heard(sounding)
    with sounding.app_context():
        add_recording(current_work(), slots_by_key(current_library(), "nl")[KEY], tone(), GIVEN)
    assert heard(sounding) == before, "looked at once a minute"
    again = create_app(sounding.extensions["inbeeld"].config)
    after = heard(again)
    assert (after.origin, before.origin) == ("human", "synthetic")
    assert after.opus != before.opus
    answer = again.test_client().get(after.opus, headers={"Range": "bytes=4-9"})
    assert (answer.status_code, len(answer.data)) == (206, 6)
    close_stores(again)


def test_outside_a_demonstration_no_placeholder_is_heard_unless_the_settings_say_so(config, spoken_folder):
    for synthetic in (False, True):
        app = create_app(replace(config, demo=False, sound=spoken_folder, synthetic_sound=synthetic))
        assert (heard(app) is not None) is synthetic
        close_stores(app)


def test_the_folder_of_placeholders_is_named_by_the_settings(tmp_path):
    assert make_config(tmp_path).sound_folder == tmp_path / "sound"


PAGE = f"/staff/sound/profile/nl/{KEY}"


def sent(client, **form):
    filled = {
        "csrf_token": csrf_token(client),
        "speaker": "Een Spreker",
        "recorded_on": "2026-11-30",
        "permission": "ja",
    }
    return client.post(PAGE, data={**filled, **form}, content_type="multipart/form-data")


def test_staff_record_a_text_and_go_to_the_next(demo_app):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    answer = sent(client, sound=(io.BytesIO(tone()), "a.wav"))
    assert answer.status_code == 303
    assert answer.location.startswith("/staff/sound/profile/nl/")
    with demo_app.app_context():
        row = current_work().db.query(SoundRecording).one()
        assert (row.text_key, row.speaker, row.added_by_id is not None) == (KEY, "Een Spreker", True)
    page = client.get(PAGE).get_data(as_text=True)
    assert f"/sound/nl/{KEY}~" in page
    assert 'value="Een Spreker"' in page, "asked once a visit"


@pytest.mark.parametrize(
    ("form", "marked"),
    [
        pytest.param({}, "problem-sound", id="no file"),
        pytest.param({"sound": b"no sound"}, "problem-sound", id="no sound in it"),
        pytest.param({"sound": tone(level=0)}, "problem-sound", id="silence"),
        pytest.param({"sound": tone(), "speaker": " "}, "problem-speaker", id="nobody named"),
        pytest.param({"sound": tone(), "recorded_on": "x"}, "problem-recorded_on", id="no day"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(demo_app, form, marked):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    if "sound" in form:
        form = {**form, "sound": (io.BytesIO(form["sound"]), "a.wav")}
    answer = sent(client, **form)
    assert answer.status_code == 422
    assert f'id="{marked}"' in answer.get_data(as_text=True)
    with demo_app.app_context():
        assert current_work().db.query(SoundRecording).count() == 0


def test_only_the_recording_page_may_use_the_microphone(demo_app):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    assert "microphone=(self)" in client.get(PAGE).headers["Permissions-Policy"]
    assert "media-src 'self' blob:" in client.get(PAGE).headers["Content-Security-Policy"]
    for address in ("/staff/sound", "/staff/sound/profile/nl", "/nl/"):
        answer = client.get(address)
        assert "microphone=()" in answer.headers["Permissions-Policy"]
        assert "blob:" not in answer.headers["Content-Security-Policy"]


def test_an_unknown_text_or_language_is_not_found(demo_app):
    client = sign_in(demo_app, RoleName.ADMINISTRATOR)
    for address in ("/staff/sound/profile/xx", "/staff/sound/none/nl", "/staff/sound/profile/nl/no.such"):
        assert client.get(address).status_code == 404
