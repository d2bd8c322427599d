"""A tiny instrument per feature: what the file says arrives as values of the core."""

from __future__ import annotations

import pytest

from app.core.instrument import Condition, ItemKind, ScaleKind, Store
from app.core.responses import Missing, Response
from app.core.routing import Modules, items_on_path, visible_options
from tests.instruments.definitions import FIXTURES, checked, tiny

ALL = Modules(frozenset({"a", "g"}))


def test_plain_items_scales_and_pairs():
    instrument = tiny("plain").instrument
    assert [item.id for item in instrument.items.values()] == ["colour", "t1", "u1", "t2", "u2"]
    sentence = instrument.items["t2"]
    assert (sentence.format, sentence.reverse_keyed, sentence.scale, sentence.maximum_points) == ("f5", True, "t", 4)
    assert next((o.id, o.text_key, o.value) for o in sentence.options) == ("0", "option.f5.0", 0)
    colour = instrument.items["colour"]
    assert [(o.id, o.text_key, o.value) for o in colour.options] == [
        ("red", "option.colour.red", None),
        ("blue", "option.colour.blue", None),
    ]
    scale = instrument.scales["t"]
    assert (scale.kind, scale.items, scale.min_answered, scale.sem) == (ScaleKind.COMPETENCE, ("t1", "t2"), 1, 11.0)
    assert (scale.borders, scale.band_keys, scale.text_key) == ((50.0,), ("band.0", "band.1"), "scale.t")
    assert instrument.style.pairs == (("t1", "t2"),)


def test_every_operator_of_routing_arrives():
    items = tiny("routing").instrument.items
    red = Condition("equals", "colour", value="red")
    chosen = Condition("in", "colour", values=("red", "blue"))
    unanswered = Condition("not", conditions=(Condition("answered", "colour"),))
    much = Condition("at_least", "u1", value=3)
    assert items["t1"].condition == red
    assert items["u1"].condition == Condition("any", conditions=(chosen, unanswered))
    assert items["u2"].condition == Condition("all", conditions=(much, Condition("answered", "t1")))


@pytest.mark.parametrize(
    ("responses", "shown"),
    [
        pytest.param({}, ["colour", "u1", "t2"], id="nothing answered: u1 by its 'not answered'"),
        pytest.param({"colour": "red"}, ["colour", "t1", "u1", "t2"], id="red opens t1"),
        pytest.param(
            {"colour": "red", "t1": "0", "u1": "3"}, ["colour", "t1", "u1", "t2", "u2"], id="both parts of all hold"
        ),
        pytest.param({"colour": "blue", "u1": "4"}, ["colour", "u1", "t2"], id="one part of all does not hold"),
    ],
)
def test_the_path_follows_the_rules(responses, shown):
    instrument = tiny("routing").instrument
    given = {item: Response((option,)) for item, option in responses.items()}
    assert [item.id for item in items_on_path(instrument, ALL, given)] == shown


def test_options_follow_an_earlier_answer():
    instrument = tiny("options_that_follow").instrument
    shade = instrument.items["shade"]
    given = {"colour": Response(("blue",))}
    assert (shade.kind, shade.max_choices) == (ItemKind.MULTIPLE, 3)
    assert [option.id for option in visible_options(shade, instrument, given)] == ["dark_blue", "none"]
    assert [option.id for option in shade.options if option.exclusive] == ["none"]


def test_own_words_come_after_the_last_block_and_are_not_counted():
    instrument = tiny("own_words").instrument
    remark = instrument.items["remark"]
    assert instrument.closing == ("remark",)
    assert (remark.kind, remark.block, remark.max_length) == (ItemKind.TEXT, "closing", 200)
    assert (remark.may_be_empty, remark.counted, remark.store) == (True, False, Store.MAIN)
    assert (remark.purpose, remark.retention) == ("An example for tests.", "answers")


def test_a_number_has_its_limits():
    years = tiny("number").instrument.items["years"]
    assert (years.kind, years.minimum, years.maximum, years.options) == (ItemKind.NUMBER, 0, 30, ())


