"""Reports of the invented person who answers in pictures, made by the real rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.cli.sample_report import (
    CONVERSATION,
    FOLDERS,
    PICTURES,
    Sample,
    read_sample,
    sample_day,
    sample_meta,
    sample_release,
    sample_responses,
)
from app.core.instrument import Instrument, Store
from app.core.picture_profile import PictureProfile
from app.core.picture_report import (
    Circumstances,
    PictureOwnContent,
    picture_conversation_content,
    picture_own_content,
)
from app.core.picture_scoring import make_picture_profile
from app.core.report import Phrase
from app.core.responses import Response
from app.core.routing import Modules
from app.instruments.library import Library
from app.instruments.wording import Wording
from app.reporting.meta import HelpNumbers, OwnMeta


@dataclass(frozen=True, slots=True)
class OwnSample:
    """All that ``render_booklet`` takes."""

    content: PictureOwnContent
    wording: Wording
    meta: OwnMeta


@dataclass(frozen=True, slots=True)
class _Person:
    raw: Mapping[str, Any]
    instrument: Instrument
    modules: Modules
    responses: Mapping[str, Response]
    profile: PictureProfile
    given: Circumstances


def make_picture_sample(
    library: Library,
    locale: str,
    *,
    edition: str = CONVERSATION,
    approved: bool = False,
    changes: Mapping[str, Response | None] | None = None,
) -> Sample:
    """The conversation report in one locale; ``changes`` replace responses, None takes one away."""
    person = _person(library, locale, changes or {})
    own = library.wording(person.instrument.id, locale)
    main = {name: one for name, one in person.responses.items() if _item_store(person, name) is Store.MAIN}
    content = picture_conversation_content(
        person.instrument,
        person.modules,
        main,
        person.profile,
        released=approved or own.info.is_source,
        care=sample_release(person.raw, edition),
        given=person.given,
    )
    return Sample(
        content=content,
        wording_nl=library.wording(person.instrument.id, "nl"),
        wording_own=own,
        meta=sample_meta(person.raw, person.instrument, library, own, approved=approved),
    )


def make_own_sample(
    library: Library,
    locale: str,
    *,
    approved: bool = False,
    changes: Mapping[str, Response | None] | None = None,
) -> OwnSample:
    """The booklet in one locale; ``changes`` as above."""
    person = _person(library, locale, changes or {})
    own = library.wording(person.instrument.id, locale)
    content = picture_own_content(
        person.instrument, person.modules, person.responses, person.profile, given=person.given
    )
    return OwnSample(content, own, _own_meta(person, own, approved=approved))


def _person(library: Library, locale: str, changes: Mapping[str, Response | None]) -> _Person:
    raw = read_sample(FOLDERS[PICTURES])
    instrument = library.instrument(raw["instrument"])
    modules = Modules(frozenset(raw["blocks"]))
    merged = {**sample_responses(instrument, raw, locale), **changes}
    responses = {name: one for name, one in merged.items() if one is not None}
    profile = make_picture_profile(instrument, responses, modules)
    given = Circumstances(modes=raw["modes"], other_form=raw["other_form"])
    return _Person(raw, instrument, modules, responses, profile, given)


def _item_store(person: _Person, item_id: str) -> Store:
    return person.instrument.items[item_id].store


def _own_meta(person: _Person, own: Wording, *, approved: bool) -> OwnMeta:
    raw = person.raw
    return OwnMeta(
        code=raw["code"],
        on=sample_day(raw["answered_on"]),
        locale=own.locale,
        version=person.instrument.version,
        variant="pictogram",
        discuss_before=sample_day(raw["discuss_before"]),
        help=HelpNumbers(**raw["help"]),
        name=raw["names"].get(own.locale, raw["names"]["en"]),
        shared=tuple((Phrase(question), Phrase(answer)) for question, answer in raw["shared"]),
        released_locale=approved or own.info.is_source,
        demo=True,
    )
