"""What the care signal for the GGD says, as values and text keys: no words, no HTML (domain 5.4-9, 5.7).

A signal is a reason for a talk, by limits that were agreed and not validated, so each stands beside its interval. The
answers themselves are not said: the sentences that were asked are there to be read together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.core.care import care_place, care_scale
from app.core.instrument import Instrument, Item, Scale, ScaleKind
from app.core.picture_profile import PictureProfile
from app.core.picture_report import PictureOwnContent, PicturePart, same_answers
from app.core.profile import CareSignal, ResponseQuality
from app.core.report import SIGNALS, OwnText, Phrase, Quality, Withheld, care_word, quality_of
from app.core.responses import Responses
from app.core.routing import Modules, items_on_path
from app.core.uncertainty import CERTAIN_ENOUGH, band_probabilities, interval

BORDERS = (100 / 3, 200 / 3)
"""Means of 1 and 2 of 3, as points on 0-100."""
AXIS = ("band.care.0", "band.care.1", "band.care.2")


@dataclass(frozen=True, slots=True)
class Reach:
    """How the person wants to be reached. ``ways``: keys' last parts; ``detail``: number or name in own words.

    ``interpreter`` None: nothing was said about it; ``preference``: who it should be, or None.
    """

    ways: tuple[str, ...] = ()
    detail: str = ""
    interpreter: bool | None = None
    preference: str | None = None


@dataclass(frozen=True, slots=True)
class SharedCare:
    """What the person lets the GGD see. ``whole``: the care part; ``reach`` None: not even how to be reached.

    ``others``: keys of each question about other readers and of its answer; what nobody chose is not shared.
    """

    whole: bool = False
    reach: Reach | None = None
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CareRow:
    """One scale of the care part. ``interval`` and ``percentage`` (0-100) are None when too few items were answered.

    ``word``: the signal, or why there is none; None while words are withheld. ``dashed``: the interval lies so wide
    that another signal is not unlikely (less than 8 in 10).
    """

    scale: str
    name: Phrase
    definition: Phrase
    culture_note: Phrase
    percentage: float | None
    interval: tuple[float, float] | None
    word: Phrase | None
    dashed: bool
    sentences: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class CareSignalContent:
    """The care signal. Where the person shares less, ``wish``, ``impact``, ``rows`` and ``quality`` are empty.

    ``reach``: lines about how to reach the person, with the words the person typed about it. ``wish`` and ``impact``:
    the chosen answers. ``together``: scales whose sentences are worth reading together. ``part``: the answers in
    pictures, which have no signals. ``others``: what may be told to whom, as question and answer.
    """

    whole: bool
    withheld: Withheld
    reach: tuple[Phrase, ...]
    detail: OwnText | None
    wish: Phrase | None
    impact: Phrase | None
    rows: tuple[CareRow, ...]
    together: tuple[CareRow, ...]
    part: PicturePart | None
    quality: Quality | None
    remarks: tuple[Phrase, ...]
    others: tuple[tuple[Phrase, Phrase], ...]


def care_signal_content(
    instrument: Instrument,
    modules: Modules,
    responses: Responses,
    quality: ResponseQuality | None,
    *,
    released: bool,
    shared: SharedCare,
) -> CareSignalContent:
    """The care signal of answers in words. ``released``: whether a named person released the wording (R41).

    ``quality``: None when the answers behind it are gone.

    Of ``responses`` nothing about care is read unless the whole part is shared.
    """
    if not shared.whole:
        return _only_reach(shared)
    on_path = items_on_path(instrument, modules, responses)
    rows = _rows(instrument, on_path, responses, released=released)
    return replace(
        _only_reach(shared),
        whole=True,
        withheld=Withheld.NO if released else Withheld.TRANSLATION,
        wish=_chosen(instrument, "care_wish", responses),
        impact=_chosen(instrument, "care_impact", responses),
        rows=rows,
        together=_together(rows),
        quality=quality_of(quality, on_path, responses) if quality else None,
    )


def picture_care_signal_content(
    own: PictureOwnContent, profile: PictureProfile, *, shared: SharedCare
) -> CareSignalContent:
    """The care signal of answers in pictures: each by itself, without a signal (domain 5.6)."""
    if not shared.whole:
        return _only_reach(shared)
    part = own.care.part if own.care else None
    return replace(_only_reach(shared), whole=True, part=part, remarks=same_answers(profile))


def _only_reach(shared: SharedCare) -> CareSignalContent:
    """What is said however little is shared."""
    return CareSignalContent(
        whole=False,
        withheld=Withheld.NO,
        reach=_reach(shared.reach),
        detail=_detail(shared.reach),
        wish=None,
        impact=None,
        rows=(),
        together=(),
        part=None,
        quality=None,
        remarks=(),
        others=_others(shared),
    )


# --- how to reach the person, and what others may know ---


def _reach(reach: Reach | None) -> tuple[Phrase, ...]:
    if reach is None:
        return (Phrase("report.care.no_contact"),)
    return (*_ways(reach.ways), _interpreter(reach))


def _ways(ways: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(Phrase("report.care.contact_line", {"answer": Phrase(f"consent.contact_way.{way}")}) for way in ways)


def _interpreter(reach: Reach) -> Phrase:
    if reach.interpreter is None:
        answer = "report.fact.not_answered"
    elif not reach.interpreter:
        answer = "ui.no"
    else:
        answer = f"consent.interpreter.{reach.preference or 'no_preference'}"
    return Phrase("report.care.interpreter_line", {"answer": Phrase(answer)})


def _detail(reach: Reach | None) -> OwnText | None:
    return OwnText(reach.detail) if reach and reach.detail else None


def _others(shared: SharedCare) -> tuple[tuple[Phrase, Phrase], ...]:
    return tuple((Phrase(question), Phrase(answer)) for question, answer in shared.others)


# --- the care part ---


def _chosen(instrument: Instrument, role: str, responses: Responses) -> Phrase | None:
    """The chosen answer of the item with this role, or why there is none; None without such an item."""
    item = instrument.items.get(instrument.roles.get(role, ""))
    if item is None:
        return None
    response = responses.get(item.id)
    option = item.option(response.option) if response and response.option else None
    return Phrase(option.text_key if option else "report.fact.not_answered")


def _rows(
    instrument: Instrument, on_path: Iterable[Item], responses: Responses, *, released: bool
) -> tuple[CareRow, ...]:
    """The care scales that were on this person's path; none when the part was off or skipped."""
    asked = {item.id for item in on_path}
    of_kind = (scale for scale in instrument.scales.values() if scale.kind is ScaleKind.CARE)
    scales = (scale for scale in of_kind if asked & set(scale.items))
    return tuple(_row(scale, instrument, responses, released=released) for scale in scales)


