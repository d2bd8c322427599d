"""From responses to points and to a percentage of the maximum on one scale (domain 5.4-1 to 5.4-3)."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.instrument import Instrument, Item, Scale
from app.core.responses import Response, Responses


class UnknownOption(ValueError):
    """A stored response names an option that its item does not have."""

    def __init__(self, item: Item, option: str) -> None:
        ids = ", ".join(known.id for known in item.options)
        super().__init__(f"item {item.id!r} has no option {option!r}; its options are {ids}")


def chosen_value(item: Item, response: Response | None) -> int | None:
    """Points of the chosen option, before reverse keying.

    None when unanswered, when one of the three missing codes stands, or when the option carries
    no points. Raises UnknownOption.
    """
    if response is None or response.missing is not None or response.option is None:
        return None
    option = item.option(response.option)
    if option is None:
        raise UnknownOption(item, response.option)
    return option.value


def item_points(item: Item, response: Response | None) -> int | None:
    """Points of one response, 0 to M, mirrored (M - x) if the item is reverse-keyed; else None."""
    value = chosen_value(item, response)
    if value is None:
        return None
    return item.maximum_points - value if item.reverse_keyed else value


def scale_points(scale: Scale, instrument: Instrument, responses: Responses) -> tuple[int, ...]:
    """Points of the answered items of a scale, in the order of the definition."""
    items = (instrument.items[item_id] for item_id in scale.items)
    points = (item_points(item, responses.get(item.id)) for item in items)
    return tuple(value for value in points if value is not None)


def percentage(points: Sequence[int], maximum: int) -> float:
    """Percentage of the maximum, 0-100: the mean of the answered items over ``maximum`` (M, >= 1).

    A missing item so counts as the mean of the answered ones. ``points`` holds at least one value.
    """
    return 100 * sum(points) / (len(points) * maximum)