def test_an_occupation_takes_shared_options_first():
    work = tiny("occupation").instrument.items["work"]
    assert [option.id for option in work.options] == ["baking", "building", "none"]
    assert next(option.text_key for option in work.options) == "option.field.baking"
    assert (work.max_choices, work.max_length) == (2, 100)


def test_items_of_a_care_part_inherit_from_it_and_may_differ():
    instrument = tiny("care_part").instrument
    block, tired, other = instrument.block("g"), instrument.items["tired"], instrument.items["help"]
    assert (block.optional, block.private, block.needs_duty_officer, block.why_key) == (True, True, True, "why.block.g")
    assert (tired.store, tired.retention, tired.recipients) == (Store.CARE, "care", ("participant", "ggd"))
    assert (tired.why_key, other.why_key) == ("why.item.tired", "why.block.g")
    assert (other.store, other.recipients) == (Store.MAIN, ("participant",))
    assert tired.missing == (Missing.NOT_UNDERSTOOD, Missing.RATHER_NOT_SAY)
    assert [option.id for option in other.options] == ["yes", "no"]
    assert (instrument.scales["w"].sem, instrument.scales["w"].borders) == (None, (1.0, 2.0))


def test_practice_screens_have_options_and_some_a_right_answer():
    first, second = tiny("practice").instrument.practice
    assert (first.id, first.before_block, first.answer, first.missing) == (
        "first",
        None,
        None,
        (Missing.NOT_UNDERSTOOD,),
    )
    assert (second.before_block, second.answer) == ("a", "2")
    assert (second.retry_key, second.explain_key) == ("practice.again", "practice.explain")
    assert [option.id for option in second.options] == ["0", "1", "2", "3", "4"]


def test_counted_actions_have_no_level_and_may_stand_together():
    instrument = tiny("actions").instrument
    scale = instrument.scales["v"]
    assert (scale.kind, scale.sem, scale.borders, scale.band_keys) == (ScaleKind.ACTIONS, None, (), ())
    assert scale.label_by == "colour"
    assert instrument.blocks[0].order[-2:] == ("v1", "v2")
    assert instrument.items["v1"].instruction_key == "instruction.v"
    assert instrument.items["v2"].text_key == "item.v1"


def test_options_name_pictures_that_are_there():
    colour = tiny("pictures").instrument.items["colour"]
    assert [option.picture for option in colour.options] == ["sun", None]


def test_an_outdated_text_is_a_warning_and_loses_its_status():
    found = checked(FIXTURES / "tiny" / "outdated")
    wording = found.found["outdated"].wordings["en"]
    assert found.errors == []
    assert [warning.path for warning in found.warnings] == ["texts.option.colour.red.source"]
    assert wording.status("option.colour.red") == "outdated"
    assert wording.status("option.colour.blue") == "source_draft"


def test_shared_texts_are_merged_and_staff_texts_need_no_translation():
    found = tiny("shared_texts")
    assert found.wordings["nl"].text("ui.next") == "Verder"
    assert found.wordings["en"].text("item.colour") == "Which colour?"
    assert found.wordings["en"].has("staff.go")
    assert not found.wordings["ti"].has("staff.go")


def test_plural_forms_follow_the_language():
    wordings = tiny("plural").wordings
    assert [wordings["nl"].plural("count.tries", n) for n in (1, 2)] == ["1 keer", "2 keer"]
    assert [wordings["en"].plural("count.tries", n) for n in (0, 1, 2)] == ["0 times", "1 time", "2 times"]
    assert [wordings["ti"].plural("count.tries", n) for n in (0, 1, 2)] == ["0 ግዜ", "1 ግዜ", "2 ግዜታት"]
    arabic = {n: wordings["ar"].plural("count.tries", n) for n in (0, 1, 2, 3, 11, 100)}
    assert arabic == {
        0: "لا محاولات (0)",
        1: "محاولة واحدة (1)",
        2: "محاولتان (2)",
        3: "3 محاولات",
        11: "11 محاولة",
        100: "100 محاولة",
    }
