"""What the person's own report in words says, as values and text keys: no words, no HTML (domain 5.7).

It holds everything that the person answered, the part about health included, for the person alone. What the
conversation report says comes from ``conversation_content``, so that both say the same of the same answers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.core.care import care_place
from app.core.instrument import Block, Instrument, Item, ItemKind, Store
from app.core.profile import CareProfile, CareScale, Light, Profile
from app.core.report import (
    BACKGROUND_BLOCKS,
    SITUATION_BLOCKS,
    WISHES,
    Fact,
    Phrase,
    ReportContent,
    ScaleRow,
    care_word,
    conversation_content,
    fact_of,
    other_form_phrase,
)
from app.core.responses import Response, Responses
from app.core.routing import Modules, items_on_path
from app.core.uncertainty import interval

COUNTS = frozenset({"light.missing", "light.not_understood"})
"""What of the response quality is told in numbers; the rest is told in friendly words of its own."""


@dataclass(frozen=True, slots=True)
class CareRow:
    """One health scale: what it is about, the agreed word, and the interval as on the other pages."""

    row: ScaleRow
    definition: Phrase


@dataclass(frozen=True, slots=True)
class OwnCareProfile:
    """The health part for the person alone.

    ``axis``: the words over the bars, none while words are withheld. ``impact``: the question about daily life with
    its answer. ``wish``: what was said about a talk. ``offer``: whether a talk is offered (domain 5.4-9).
    """

    axis: tuple[Phrase, ...]
    rows: tuple[CareRow, ...]
    impact: Fact | None
    wish: Phrase | None
    offer: bool


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """One part of the form with every statement and what was chosen; ``private``: the part about health."""

    title: Phrase
    lines: tuple[Fact, ...]
    private: bool


@dataclass(frozen=True, slots=True)
class OwnContent:
    """The own report. ``talk``: what the conversation report says, its page about sharing health left aside.

    ``care`` is None when nothing of it was answered. ``quality``: how clear the answers are, in friendly words.
    ``answers``: the parts whose answers stand nowhere else, answer by answer.
    """

    talk: ReportContent
    care: OwnCareProfile | None
    quality: tuple[Phrase, ...]
    answers: tuple[AnsweredPart, ...]
    version: str


def own_content(
    instrument: Instrument,
    modules: Modules,
    responses: Responses,
    profile: Profile,
    *,
    released: bool,
    other_form: int = 0,
) -> OwnContent:
    """Everything of one participation, for the person. ``responses`` hold the answers about health too.

    ``released``: whether the wording was released; if not, no label is printed, also not about health (R41).
    ``other_form``: number of answers that the same person gave in pictures.
    """
    main = {name: one for name, one in responses.items() if instrument.items[name].store is Store.MAIN}
    talk = conversation_content(instrument, modules, main, profile, released=released)
    on_path = {item.id for item in items_on_path(instrument, modules, responses)}
    seen = {name: one for name, one in responses.items() if name in on_path}
    return OwnContent(
        talk=replace(talk, other_form=other_form_phrase(other_form)),
        care=_care(instrument, seen, profile.care, released=released),
        quality=_quality(profile.quality.light, talk),
        answers=_answers(instrument, on_path, seen),
        version=instrument.version,
    )


def _quality(light: Light, talk: ReportContent) -> tuple[Phrase, ...]:
    counts = tuple(phrase for phrase in talk.quality.sentences if phrase.key in COUNTS)
    honest = () if light is Light.GREEN else (Phrase("light.not_honesty"),)
    return (Phrase(f"light.own.{light}"), *counts, *honest)


# --- health ----------------------------------------------------------------------------------------------------


def _care(
    instrument: Instrument, responses: Responses, care: CareProfile | None, *, released: bool
) -> OwnCareProfile | None:
    """The health part; None when nothing of it was answered."""
    if care is None or not care.answered:
        return None
    scales = [instrument.scales[name] for name in care.scales]
    impact = instrument.roles.get("care_impact", "")
    return OwnCareProfile(
        axis=tuple(Phrase(key) for key in scales[0].band_keys) if scales and released else (),
        rows=tuple(_care_row(instrument, care.scales[scale.id], responses, released=released) for scale in scales),
        impact=_line(instrument, instrument.items[impact], responses.get(impact)) if impact in responses else None,
        wish=Phrase(WISHES[care.wish]) if care.wish in WISHES else None,
        offer=care.offer,
    )


def _care_row(instrument: Instrument, one: CareScale, responses: Responses, *, released: bool) -> CareRow:
    scale = instrument.scales[one.scale]
    place = care_place(scale, instrument, responses) if one.signal is not None else None
    row = ScaleRow(
        scale=scale.id,
        name=Phrase(f"{scale.text_key}.name"),
        percentage=place[0] if place else None,
        interval=interval(*place) if place else None,
        word=care_word(one, released=released),
        dashed=False,
    )
    return CareRow(row, Phrase(f"{scale.text_key}.definition"))


# --- answer by answer ------------------------------------------------------------------------------------------


def _answers(instrument: Instrument, on_path: Collection[str], responses: Responses) -> tuple[AnsweredPart, ...]:
    """The parts that no other page of the report shows answer by answer; figures have no words to print."""
    wanted = (block for block in instrument.blocks if block.id not in (*SITUATION_BLOCKS, *BACKGROUND_BLOCKS))
    parts = (_part(instrument, block, on_path, responses) for block in wanted)
    return tuple(part for part in parts if any(not line.missing for line in part.lines))


def _part(instrument: Instrument, block: Block, on_path: Collection[str], responses: Responses) -> AnsweredPart:
    items = (instrument.items[item_id] for item_id in block.order if item_id in on_path)
    lines = (_line(instrument, item, responses.get(item.id)) for item in items if item.kind is not ItemKind.FIGURAL)
    return AnsweredPart(Phrase(block.title_key), tuple(lines), block.private)


def _line(instrument: Instrument, item: Item, response: Response | None) -> Fact:
    """One statement with what was chosen, as words alone; a missing code in the words in which it was chosen."""
    fact = replace(fact_of(item, response), steps=None)
    if response is None or response.missing is None:
        return fact
    return replace(fact, answers=(Phrase(instrument.missing_key(response.missing)),))
