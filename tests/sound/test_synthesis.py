"""Placeholders: really spoken, really decoded."""

from __future__ import annotations

import pytest

from app.services.sound import placeholder_bytes
from app.sound.coding import read_sound
from app.sound.manifest import read_manifest
from app.sound.samples import even_cut
from app.sound.slots import Slot
from app.sound.synthesis import fill
from tests.sound.speech import WORDS, slot

RATE = 16000


def quiet(_done, _number):
    pass


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    slots = [slot(language) for language in WORDS]
    assert fill(folder, slots, slots, 1, quiet).made == len(WORDS)
    return folder


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("form", ["opus", "mp3"])
def test_speech_can_be_heard_in_both_formats(spoken, language, form):
    entry = read_manifest(spoken, language)["ui.tried"]
    content = placeholder_bytes(spoken / language, entry.name, form) or b""
    sound = read_sound(content, RATE)
    assert abs(sound.seconds - entry.seconds) < 0.2
    assert sound.seconds > 0.8
    assert even_cut(sound).factor == pytest.approx(1, abs=0.3), "as loud as every other sound"
    assert len(content) < 2500 * entry.seconds + 2000, "about 12 kbit/s"


def test_what_is_said_lasts_longer_when_it_is_longer(spoken):
    seconds = {language: read_manifest(spoken, language)["ui.tried"].seconds for language in WORDS}
    assert seconds["nl"] > seconds["ti"] / 4


def test_a_second_run_makes_nothing_and_changed_words_only_themselves(tmp_path):
    old, same = Slot("ui.a", "nl", "Ja"), Slot("ui.b", "nl", "Nee")
    assert fill(tmp_path, [old, same], [old, same], 1, quiet).made == 2
    first = (tmp_path / "nl" / f"{same.name}.opus").stat().st_mtime_ns
    assert fill(tmp_path, [old, same], [old, same], 1, quiet).made == 0
    new = Slot("ui.a", "nl", "Ja, graag")
    filled = fill(tmp_path, [new, same], [new, same], 1, quiet)
    assert (filled.made, filled.kept, filled.removed) == (1, 1, 1)
    assert {file.name for file in (tmp_path / "nl").glob("*.opus")} == {f"{new.name}.opus", f"{same.name}.opus"}
    assert (tmp_path / "nl" / f"{same.name}.opus").stat().st_mtime_ns == first


def test_a_placeholder_whose_file_is_gone_is_made_again(tmp_path):
    one = Slot("ui.a", "en", "Yes")
    fill(tmp_path, [one], [one], 1, quiet)
    (tmp_path / "en" / f"{one.name}.opus").unlink()
    assert fill(tmp_path, [one], [one], 1, quiet).made == 1


def test_a_language_without_a_voice_is_named_and_the_rest_is_made(tmp_path):
    slots = [Slot("ui.a", "tigre", "…"), Slot("ui.b", "ku", "Ik spreek Koerdisch.", in_bank=False), slot("nl")]
    filled = fill(tmp_path, slots, slots, 1, quiet)
    assert {one.key for one in filled.failed} == {"ui.a", "ui.b"}
    assert filled.made == 1


def test_several_processes_make_the_same(tmp_path):
    slots = [Slot(f"ui.{number}", language, WORDS[language]) for language in ("nl", "en") for number in range(3)]
    assert fill(tmp_path, slots, slots, 2, quiet).made == 6
    assert len(read_manifest(tmp_path, "en")) == 3
