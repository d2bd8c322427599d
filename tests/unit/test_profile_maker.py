from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.figural import figure_series
from app.core.profile import CareSignal, Light
from app.core.profile_maker import make_profile
from app.core.responses import Missing
from app.core.routing import Modules
from tests.unit.tiny import ALL_BLOCKS, TINY, on_scale, responses

E_AND_F = [f"{scale}{letter}" for scale in ("c1", "c2", "m1") for letter in "abcd"]
any_value = st.integers(0, 4) | st.sampled_from([Missing.NOT_UNDERSTOOD, Missing.RATHER_NOT_SAY])
any_answers = st.dictionaries(st.sampled_from(E_AND_F), any_value)


def profile(given_responses, modules=ALL_BLOCKS, **more):
    return make_profile(TINY, given_responses, modules, **more)


def test_a_scale_with_all_its_numbers():
    found = profile(on_scale("c1", 4, 3, 4, 1)).competence["c1"]
    assert (found.answered, found.items, found.percentage, found.standard_error) == (4, 4, 87.5, 11)
    assert found.interval == pytest.approx((73.42, 100))
    assert found.label == (3, 4)
    assert found.scored
    assert found.assumed_error


def test_a_standard_error_that_was_estimated_is_not_called_assumed():
    estimated = {name: replace(scale, sem_estimated=True) for name, scale in TINY.scales.items()}
    found = make_profile(replace(TINY, scales=estimated), on_scale("c1", 4, 3, 4, 1), ALL_BLOCKS)
    assert not found.competence["c1"].assumed_error
    assert not found.competence["c2"].assumed_error


@pytest.mark.parametrize("values", [(), (4,), (4, 4), (4, 4, None, None)])
def test_two_answers_of_four_are_no_score(values):
    found = profile(on_scale("c1", *values)).competence["c1"]
    assert (found.percentage, found.standard_error, found.interval, found.label) == (None, None, None, ())
    assert found.answered == sum(value is not None for value in values)
    assert not found.sensitive


def test_three_answers_are_a_wider_score():
    found = profile(on_scale("m1", 2, 2, 2)).motivation["m1"]
    assert (found.answered, found.percentage) == (3, 50)
    assert found.standard_error == pytest.approx(11 * (4 / 3) ** 0.5)


def test_no_code_of_missing_is_scored():
    answers = on_scale("c1", 4, Missing.NOT_APPLICABLE, Missing.NOT_UNDERSTOOD, 0)
    assert profile(answers).competence["c1"].percentage is None


def test_a_label_that_leans_on_always_saying_yes_is_sensitive():
    # ARS = 24/24 - 0.5 = 0.5; P = (4+4+4+0)/16 = 75 with error 25, adjusted 50: both "not certain"
    all_high = profile(responses(dict.fromkeys(E_AND_F, 4)))
    assert all_high.quality.acquiescence == 0.5
    assert not all_high.competence["c1"].sensitive
    # ARS of (3+3)+(3+3)+(3+3) over 24 is 0.25: 12.5 points. m1 = 3,3,3,1 -> 62.5, adjusted 50
    high = profile(responses(dict.fromkeys(E_AND_F, 3)))
    assert high.quality.acquiescence == 0.25
    assert high.motivation["m1"].percentage == 62.5
    assert high.motivation["m1"].sensitive


def test_without_a_whole_pair_nothing_is_sensitive():
    found = profile(on_scale("c1", 4, 4, 4))
    assert found.quality.acquiescence is None
    assert not found.competence["c1"].sensitive


def test_strengths_compare_the_scales_of_one_person():
    found = profile(on_scale("c1", 4, 4, 4, 0) | on_scale("c2", 1, 1, 1, 3) | on_scale("m1", 4, 4, 4, 0))
    assert (found.strengths, found.discuss) == (("c1",), ("c2",))


def test_a_red_light_withholds_words_and_keeps_values():
    found = profile(on_scale("c1", 3, 3, 3, 1))
    assert found.quality.light is Light.RED
    assert found.withheld
    assert found.competence["c1"].percentage == 75


