"""The care signal of the invented people, made by the real rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.cli.sample_pictures import make_own_sample
from app.cli.sample_report import FOLDERS, TEXT, read_sample, sample_day, sample_responses
from app.core.care_signal import (
    CareSignalContent,
    Reach,
    SharedCare,
    care_signal_content,
    picture_care_signal_content,
)
from app.core.picture_scoring import make_picture_profile
from app.core.profile_maker import make_profile
from app.core.responses import Response
from app.core.routing import Modules
from app.instruments.answers import read_responses
from app.instruments.library import Library
from app.instruments.wording import Wording
from app.reporting.care_signal import CARE_SIGNAL, AskedToday, CareSignalMeta


@dataclass(frozen=True, slots=True)
class CareSample:
    """All that ``render_care_signal`` takes."""

    content: CareSignalContent
    wording_nl: Wording
    wording_own: Wording
    meta: CareSignalMeta


def make_care_sample(
    library: Library,
    locale: str,
    *,
    instrument: str = TEXT,
    approved: bool = False,
    whole: bool = True,
    changes: Mapping[str, Response] | None = None,
) -> CareSample:
    """The care signal in one locale. ``whole``: else the person shares only how to be reached."""
    raw, more = read_sample(FOLDERS[instrument]), read_sample(CARE_SIGNAL)
    own = library.wording(raw["instrument"], locale)
    released = approved or own.info.is_source
    reach = Reach(**{**more["reach"], "detail": more["details"].get(locale, "")})
    shared = SharedCare(whole=whole, reach=reach, others=tuple(more["others"].items()))
    return CareSample(
        content=_content(library, locale, raw, shared, released=released, changes=changes or {}),
        wording_nl=library.wording(raw["instrument"], "nl"),
        wording_own=own,
        meta=_meta(raw, more, own, library.instrument(raw["instrument"]).version, released=released),
    )


def _content(
    library: Library,
    locale: str,
    raw: Mapping[str, Any],
    shared: SharedCare,
    *,
    released: bool,
    changes: Mapping[str, Response],
) -> CareSignalContent:
    instrument, modules = library.instrument(raw["instrument"]), Modules(frozenset(raw["blocks"]))
    health = {} if instrument.in_pictures else read_responses(instrument, read_sample(CARE_SIGNAL)["answers"])
    responses = {**sample_responses(instrument, raw, locale), **health, **changes}
    if instrument.in_pictures:
        own = make_own_sample(library, locale, approved=released, changes=changes).content
        return picture_care_signal_content(own, make_picture_profile(instrument, responses, modules), shared=shared)
    quality = make_profile(instrument, responses, modules).quality
    return care_signal_content(instrument, modules, responses, quality, released=released, shared=shared)


def _meta(
    raw: Mapping[str, Any], more: Mapping[str, Any], own: Wording, version: str, *, released: bool
) -> CareSignalMeta:
    in_pictures, today = "modes" in raw, more["today"]
    asked = AskedToday(sample_day(today["on"]), today["at"], open=True, same_day=True, helped_at=today["helped_at"])
    return CareSignalMeta(
        code=raw["code"],
        on=sample_day(raw["answered_on"]),
        locale=own.locale,
        version=version,
        place=more["place"],
        mode=raw["mode"],
        variant="pictogram" if in_pictures else "text",
        discuss_before=sample_day(raw["discuss_before"]),
        name=raw["names"].get(own.locale, raw["names"]["en"]),
        today=None if in_pictures else asked,
        released_locale=released,
        demo=True,
    )
