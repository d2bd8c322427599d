from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.instrument import Condition
from app.core.responses import Missing, Response
from app.core.routing import (
    Modules,
    Step,
    StepKind,
    holds,
    items_on_path,
    next_step,
    path,
    previous_step,
    progress,
    resume_step,
    visible_options,
)
from tests.unit.tiny import ALL_BLOCKS, TINY, responses

ITEM, BLOCK, PRACTICE, BREAK = StepKind.ITEM, StepKind.BLOCK, StepKind.PRACTICE, StepKind.BREAK
END = (Step(StepKind.REVIEW), Step(StepKind.SHARE), Step(StepKind.FINISH))
ONLY_E = Modules(frozenset("e"))
BAKER = responses(job="cooking", tasks=("cooking.bake",))
ALL_STEPS = path(TINY, ALL_BLOCKS, BAKER)


def ids(modules=ALL_BLOCKS, given_responses=None):
    return [item.id for item in items_on_path(TINY, modules, given_responses or {})]


def is_true(condition, given_responses):
    return holds(condition, TINY, given_responses)


def test_no_condition_holds():
    assert is_true(None, {})


@pytest.mark.parametrize(
    ("condition", "true_for", "false_for"),
    [
        (Condition("equals", item="search", value="yes"), "yes", "no"),
        (Condition("in", item="search", values=("yes", "a_little")), "a_little", "no"),
        (Condition("at_least", item="c1a", value=2), 2, 1),
        (Condition("answered", item="search"), "no", Missing.RATHER_NOT_SAY),
    ],
    ids=lambda value: value.operator if isinstance(value, Condition) else "",
)
def test_operators_on_an_item(condition, true_for, false_for):
    assert is_true(condition, responses({condition.item: true_for}))
    assert not is_true(condition, responses({condition.item: false_for}))
    assert not is_true(condition, {})
    assert not is_true(condition, responses({condition.item: Missing.NOT_UNDERSTOOD}))


def test_in_looks_at_any_chosen_option_and_equals_at_the_only_one():
    several = responses(spoken=("ar", "ti"))
    assert is_true(Condition("in", item="spoken", values=("ti",)), several)
    assert not is_true(Condition("equals", item="spoken", value="ti"), several)


def test_at_least_reads_numbers_and_points():
    rule = Condition("at_least", item="years", value=6)
    assert is_true(rule, {"years": Response(number=6)})
    assert not is_true(rule, {"years": Response(number=5)})
    assert is_true(Condition("at_least", item="years", value=0), {"years": Response(number=0)})
    assert not is_true(Condition("at_least", item="search", value=1), responses(search="yes"))


@pytest.mark.parametrize(
    ("given_response", "expected"),
    [(Response(), False), (Response(text="x"), True), (Response(number=0), True), (Response(options=("a",)), True)],
)
def test_answered_needs_some_content(given_response, expected):
    assert is_true(Condition("answered", item="job"), {"job": given_response}) is expected


def test_combined_conditions():
    yes, high = Condition("equals", item="search", value="yes"), Condition("at_least", item="c1a", value=3)
    both, either = (Condition(operator, conditions=(yes, high)) for operator in ("all", "any"))
    one = responses(search="yes", c1a=0)
    assert not is_true(both, one)
    assert is_true(either, one)
    assert is_true(both, responses(search="yes", c1a=3))
    assert not is_true(either, {})
    assert is_true(Condition("not", conditions=(yes,)), {})
    assert not is_true(Condition("not", conditions=(yes,)), one)


def test_an_unknown_operator_is_named():
    with pytest.raises(ValueError, match="unknown routing operator 'like'"):
        is_true(Condition("like", item="search"), responses(search="yes"))


def test_items_follow_blocks_then_closing():
    found = ids(given_responses=BAKER)
    assert found[:4] == ["search", "job", "tasks", "bakery"]
    assert found[-2:] == ["z8", "own_words"]
    assert len(found) == len(TINY.items)


def test_tasks_follow_the_occupation():
    assert "tasks" not in ids()
    assert "tasks" not in ids(given_responses=responses(job="none"))
    assert "tasks" in ids(given_responses=responses(job="cleaning"))
    shown = visible_options(TINY.items["tasks"], TINY, responses(job="cleaning"))
    assert [option.id for option in shown] == ["cleaning.windows"]


def test_what_is_hidden_decides_nothing():
    # the tasks were answered, then the occupation was changed to none: tasks are hidden, and so is what hung on them
    changed = BAKER | responses(job="none")
    assert "tasks" not in ids(given_responses=changed)
    assert "bakery" not in ids(given_responses=changed)
    assert "bakery" in ids(given_responses=BAKER)


