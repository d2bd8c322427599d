"""From the shape of a file to the values of the core. Takes shapes that the second step of the check let through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from app.core.instrument import (
    AnsweringStyle,
    Block,
    Condition,
    Instrument,
    Item,
    ItemKind,
    PracticeItem,
    ResponseOption,
    Scale,
    ScaleKind,
    Store,
)
from app.core.responses import Missing
from app.instruments import shape

CLOSING = "closing"  # the block of the items after the last block; no part of its own
_NO_BLOCK = shape.Block(title="", order=[])
Value = TypeVar("Value")


def build_instrument(file: shape.InstrumentFile) -> Instrument:
    """The instrument, still without the hash of its content."""
    items = {item_id: build_item(file, item_id) for item_id in _in_order(file)}
    return Instrument(
        id=file.id,
        version=file.version,
        content_hash="",
        variant=file.variant,
        licence=file.licence,
        source_locale=file.source_locale,
        blocks=tuple(_block(block_id, block) for block_id, block in file.blocks.items()),
        items=MappingProxyType(items),
        scales=MappingProxyType({name: _scale(file, name) for name in file.scales}),
        practice=tuple(_practice(file, name, practice) for name, practice in file.practice.items()),
        style=_style(file.answering_style),
        closing=tuple(file.closing.order) if file.closing else (),
        roles=MappingProxyType(dict(file.roles)),
        minutes=file.minutes,
        purpose=file.purpose,
        not_intended=tuple(file.not_intended),
        practice_instructions=tuple(file.practice_instructions),
    )


def block_of(file: shape.InstrumentFile, item_id: str) -> str:
    """The id of the block that shows the item, or ``closing``."""
    return next((name for name, block in file.blocks.items() if item_id in block.order), CLOSING)


def option_shapes(file: shape.InstrumentFile, item_id: str) -> list[tuple[shape.Option, str]]:
    """Every answer of an item with the key of its text: shared answers first, then its own."""
    item = file.items[item_id]
    options: list[tuple[shape.Option, str]] = []
    if item.format in file.formats:
        options += set_options(file.formats[item.format], f"option.{item.format}")
    if item.steps is not None:
        options += set_options(shape.OptionSet(steps=item.steps), f"option.{item_id}")
    if item.options_from in file.option_sets:
        options += set_options(file.option_sets[item.options_from], f"option.{item.options_from}")
    return options + [(option, option.text or f"option.{item_id}.{option.id}") for option in item.options]


def set_options(options: shape.OptionSet, prefix: str) -> list[tuple[shape.Option, str]]:
    """The answers of a shared set with the keys of their texts."""
    steps = [] if options.steps is None else range(options.steps + 1)
    made = [shape.Option(id=str(step), points=step) for step in steps] + (options.options or [])
    return [(option, option.text or f"{prefix}.{option.id}") for option in made]


def build_item(file: shape.InstrumentFile, item_id: str) -> Item:
    """One item with everything it inherits from its block."""
    item, block_id = file.items[item_id], block_of(file, item_id)
    block = file.blocks.get(block_id, _NO_BLOCK)
    accounted: shape.Accounted = (file.closing or block) if block is _NO_BLOCK else block
    options = tuple(_option(option, key) for option, key in option_shapes(file, item_id))
    return Item(
        id=item_id,
        block=block_id,
        kind=ItemKind(item.kind),
        format=item.format or "",
        text_key=item.text or f"item.{item_id}",
        options=options,
        missing=_missing(_first(item.missing, block.missing, file.missing) or []),
        scale=next((name for name, scale in file.scales.items() if item_id in scale.items), None),
        reverse_keyed=item.reverse_keyed,
        instruction_key=_first(item.instruction, block.item_instruction),
        hint_key=item.hint,
        why_key=_first(item.why, block.why),
        who_sees_key=_first(item.who_sees, block.who_sees),
        condition=_condition(item.when),
        optional=item.optional,
        may_be_empty=item.may_be_empty,
        counted=item.counted,
        store=Store(_first(item.store, block.store) or "main"),
        minimum=item.minimum or 0,
        maximum=item.maximum or 0,
        max_choices=item.max_choices or (len(options) if item.kind == "multiple" else 1),
        max_length=item.max_length or 0,
        purpose=_first(item.purpose, accounted.purpose) or "",
        recipients=tuple(_first(item.recipients, accounted.recipients) or ()),
        retention=_first(item.retention, accounted.retention) or "",
        picture=item.picture,
    )


def _first(*values: Value | None) -> Value | None:
    return next((value for value in values if value is not None), None)


def _missing(codes: Iterable[str]) -> tuple[Missing, ...]:
    return tuple(Missing(code) for code in codes)


def _option(option: shape.Option, key: str) -> ResponseOption:
    return ResponseOption(
        id=option.id,
        text_key=key,
        value=option.points,
        exclusive=option.exclusive,
        picture=option.picture,
        opens_text=option.opens_text,
        condition=_condition(option.when),
    )


def _condition(when: shape.When | None) -> Condition | None:
    return None if when is None else _made(when)


def _made(when: shape.When) -> Condition:
    if when.equals:
        return Condition("equals", when.equals.item, value=when.equals.option)
    if when.in_:
        return Condition("in", when.in_.item, values=tuple(when.in_.options))
    if when.at_least:
        return Condition("at_least", when.at_least.item, value=when.at_least.value)
    if when.answered:
        return Condition("answered", when.answered)
    if when.not_:
        return Condition("not", conditions=(_made(when.not_),))
    name, parts = ("all", when.all_) if when.all_ is not None else ("any", when.any_)
    return Condition(name, conditions=tuple(_made(part) for part in parts or []))


def _in_order(file: shape.InstrumentFile) -> list[str]:
    """Item ids in the order of showing."""
    ids = [item_id for block in file.blocks.values() for item_id in block.order]
    return ids + (file.closing.order if file.closing else [])


def _block(block_id: str, block: shape.Block) -> Block:
    return Block(
        id=block_id,
        title_key=block.title,
        order=tuple(block.order),
        instruction_keys=tuple(block.instructions),
        why_key=block.why,
        who_sees_key=block.who_sees,
        optional=block.optional,
        break_after=block.break_after,
        private=block.private,
        needs_duty_officer=block.needs_duty_officer,
        module=block.module,
        introduction=block.introduction,
    )


def _scale(file: shape.InstrumentFile, scale_id: str) -> Scale:
    scale = file.scales[scale_id]
    kind = file.scale_kinds[scale.kind]
    bands = range(len(kind.borders) + 1) if kind.bands else ()
    error = kind if scale.sem is None else scale
    return Scale(
        id=scale_id,
        kind=ScaleKind(scale.kind),
        items=tuple(scale.items),
        min_answered=kind.min_answered,
        text_key=f"scale.{scale_id}",
        sem=error.sem,
        sem_estimated=error.sem_estimated,
        borders=tuple(kind.borders),
        band_keys=tuple(f"{kind.bands}.{band}" for band in bands),
        label_by=scale.label_by,
    )


def _practice(file: shape.InstrumentFile, practice_id: str, practice: shape.Practice) -> PracticeItem:
    return PracticeItem(
        id=practice_id,
        instruction_key=practice.instruction,
        text_key=practice.text,
        feedback_key=practice.feedback,
        options=tuple(_option(option, key) for option, key in practice_options(file, practice)),
        missing=_missing(practice.missing),
        before_block=practice.before_block,
        answer=practice.answer,
        retry_key=practice.retry,
        explain_key=practice.explain,
        help_key=practice.help,
        ready_key=practice.ready,
        picture=practice.picture,
    )


def practice_options(file: shape.InstrumentFile, practice: shape.Practice) -> list[tuple[shape.Option, str]]:
    """The answers of a practice screen with the keys of their texts."""
    if practice.format in file.formats:
        return set_options(file.formats[practice.format], f"option.{practice.format}")
    if practice.options_from in file.option_sets:
        name = practice.options_from
        return set_options(file.option_sets[name], f"option.{name}")
    return []


def _style(style: shape.Style | None) -> AnsweringStyle:
    if style is None:
        return AnsweringStyle(pairs=())
    pairs = tuple((forward, reverse) for forward, reverse in style.pairs)
    return AnsweringStyle(pairs, style.points, MappingProxyType(dict(style.borders)))


def text_keys(instrument: Instrument) -> Mapping[str, str]:
    """Every key of a text that the instrument names, with the place that names it (``items.c1a``)."""
    keys: dict[str, str] = {}
    for block in instrument.blocks:
        named = (block.title_key, *block.instruction_keys, block.why_key, block.who_sees_key)
        keys |= {key: f"blocks.{block.id}" for key in named if key}
    for item in instrument.items.values():
        named = (item.text_key, item.instruction_key, item.hint_key, item.why_key, item.who_sees_key)
        keys |= {key: f"items.{item.id}" for key in named if key}
        keys |= {option.text_key: f"items.{item.id}" for option in item.options}
        keys |= {instrument.missing_key(code): f"items.{item.id}" for code in item.missing}
    for scale in instrument.scales.values():
        spoken = (f"{scale.text_key}.name", f"{scale.text_key}.definition", *scale.band_keys)
        keys |= dict.fromkeys(spoken, f"scales.{scale.id}")
    keys |= dict.fromkeys(instrument.practice_instructions, "practice_instructions")
    for screen in instrument.practice:
        named = (screen.instruction_key, screen.text_key, screen.feedback_key)
        named += (screen.retry_key, screen.explain_key, screen.help_key, screen.ready_key)
        named += tuple(option.text_key for option in screen.options)
        keys |= {key: f"practice.{screen.id}" for key in named if key}
    return keys
