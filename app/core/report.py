"""What the conversation report says, as values and text keys: no words, no HTML.

``conversation_content`` turns a profile and the responses behind it into ``ReportContent``. Which words may be
printed is decided here (domain 6.3 and 6.4), so that a template decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from app.core.instrument import Instrument, Item, ItemKind, Scale, ScaleKind, Store
from app.core.profile import (
    ActionProfile,
    CareScale,
    CareSignal,
    FiguralProfile,
    LanguageProfile,
    Light,
    Profile,
    ResponseQuality,
    ScaleProfile,
)
from app.core.quality_light import limits
from app.core.responses import Missing, Response, Responses
from app.core.routing import Modules, items_on_path
from app.core.scoring import item_points, scale_points
from app.core.strengths import Distance, distances_from_mean
from app.core.uncertainty import band_probabilities, within_person_error

SITUATION_BLOCKS = ("a",)
BACKGROUND_BLOCKS = ("b", "c")
LEVELS = ("", "<\N{NO-BREAK SPACE}A1", "A1", "A1–A2", "A2", "B1")
"""Step 0-5 of the own can-do items, as an indication only (domain 5.3: 0 = none, 5 = about B1)."""

SELF_REPORT = "evidence.self_report"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of the text bank still to be said: its key and what goes into its places.

    A place holds another phrase, a name or code, or a number. ``count`` chooses the plural form and fills ``{n}``.
    """

    key: str
    places: Mapping[str, Phrase | str | int] = field(default_factory=lambda: MappingProxyType({}))
    count: int | None = None


@dataclass(frozen=True, slots=True)
class OwnText:
    """Words that a person typed, in any script, exactly as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A pictogram beside an answer: file name stem in pictograms/svg and the key of its label."""

    name: str
    label: Phrase


@dataclass(frozen=True, slots=True)
class Fact:
    """One item of the facts: its question and its answer.

    ``answers`` are chosen options, or the one phrase that says why there is none (then ``missing`` is True).
    ``steps``: own can-do step and the highest one, or None. ``evidence``: key of the kind of evidence.
    """

    question: Phrase
    answers: tuple[Phrase, ...] = ()
    own_text: OwnText | None = None
    number: int | None = None
    steps: tuple[int, int] | None = None
    pictures: tuple[Picture, ...] = ()
    evidence: str = SELF_REPORT
    missing: bool = False


