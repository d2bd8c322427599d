"""From the answering-style indices to flags, hints and the light (domain 6.3 layer 2).

A flag says that answers look different from what the form expects, never that a person is
unreliable. A hint asks for another manner of asking and does not count for the light.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.core.profile import Light, ResponseQuality
from app.core.uncertainty import DECIMALS

BORDERS: Mapping[str, float] = MappingProxyType(
    {
        "acquiescence": 0.20,
        "extreme": 0.80,
        "midpoint": 0.60,
        "pair_inconsistency": 2.0,
        "longstring": 10,
        "irv": 0.40,
        "missing_amber": 0.15,
        "missing_red": 0.25,
        "speed_fast": 0.20,
        "not_understood": 0.10,
        "speed_slow": 0.30,
    }
)
"""First limits, used where an instrument names no other."""

RED_FLAGS = 3


def judged(quality: ResponseQuality, borders: Mapping[str, float]) -> ResponseQuality:
    """The same indices with flags and light; ``borders`` replace those of BORDERS."""
    flags = raised_flags(quality, borders)
    red = {**BORDERS, **borders}["missing_red"]
    return replace(quality, flags=flags, light=light(flags, quality.missing, red))


def raised_flags(quality: ResponseQuality, borders: Mapping[str, float]) -> tuple[str, ...]:
    """Names of the flags, in a fixed order. A long run and little spread are one: monotony."""
    limit = {**BORDERS, **borders}
    style = quality.acquiescence
    long_run = quality.longstring >= limit["longstring"] and quality.longstring_has_reverse
    raised = {
        "yes_saying": _above(style, limit["acquiescence"]),
        "no_saying": _below(style, -limit["acquiescence"]),
        "extreme": _above(quality.extreme, limit["extreme"]),
        "midpoint": _above(quality.midpoint, limit["midpoint"]),
        "pair_inconsistency": _above(quality.pair_inconsistency, limit["pair_inconsistency"]),
        "monotony": long_run or _below(quality.irv, limit["irv"]),
        "missing": _above(quality.missing, limit["missing_amber"]),
        "speed_fast": _above(quality.speed_fast, limit["speed_fast"]),
    }
    return tuple(name for name, is_raised in raised.items() if is_raised)


def hints(quality: ResponseQuality, borders: Mapping[str, float]) -> tuple[str, ...]:
    """Names of the hints, in a fixed order: offer sound or pictures next time."""
    limit = {**BORDERS, **borders}
    raised = {
        "not_understood": _above(quality.not_understood, limit["not_understood"]),
        "speed_slow": _above(quality.speed_slow, limit["speed_slow"]),
    }
    return tuple(name for name, is_raised in raised.items() if is_raised)


def limits(borders: Mapping[str, float]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Index to where it raises a flag or a hint, each as sign and number; ``borders`` replace those of BORDERS."""
    limit = {**BORDERS, **borders}
    above = ("extreme", "midpoint", "pair_inconsistency", "not_understood", "speed_fast", "speed_slow")
    return {
        "acquiescence": (("<", -limit["acquiescence"]), (">", limit["acquiescence"])),
        "longstring": (("≥", limit["longstring"]),),
        "irv": (("<", limit["irv"]),),
        "missing": ((">", limit["missing_amber"]), (">", limit["missing_red"])),
        **{name: ((">", limit[name]),) for name in above},
    }


def light(flags: tuple[str, ...], missing: float, red_above: float) -> Light:
    """Red from three flags or with too much missing, amber from one flag, else green."""
    if len(flags) >= RED_FLAGS or _above(missing, red_above):
        return Light.RED
    return Light.AMBER if flags else Light.GREEN


def _above(value: float | None, border: float) -> bool:
    return value is not None and round(value, DECIMALS) > border


def _below(value: float | None, border: float) -> bool:
    return value is not None and round(value, DECIMALS) < border
