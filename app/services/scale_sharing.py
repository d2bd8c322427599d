"""Which signals of scales a person can share beyond the GGD: those seen on the own profile, where there is a basis."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.care import care_profile
from app.core.instrument import Store
from app.core.profile import CareSignal
from app.services.care_basis import has_basis
from app.services.delivery import Sitting, open_sitting
from app.services.wording_releases import words_may_be_printed
from app.services.work import Work


def may_share_scales(work: Work, sitting: Sitting) -> bool:
    """Whether the person is asked: the profile was seen, with the words, and the municipality stated a basis.

    Not in pictures: there no word stands beside a theme.
    """
    return (
        not sitting.instrument.in_pictures
        and sitting.profile_seen
        and has_basis(work, sitting.organisation_id)
        and bool(seen_signals(work, sitting))
    )


def seen_signals(work: Work, sitting: Sitting) -> Mapping[str, CareSignal]:
    """Scale id to its signal, for scales with a word on the own profile in the language of the person."""
    words = sitting.wordings[sitting.locale or sitting.instrument.source_locale]
    if not words_may_be_printed(work, sitting.instrument.id, words):
        return {}
    asked = [item.id for item in sitting.instrument.items.values() if item.store is Store.CARE]
    opened = open_sitting(work, sitting.token, asked)
    found = care_profile(opened.instrument, {one: opened.responses[one] for one in asked if one in opened.responses})
    return {scale: one.signal for scale, one in found.scales.items() if one.signal is not None}
