"""How the numbers of a report came about, as lines of text: the table of its annex, with the numbers filled in.

As on paper, the answers behind the numbers are not part of it, and nothing of the care part is.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.core.picture_report import PictureContent
from app.core.report import Figural, ReportContent, ScaleTrace, TracedItem
from app.reporting import words
from app.reporting.meta import ReportMeta
from app.reporting.voice import Voice

FORMULAS = (
    "m = points / n",
    "P = 100 x m / M",
    "SE = max(SEM x (k / n)^1/2, (100 / M) x s / n^1/2)",
    "80 %: P - 1.28 x SE to P + 1.28 x SE, cut at 0 and 100",
    "P_A = P - 100 x A x (k+ - k-) / k",
    "d = P - sum of P / S, SE_d = (SE^2 x (1 - 2 / S) + sum of SE^2 / S^2)^1/2, a mark where d / SE_d reaches 1.28",
    "series: (p + z^2/2N ± z x (p x (1 - p)/N + z^2/4N^2)^1/2) / (1 + z^2/N), z = 1.28",
)
NOTHING_COUNTED = "Answers in pictures stand each by itself: nothing is added up, so no number has to be explained."


class NoSuchScale(ValueError):
    """A scale that is not in the report; the message says which are."""


def explained(
    content: ReportContent | PictureContent, meta: ReportMeta, voice: Voice, scale: str | None = None
) -> Iterator[str]:
    """The lines. ``voice``: in which language topics are named; ``scale``: one scale alone.

    Raises NoSuchScale, also for scales of the care part, and KeyError.
    """
    if isinstance(content, PictureContent):
        yield from _head(content.instrument, meta)
        yield NOTHING_COUNTED
        return
    traces = _wanted(content.annex.scales, scale)
    yield from _head(content.annex.instrument, meta)
    yield from _legend()
    for trace in traces:
        yield from _scale(trace, voice)
    if scale is None:
        yield from _figural(content.figural)
        yield from _style(content)


def _wanted(traces: tuple[ScaleTrace, ...], scale: str | None) -> tuple[ScaleTrace, ...]:
    found = tuple(trace for trace in traces if scale in (None, trace.scale))
    if not found:
        raise NoSuchScale(f"there is no scale {scale!r} here; there are {', '.join(trace.scale for trace in traces)}")
    return found


def _head(instrument: str, meta: ReportMeta) -> Iterator[str]:
    yield f"questionnaire {instrument} {meta.version}"
    yield f"fingerprint   {meta.content_hash}"
    for locale, words_hash in sorted(meta.wording_hashes.items()):
        yield f"words ({locale})    {words_hash}"
    yield ""


def _legend() -> Iterator[str]:
    yield "Formulas"
    yield from (f"  {formula}" for formula in FORMULAS)
    yield "Signs"
    yield from (f"  {sign:4} {meaning}" for sign, meaning in words.SYMBOLS)
    yield f"  *    {words.REVERSED}"
    yield f"  ×    {words.NOT_COUNTED}"


def _scale(trace: ScaleTrace, voice: Voice) -> Iterator[str]:
    yield ""
    outcome = f": {voice.plain(trace.outcome)}" if trace.outcome else ""
    yield f"{trace.scale}  {voice.plain(trace.name)}{outcome}"
    yield f"  items   {' '.join(_item(item) for item in trace.items)}"
    yield f"  n = {trace.answered}, k = {len(trace.items)}, points = {trace.points}, M = {trace.maximum}"
    if trace.percentage is None:
        yield "  too few answers for a number"
        return
    yield from _numbers(trace)


def _item(item: TracedItem) -> str:
    missing = f"({item.missing})" if item.missing else ""
    return f"{item.item}{'*' if item.reverse_keyed else ''}{'' if item.counted else '×'}{missing}"


def _numbers(trace: ScaleTrace) -> Iterator[str]:
    low, high = trace.interval or (0.0, 0.0)
    assumed = ", SEM assumed" if trace.assumed else ""
    yield f"  m = {trace.points} / {trace.answered} = {trace.mean:.4f}"
    yield f"  P = 100 x {trace.mean:.4f} / {trace.maximum} = {trace.percentage:.2f}"
    yield f"  SE = max({trace.group_error:.2f}, {trace.own_error:.2f}) = {trace.standard_error:.2f}{assumed}"
    yield f"  80 %: {low:.2f} to {high:.2f}"
    yield f"  P_A = {trace.adjusted:.2f}"
    if trace.distance:
        yield f"  d = {trace.distance.points:.2f}, SE_d = {trace.distance.error:.2f}"
    yield f"  chance per word, from low to high: {' · '.join(f'{chance:.2f}' for chance in trace.probabilities)}"


def _figural(figural: Figural | None) -> Iterator[str]:
    if figural is None:
        return
    low, high = figural.interval
    yield ""
    yield "series"
    yield f"  p = {figural.solved_count} / {figural.series}, N = {figural.series}"
    yield f"  80 %: {low:.2f} to {high:.2f} of 100"


def _style(content: ReportContent) -> Iterator[str]:
    yield ""
    yield f"{words.INDEX}: {content.quality.light.value}"
    for name, meaning in words.INDICES:
        value = getattr(content.annex.quality, name)
        if value is not None:
            limits = ", ".join(f"{sign} {border:g}" for sign, border in content.annex.limits.get(name, ()))
            yield f"  {meaning}: {value:.4g}" + (f"  ({words.LIMIT.lower()}: {limits})" if limits else "")
