"""Routing of an instrument as plain data, for whoever decides the path by the same rules elsewhere (design 3).

``tests/vectors/routing.json`` holds what both must give.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.core.instrument import Block, Condition, Instrument, Item
from app.core.responses import Response, Responses
from app.core.routing import Modules, StepKind

Data = dict[str, object]


def routing_data(instrument: Instrument) -> Data:
    """Blocks, practice, closing items and, per item, what its place on the path depends on; no texts."""
    return {
        "blocks": [_block(block) for block in instrument.blocks],
        "practice": [{"id": one.id, "before": one.before_block} for one in instrument.practice],
        "closing": list(instrument.closing),
        "items": {item.id: _item(item) for item in instrument.items.values()},
    }


def _block(block: Block) -> Data:
    return {
        "id": block.id,
        "order": list(block.order),
        "opening": (StepKind.CARE_INTRO if block.private else StepKind.BLOCK).value,
        "intro": block.introduction,
        "rest": block.break_after,
    }


def _item(item: Item) -> Data:
    """Its block, and of the rest only what is not as usual."""
    data: Data = {"block": item.block}
    if item.condition is not None:
        data["when"] = condition_data(item.condition)
    if not item.counted:
        data["uncounted"] = True
    points = {option.id: option.value for option in item.options if option.value is not None}
    if points:
        data["points"] = points
    conditions = {
        option.id: condition_data(option.condition) for option in item.options if option.condition is not None
    }
    if conditions:
        data["options"] = conditions
    return data


def condition_data(condition: Condition) -> Data:
    """A condition with the fields that its operator has."""
    data: Data = {"op": condition.operator}
    if condition.conditions:
        data["parts"] = [condition_data(part) for part in condition.conditions]
    if condition.item is not None:
        data["item"] = condition.item
    if condition.value is not None:
        data["value"] = condition.value
    if condition.values:
        data["values"] = list(condition.values)
    return data


def modules_data(modules: Modules) -> Data:
    """Which parts are on, which items are off, which parts are skipped."""
    return {"blocks": sorted(modules.blocks), "off": sorted(modules.items_off), "skipped": sorted(modules.skipped)}


def responses_data(responses: Responses) -> Data:
    """Responses as a path needs them: of own words only that there are some."""
    return {item_id: _response(response) for item_id, response in responses.items()}


def _response(response: Response) -> Mapping[str, object]:
    data: Data = {}
    if response.missing is not None:
        data["missing"] = response.missing.value
    if response.options:
        data["options"] = list(response.options)
    if response.number is not None:
        data["number"] = response.number
    if response.text:
        data["text"] = "…"
    return data
