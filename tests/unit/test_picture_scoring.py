"""What answers in pictures say: single answers, and the three rules that look at several of them."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.picture_scoring import make_picture_profile, named_much, picture_care_offer, straightlining
from app.core.responses import Missing, Response
from app.core.routing import Modules, StepKind, path
from app.core.scoring import UnknownOption
from tests.unit.tiny import responses
from tests.unit.tiny_pictures import ALL_PARTS, CARE, ITEMS, PARTS, PICTURES

JAR = st.none() | st.integers(0, 2)
EIGHT = st.lists(JAR, min_size=8, max_size=8)
FIVE = st.lists(JAR, min_size=5, max_size=5)
CODES = (Missing.NOT_UNDERSTOOD, Missing.RATHER_NOT_SAY)
SINGLE = [item for item in ITEMS if item.options and item.max_choices == 1]
GIVEN_ANSWERS = st.fixed_dictionaries(
    {},
    optional={item.id: st.sampled_from([option.id for option in item.options] + [*CODES]) for item in SINGLE},
)


def competences(values):
    return {f"c{number}": value for number, value in enumerate(values, start=1)}


def profile_of(modules=ALL_PARTS, **answers):
    """Answers by item id with ``_`` for the point: ``p3_c1=2``."""
    given_answers = {item_id.replace("_", ".", 1): value for item_id, value in answers.items()}
    return make_picture_profile(PICTURES, responses(given_answers), modules)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([2, 1, 1, 1, 1, 1, 1, 1], ["c1"], id="one full jar beside half ones: mean 9/8"),
        pytest.param([2, 2, 2, 2, 1, 1, 1, 1], ["c1", "c2", "c3", "c4"], id="mean exactly 1.5"),
        pytest.param([2, 2, 2, 2, 2, 1, 1, 1], [], id="mean 13/8 is more than 1.5"),
        pytest.param([2] * 8, [], id="who fills every jar names nothing in particular"),
        pytest.param([1] * 8, [], id="no jar is full"),
        pytest.param([0] * 8, [], id="every jar is empty"),
        pytest.param([2, 1, None, None, None, None, None, None], ["c1"], id="mean of the answered: 3/2"),
        pytest.param([2, 2, 1, None, None, None, None, None], [], id="mean of the answered: 5/3"),
        pytest.param([2, None, None, None, None, None, None, None], [], id="one answer stands beside nothing"),
        pytest.param([None] * 8, [], id="nothing answered"),
    ],
)
def test_named_much(values, expected):
    assert named_much(competences(values)) == tuple(expected)


@given(EIGHT, st.randoms())
def test_what_is_named_does_not_depend_on_the_order(values, random):
    pairs = list(competences(values).items())
    turned = random.sample(pairs, len(pairs))
    assert set(named_much(dict(turned))) == set(named_much(dict(pairs)))


@given(EIGHT)
def test_only_full_jars_are_named_all_of_them_or_none(values):
    full = tuple(name for name, value in competences(values).items() if value == 2)
    assert named_much(competences(values)) in {full, ()}


@given(GIVEN_ANSWERS, st.sampled_from(CODES))
def test_a_missing_code_says_no_more_than_silence(answers, code):
    silent = [item.id for item in SINGLE if item.id not in answers]
    before = make_picture_profile(PICTURES, responses(answers), ALL_PARTS)
    after = make_picture_profile(PICTURES, responses(answers | dict.fromkeys(silent, code)), ALL_PARTS)
    assert replace(after, missing=before.missing) == before
    assert sum(after.missing.values()) - sum(before.missing.values()) == sum(
        not item_id.startswith(CARE) for item_id in silent
    )


@given(GIVEN_ANSWERS)
def test_the_order_of_answering_changes_nothing(answers):
    turned = dict(reversed(answers.items()))
    assert make_picture_profile(PICTURES, responses(answers), ALL_PARTS) == make_picture_profile(
        PICTURES, responses(turned), ALL_PARTS
    )


@pytest.mark.parametrize(
    ("values", "wish", "acute", "expected"),
    [
        pytest.param([0, 0, 0, 0, 0], "no", False, False, id="all well"),
        pytest.param([1, 1, 1, 1, 0], "no", False, False, id="sum 4"),
        pytest.param([1, 1, 1, 1, 1], "no", False, True, id="sum 5"),
        pytest.param([2, 2, 0, 0, 0], "no", False, True, id="two at 2, sum 4"),
        pytest.param([2, 1, 1, 0, 0], "no", False, False, id="one at 2, sum 4"),
        pytest.param([2, None, None, 2, None], None, False, True, id="two at 2, the others not answered"),
        pytest.param([None] * 5, "yes", False, True, id="the wish alone"),
        pytest.param([0] * 5, None, True, True, id="help today alone"),
        pytest.param([None] * 5, None, False, False, id="nothing answered"),
    ],
)
def test_offer(values, wish, acute, expected):
    assert picture_care_offer(values, wish, acute=acute) is expected


@given(FIVE, st.randoms(), st.sampled_from([None, "yes", "no"]), st.booleans())
def test_the_offer_does_not_depend_on_the_order(values, random, wish, acute):
    turned = random.sample(values, len(values))
    assert picture_care_offer(turned, wish, acute=acute) is picture_care_offer(values, wish, acute=acute)


def test_a_heavier_answer_never_takes_the_offer_away():
    for values in product((None, 0, 1, 2), repeat=5):
        if picture_care_offer(values, None, acute=False):
            for at, value in enumerate(values):
                heavier = [*values[:at], min((value or 0) + 1, 2), *values[at + 1 :]]
                assert picture_care_offer(heavier, None, acute=False)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([1, 1, 1], True, id="all the same"),
        pytest.param([0, 0, 0], True, id="all empty"),
        pytest.param([1, 1, 2], False, id="one differs"),
        pytest.param([1, 1, None], False, id="one not answered"),
        pytest.param([None, None, None], False, id="nothing answered"),
        pytest.param([], False, id="nothing there"),
    ],
)
def test_straightlining(values, expected):
    assert straightlining(values) is expected


def alike(value, **others):
    ids = [item.id.replace(".", "_", 1) for item in ITEMS if item.block in {"p1", "p3", "p4"}]
    return dict.fromkeys(ids, value) | others


def test_all_pictures_in_the_same_place_count_and_path_included():
    assert profile_of(**alike(2)).straightlining
    assert not profile_of(**alike(2, p4_m5=1)).straightlining
    assert not profile_of(**alike(2, p4_m4=Missing.NOT_UNDERSTOOD)).straightlining
    assert profile_of(**alike(2, p5_school=0, p6_z1=1)).straightlining


@pytest.mark.parametrize("left_out", ["p1", "p3", "p4"])
def test_fewer_parts_can_be_alike_in_earnest(left_out):
    assert not profile_of(Modules(frozenset(PARTS) - {left_out}), **alike(1)).straightlining
    assert not profile_of(Modules(frozenset(PARTS), skipped=frozenset({left_out})), **alike(1)).straightlining


def test_each_answer_stands_by_itself():
    found = profile_of(
        p1_building=2, p2_wish=("building", "cleaning"), p3_c1=2, p3_c2=0, p4_m5=1, p5_school=0, p5_languages=("ti",)
    )
    assert found.experience == {"building": 2, "cleaning": None}
    assert found.wish == ("building", "cleaning")
    assert found.competence == {"c1": 2, "c2": 0, "c3": None}
    assert found.named_much == ("c1",)
    assert found.motivation == {"m4": None, "m5": 1}
    assert found.facts == {"p5.school": ("0",), "p5.languages": ("ti",)}


def test_nothing_answered():
    found = make_picture_profile(PICTURES, {}, ALL_PARTS)
    assert (found.wish, found.named_much, found.straightlining) == ((), (), False)
    assert set(found.facts.values()) == {None}
    assert found.missing == dict.fromkeys(Missing, 0)
    assert found.care is not None
    assert (found.care.total, found.care.strong, found.care.offer, found.care.answered) == (None, (), False, 0)


def test_the_care_part():
    care = profile_of(p6_z1=2, p6_z2=Missing.RATHER_NOT_SAY, p6_z3=1, p7_help_wish="no", p8_acute="no").care
    assert care.items == {"z1": 2, "z2": None, "z3": 1}
    assert (care.total, care.strong, care.wish, care.acute, care.offer) == (3, ("z1",), "no", False, False)
    assert care.answered == 4


@pytest.mark.parametrize(("question", "acute"), [("p7_help_wish", False), ("p8_acute", True)])
def test_asking_for_help_is_enough_for_an_offer(question, acute):
    care = profile_of(**{question: "yes"}).care
    assert (care.offer, care.acute, care.total, care.answered) == (True, acute, None, 1)


@pytest.mark.parametrize(
    "modules",
    [
        pytest.param(Modules(frozenset(PARTS) - set(CARE)), id="off"),
        pytest.param(Modules(frozenset(PARTS), skipped=frozenset(CARE)), id="skipped"),
    ],
)
def test_without_the_care_part_there_is_no_care_profile_whatever_was_answered(modules):
    assert profile_of(modules, p6_z1=2, p8_acute="yes").care is None


def test_a_part_that_is_off_keeps_its_items_without_a_value():
    found = profile_of(Modules(frozenset({"p1"})), p1_building=1, p3_c1=2)
    assert found.competence == {"c1": None, "c2": None, "c3": None}
    assert found.named_much == ()


def test_missing_codes_are_counted_apart_and_never_those_of_the_care_part():
    found = profile_of(
        p1_building=Missing.NOT_UNDERSTOOD,
        p2_wish=Missing.RATHER_NOT_SAY,
        p3_c1=Missing.NOT_UNDERSTOOD,
        p6_z1=Missing.RATHER_NOT_SAY,
        p8_acute=Missing.RATHER_NOT_SAY,
        finish=Missing.RATHER_NOT_SAY,
    )
    assert found.missing == {Missing.NOT_UNDERSTOOD: 2, Missing.RATHER_NOT_SAY: 1, Missing.NOT_APPLICABLE: 0}


def test_an_option_that_is_not_there_is_told():
    with pytest.raises(UnknownOption, match=r"p3\.c1"):
        make_picture_profile(PICTURES, {"p3.c1": Response(("7",))}, ALL_PARTS)


def test_only_a_part_with_an_introduction_opens_with_a_screen():
    steps = path(PICTURES, ALL_PARTS, {})
    assert [step.id for step in steps if step.kind in {StepKind.BLOCK, StepKind.CARE_INTRO}] == ["p6"]
    assert PICTURES.introduced_with("p6") == CARE
    assert PICTURES.introduced_with("p7") == ("p7", "p8")
    skipped = path(PICTURES, Modules(frozenset(PARTS), skipped=frozenset(CARE)), {})
    assert [step.id for step in skipped if step.id.startswith(CARE)] == ["p6"]


def test_an_unknown_part_has_no_introduction():
    with pytest.raises(KeyError):
        PICTURES.introduced_with("p9")