def _row(scale: Scale, instrument: Instrument, responses: Responses, *, released: bool) -> CareRow:
    found = care_scale(scale, instrument, responses)
    place = care_place(scale, instrument, responses) if found.signal is not None else None
    return CareRow(
        scale=scale.id,
        name=Phrase(f"{scale.text_key}.name"),
        definition=Phrase(f"{scale.text_key}.definition"),
        culture_note=Phrase(f"{scale.text_key}.culture_note"),
        percentage=place[0] if place else None,
        interval=interval(*place) if place else None,
        word=care_word(found, released=released),
        dashed=place is not None and found.signal is not None and not _certain(*place, found.signal),
        sentences=tuple(Phrase(instrument.items[item_id].text_key) for item_id in scale.items),
    )


def _certain(value: float, error: float, signal: CareSignal) -> bool:
    return band_probabilities(value, error, BORDERS)[SIGNALS[signal]] >= CERTAIN_ENOUGH


def _together(rows: tuple[CareRow, ...]) -> tuple[CareRow, ...]:
    """The scales with a signal; all of them where there is none, or no word may be said."""
    silent = (None, Phrase(AXIS[0]), Phrase("band.too_few_answers"))
    with_signal = tuple(row for row in rows if row.word not in silent)
    return with_signal or rows
