"""The shipped instrument: what is asked, in which order, how it is keyed, and that its words are complete."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from app.core.figural import figure_series, practice_series
from app.core.instrument import ItemKind, ScaleKind, Store
from app.core.responses import Missing, Response
from app.core.routing import Modules, items_on_path, visible_options
from app.instruments.library import load_library

LIBRARY = load_library()
PROFILE = LIBRARY.instrument("profile")
ALL = Modules(frozenset("abcdefg"))
LOCALES = ("nl", "en", "ar", "ti")
ORDER = {block.id: block.order for block in PROFILE.blocks}


def test_there_are_108_counted_items_in_seven_parts_and_two_to_close():
    sizes = {block.id: len(block.order) for block in PROFILE.blocks}
    assert sizes == {"a": 8, "b": 10, "c": 10, "d": 10, "e": 32, "f": 20, "g": 18}
    assert sum(item.counted for item in PROFILE.items.values()) == 108
    assert PROFILE.closing == ("closing.going_well", "own_words")
    assert [item_id for item_id, item in PROFILE.items.items() if not item.counted] == list(PROFILE.closing)


@pytest.mark.parametrize("block", ["e", "f"])
def test_mixed_parts_never_show_two_reverse_keyed_items_in_a_row(block):
    items = [PROFILE.items[item_id] for item_id in ORDER[block]]
    assert not any(before.reverse_keyed and here.reverse_keyed for before, here in pairwise(items))
    mixed = [item for item in items if item.format != "n4"]
    assert all(before.scale != here.scale for before, here in pairwise(mixed))


def test_the_counted_actions_stand_together_at_the_end_with_their_instruction():
    assert ORDER["f"][-4:] == ("m4a", "m4b", "m4c", "m4d")
    assert {PROFILE.items[item_id].instruction_key for item_id in ORDER["f"][-4:]} == {"instruction.f.m4"}
    assert PROFILE.scales["m4"].label_by == "situation.job_search_opportunity"


def test_pairs_are_the_twelve_published_ones_and_stand_far_apart():
    pairs = "c1a-c1d c2b-c2d c3a-c3d c4a-c4d c5a-c5d c6b-c6d c7b-c7d c8c-c8d m1a-m1d m2c-m2d m3b-m3d m5a-m5d"
    assert PROFILE.style.pairs == tuple(tuple(pair.split("-")) for pair in pairs.split())
    for forward, reverse in PROFILE.style.pairs:
        order = ORDER["e"] if forward.startswith("c") else ORDER["f"]
        assert abs(order.index(forward) - order.index(reverse)) >= (16 if forward.startswith("c") else 8)


def test_reverse_keyed_items_are_the_published_ones():
    reverse = {item_id for item_id, item in PROFILE.items.items() if item.reverse_keyed}
    expected = {f"c{n}d" for n in range(1, 9)} | {"m1d", "m2d", "m3d", "m5d", "z1c", "z2c", "z3c"}
    assert reverse == expected


def test_formats_and_points():
    formats = {block: {PROFILE.items[i].format for i in ORDER[block]} for block in "efg"}
    assert formats == {"e": {"f5"}, "f": {"a5", "n4"}, "g": {"t4", ""}}
    points = {name: PROFILE.items[name].maximum_points for name in ("c1a", "m1a", "m4a", "z1a", "z6", "z7", "d1")}
    assert points == {"c1a": 4, "m1a": 4, "m4a": 3, "z1a": 3, "z6": 3, "z7": 0, "d1": 0}
    assert PROFILE.items["language.dutch_speak"].maximum_points == 5
    assert PROFILE.items["digital.form"].maximum_points == 2


def test_scales_of_each_kind():
    kinds = {kind: [s.id for s in PROFILE.scales.values() if s.kind is kind] for kind in ScaleKind}
    assert kinds[ScaleKind.COMPETENCE] == [f"c{n}" for n in range(1, 9)]
    assert kinds[ScaleKind.MOTIVATION] == ["m1", "m2", "m3", "m5"]
    assert kinds[ScaleKind.ACTIONS] == ["m4"]
    assert kinds[ScaleKind.CARE] == [f"z{n}" for n in range(1, 6)]
    competence, motivation, care = (PROFILE.scales[name] for name in ("c1", "m1", "z1"))
    assert (competence.borders, competence.sem, competence.min_answered) == ((12.5, 37.5, 62.5, 87.5), 11.0, 3)
    assert (motivation.borders, motivation.sem) == ((100 / 3, 200 / 3), 11.0)
    assert (care.borders, care.sem, care.min_answered) == ((1.0, 2.0), None, 2)


def test_ways_of_not_answering():
    always = (Missing.NOT_UNDERSTOOD, Missing.RATHER_NOT_SAY)
    for item in PROFILE.items.values():
        assert item.missing == ((*always, Missing.NOT_APPLICABLE) if item.block == "e" else always)
    assert [option.id for option in PROFILE.items["z8"].options] == ["yes", "no"]


def test_figures_have_four_pictures_or_unknown_and_practice_knows_its_answer():
    for number, series in enumerate(figure_series(), start=1):
        item = PROFILE.items[f"d{number}"]
        assert (item.kind, item.text_key) == (ItemKind.FIGURAL, "prompt.figural")
        assert [option.id for option in item.options] == ["1", "2", "3", "4", "unknown"]
        assert item.option(series.answer) is not None
    answers = [practice.answer for practice in PROFILE.practice if practice.before_block == "d"]
    assert answers == [series.answer for series in practice_series()]
    assert [practice.id for practice in PROFILE.practice] == ["1", "2", "3", "d1", "d2"]


def test_care_answers_go_to_the_care_store_and_nothing_else_does():
    care = {item.id for item in PROFILE.items.values() if item.store is Store.CARE}
    assert care == set(ORDER["g"])
    block = PROFILE.block("g")
    assert (block.private, block.needs_duty_officer, block.optional) == (True, True, True)
    assert {PROFILE.items[i].retention for i in ORDER["g"]} == {"care"}


def test_every_item_says_why_it_is_asked_who_sees_it_and_how_long_it_is_kept():
    for item in PROFILE.items.values():
        assert item.purpose
        assert item.recipients
        assert item.retention
        if item.counted:
            assert item.why_key
            assert item.who_sees_key


def test_tasks_follow_the_field_of_work():
    tasks, years = PROFILE.items["work.tasks"], PROFILE.items["work.years"]

    def shown(*fields):
        given = {"work.main_occupation": Response(fields, text="ዳቦ")} if fields else {}
        path = [item.id for item in items_on_path(PROFILE, ALL, given)]
        return tasks.id in path, years.id in path, [o.id for o in visible_options(tasks, PROFILE, given)]

    assert shown() == (False, True, [])
    assert shown("none") == (False, False, [])
    assert shown("cleaning") == (
        True,
        True,
        ["cleaning.buildings", "cleaning.windows", "cleaning.laundry", "cleaning.waste"],
    )
    fields = [option.id for option in PROFILE.items["work.main_occupation"].options if option.id != "none"]
    assert len(fields) == 10
    assert all(len(shown(field)[2]) == 4 for field in fields)


def test_the_break_comes_after_e_and_every_part_may_be_off():
    assert [block.id for block in PROFILE.blocks if block.break_after] == ["e"]
    assert all(block.optional for block in PROFILE.blocks)
    assert [item.id for item in PROFILE.items.values() if item.optional] == [
        "situation.family_abroad",
        "situation.money_worries",
    ]


def test_another_language_opens_a_field():
    spoken = PROFILE.items["language.spoken"]
    assert [option.id for option in spoken.options if option.opens_text] == ["other"]
    assert (spoken.max_length, spoken.max_choices) == (200, 12)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_key_that_an_item_needs_has_words(locale):
    wording = LIBRARY.wording("profile", locale)
    for item in PROFILE.items.values():
        keys = [item.text_key, item.hint_key, item.why_key, item.who_sees_key, item.instruction_key]
        keys += [option.text_key for option in item.options]
        assert all(wording.text(key) for key in keys if key)


def test_translations_are_machine_drafts_and_sources_are_source_drafts():
    for locale, status in (
        ("nl", "source_draft"),
        ("en", "source_draft"),
        ("ar", "machine_draft"),
        ("ti", "machine_draft"),
    ):
        wording = LIBRARY.wording("profile", locale)
        assert {text.status for text in wording.texts.values()} == {status}
    assert LIBRARY.warnings == ()


def test_locales_come_from_the_files_with_direction_and_own_name():
    assert {code: (info.endonym, info.direction, info.is_source) for code, info in LIBRARY.locales.items()} == {
        "nl": ("Nederlands", "ltr", True),
        "en": ("English", "ltr", True),
        "ar": ("العربية", "rtl", False),
        "ti": ("ትግርኛ", "ltr", False),
    }


@pytest.mark.parametrize("locale", [*LOCALES, "x-pseudo", "x-pseudo-rtl"])
@pytest.mark.parametrize(
    ("key", "places"),
    [
        ("code.tries_left", {}),
        ("scale.m4.count", {"total": 4}),
        ("scale.d.years_line", {}),
        ("light.missing", {}),
        ("light.not_understood", {}),
    ],
)
def test_counted_texts_hold_the_number_in_every_form(locale, key, places):
    wording = LIBRARY.wording("profile", locale)
    for number in (0, 1, 2, 5, 11, 100):
        assert str(number) in wording.plural(key, number, **places)


def test_loading_takes_little_of_what_a_whole_yaml_reader_takes():
    from ruamel.yaml import YAML  # noqa: PLC0415 - the measure of this test alone

    from app import paths  # noqa: PLC0415 - the same

    started = time.process_time()
    load_library()
    ours = time.process_time() - started
    started = time.process_time()
    for file in paths.QUESTIONNAIRES.glob("*/wording.*.yaml"):
        YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    assert ours < (time.process_time() - started) / 2
