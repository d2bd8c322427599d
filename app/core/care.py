"""The care part: signals per scale and when a conversation is offered (domain 5.4-9, 5.5).

The limits are agreed content limits, not validated cut-offs. Signals are decided in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.core.instrument import Instrument, Scale, ScaleKind, Store
from app.core.profile import CareProfile, CareScale, CareSignal
from app.core.responses import Response, Responses
from app.core.scoring import chosen_value, percentage, scale_points
from app.core.uncertainty import standard_error

YES = "yes"
STRONG_ENOUGH = 1
ATTENTION_ENOUGH = 2
IMPACT_ENOUGH = 2
ASSUMED_ERROR = 13.0
"""Standard error of a scale of three items in points 0-100 (SD 22, alpha .65), assumed until there are figures
(domain 5.4-4)."""


def care_signal(total: int, answered: int) -> CareSignal:
    """Signal of a scale with ``answered`` items (1 or more) and ``total`` points of 0-3 each.

    A mean of 2 or more is strong, of 1 or more attention.
    """
    if total >= 2 * answered:
        return CareSignal.STRONG
    return CareSignal.ATTENTION if total >= answered else CareSignal.NONE


def care_scale(scale: Scale, instrument: Instrument, responses: Responses) -> CareScale:
    """Mean 0-3 and signal; both None with fewer than ``scale.min_answered`` answers."""
    points = scale_points(scale, instrument, responses)
    if len(points) < scale.min_answered:
        return CareScale(scale.id, len(points), None, None)
    signal = care_signal(sum(points), len(points))
    return CareScale(scale.id, len(points), sum(points) / len(points), signal)


def care_place(scale: Scale, instrument: Instrument, responses: Responses) -> tuple[float, float]:
    """Percentage of the maximum (0-100) and its standard error, of a scale with enough answers."""
    points = scale_points(scale, instrument, responses)
    most = max(instrument.items[item_id].maximum_points for item_id in scale.items)
    return percentage(points, most), standard_error(points, most, len(scale.items), ASSUMED_ERROR)


def care_offer(signals: Iterable[CareSignal | None], impact: int | None, wish: str | None, *, acute: bool) -> bool:
    """Whether a conversation about care is offered; false positives are preferred.

    ``impact`` 0-3 or None; ``wish`` option id or None. A None signal is an unscored scale.
    """
    found = list(signals)
    strong = found.count(CareSignal.STRONG)
    attention = strong + found.count(CareSignal.ATTENTION)
    burdened = attention >= ATTENTION_ENOUGH and impact is not None and impact >= IMPACT_ENOUGH
    return acute or wish == YES or strong >= STRONG_ENOUGH or burdened


def care_profile(instrument: Instrument, responses: Responses) -> CareProfile:
    """The whole care part; single items are found by their role in the definition."""
    scales = {
        scale.id: care_scale(scale, instrument, responses)
        for scale in instrument.scales.values()
        if scale.kind is ScaleKind.CARE
    }
    impact = _value_of_role("care_impact", instrument, responses)
    wish = _option_of_role("care_wish", instrument.roles, responses)
    acute = _option_of_role("acute", instrument.roles, responses) == YES
    signals = [scale.signal for scale in scales.values()]
    return CareProfile(
        scales=scales,
        impact=impact,
        wish=wish,
        acute=acute,
        offer=care_offer(signals, impact, wish, acute=acute),
        answered=_answered_care_items(instrument, responses),
    )


def _value_of_role(role: str, instrument: Instrument, responses: Responses) -> int | None:
    item_id = instrument.roles.get(role)
    return chosen_value(instrument.items[item_id], responses.get(item_id)) if item_id else None


def _option_of_role(role: str, roles: Mapping[str, str], responses: Responses) -> str | None:
    response: Response | None = responses.get(roles.get(role, ""))
    return response.option if response else None


def _answered_care_items(instrument: Instrument, responses: Responses) -> int:
    """Items of the care store with an option chosen; missing codes do not count."""
    return sum(
        item.store is Store.CARE and item.id in responses and bool(responses[item.id].options)
        for item in instrument.items.values()
    )
