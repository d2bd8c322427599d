"""How a person answers the five-step items of both profiles: the indices (domain 6.3 layer 2).

Computed from the values as chosen, before reverse keying, over the answered items and the pairs
with both answered. The flags and the light that follow from them: ``quality_light.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from statistics import stdev
from types import MappingProxyType

from app.core.instrument import Instrument, Item, ScaleKind
from app.core.profile import Light, ResponseQuality
from app.core.quality_light import judged
from app.core.responses import Missing, Responses
from app.core.scoring import chosen_value

FASTEST_SECONDS = 1.0
FAST_SHARE_OF_USUAL = 0.33
SLOW_TIMES_USUAL = 3
NO_TIMES: Mapping[str, float] = MappingProxyType({})

Pair = tuple[int, int]
"""Values as chosen: forward item, reverse item."""


def style_items(instrument: Instrument, on_path: Iterable[Item]) -> tuple[Item, ...]:
    """The items that count here, in shown order: competence and motivation items with M points."""
    kinds = {ScaleKind.COMPETENCE, ScaleKind.MOTIVATION}
    return tuple(
        item
        for item in on_path
        if item.scale is not None
        and instrument.scales[item.scale].kind in kinds
        and item.maximum_points == instrument.style.points
    )


def acquiescence(pairs: Sequence[Pair], points: int) -> float | None:
    """Mean of (forward + reverse) / 2M, minus a half: -0.5 (always low) to 0.5 (always high)."""
    if not pairs:
        return None
    return sum(map(sum, pairs)) / (2 * points * len(pairs)) - 0.5


def pair_inconsistency(pairs: Sequence[Pair], points: int) -> float | None:
    """Mean distance, 0 to M, between a forward item and its mirrored opposite."""
    if not pairs:
        return None
    return sum(abs(forward - (points - reverse)) for forward, reverse in pairs) / len(pairs)


def share_of(values: Sequence[int], *wanted: float) -> float | None:
    """Share of the values that equal one of ``wanted``, 0-1; None without values."""
    return sum(value in wanted for value in values) / len(values) if values else None


def spread(values: Sequence[int]) -> float | None:
    """IRV: sample standard deviation (n - 1) of the values; None with fewer than two."""
    return stdev(values) if len(values) > 1 else None


def longest_run(values: Iterable[tuple[int, bool]]) -> tuple[int, bool]:
    """Length of the longest run of one value, and whether a reverse-keyed item stands in it.

    ``values``: value and whether the item is reverse-keyed, in shown order. Of several longest
    runs one with a reverse-keyed item counts.
    """
    runs = [[reverse for _, reverse in run] for _, run in groupby(values, key=lambda one: one[0])]
    return max(((len(run), any(run)) for run in runs), default=(0, False))


def fast_share(seconds: Mapping[str, float], usual: Mapping[str, float]) -> float | None:
    """Share of items answered in under one second or a third (0.33) of the usual time."""
    if not seconds:
        return None
    limits = {item: max(FASTEST_SECONDS, FAST_SHARE_OF_USUAL * usual.get(item, 0.0)) for item in seconds}
    return sum(time < limits[item] for item, time in seconds.items()) / len(seconds)


def slow_share(seconds: Mapping[str, float], usual: Mapping[str, float]) -> float | None:
    """Share of items that took over three times the usual time; None where no usual time is known."""
    known = {item: time for item, time in seconds.items() if item in usual}
    if not known:
        return None
    return sum(time > SLOW_TIMES_USUAL * usual[item] for item, time in known.items()) / len(known)


def response_quality(
    instrument: Instrument,
    items: Sequence[Item],
    responses: Responses,
    seconds: Mapping[str, float] = NO_TIMES,
    usual_seconds: Mapping[str, float] = NO_TIMES,
) -> ResponseQuality:
    """All indices with the flags and the light.

    ``items``: from style_items; shares of missing answers are over these, and an item without a
    response is missing too. ``seconds``: item id to answer time (leave out items whose sound was
    played); ``usual_seconds``: item id to the median time of the item in the language.
    """
    points = instrument.style.points
    chosen = {item.id: chosen_value(item, responses.get(item.id)) for item in items}
    given = {item_id: value for item_id, value in chosen.items() if value is not None}
    values = list(given.values())
    pairs = [(given[f], given[r]) for f, r in instrument.style.pairs if f in given and r in given]
    run, has_reverse = longest_run((given[item.id], item.reverse_keyed) for item in items if item.id in given)
    times = {item.id: seconds[item.id] for item in items if item.id in seconds}
    codes = [responses[item.id].missing for item in items if item.id in responses]
    total = max(len(items), 1)
    unjudged = ResponseQuality(
        acquiescence=acquiescence(pairs, points),
        extreme=share_of(values, 0, points),
        midpoint=share_of(values, points / 2),
        pair_inconsistency=pair_inconsistency(pairs, points),
        longstring=run,
        longstring_has_reverse=has_reverse,
        irv=spread(values),
        missing=(len(items) - len(given)) / total,
        not_understood=codes.count(Missing.NOT_UNDERSTOOD) / total,
        rather_not_say=codes.count(Missing.RATHER_NOT_SAY) / total,
        not_applicable=codes.count(Missing.NOT_APPLICABLE) / total,
        speed_fast=fast_share(times, usual_seconds),
        speed_slow=slow_share(times, usual_seconds),
        flags=(),
        light=Light.GREEN,
    )
    return judged(unjudged, instrument.style.borders)
