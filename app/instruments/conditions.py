"""Check of routing rules: each names one operator, an item shown earlier, and options that item has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.instruments import shape
from app.instruments.build import block_of, option_shapes
from app.instruments.errors import DefinitionError, listed
from app.instruments.sources import Path_, Source

OPERATORS = ("all", "answered", "any", "at_least", "equals", "in", "not")


@dataclass(frozen=True)
class _Rule:
    """One condition with its place and the item that it shows or hides."""

    when: shape.When
    path: Path_
    item_id: str


def condition_errors(file: shape.InstrumentFile, source: Source) -> Iterator[DefinitionError]:
    """Every routing rule that names what is not there, or what comes later on the path."""
    for item_id, item in file.items.items():
        path: Path_ = ("items", item_id)
        if item.when:
            yield from _errors(file, source, _Rule(item.when, (*path, "when"), item_id))
        for number, option in enumerate(item.options):
            if option.when:
                rule = _Rule(option.when, (*path, "options", number, "when"), item_id)
                yield from _errors(file, source, rule)


def _errors(file: shape.InstrumentFile, source: Source, rule: _Rule) -> Iterator[DefinitionError]:
    when = rule.when
    given = [name for name in OPERATORS if _operand(when, name) is not None]
    if len(given) != 1:
        found = listed(given)
        sentence = f"a rule has exactly one operator, found: {found}. Allowed: {listed(OPERATORS)}."
        yield source.error("operator", rule.path, sentence, found, OPERATORS)
    for name in ("all", "any"):
        parts = _operand(when, name)
        if parts == []:
            yield source.error("operator", (*rule.path, name), f"'{name}' needs at least one rule.", "[]")
        for number, part in enumerate(parts if isinstance(parts, list) else []):
            inner = _Rule(part, (*rule.path, name, number), rule.item_id)
            yield from _errors(file, source, inner)
    if when.not_:
        yield from _errors(file, source, _Rule(when.not_, (*rule.path, "not"), rule.item_id))
    yield from _named(file, source, rule)


def _operand(when: shape.When, name: str) -> object:
    return getattr(when, f"{name}_" if name in {"in", "all", "any", "not"} else name)


def _named(file: shape.InstrumentFile, source: Source, rule: _Rule) -> Iterator[DefinitionError]:
    """What a rule says about one item."""
    when = rule.when
    if when.answered is not None:
        yield from _item(file, source, rule, (*rule.path, "answered"), when.answered)
    if when.equals:
        path: Path_ = (*rule.path, "equals")
        yield from _item(file, source, rule, (*path, "item"), when.equals.item)
        yield from _option(file, source, (*path, "option"), when.equals.item, when.equals.option)
    if when.in_:
        path = (*rule.path, "in")
        yield from _item(file, source, rule, (*path, "item"), when.in_.item)
        for number, option in enumerate(when.in_.options):
            yield from _option(file, source, (*path, "options", number), when.in_.item, option)
        if not when.in_.options:
            sentence = "'in' names no option, so the item is never shown."
            yield source.error("never_true", (*path, "options"), sentence, "[]")
    if when.at_least:
        path = (*rule.path, "at_least")
        yield from _item(file, source, rule, (*path, "item"), when.at_least.item)
        yield from _reachable(file, source, path, when.at_least)


def _item(
    file: shape.InstrumentFile, source: Source, rule: _Rule, path: Path_, named: str
) -> Iterator[DefinitionError]:
    if named not in file.items:
        allowed = tuple(file.items)
        sentence = f"'{named}' is not defined. Defined: {listed(allowed, named)}."
        yield source.error("unknown_item", path, sentence, named, allowed)
        return
    order = _order(file)
    if named not in order or rule.item_id not in order:
        return  # told elsewhere: an item that is never shown
    earlier = tuple(order[: order.index(rule.item_id)])
    if named not in earlier:
        sentence = (
            f"'{named}' is shown after '{rule.item_id}', or is that item itself, so the rule cannot know its answer. "
            f"Allowed: {listed(earlier, named)}."
        )
        yield source.error("forward_reference", path, sentence, named, earlier)
    if _store(file, named) == "care" and _store(file, rule.item_id) == "main":
        sentence = f"'{named}' is kept in the care store; an item outside it must not depend on it."
        yield source.error("care_reference", path, sentence, named)


def _option(
    file: shape.InstrumentFile, source: Source, path: Path_, named: str, option_id: str
) -> Iterator[DefinitionError]:
    if named not in file.items:
        return
    allowed = tuple(option.id for option, _ in option_shapes(file, named))
    if option_id not in allowed:
        sentence = f"'{named}' has no option '{option_id}'. Its options: {listed(allowed, option_id)}."
        yield source.error("unknown_option", path, sentence, option_id, allowed)


def _reachable(
    file: shape.InstrumentFile, source: Source, path: Path_, rule: shape.AtLeast
) -> Iterator[DefinitionError]:
    """Whether the item can reach the number at all."""
    item = file.items.get(rule.item)
    if item is None:
        return
    points = [option.points or 0 for option, _ in option_shapes(file, rule.item)]
    highest = item.maximum or max(points, default=0)
    if rule.value > highest:
        sentence = f"'{rule.item}' reaches {highest} at most, so the rule is never true. Allowed: up to {highest}."
        yield source.error("never_true", (*path, "value"), sentence, rule.value, (str(highest),))


def _order(file: shape.InstrumentFile) -> list[str]:
    ids = [item_id for block in file.blocks.values() for item_id in block.order]
    return ids + (file.closing.order if file.closing else [])


def _store(file: shape.InstrumentFile, item_id: str) -> str:
    block = file.blocks.get(block_of(file, item_id))
    return file.items[item_id].store or (block.store if block else "main")