def test_modules_switch_blocks_and_items_off():
    assert ids(ONLY_E) == [*TINY.block("e").order, "own_words"]
    assert "c1a" not in ids(Modules(frozenset("e"), items_off=frozenset({"c1a"})))
    assert "own_words" not in ids(Modules(frozenset("e"), items_off=frozenset({"own_words"})))


def test_a_whole_path_in_order():
    assert path(TINY, ONLY_E, {}) == (
        Step(PRACTICE, "1"),
        Step(BLOCK, "e"),
        *(Step(ITEM, item_id) for item_id in TINY.block("e").order),
        Step(BREAK, "e"),
        Step(ITEM, "own_words"),
        *END,
    )


def test_practice_of_a_block_stands_after_its_introduction():
    steps = path(TINY, Modules(frozenset("d")), {})
    assert steps[:4] == (Step(PRACTICE, "1"), Step(BLOCK, "d"), Step(PRACTICE, "d1"), Step(ITEM, "d1"))
    assert Step(PRACTICE, "d1") not in path(TINY, ONLY_E, {})


def test_the_care_part_opens_with_its_own_screen():
    steps = path(TINY, Modules(frozenset("g")), {})
    assert Step(StepKind.CARE_INTRO, "g") in steps
    assert Step(BLOCK, "g") not in steps


def test_a_skipped_part_keeps_only_its_introduction():
    steps = path(TINY, Modules(frozenset("eg"), skipped=frozenset("eg")), {})
    assert steps == (
        Step(PRACTICE, "1"),
        Step(BLOCK, "e"),
        Step(StepKind.CARE_INTRO, "g"),
        Step(ITEM, "own_words"),
        *END,
    )


def test_a_skipped_part_that_is_off_stays_away():
    assert Step(BLOCK, "e") not in path(TINY, Modules(frozenset("g"), skipped=frozenset("e")), {})


def test_a_part_without_items_is_not_introduced():
    hidden = Modules(frozenset("e"), items_off=frozenset(TINY.block("e").order))
    assert path(TINY, hidden, {}) == (Step(PRACTICE, "1"), Step(ITEM, "own_words"), *END)


def test_next_and_previous():
    assert next_step(ALL_STEPS, ALL_STEPS[3]) == ALL_STEPS[4]
    assert next_step(ALL_STEPS, ALL_STEPS[-1]) == ALL_STEPS[-1]
    assert previous_step(ALL_STEPS, ALL_STEPS[3]) == ALL_STEPS[2]
    assert previous_step(ALL_STEPS, ALL_STEPS[0]) is None


def test_a_step_that_left_the_path_leads_to_the_start():
    gone = Step(ITEM, "tasks")
    steps = path(TINY, ALL_BLOCKS, {})
    assert next_step(steps, gone) == steps[0]
    assert previous_step(steps, gone) is None


E_AND_G = Modules(frozenset("eg"))
CARE_LAST = path(TINY, E_AND_G, {})
E_ITEMS = TINY.block("e").order
ALL_ITEMS = tuple(step.id for step in CARE_LAST if step.kind is ITEM)


def resumed(answered, passed=None):
    return resume_step(CARE_LAST, answered, passed)


def test_resume_nothing_done_starts_at_the_start():
    assert resumed(()) == CARE_LAST[0]


def test_resume_passed_screens_before_the_first_item_are_not_shown_again():
    assert resumed((), Step(PRACTICE, "1")) == Step(BLOCK, "e")
    assert resumed((), Step(BLOCK, "e")) == Step(ITEM, E_ITEMS[0])


def test_resume_in_the_middle_it_is_the_first_open_item():
    assert resumed(E_ITEMS[:3], Step(ITEM, E_ITEMS[2])) == Step(ITEM, E_ITEMS[3])


def test_resume_an_item_left_open_earlier_comes_first():
    assert resumed(E_ITEMS[1:], Step(ITEM, E_ITEMS[-1])) == Step(ITEM, E_ITEMS[0])


def test_resume_a_break_not_passed_is_shown_before_the_next_part():
    assert resumed(E_ITEMS, Step(ITEM, E_ITEMS[-1])) == Step(BREAK, "e")
    assert resumed(E_ITEMS, Step(BREAK, "e")) == Step(StepKind.CARE_INTRO, "g")
    assert resumed(E_ITEMS, Step(StepKind.CARE_INTRO, "g")) == Step(ITEM, "z1a")


def test_resume_all_answered_goes_on_at_the_review():
    assert resumed(ALL_ITEMS) == Step(StepKind.REVIEW)
    assert resumed(ALL_ITEMS, Step(ITEM, "own_words")) == Step(StepKind.REVIEW)