class Withheld(StrEnum):
    """Why no words stand at the bars."""

    NO = "no"
    TRANSLATION = "translation"  # answered in a wording that nobody released (R41)
    QUALITY = "quality"  # red light: the answers look different from what the form expects


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """One bar. ``interval`` 0-100 or None when too few items were answered.

    ``word`` is what stands under the name: the label, or why there is none; None when the page says it once for all.
    ``dashed``: the label is not certain. ``mark``: key of "relatively strong" or "to discuss", or None.
    """

    scale: str
    name: Phrase
    percentage: float | None
    interval: tuple[float, float] | None
    word: Phrase | None
    dashed: bool
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Highlight:
    """A scale to talk about: what was said, how to read it with attention to customs, and two open questions.

    ``sentence`` is said only where the label carries it, else it is the definition of the scale.
    ``mark`` as in ScaleRow.
    """

    scale: str
    name: Phrase
    sentence: Phrase
    culture_note: Phrase
    questions: tuple[Phrase, Phrase]
    mark: str | None


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One job-search action and how often; ``frequency`` says so too when it was not answered."""

    action: Phrase
    frequency: Phrase


@dataclass(frozen=True, slots=True)
class Actions:
    """The job-search actions: a list with counts, never a level."""

    name: Phrase
    count: Phrase | None
    lines: tuple[ActionLine, ...]
    no_opportunity: bool


@dataclass(frozen=True, slots=True)
class Figural:
    """The figural series: interval 0-100, with schooling and the sentence on strain beside it (R9)."""

    solved: Phrase
    word: Phrase | None
    interval: tuple[float, float]
    percentage: float
    notes: tuple[Phrase, ...]
    solved_count: int
    series: int


@dataclass(frozen=True, slots=True)
class CareRelease:
    """What the person chose to share about health; nothing by default.

    ``wish``: option id of the wish for a talk; ``account``: own words; ``signals``: released themes of health; None
    for one that was named in pictures.
    """

    wish: str | None = None
    account: str | None = None
    signals: Mapping[str, CareSignal | None] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def nothing(self) -> bool:
        """Whether nothing was shared."""
        return self.wish is None and not self.account and not self.signals


@dataclass(frozen=True, slots=True)
class CarePart:
    """The care page: sentences, own words, and words per released theme. Never a score.

    ``explain``: what to make of the words, where they come from limits.
    """

    sentences: tuple[Phrase, ...]
    account: OwnText | None
    signals: tuple[tuple[Phrase, Phrase], ...]
    explain: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """The response quality light with the sentences that go with it."""

    light: Light
    sentences: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class TracedItem:
    """One item behind a number: whether it counts backwards, and the missing code if it was not counted."""

    item: str
    reverse_keyed: bool
    counted: bool
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class ScaleTrace:
    """How the numbers of one scale came about; None where too few items were answered.

    ``points``: sum after reversing; ``mean``: per answered item, 0 to ``maximum``; ``group_error`` and ``own_error``:
    the two standard errors of which the larger counts; ``probabilities``: per band, from low to high.
    ``outcome``: the word at the bar; None where the page says once why there is none. ``adjusted``: the percentage with
    acquiescence taken out; ``distance``: from the mean of the person's own topics, where that is looked at.
    The answers themselves are not part of it: they are shown to the person, not to the case manager (domain 7.1).
    """

    scale: str
    name: Phrase
    items: tuple[TracedItem, ...]
    answered: int
    points: int
    maximum: int
    mean: float | None = None
    percentage: float | None = None
    group_error: float | None = None
    own_error: float | None = None
    standard_error: float | None = None
    interval: tuple[float, float] | None = None
    probabilities: tuple[float, ...] = ()
    label: tuple[int, ...] = ()
    outcome: Phrase | None = None
    assumed: bool = True
    adjusted: float | None = None
    distance: Distance | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """Everything needed to compute the report again by hand, except the answers themselves.

    ``limits``: index of the way of answering, to where it counts for the light, each as sign and number.
    """

    instrument: str
    version: str
    content_hash: str
    scales: tuple[ScaleTrace, ...]
    quality: ResponseQuality
    figural: FiguralProfile | None
    assumed_error: float | None
    limits: Mapping[str, tuple[tuple[str, float], ...]]

    @property
    def assumed(self) -> bool:
        """Whether the width of some bar rests on an assumption, until real figures exist."""
        return any(one.assumed and one.interval is not None for one in self.scales)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """The conversation report, page by page, as values."""

    withheld: Withheld
    own_words: tuple[tuple[Phrase, OwnText], ...]
    situation: tuple[Fact, ...]
    background: tuple[Fact, ...]
    language: tuple[tuple[Phrase, Phrase], ...]
    competence_axis: tuple[Phrase, ...]
    competence: tuple[ScaleRow, ...]
    no_difference: bool
    strengths: tuple[Highlight, ...]
    discuss: tuple[Highlight, ...]
    uncertain: tuple[Highlight, ...]
    open_questions: tuple[Phrase, ...]
    motivation_axis: tuple[Phrase, ...]
    motivation: tuple[ScaleRow, ...]
    opportunity: Fact | None
    actions: Actions | None
    motivation_questions: tuple[Phrase, ...]
    figural: Figural | None
    care: CarePart
    quality: Quality
    culture_notes: tuple[tuple[Phrase, Phrase], ...]
    annex: Annex
    other_form: Phrase | None = None  # says that another form of the same person holds answers too

    @property
    def strain(self) -> tuple[tuple[Phrase, Phrase], ...]:
        """Of what was shared about health, sleep and tension: they stand beside the figural series too (R9)."""
        return tuple(one for one in self.care.signals if one[0].key in STRAIN)


def other_form_phrase(answers: int) -> Phrase | None:
    """How many answers another form of the same person holds; None when there are none."""
    return Phrase("report.other_form", count=answers) if answers else None


def conversation_content(
    instrument: Instrument,
    modules: Modules,
    responses: Responses,
    profile: Profile,
    *,
    released: bool,
    care: CareRelease | None = None,
) -> ReportContent:
    """Everything the conversation report says about one participation.

    ``responses`` need not hold the care answers: nothing of them is read. ``released``: whether the wording in which
    the person answered was released; if not, no label is printed (R41).
    """
    on_path = items_on_path(instrument, modules, responses)
    shown_ids = {item.id for item in on_path}
    responses = {name: response for name, response in responses.items() if name in shown_ids}
    withheld = withheld_by(quality=profile.withheld, released=released)
    competence = _scales(instrument, ScaleKind.COMPETENCE, profile.competence, shown_ids)
    motivation = _scales(instrument, ScaleKind.MOTIVATION, profile.motivation, shown_ids)
    strengths, discuss, uncertain = _highlights(competence, profile, withheld)
    return ReportContent(
        withheld=withheld,
        own_words=own_words_of(instrument, responses),
        situation=_facts(on_path, SITUATION_BLOCKS, responses),
        background=_facts(on_path, BACKGROUND_BLOCKS, responses),
        language=_language(profile.language),
        competence_axis=_axis(competence),
        competence=tuple(_row(scale, one, profile, withheld) for scale, one in competence),
        no_difference=withheld is Withheld.NO and not strengths,
        strengths=strengths,
        discuss=discuss,
        uncertain=uncertain,
        open_questions=_open_questions(competence, withheld),
        motivation_axis=_axis(motivation),
        motivation=tuple(_row(scale, one, profile, withheld) for scale, one in motivation),
        opportunity=_opportunity(instrument, on_path, responses),
        actions=_actions(instrument, profile.actions),
        motivation_questions=_motivation_questions(motivation, profile.actions),
        figural=_figural(instrument, profile.figural, responses, withheld),
        care=care_part(care or CareRelease()),
        quality=quality_of(profile.quality, on_path, responses),
        culture_notes=_culture_notes(competence, motivation, profile.actions),
        annex=_annex(instrument, (*competence, *motivation), profile, responses, withheld),
    )


ScalePairs = tuple[tuple[Scale, ScaleProfile], ...]


def withheld_by(*, quality: bool, released: bool) -> Withheld:
    """Why no words are printed. ``quality``: the light is red; ``released``: whether the wording was released (R41)."""
    if quality:
        return Withheld.QUALITY
    return Withheld.NO if released else Withheld.TRANSLATION


def _scales(
    instrument: Instrument, kind: ScaleKind, profiles: Mapping[str, ScaleProfile], shown_ids: set[str]
) -> ScalePairs:
    """The scales of one profile with what was found; none when their part was off or skipped."""
    of_kind = (scale for scale in instrument.scales.values() if scale.kind is kind)
    scales = (scale for scale in of_kind if shown_ids & set(scale.items))
    return tuple((scale, profiles[scale.id]) for scale in scales if scale.id in profiles)


# --- facts -----------------------------------------------------------------------------------------------------


def _facts(items: Iterable[Item], blocks: tuple[str, ...], responses: Responses) -> tuple[Fact, ...]:
    return tuple(
        fact_of(item, responses.get(item.id)) for item in items if item.block in blocks and item.store is Store.MAIN
    )


def fact_of(item: Item, response: Response | None) -> Fact:
    """One question with what was chosen, typed or left out."""
    question = Phrase(item.text_key)
    if response is None or response.missing is not None:
        return Fact(question, answers=(_missing_phrase(response),), missing=True)
    text = (response.text or "").strip()
    if not response.options and response.number is None and not text:
        return Fact(question, answers=(Phrase("report.fact.not_answered"),), missing=True)
    chosen = [option for option in item.options if option.id in response.options]
    return Fact(
        question,
        answers=tuple(Phrase(option.text_key) for option in chosen),
        own_text=OwnText(text) if text else None,
        number=response.number,
        steps=_steps(item, response),
        pictures=tuple(
            Picture(option.picture, Phrase(option.text_key))
            for option in chosen
            if option.picture and item.kind is ItemKind.MULTIPLE
        ),
    )


def _missing_phrase(response: Response | None) -> Phrase:
    code = response.missing if response else None
    if code in (Missing.NOT_UNDERSTOOD, Missing.RATHER_NOT_SAY):
        return Phrase(f"report.fact.{code}")
    return Phrase("report.fact.not_answered")


def _steps(item: Item, response: Response) -> tuple[int, int] | None:
    """The step of a can-do item; None for options without points."""
    option = item.option(response.option) if response.option else None
    if option is None or option.value is None or item.kind is not ItemKind.SINGLE:
        return None
    return option.value, item.maximum_points


def own_words_of(instrument: Instrument, responses: Responses) -> tuple[tuple[Phrase, OwnText], ...]:
    """What the person typed after the last part, own words first."""
    wanted = [instrument.items[item_id] for item_id in reversed(instrument.closing)]
    typed = ((item, (response_text(responses.get(item.id)))) for item in wanted)
    return tuple((Phrase(item.text_key), OwnText(text)) for item, text in typed if text)


def response_text(response: Response | None) -> str:
    """The typed words of a response without blank space around them; empty when there are none."""
    return (response.text or "").strip() if response else ""


def _language(language: LanguageProfile) -> tuple[tuple[Phrase, Phrase], ...]:
    """Dutch as estimated by the person: spoken, written (domain 5.4-11)."""
    parts = (("band.language.oral", language.oral), ("band.language.written", language.written))
    return tuple((Phrase(key), _level(step)) for key, step in parts if step is not None)


def _level(step: int) -> Phrase:
    """The estimated level; "none yet" stands alone, for there is nothing about it to estimate."""
    level = LEVELS[step]
    return Phrase("band.language.line", {"level": level}) if level else Phrase("band.language.none")


# --- bars ------------------------------------------------------------------------------------------------------


def _name(scale: Scale) -> Phrase:
    return Phrase(f"{scale.text_key}.name")


def _axis(scales: ScalePairs) -> tuple[Phrase, ...]:
    return tuple(Phrase(key) for key in scales[0][0].band_keys) if scales else ()


def _row(scale: Scale, one: ScaleProfile, profile: Profile, withheld: Withheld) -> ScaleRow:
    return ScaleRow(
        scale=scale.id,
        name=_name(scale),
        percentage=one.percentage,
        interval=one.interval,
        word=word_of(scale, one, withheld),
        dashed=one.scored and not one.label,
        mark=_mark(scale.id, profile) if withheld is Withheld.NO else None,
    )


def word_of(scale: Scale, one: ScaleProfile, withheld: Withheld) -> Phrase | None:
    """What may stand under the name of a scale (domain 5.4-6, 6.3, 6.4); None where the page says why once."""
    if not one.scored:
        return Phrase("band.too_few_answers")
    if withheld is Withheld.QUALITY:
        return Phrase("band.withheld")
    if withheld is Withheld.TRANSLATION:
        return None
    return label_phrase(scale, one)


def label_phrase(scale: Scale, one: ScaleProfile) -> Phrase:
    """The label of a scored scale as the fixed rules give it."""
    if one.sensitive:
        return Phrase("band.depends_on_style")
    words = [Phrase(scale.band_keys[band]) for band in one.label]
    if not words:
        return Phrase("band.not_certain")
    return words[0] if len(words) == 1 else Phrase("band.between", {"low": words[0], "high": words[1]})


def _mark(scale_id: str, profile: Profile) -> str | None:
    if scale_id in profile.strengths:
        return "label.strength"
    return "label.to_discuss" if scale_id in profile.discuss else None


# --- what to talk about ----------------------------------------------------------------------------------------


def _highlights(
    scales: ScalePairs, profile: Profile, withheld: Withheld
) -> tuple[tuple[Highlight, ...], tuple[Highlight, ...], tuple[Highlight, ...]]:
    """Strengths, scales to discuss, and scales whose label is not certain; all empty while words are withheld."""
    if withheld is not Withheld.NO:
        return (), (), ()
    known = {scale.id: _highlight(scale, one, profile) for scale, one in scales}
    taken = (*profile.strengths, *profile.discuss)
    unsure = [
        scale.id for scale, one in scales if one.scored and (one.sensitive or not one.label) and scale.id not in taken
    ]
    return (
        tuple(known[name] for name in profile.strengths),
        tuple(known[name] for name in profile.discuss),
        tuple(known[name] for name in unsure),
    )


def _highlight(scale: Scale, one: ScaleProfile, profile: Profile) -> Highlight:
    return Highlight(
        scale=scale.id,
        name=_name(scale),
        sentence=sentence_of(scale, one),
        culture_note=Phrase(f"{scale.text_key}.culture_note"),
        questions=(
            Phrase(f"{scale.text_key}.question.1"),
            Phrase(f"{scale.text_key}.question.2"),
        ),
        mark=_mark(scale.id, profile),
    )


def sentence_of(scale: Scale, one: ScaleProfile) -> Phrase:
    """The sentence about the answers, where label and sentence agree; else what the scale asks about.

    Bands under the middle one say "low", above it "high"; a label over two of these levels carries no sentence.
    """
    middle = (len(scale.band_keys) - 1) / 2
    levels = {_level_of(band, middle) for band in one.label}
    if len(levels) != 1 or one.sensitive:
        return Phrase(f"{scale.text_key}.definition")
    return Phrase(f"{scale.text_key}.sentence.{levels.pop()}")


def _level_of(band: int, middle: float) -> str:
    if band == middle:
        return "middle"
    return "low" if band < middle else "high"


def _open_questions(scales: ScalePairs, withheld: Withheld) -> tuple[Phrase, ...]:
    """One question for each competence while words are withheld: then nothing is highlighted, and all is asked."""
    if withheld is Withheld.NO:
        return ()
    return tuple(Phrase(f"{scale.text_key}.question.1") for scale, _ in scales)


def _motivation_questions(scales: ScalePairs, actions: ActionProfile | None) -> tuple[Phrase, ...]:
    questions = [Phrase(f"{scale.text_key}.question.1") for scale, _ in scales]
    if actions is not None:
        number = 1 if actions.interpretable and actions.named else 2
        questions.append(Phrase(f"scale.{actions.scale}.question.{number}"))
    return tuple(questions)


def _culture_notes(
    competence: ScalePairs, motivation: ScalePairs, actions: ActionProfile | None
) -> tuple[tuple[Phrase, Phrase], ...]:
    prefixes = [scale.text_key for scale, _ in (*competence, *motivation)]
    if actions is not None:
        prefixes.append(f"scale.{actions.scale}")
    return tuple((Phrase(f"{one}.name"), Phrase(f"{one}.culture_note")) for one in prefixes)


# --- motivation and figures ------------------------------------------------------------------------------------


def _opportunity(instrument: Instrument, on_path: tuple[Item, ...], responses: Responses) -> Fact | None:
    item_id = instrument.roles.get("opportunity", "")
    return next((fact_of(item, responses.get(item.id)) for item in on_path if item.id == item_id), None)


def _actions(instrument: Instrument, actions: ActionProfile | None) -> Actions | None:
    if actions is None:
        return None
    lines = tuple(
        ActionLine(Phrase(instrument.items[item_id].text_key), _frequency(instrument.items[item_id], count))
        for item_id, count in actions.counts.items()
    )
    count = Phrase("scale.m4.count", {"total": len(lines)}, count=actions.named)
    return Actions(
        name=Phrase(f"scale.{actions.scale}.name"),
        count=count if actions.total is not None else None,
        lines=lines,
        no_opportunity=not actions.interpretable,
    )


def _frequency(item: Item, count: int | None) -> Phrase:
    chosen = next((one for one in item.options if one.value == count and count is not None), None)
    return Phrase(chosen.text_key) if chosen else Phrase("report.fact.not_answered")


def _figural(
    instrument: Instrument,
    figural: FiguralProfile | None,
    responses: Responses,
    withheld: Withheld,
) -> Figural | None:
    if figural is None:
        return None
    years = responses.get(instrument.roles.get("education_years", ""))
    notes = [Phrase("scale.d.state_line")]
    if years is not None and years.number is not None:
        notes.insert(0, Phrase("scale.d.years_line", count=years.number))
    low, high = figural.interval
    return Figural(
        solved=Phrase("scale.d.solved", {"n": figural.solved, "total": figural.series}),
        word=Phrase(f"band.figural.{figural.word}") if withheld is Withheld.NO else None,
        interval=(100 * low, 100 * high),
        percentage=100 * figural.solved / figural.series,
        notes=tuple(notes),
        solved_count=figural.solved,
        series=figural.series,
    )


# --- care, quality, annex --------------------------------------------------------------------------------------

WISHES = {
    "yes": "report.care_released.wish_yes",
    "later": "report.care_released.wish_later",
    "no": "report.care_released.wish_no",
    "have_help": "report.care_released.have_help",
}
STRAIN = frozenset({"scale.z1.name", "scale.z2.name"})
SIGNALS = {CareSignal.NONE: 0, CareSignal.ATTENTION: 1, CareSignal.STRONG: 2}


def care_part(release: CareRelease) -> CarePart:
    """What the care page says of what was shared; without anything shared it says that, and nothing else."""
    if release.nothing:
        return CarePart((Phrase("report.care_released.nothing"),), None, ())
    sentences = [Phrase(WISHES[release.wish])] if release.wish in WISHES else []
    signals = tuple((Phrase(f"scale.{theme}.name"), _said_of(one)) for theme, one in sorted(release.signals.items()))
    account = (release.account or "").strip()
    explain = Phrase("band.care.explain") if any(one is not None for one in release.signals.values()) else None
    return CarePart(tuple(sentences), OwnText(account) if account else None, signals, explain)


def care_word(one: CareScale, *, released: bool) -> Phrase | None:
    """What stands at the bar of a care scale: the signal, or why there is none; None while words are withheld (R41)."""
    if one.signal is None:
        return Phrase("band.too_few_answers")
    return Phrase(f"band.care.{SIGNALS[one.signal]}") if released else None


def _said_of(signal: CareSignal | None) -> Phrase:
    return Phrase("report.care_released.named" if signal is None else f"band.care.{SIGNALS[signal]}")


def quality_of(quality: ResponseQuality, on_path: tuple[Item, ...], responses: Responses) -> Quality:
    """The light and its sentences. Counts go over the items outside the care part."""
    seen = [responses.get(item.id) for item in on_path if item.store is Store.MAIN and item.counted]
    unclear = sum(one is not None and one.missing is Missing.NOT_UNDERSTOOD for one in seen)
    missing = sum(one is None or one.missing is not None for one in seen) - unclear
    sentences = [Phrase(f"light.{quality.light}")]
    if unclear:
        sentences.append(Phrase("light.not_understood", count=unclear))
    if missing:
        sentences.append(Phrase("light.missing", count=missing))
    if quality.light is not Light.GREEN:
        sentences.append(Phrase("light.reasons"))
    return Quality(quality.light, (*sentences, Phrase("light.not_honesty")))


def _annex(
    instrument: Instrument,
    scales: ScalePairs,
    profile: Profile,
    responses: Responses,
    withheld: Withheld,
) -> Annex:
    distances = distances_from_mean(profile.competence)
    traces = (trace_of(scale, one, instrument, responses, withheld) for scale, one in scales)
    return Annex(
        instrument=instrument.id,
        version=instrument.version,
        content_hash=instrument.content_hash,
        scales=tuple(replace(trace, distance=distances.get(trace.scale)) for trace in traces),
        quality=profile.quality,
        figural=profile.figural,
        assumed_error=max((scale.sem for scale, _ in scales if scale.sem is not None), default=None),
        limits=limits(instrument.style.borders),
    )


def trace_of(
    scale: Scale,
    one: ScaleProfile,
    instrument: Instrument,
    responses: Responses,
    withheld: Withheld,
) -> ScaleTrace:
    """How each number of one scale came about."""
    items = [instrument.items[item_id] for item_id in scale.items]
    points = scale_points(scale, instrument, responses)
    start = ScaleTrace(
        scale=scale.id,
        name=_name(scale),
        items=tuple(_traced(item, responses.get(item.id)) for item in items),
        answered=len(points),
        points=sum(points),
        maximum=max(item.maximum_points for item in items),
        outcome=word_of(scale, one, withheld),
        assumed=one.assumed_error,
    )
    return _with_numbers(start, scale, one, points)


def _traced(item: Item, response: Response | None) -> TracedItem:
    counted = item_points(item, response) is not None
    missing = response.missing if response else None
    return TracedItem(item.id, item.reverse_keyed, counted, missing)


def _with_numbers(start: ScaleTrace, scale: Scale, one: ScaleProfile, points: tuple[int, ...]) -> ScaleTrace:
    if one.percentage is None or one.standard_error is None or scale.sem is None:
        return start
    return replace(
        start,
        mean=start.points / start.answered,
        percentage=one.percentage,
        group_error=scale.sem * (len(scale.items) / start.answered) ** 0.5,
        own_error=within_person_error(points, start.maximum),
        standard_error=one.standard_error,
        interval=one.interval,
        probabilities=band_probabilities(one.percentage, one.standard_error, scale.borders),
        label=one.label,
        adjusted=one.adjusted,
    )
