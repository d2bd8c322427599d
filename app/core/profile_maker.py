"""Everything the fixed rules say about one participation: responses in, ``Profile`` out.

Only items on the path count: a hidden response is kept but not scored. The same responses and the
same instrument version always give the same profile (domain 5.4-12).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.core.answering_style import NO_TIMES, response_quality, style_items
from app.core.care import care_profile
from app.core.figural import figure_series
from app.core.figural_score import figural_profile
from app.core.instrument import Instrument, Item, ItemKind, Scale, ScaleKind, Store
from app.core.language import language_profile
from app.core.motivation import action_profile
from app.core.profile import ActionProfile, Profile, ScaleProfile
from app.core.responses import Responses
from app.core.routing import Modules, items_on_path
from app.core.scoring import percentage, scale_points
from app.core.strengths import strengths_and_discuss
from app.core.uncertainty import interval, label, standard_error, without_style


def make_profile(
    instrument: Instrument,
    responses: Responses,
    modules: Modules,
    seconds: Mapping[str, float] | None = None,
    usual_seconds: Mapping[str, float] | None = None,
) -> Profile:
    """The profile of one participation.

    ``seconds``: item id to answer time in seconds, without items whose sound was played;
    ``usual_seconds``: item id to its median time in this language. Without times the two speed
    shares are None. Competence and motivation always hold all scales, scored or not; ``actions``,
    ``care`` and ``figural`` are None when their block is off, skipped or (figures) unanswered.
    """
    on_path = items_on_path(instrument, modules, responses)
    kept = {item.id: responses[item.id] for item in on_path if item.id in responses}
    quality = response_quality(
        instrument,
        style_items(instrument, on_path),
        kept,
        seconds or NO_TIMES,
        usual_seconds or NO_TIMES,
    )
    style = quality.acquiescence
    competence = {
        scale.id: scale_profile(scale, instrument, kept, style) for scale in _scales(instrument, ScaleKind.COMPETENCE)
    }
    strengths, discuss = strengths_and_discuss(competence)
    return Profile(
        competence=competence,
        motivation={
            scale.id: scale_profile(scale, instrument, kept, style)
            for scale in _scales(instrument, ScaleKind.MOTIVATION)
        },
        actions=_actions(instrument, modules, kept),
        strengths=strengths,
        discuss=discuss,
        care=(care_profile(instrument, kept) if any(item.store is Store.CARE for item in on_path) else None),
        figural=figural_profile(_right_options(on_path), kept),
        language=language_profile(instrument, kept),
        quality=quality,
    )


def scale_profile(
    scale: Scale, instrument: Instrument, responses: Responses, acquiescence: float | None
) -> ScaleProfile:
    """One competence or motivation scale with its interval, label and sensitivity.

    ``acquiescence``: the person's index, -0.5 to 0.5; None (no pair answered) is never sensitive.
    """
    items = [instrument.items[item_id] for item_id in scale.items]
    points = scale_points(scale, instrument, responses)
    unscored = ScaleProfile(scale.id, len(points), len(items), None, None, None, assumed_error=not scale.sem_estimated)
    if len(points) < scale.min_answered or not points:
        return unscored
    maximum = items[0].maximum_points
    value = percentage(points, maximum)
    error = standard_error(points, maximum, len(items), scale.sem or 0.0)
    words, adjusted = label(value, error, scale.borders), _adjusted(value, acquiescence, items)
    return replace(
        unscored,
        percentage=value,
        standard_error=error,
        interval=interval(value, error),
        label=words,
        adjusted=adjusted,
        sensitive=label(adjusted, error, scale.borders) != words,
    )


def _adjusted(value: float, acquiescence: float | None, items: list[Item]) -> float:
    reverse = sum(item.reverse_keyed for item in items)
    return without_style(value, acquiescence or 0.0, len(items) - reverse, reverse)


def _scales(instrument: Instrument, kind: ScaleKind) -> Iterator[Scale]:
    return (scale for scale in instrument.scales.values() if scale.kind is kind)


def _actions(instrument: Instrument, modules: Modules, responses: Responses) -> ActionProfile | None:
    """The action scale, if its part is on; its items may still be hidden by routing."""
    open_blocks = modules.blocks - modules.skipped
    for scale in _scales(instrument, ScaleKind.ACTIONS):
        if any(instrument.items[item_id].block in open_blocks for item_id in scale.items):
            return action_profile(scale, instrument, responses)
    return None


def _right_options(on_path: tuple[Item, ...]) -> dict[str, str]:
    """Item id to the right option id, for the figural items on the path."""
    answers = {series.id: series.answer for series in figure_series()}
    return {item.id: answers[item.id] for item in on_path if item.kind is ItemKind.FIGURAL}
