"""Which screens a participation has, and which follows: recomputed from the responses each time.

Hidden items keep their responses but are not on the path and are not scored (design 3). Paths are kept for the life
of a process: most people of an instrument walk one of a few.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.core.instrument import Block, Condition, Instrument, Item, ResponseOption
from app.core.responses import Response, Responses


class StepKind(StrEnum):
    """What kind of screen a step is; the web room turns it into an address."""

    PRACTICE = "practice"
    BLOCK = "block"  # short introduction of a part
    ITEM = "item"
    BREAK = "break"
    CARE_INTRO = "care_intro"
    REVIEW = "review"  # own profile, before sharing
    SHARE = "share"
    FINISH = "finish"


class Step(NamedTuple):
    """One screen. ``id`` is an item id, a practice id or a block id; empty for the others."""

    kind: StepKind
    id: str = ""


@dataclass(frozen=True, slots=True)
class Modules:
    """What this participation holds: block ids that are on, single items that are off, and blocks the person skips.

    A skipped block keeps its introduction on the path, so that the person can go back and still answer it.
    """

    blocks: frozenset[str]
    items_off: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()


def holds(condition: Condition | None, instrument: Instrument, responses: Responses) -> bool:
    """Whether a routing condition is true for these responses; no condition is true.

    A condition on an item that is unanswered, or answered with a missing code, is false (so ``not`` of it is true).
    Raises ValueError on an unknown operator.
    """
    if condition is None:
        return True
    combined = {"all": all, "any": any}.get(condition.operator)
    if combined is not None:
        return combined(holds(part, instrument, responses) for part in condition.conditions)
    if condition.operator == "not":
        return not holds(condition.conditions[0], instrument, responses)
    return _holds_for_item(condition, instrument, responses)


def _holds_for_item(condition: Condition, instrument: Instrument, responses: Responses) -> bool:
    response = responses.get(condition.item or "")
    if response is None or response.missing is not None:
        return False
    if condition.operator == "answered":
        return bool(response.options or response.text or response.number is not None)
    if condition.operator == "equals":
        return response.option == condition.value
    if condition.operator == "in":
        return any(option in condition.values for option in response.options)
    if condition.operator == "at_least":
        points = response.number
        if points is None and response.option is not None:
            option = instrument.items[condition.item or ""].option(response.option)
            points = option.value if option else None
        return points is not None and isinstance(condition.value, int) and points >= condition.value
    msg = f"unknown routing operator {condition.operator!r}"
    raise ValueError(msg)


def shown(item: Item, instrument: Instrument, modules: Modules, responses: Responses) -> bool:
    """Whether this item is on the path."""
    on = item.block in modules.blocks or not any(block.id == item.block for block in instrument.blocks)
    kept = item.id not in modules.items_off and item.block not in modules.skipped
    return on and kept and holds(item.condition, instrument, responses)


def visible_options(item: Item, instrument: Instrument, responses: Responses) -> tuple[ResponseOption, ...]:
    """The options of an item that these responses leave open, in definition order."""
    return tuple(option for option in item.options if holds(option.condition, instrument, responses))


def items_on_path(instrument: Instrument, modules: Modules, responses: Responses) -> tuple[Item, ...]:
    """The items on the path in the order of showing: blocks, then the closing items.

    A condition sees only responses to items that stand earlier on the path: what is hidden decides nothing.
    """
    return _items_on_path(_Definition(instrument), modules, _deciding(instrument, responses))


@dataclass(frozen=True, slots=True)
class _Definition:
    """An instrument as the key of something kept: the same one, not an equal one."""

    instrument: Instrument

    def __hash__(self) -> int:
        return id(self.instrument)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Definition) and other.instrument is self.instrument


_Deciding = tuple[tuple[str, Response], ...]
"""Item id and response, for the few items that conditions look at: everything else leaves the path as it is."""


@lru_cache(maxsize=64)
def _routing_items(definition: _Definition) -> tuple[str, ...]:
    found: set[str] = set()
    for item in definition.instrument.items.values():
        _collect(item.condition, found)
        for option in item.options:
            _collect(option.condition, found)
    return tuple(sorted(found))


def _collect(condition: Condition | None, found: set[str]) -> None:
    if condition is None:
        return
    if condition.item is not None:
        found.add(condition.item)
    for part in condition.conditions:
        _collect(part, found)


def routing_items(instrument: Instrument) -> tuple[str, ...]:
    """Ids of the items that conditions look at; only the responses to these are needed to know the path."""
    return _routing_items(_Definition(instrument))


def _deciding(instrument: Instrument, responses: Responses) -> _Deciding:
    """What is kept holds no own words, only that there are some."""
    return tuple(
        (item_id, _without_words(responses[item_id])) for item_id in routing_items(instrument) if item_id in responses
    )


def _without_words(response: Response) -> Response:
    return replace(response, text="…") if response.text else response


@lru_cache(maxsize=1024)
def _items_on_path(definition: _Definition, modules: Modules, deciding: _Deciding) -> tuple[Item, ...]:
    instrument, responses = definition.instrument, dict(deciding)
    ids: list[str] = [item_id for block in instrument.blocks for item_id in block.order]
    ids += instrument.closing
    on_path: list[Item] = []
    seen: dict[str, Response] = {}
    for item in (instrument.items[item_id] for item_id in ids):
        if shown(item, instrument, modules, seen):
            on_path.append(item)
            if item.id in responses:
                seen[item.id] = responses[item.id]
    return tuple(on_path)


def path(instrument: Instrument, modules: Modules, responses: Responses) -> tuple[Step, ...]:
    """Every screen from the first practice item to the end, in order.

    Practice without a block comes first; a block's own practice after its introduction. A part opens with its
    introduction, if it has one (the care part with ``CARE_INTRO``), a part with ``break_after`` ends with a break.
    """
    return _path(_Definition(instrument), modules, _deciding(instrument, responses))


@lru_cache(maxsize=1024)
def _path(definition: _Definition, modules: Modules, deciding: _Deciding) -> tuple[Step, ...]:
    instrument = definition.instrument
    steps = [Step(StepKind.PRACTICE, practice.id) for practice in instrument.practice if practice.before_block is None]
    on_path = _items_on_path(definition, modules, deciding)
    for block in instrument.blocks:
        if block.id in modules.blocks and block.id in modules.skipped:
            steps += _opening(block)
        steps += _block_steps(instrument, block, [item.id for item in on_path if item.block == block.id])
    closing = set(instrument.closing)
    steps += [Step(StepKind.ITEM, item.id) for item in on_path if item.id in closing]
    return (*steps, Step(StepKind.REVIEW), Step(StepKind.SHARE), Step(StepKind.FINISH))


def _opening(block: Block) -> list[Step]:
    kind = StepKind.CARE_INTRO if block.private else StepKind.BLOCK
    return [Step(kind, block.id)] if block.introduction else []


def _block_steps(instrument: Instrument, block: Block, item_ids: list[str]) -> list[Step]:
    if not item_ids:
        return []
    steps = _opening(block)
    own_practice = [practice for practice in instrument.practice if practice.before_block == block.id]
    steps += [Step(StepKind.PRACTICE, practice.id) for practice in own_practice]
    steps += [Step(StepKind.ITEM, item_id) for item_id in item_ids]
    return [*steps, Step(StepKind.BREAK, block.id)] if block.break_after else steps


def next_step(steps: tuple[Step, ...], current: Step) -> Step:
    """The step after ``current``; the first step when ``current`` is no longer on the path; the last stays last."""
    if current not in steps:
        return steps[0]
    return steps[min(steps.index(current) + 1, len(steps) - 1)]


def previous_step(steps: tuple[Step, ...], current: Step) -> Step | None:
    """The step before ``current``, or None at the start (or off the path)."""
    position = steps.index(current) if current in steps else 0
    return steps[position - 1] if position else None


def resume_step(steps: tuple[Step, ...], answered: Collection[str], passed: Step | None) -> Step:
    """Where a person goes on: the first item not answered yet, with the screens before it that were not passed.

    ``answered`` are ids of items with any response, missing codes included. ``passed`` is the last screen the person
    left by "next". With nothing done it is the first step; with all items answered, the step after ``passed`` but at
    the earliest the review.
    """
    after = steps.index(passed) + 1 if passed in steps else 0
    open_items = (at for at, step in enumerate(steps) if step.kind is StepKind.ITEM and step.id not in answered)
    review = next((at for at, step in enumerate(steps) if step.kind is StepKind.REVIEW), len(steps) - 1)
    start = next(open_items, min(max(after, review), len(steps) - 1))
    while start > after and steps[start - 1].kind is not StepKind.ITEM:
        start -= 1
    return steps[start]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a person is: ``number`` of ``total`` counted items, ``part`` of ``parts``; shares in per cent per part."""

    number: int
    total: int
    part: int
    parts: int
    shares: tuple[int, ...]


def progress(instrument: Instrument, modules: Modules, responses: Responses, item_id: str) -> Progress:
    """Progress shown while answering ``item_id``; only counted items, only parts that are on (1-based).

    Any other item (own words at the end) stands after all counted ones: the last number, every share 100.
    """
    return _progress(_Definition(instrument), modules, _deciding(instrument, responses), item_id)


@lru_cache(maxsize=4096)
def _progress(definition: _Definition, modules: Modules, deciding: _Deciding, item_id: str) -> Progress:
    counted = [item for item in _items_on_path(definition, modules, deciding) if item.counted]
    blocks = list(dict.fromkeys(item.block for item in counted))
    ids = [item.id for item in counted]
    passed = ids.index(item_id) if item_id in ids else len(ids)
    number = min(passed + 1, len(ids))
    part = blocks.index(counted[number - 1].block) + 1 if counted else 0
    shares = tuple(_share([item.id for item in counted if item.block == block], ids[:passed]) for block in blocks)
    return Progress(number, len(ids), part, len(blocks), shares)


def _share(block_items: list[str], before: list[str]) -> int:
    passed = set(before)
    return round(100 * sum(item_id in passed for item_id in block_items) / len(block_items))
