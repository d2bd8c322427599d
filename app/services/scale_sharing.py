"""Which themes of health a person can share beyond the GGD: those seen on the own profile, where there is a basis."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.care import care_profile
from app.core.care_themes import themes_named
from app.core.instrument import Store
from app.core.profile import CareSignal
from app.services.care_basis import has_basis
from app.services.own_profile import picture_profile_from
from app.services.sittings import Sitting, open_sitting
from app.services.wording_releases import words_may_be_printed
from app.services.work import Work


def may_share_scales(work: Work, sitting: Sitting) -> bool:
    """Whether the person is asked: the profile was seen and the municipality stated a basis."""
    return sitting.profile_seen and has_basis(work, sitting.organisation_id) and bool(seen_signals(work, sitting))


def seen_signals(work: Work, sitting: Sitting) -> Mapping[str, CareSignal | None]:
    """Theme id to its signal, for themes with a word on the own profile in the language of the person.

    In pictures no signal is worked out (None), and no word stands there: they are the themes that play a part, as the
    person says.
    """
    words = sitting.wordings[sitting.locale or sitting.instrument.source_locale]
    if not sitting.instrument.in_pictures and not words_may_be_printed(work, sitting.instrument.id, words):
        return {}
    return signals_of(opened_with_care(work, sitting))


def opened_with_care(work: Work, sitting: Sitting) -> Sitting:
    """The same with the care answers alone."""
    asked = [item.id for item in sitting.instrument.items.values() if item.store is Store.CARE]
    return open_sitting(work, sitting.token, asked)


def signals_of(opened: Sitting) -> Mapping[str, CareSignal | None]:
    """Theme id to its signal, of a sitting that was opened with its care answers; see ``seen_signals``."""
    if opened.instrument.in_pictures:
        return dict.fromkeys(themes_named(picture_profile_from(opened)))
    care = {item.id for item in opened.instrument.items.values() if item.store is Store.CARE}
    found = care_profile(opened.instrument, {one: opened.responses[one] for one in care & set(opened.responses)})
    return {scale: one.signal for scale, one in found.scales.items() if one.signal is not None}
