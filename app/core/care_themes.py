"""The themes of health that somebody can share one by one: care scales, in pictures the items that stand for them."""

from __future__ import annotations

from app.core.instrument import Instrument, ScaleKind
from app.core.picture_profile import PictureProfile
from app.core.picture_scoring import CARE

PLAYS_A_PART = 1
"""Points of a drawing, from which a theme in pictures can be shared: the first says that there is nothing."""


def care_themes(instrument: Instrument) -> tuple[str, ...]:
    """Ids of all themes, "z1" and so on, the same in words and in pictures."""
    if instrument.in_pictures:
        return tuple(item_id.partition(".")[2] for item_id in instrument.block(CARE).order)
    return tuple(scale.id for scale in instrument.scales.values() if scale.kind is ScaleKind.CARE)


def themes_named(profile: PictureProfile) -> tuple[str, ...]:
    """The themes of which somebody chose another drawing than the one for nothing; no answer is told apart further."""
    items = profile.care.items if profile.care else {}
    return tuple(theme for theme, points in items.items() if points is not None and points >= PLAYS_A_PART)
