"""Which texts can be heard, and what is said for them."""

from __future__ import annotations

import pytest

from app.instruments.library import load_library
from app.instruments.wording import Text
from app.sound.slots import SAMPLE, hash_of, slots_of, spoken, stand_ins_of


@pytest.fixture(scope="module")
def library():
    return load_library()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("Luister nog een keer.", "Luister nog een keer.", id="no place: as written"),
        pytest.param("Ongeveer {minutes} minuten. Er is een pauze.", "Er is een pauze.", id="its sentence is left out"),
        pytest.param("Bewaar uw code: {code}", "Bewaar uw code.", id="a place at the very end"),
        pytest.param("Mag zij dit zien: {page}?", "Mag zij dit zien?", id="a question keeps its sign"),
        pytest.param("De reden is: {legal_basis}.", "", id="a sentence that only says its place"),
        pytest.param("vraag {n} van {total}", "", id="nothing remains"),
    ],
)
def test_a_text_is_said_without_its_places(written, said):
    assert spoken(Text({"": written}, "source_draft"), "nl") == said


def test_the_places_of_other_scripts_are_left_out_too():
    assert spoken(Text({"": "ኮድኩም ዓቅቡ፦ {code}"}, "machine_draft"), "ti") == "ኮድኩም ዓቅቡ።"
    assert spoken(Text({"": "هل يمكن رؤية هذه الصفحة: {page}؟"}, "machine_draft"), "ar") == "هل يمكن رؤية هذه الصفحة؟"


def test_every_item_and_option_of_both_instruments_has_a_slot_in_every_language(library):
    for name, instrument in library.instruments.items():
        for locale in library.locales:
            keys = {slot.key for slot in slots_of(library, name, locale)}
            wanted = {
                item.text_key for item in instrument.items.values() if library.wording(name, locale).has(item.text_key)
            }
            wanted |= {
                option.text_key for item in instrument.items.values() for option in item.options if option.text_key
            }
            assert {key for key in wanted if library.wording(name, locale).has(key)} <= keys, (name, locale)
            assert {"ui.listen", "ui.back", "ui.ask_help", "acute.question", "care.intro.1"} <= keys


def test_of_reports_only_the_way_to_the_own_one_and_the_themes_that_are_shared_are_spoken_in_pictures(library):
    for name in library.instruments:
        keys = {slot.key for slot in slots_of(library, name, "nl")}
        not_screens = ("report.", "staff.", "scale.", "guide.", "agreements.")
        spoken_all_the_same = {key for key in keys if key.startswith(not_screens)}
        ways = {"report.booklet.wait", "report.own_pictures.title"}
        ways |= {"report.own.large", "report.own.title", "report.own.wait", "report.summary.title"}
        ways |= {f"scale.z{number}.name" for number in range(1, 6)}
        assert spoken_all_the_same == (ways if library.instrument(name).in_pictures else set())


def test_a_change_of_form_who_reads_aloud_and_a_second_language_can_be_heard(library):
    for name in library.instruments:
        for locale in library.locales:
            keys = {slot.key for slot in slots_of(library, name, locale)}
            assert {"form.question.text", "form.kept", "form.yes", "oral.who.title", "oral.alone.question"} <= keys
            assert {"oral.here.2", "two.question"} <= keys


def test_a_voice_sample_is_in_the_language_that_it_names_on_every_page(library):
    for locale in library.locales:
        samples = {
            slot.key: slot for slot in slots_of(library, "picture-profile", locale) if slot.key.startswith(SAMPLE)
        }
        assert samples[f"{SAMPLE}ar"].language == "ar"
        assert samples[f"{SAMPLE}ar"].words == library.wording("picture-profile", "ar").text(f"{SAMPLE}ar")
        assert samples[f"{SAMPLE}other"].language == locale
        assert not samples[f"{SAMPLE}tigre"].in_bank


def test_a_sample_that_nobody_can_say_yet_is_heard_as_what_it_means(library):
    for locale in library.locales:
        wording = library.wording("picture-profile", locale)
        stand_ins = {slot.key: (slot.language, slot.words) for slot in stand_ins_of(library, "picture-profile", locale)}
        assert stand_ins == {f"{SAMPLE}tigre": (locale, wording.text(f"{SAMPLE}tigre"))}


def test_other_words_have_another_hash():
    assert hash_of("Luister") != hash_of("Luister.")
