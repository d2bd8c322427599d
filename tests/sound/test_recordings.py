"""Recordings of people: taken in, stale, refused, and asked for before a release."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.sound_recordings import (
    Given,
    RecordingRefused,
    State,
    add_recording,
    import_folder,
    lacks_voice,
    slot_states,
    slots_by_key,
)
from app.services.wording_releases import VoiceMissing, release, released
from app.sound.coding import read_sound
from app.sound.samples import even_cut
from app.sound.slots import Slot
from app.store.models import SoundRecording
from tests.sound.speech import tone

GIVEN = Given("Een Spreker", date(2026, 11, 30), "mag in Inbeeld gebruikt worden")


def state_of(work, key, locale="nl", instrument="picture-profile"):
    return next(one for one in slot_states(work, instrument, locale) if one.slot.key == key).state


def test_a_recording_is_kept_in_both_formats_without_silence_and_as_loud_as_others(work):
    add_recording(work, slots_by_key(work.library, "nl")["ui.listen"], tone(1.5, level=0.02, silence=1.0), GIVEN)
    row = work.db.query(SoundRecording).one()
    assert (row.speaker, row.locale, row.text_key) == ("Een Spreker", "nl", "ui.listen")
    for content in (row.opus, row.mp3):
        sound = read_sound(content, 24000)
        assert sound.seconds == pytest.approx(1.66, abs=0.15)
        assert even_cut(sound).factor == pytest.approx(1, abs=0.3)
    assert state_of(work, "ui.listen") is State.HUMAN


def test_a_recording_of_other_words_is_stale(work):
    now = slots_by_key(work.library, "nl")["ui.listen"]
    add_recording(work, Slot(now.key, "nl", f"{now.words} goed"), tone(), GIVEN)
    assert state_of(work, "ui.listen") is State.STALE
    assert state_of(work, "ui.next") is State.MISSING


def test_a_folder_is_taken_in_by_the_names_of_its_files(work, tmp_path):
    (tmp_path / "ar").mkdir()
    (tmp_path / "ar" / "ui.next.wav").write_bytes(tone())
    (tmp_path / "ar" / "notes.txt").write_text("not a recording")
    assert import_folder(work, tmp_path, None, GIVEN) == 1
    assert state_of(work, "ui.next", "ar") is State.HUMAN
    assert state_of(work, "ui.next", "nl") is State.MISSING


def test_a_sample_of_a_language_counts_on_every_page(work, tmp_path):
    (tmp_path / "option.picture.p5.languages.ku.wav").write_bytes(tone())
    assert import_folder(work, tmp_path, "nl", GIVEN) == 1
    for locale in work.library.locales:
        assert state_of(work, "option.picture.p5.languages.ku", locale) is State.HUMAN


def test_one_wrong_file_and_nothing_is_taken_in_and_every_error_is_named(work, tmp_path):
    (tmp_path / "ui.next.wav").write_bytes(tone())
    (tmp_path / "ui.nowhere.wav").write_bytes(tone())
    (tmp_path / "ui.back.mp3").write_bytes(b"no sound at all" * 100)
    (tmp_path / "ui.stop.wav").write_bytes(tone(level=0.0))
    (tmp_path / "ui.yes.wav").write_bytes(tone(61, rate=8000))
    with pytest.raises(RecordingRefused) as refused:
        import_folder(work, tmp_path, "nl", Given(" ", date(2026, 11, 30), "ja"))
    said = "\n".join(refused.value.errors)
    for part in (
        "speaker",
        "ui.nowhere",
        "ui.back.mp3: no sound",
        "ui.stop.wav: nobody",
        "ui.yes.wav: it lasts longer",
    ):
        assert part in said
    assert len(refused.value.errors) == 5
    assert work.db.query(SoundRecording).count() == 0


def test_the_picture_variant_is_not_released_without_a_human_voice(work):
    with pytest.raises(VoiceMissing) as refused:
        release(work, "picture-profile", "nl", "Iemand")
    assert "picture.p1.building.prompt" in refused.value.lacking
    assert f"{len(refused.value.lacking)} texts" in str(refused.value)
    assert "audio check --instrument picture-profile --locale nl --list" in str(refused.value)
    assert len(str(refused.value)) < 400
    assert not released(work, "picture-profile", "nl")
    release(work, "profile", "nl", "Iemand")


def test_with_every_text_spoken_it_is_released(work):
    content = {"opus": b"o", "mp3": b"m", "seconds": 1.0, "added_at": work.now()}
    for slot in lacks_voice(work, "picture-profile", "ti"):
        row = SoundRecording(locale=slot.language, text_key=slot.key, text_hash=slot.hash, speaker="S",
                             recorded_on=date(2026, 11, 30), permission="ja", **content)  # fmt: skip
        work.db.add(row)
    work.db.commit()
    release(work, "picture-profile", "ti", "Iemand")
    assert released(work, "picture-profile", "ti")
    assert not lacks_voice(work, "picture-profile", "ti")
