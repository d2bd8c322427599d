from dataclasses import replace

import pytest

from app.core.profile import Light, ResponseQuality
from app.core.quality_light import hints, judged, light, raised_flags

CLEAR = ResponseQuality(
    acquiescence=0.0,
    extreme=0.2,
    midpoint=0.2,
    pair_inconsistency=0.5,
    longstring=3,
    longstring_has_reverse=True,
    irv=1.0,
    missing=0.0,
    not_understood=0.0,
    rather_not_say=0.0,
    not_applicable=0.0,
    speed_fast=0.0,
    speed_slow=0.0,
    flags=(),
    light=Light.GREEN,
)
UNKNOWN = replace(
    CLEAR,
    acquiescence=None,
    extreme=None,
    midpoint=None,
    pair_inconsistency=None,
    irv=None,
    speed_fast=None,
    speed_slow=None,
)


def flags(**changes):
    return raised_flags(replace(CLEAR, **changes), {})


@pytest.mark.parametrize(
    ("index", "border", "beyond", "flag"),
    [
        ("acquiescence", 0.20, 0.21, "yes_saying"),
        ("acquiescence", -0.20, -0.21, "no_saying"),
        ("extreme", 0.80, 0.81, "extreme"),
        ("midpoint", 0.60, 0.61, "midpoint"),
        ("pair_inconsistency", 2.0, 2.1, "pair_inconsistency"),
        ("irv", 0.40, 0.39, "monotony"),
        ("missing", 0.15, 0.16, "missing"),
        ("speed_fast", 0.20, 0.21, "speed_fast"),
    ],
)
def test_a_flag_is_raised_only_beyond_its_border(index, border, beyond, flag):
    assert flags(**{index: border}) == ()
    assert flags(**{index: beyond}) == (flag,)


@pytest.mark.parametrize(
    ("run", "has_reverse", "expected"),
    [(10, True, ("monotony",)), (9, True, ()), (30, False, ())],
)
def test_a_long_run_counts_from_ten_and_only_with_a_reverse_item(run, has_reverse, expected):
    assert flags(longstring=run, longstring_has_reverse=has_reverse) == expected


def test_a_long_run_and_little_spread_are_one_flag():
    assert flags(longstring=48, irv=0.0) == ("monotony",)


def test_float_noise_on_a_border_raises_nothing():
    assert flags(acquiescence=0.1 + 0.1000000000000001) == ()
    assert flags(acquiescence=0.7 - 0.5) == ()


def test_what_could_not_be_computed_raises_nothing():
    assert raised_flags(UNKNOWN, {}) == ()
    assert hints(UNKNOWN, {}) == ()


def test_hints_are_no_flags():
    unclear = replace(CLEAR, not_understood=0.11, speed_slow=0.31)
    assert hints(unclear, {}) == ("not_understood", "speed_slow")
    assert hints(CLEAR, {}) == ()
    assert hints(replace(CLEAR, not_understood=0.10, speed_slow=0.30), {}) == ()
    assert judged(unclear, {}).flags == ()
    assert judged(unclear, {}).light is Light.GREEN


@pytest.mark.parametrize(
    ("count", "missing", "expected"),
    [
        (0, 0, "green"),
        (1, 0, "amber"),
        (2, 0, "amber"),
        (3, 0, "red"),
        (8, 0, "red"),
        (1, 0.25, "amber"),
        (1, 0.26, "red"),
        (0, 0.26, "red"),
    ],
)
def test_light(count, missing, expected):
    assert light(("flag",) * count, missing, 0.25) == expected


def test_judged_sets_flags_in_a_fixed_order_and_the_light():
    found = judged(replace(CLEAR, speed_fast=0.5, missing=0.2, extreme=0.9), {})
    assert found.flags == ("extreme", "missing", "speed_fast")
    assert found.light is Light.RED
    assert judged(replace(CLEAR, missing=0.3), {}).light is Light.RED
    assert judged(replace(CLEAR, missing=0.2), {}).light is Light.AMBER


def test_an_instrument_sets_its_own_borders():
    assert raised_flags(replace(CLEAR, extreme=0.5), {"extreme": 0.4}) == ("extreme",)
    assert judged(replace(CLEAR, missing=0.2), {"missing_red": 0.1}).light is Light.RED
