"""Dutch as the person sees it: the lowest step spoken and the lowest step written (domain 5.4-11)."""

from __future__ import annotations

from app.core.instrument import Instrument
from app.core.profile import LanguageProfile
from app.core.responses import Responses
from app.core.scoring import chosen_value

ORAL_ROLES = ("dutch_understand", "dutch_speak")
WRITTEN_ROLES = ("dutch_read", "dutch_write")


def language_profile(instrument: Instrument, responses: Responses) -> LanguageProfile:
    """Steps 0-5; each the lowest of the answered items, None when none was answered.

    The items are found by their roles in the definition.
    """
    return LanguageProfile(
        oral=_lowest_step(ORAL_ROLES, instrument, responses),
        written=_lowest_step(WRITTEN_ROLES, instrument, responses),
    )


def _lowest_step(roles: tuple[str, ...], instrument: Instrument, responses: Responses) -> int | None:
    ids = [instrument.roles[role] for role in roles if role in instrument.roles]
    steps = [chosen_value(instrument.items[item_id], responses.get(item_id)) for item_id in ids]
    return min((step for step in steps if step is not None), default=None)
