"""Job-search actions: which were named and how often, never a level (domain 5.4-8)."""

from __future__ import annotations

from app.core.instrument import Instrument, Scale
from app.core.profile import ActionProfile
from app.core.responses import Responses
from app.core.scoring import chosen_value

COULD_SEARCH = "yes"
"""Option of the context item with which the actions may be read."""


def action_profile(scale: Scale, instrument: Instrument, responses: Responses) -> ActionProfile:
    """The actions of one count scale. ``scale.label_by`` names the item on opportunity."""
    counts = {item_id: chosen_value(instrument.items[item_id], responses.get(item_id)) for item_id in scale.items}
    given = [count for count in counts.values() if count is not None]
    context = responses.get(scale.label_by)
    opportunity = context.option if context else None
    return ActionProfile(
        scale=scale.id,
        counts=counts,
        named=sum(count > 0 for count in given),
        total=sum(given) if given else None,
        opportunity=opportunity,
        interpretable=opportunity == COULD_SEARCH,
    )