def test_resume_after_the_review_it_is_the_step_after_what_was_passed():
    assert resumed(ALL_ITEMS, Step(StepKind.REVIEW)) == Step(StepKind.SHARE)
    assert resumed(ALL_ITEMS, Step(StepKind.SHARE)) == Step(StepKind.FINISH)
    assert resumed(ALL_ITEMS, Step(StepKind.FINISH)) == Step(StepKind.FINISH)


def test_resume_a_passed_step_that_left_the_path_counts_as_not_passed():
    assert resumed((), Step(ITEM, "tasks")) == CARE_LAST[0]


def test_resume_the_introduction_of_a_skipped_part_is_shown_once():
    skipped = path(TINY, Modules(frozenset("eg"), skipped=frozenset("g")), {})
    assert resume_step(skipped, E_ITEMS, Step(BREAK, "e")) == Step(StepKind.CARE_INTRO, "g")
    assert resume_step(skipped, E_ITEMS, Step(StepKind.CARE_INTRO, "g")) == Step(ITEM, "own_words")


def progress_at(item_id, modules=None):
    return progress(TINY, modules or E_AND_G, {}, item_id)


def test_progress_first_item():
    found = progress_at("c1a")
    assert (found.number, found.total, found.part, found.parts, found.shares) == (1, 17, 1, 2, (0, 0))


def test_progress_in_the_second_part():
    found = progress_at("z1c")
    assert (found.number, found.part, found.shares) == (11, 2, (100, round(100 * 2 / 9)))


def test_progress_last_counted_item():
    found = progress_at("z8")
    assert (found.number, found.shares) == (17, (100, 89))


def test_progress_own_words_stand_after_all_counted_items():
    found = progress_at("own_words")
    assert (found.number, found.total, found.part, found.shares) == (17, 17, 2, (100, 100))


def test_progress_without_counted_items():
    found = progress_at("own_words", Modules(frozenset()))
    assert (found.number, found.total, found.part, found.parts, found.shares) == (0, 0, 0, 0, ())


def test_progress_the_total_follows_the_path():
    longer = progress(TINY, ALL_BLOCKS, BAKER, "search").total
    assert longer == progress(TINY, ALL_BLOCKS, {}, "search").total + 2


blocks = st.sets(st.sampled_from("acdefg")).map(frozenset)
answers = st.fixed_dictionaries(
    {},
    optional={
        "job": st.sampled_from(["cooking", "cleaning", "none", Missing.NOT_UNDERSTOOD]),
        "tasks": st.sampled_from(["cooking.bake", "cleaning.windows"]),
        "search": st.sampled_from(["yes", "no"]),
    },
).map(responses)
modules = st.builds(
    Modules, blocks, skipped=blocks, items_off=st.sets(st.sampled_from(["c1a", "search"])).map(frozenset)
)


@given(modules, answers)
def test_a_path_has_each_screen_once_and_can_be_walked_both_ways(some_modules, given_responses):
    steps = path(TINY, some_modules, given_responses)
    assert len(set(steps)) == len(steps)
    walked = [steps[0]]
    while walked[-1] != steps[-1]:
        walked.append(next_step(steps, walked[-1]))
    assert tuple(walked) == steps
    assert [previous_step(steps, step) for step in steps] == [None, *steps[:-1]]


@given(modules, answers)
def test_items_of_the_path_are_those_of_items_on_path(some_modules, given_responses):
    steps = path(TINY, some_modules, given_responses)
    on_path = items_on_path(TINY, some_modules, given_responses)
    assert [step.id for step in steps if step.kind is ITEM] == [item.id for item in on_path]
    assert not {item.block for item in on_path} & (some_modules.skipped - some_modules.blocks)
    assert all(item.block in some_modules.blocks - some_modules.skipped for item in on_path if item.block != "closing")


@given(modules, answers)
def test_answering_at_each_resumed_screen_comes_to_the_end(some_modules, given_responses):
    steps = path(TINY, some_modules, given_responses)
    answered: set[str] = set()
    step, seen = resume_step(steps, answered, None), []
    while step.kind is not StepKind.FINISH:
        seen.append(step)
        if step.kind is ITEM:
            answered.add(step.id)
        step = resume_step(steps, answered, step)
    assert (*seen, step) == steps


def test_unknown_block_of_an_item_counts_as_closing():
    instrument = replace(TINY, blocks=TINY.blocks[:1])
    assert [item.id for item in items_on_path(instrument, Modules(frozenset()), {})] == ["own_words"]
