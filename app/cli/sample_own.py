"""The own report of the invented person who answers in words, made by the real rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.cli.sample_report import FOLDERS, TEXT, read_sample, sample_day, sample_responses
from app.core.own_report import OwnContent, own_content
from app.core.profile_maker import make_profile
from app.core.report import OwnText, Phrase
from app.core.responses import Response
from app.core.routing import Modules
from app.instruments.answers import read_responses
from app.instruments.library import Library
from app.instruments.wording import Wording
from app.reporting.meta import HelpNumbers, OwnMeta
from app.reporting.templates import OWN


@dataclass(frozen=True, slots=True)
class OwnTextSample:
    """All that ``render_own`` takes."""

    content: OwnContent
    wording: Wording
    meta: OwnMeta


def make_own_text_sample(
    library: Library,
    locale: str,
    *,
    approved: bool = False,
    changes: Mapping[str, Response | None] | None = None,
) -> OwnTextSample:
    """The own report in one locale; ``changes`` replace responses, None takes one away."""
    raw, more = read_sample(FOLDERS[TEXT]), read_sample(OWN)
    instrument = library.instrument(raw["instrument"])
    own = library.wording(instrument.id, locale)
    released = approved or own.info.is_source
    health = read_responses(instrument, more["answers"])
    merged = {**sample_responses(instrument, raw, locale), **health, **(changes or {})}
    responses = {name: one for name, one in merged.items() if one is not None}
    modules = Modules(frozenset(raw["blocks"]))
    profile = make_profile(instrument, responses, modules)
    content = own_content(instrument, modules, responses, profile, released=released)
    return OwnTextSample(content, own, own_sample_meta({**raw, **more}, own, instrument.version, released=released))


def own_sample_meta(raw: Mapping[str, Any], own: Wording, version: str, *, released: bool) -> OwnMeta:
    """What the own report of an invented person says beside the answers; it always says that it is a demonstration."""
    account = raw.get("account", {})
    words = account.get(own.locale, account.get("en"))
    return OwnMeta(
        code=raw["code"],
        on=sample_day(raw["answered_on"]),
        locale=own.locale,
        version=version,
        variant="text",
        discuss_before=sample_day(raw["discuss_before"]),
        help=HelpNumbers(**raw["help"]),
        name=raw["names"].get(own.locale, raw["names"]["en"]),
        shared=tuple((Phrase(question), Phrase(answer)) for question, answer in raw["shared"]),
        account=OwnText(words) if words else None,
        mode=raw["mode"],
        released_locale=released,
        demo=True,
    )