def test_a_block_that_is_off_is_not_scored_even_if_it_was_answered():
    answers = responses(
        dict.fromkeys(E_AND_F, 2) | {"z1a": 3, "z1b": 3, "z8": "yes", "d1": "1", "understand": 2, "m4a": 1}
    )
    found = profile(answers, Modules(frozenset("a")))
    assert not any(scale.scored for scale in (*found.competence.values(), *found.motivation.values()))
    assert (found.actions, found.care, found.figural, found.language.oral) == (None, None, None, None)
    assert found.quality.missing == 0
    assert found.quality.longstring == 0


def test_a_skipped_care_part_gives_no_care_profile():
    answers = responses(z1a=3, z1b=3, z8="yes")
    assert profile(answers).care.acute
    assert profile(answers).care.scales["z1"].signal is CareSignal.STRONG
    assert profile(answers, Modules(ALL_BLOCKS.blocks, skipped=frozenset("g"))).care is None


def test_an_item_that_is_off_is_missing_from_its_scale():
    answers = on_scale("c1", 4, 4, 4, 4)
    found = profile(answers, Modules(ALL_BLOCKS.blocks, items_off=frozenset({"c1d"})))
    assert (found.competence["c1"].answered, found.competence["c1"].percentage) == (3, 100)


def test_figures_are_compared_with_the_generated_answers():
    right = {series.id: series.answer for series in figure_series()}
    assert profile(responses(right)).figural.solved == 10
    wrong = {item_id: "1" if option == "2" else "2" for item_id, option in right.items()}
    assert profile(responses(wrong)).figural.solved == 0
    assert profile(responses(c1a=2)).figural is None


def test_actions_know_the_opportunity():
    found = profile(responses(search="no", m4a=2)).actions
    assert (found.total, found.interpretable) == (2, False)


def test_times_reach_the_quality():
    found = profile(responses(c1a=1), seconds={"c1a": 0.5}, usual_seconds={"c1a": 5.0}).quality
    assert (found.speed_fast, found.speed_slow) == (1, 0)
    assert "speed_fast" in found.flags
    assert profile(responses(c1a=1)).quality.speed_fast is None


@given(any_answers)
def test_the_same_answers_in_any_order_give_the_same_profile(values):
    forward = profile(responses(values))
    assert forward == profile(responses(values))
    assert forward == profile(responses(dict(reversed(values.items()))))


@given(any_answers)
def test_missing_codes_score_as_no_answer(values):
    only_answers = {item: value for item, value in values.items() if not isinstance(value, Missing)}
    assert profile(responses(values)).competence == profile(responses(only_answers)).competence
    assert profile(responses(values)).quality.missing == profile(responses(only_answers)).quality.missing


@given(any_answers, st.sampled_from(E_AND_F))
def test_a_higher_step_never_scores_lower_on_its_scale(values, item_id):
    if not isinstance(values.get(item_id), int) or values[item_id] == 4:
        return
    higher = values | {item_id: values[item_id] + 1}
    scale, turned = item_id[:2], item_id.endswith("d")
    before, after = (
        {**found.competence, **found.motivation}[scale].percentage
        for found in (profile(responses(values)), profile(responses(higher)))
    )
    if before is not None:
        assert (after < before) if turned else (after > before)


@given(any_answers)
def test_mirrored_answers_mirror_scores_and_swap_strengths(values):
    mirrored = {item: 4 - value if isinstance(value, int) else value for item, value in values.items()}
    one, other = profile(responses(values)), profile(responses(mirrored))
    assert one.strengths == other.discuss
    for name, scale in one.competence.items():
        if scale.percentage is None:
            assert other.competence[name].percentage is None
        else:
            assert other.competence[name].percentage == pytest.approx(100 - scale.percentage)
            assert other.competence[name].standard_error == pytest.approx(scale.standard_error)


@given(any_answers)
def test_intervals_contain_their_point_and_scores_need_three_answers(values):
    found = profile(responses(values))
    for scale in (*found.competence.values(), *found.motivation.values()):
        assert scale.scored == (scale.answered >= 3)
        if scale.interval is not None:
            assert 0 <= scale.interval[0] <= scale.percentage <= scale.interval[1] <= 100
            assert scale.standard_error >= 11
        else:
            assert scale.label == ()
