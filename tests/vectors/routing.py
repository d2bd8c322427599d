"""The routing cases of ``routing.json`` with the instruments that they name.

``python -m tests.vectors.routing`` writes the file anew: paths of the cases below as the server decides them. Look at
the difference before keeping it; the hand-written expectations of ``tests/unit/test_routing.py`` are the source.
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from app.core.instrument import Condition, Instrument, ItemKind
from app.core.responses import Missing, Response
from app.core.routing import Modules, items_on_path, path, progress, routing_items, visible_options
from app.core.routing_data import modules_data, responses_data
from app.instruments.library import load_library
from tests.unit.tiny import TINY

FILE = Path(__file__).with_name("routing.json")
RANDOM_CASES = 30
SEED = 20260310


def _operators() -> Instrument:
    """The small instrument with a condition of every operator."""
    search_or_years = Condition(
        "any",
        conditions=(Condition("equals", item="search", value="yes"), Condition("at_least", item="years", value=8)),
    )
    not_and_points = Condition(
        "all",
        conditions=(
            Condition("not", conditions=(Condition("answered", item="bakery"),)),
            Condition("at_least", item="understand", value=3),
        ),
    )
    conditions = {
        "understand": search_or_years,
        "read": not_and_points,
        "write": Condition("answered", item="spoken"),
        "m1b": Condition("in", item="spoken", values=("ti", "other")),
    }
    items = {item.id: replace(item, condition=conditions.get(item.id, item.condition)) for item in TINY.items.values()}
    blocks = tuple(replace(block, introduction=block.id != "f") for block in TINY.blocks)
    return replace(TINY, id="operators", items=items, blocks=blocks)


@cache
def instruments() -> dict[str, Instrument]:
    """By the name that a case has."""
    return {"tiny": TINY, "operators": _operators(), "profile": load_library().instrument("profile")}


BY_HAND: tuple[tuple[str, Modules, dict[str, Response]], ...] = (
    ("tiny", Modules(frozenset("acdefg")), {}),
    ("tiny", Modules(frozenset("acdefg")), {"job": Response(options=("cooking",))}),
    (
        "tiny",
        Modules(frozenset("acdefg")),
        {"job": Response(options=("cooking",)), "tasks": Response(options=("cooking.bake", "cooking.serve"))},
    ),
    # what is hidden decides nothing: tasks of a field that is no longer chosen
    (
        "tiny",
        Modules(frozenset("acdefg")),
        {"job": Response(options=("none",)), "tasks": Response(options=("cooking.bake",))},
    ),
    ("tiny", Modules(frozenset("acdefg")), {"job": Response(missing=Missing.RATHER_NOT_SAY)}),
    ("tiny", Modules(frozenset("ae"), items_off=frozenset({"years", "c1a"})), {}),
    ("tiny", Modules(frozenset("acg"), skipped=frozenset("g")), {}),
    ("tiny", Modules(frozenset()), {}),
    ("operators", Modules(frozenset("acf")), {}),
    ("operators", Modules(frozenset("acf")), {"search": Response(options=("yes",))}),
    ("operators", Modules(frozenset("acf")), {"years": Response(number=8), "understand": Response(options=("3",))}),
    ("operators", Modules(frozenset("acf")), {"years": Response(number=7), "understand": Response(options=("5",))}),
    ("operators", Modules(frozenset("acf")), {"years": Response(number=0)}),
    (
        "operators",
        Modules(frozenset("acf")),
        {
            "job": Response(options=("cooking",), text="…"),
            "tasks": Response(options=("cooking.bake",)),
            "bakery": Response(options=("no",)),
            "spoken": Response(options=("ar", "other"), text="…"),
            "search": Response(options=("yes",)),
            "understand": Response(options=("3",)),
        },
    ),
    ("operators", Modules(frozenset("acf")), {"spoken": Response(missing=Missing.NOT_UNDERSTOOD)}),
)


def cases() -> list[dict[str, Any]]:
    """Every case with what the server decides."""
    rng = random.Random(SEED)
    made = list(BY_HAND)
    for name in ("operators", "profile"):
        made += [(name, *random_case(instruments()[name], rng)) for _ in range(RANDOM_CASES)]
    return [case(name, modules, responses) for name, modules, responses in made]


def random_case(instrument: Instrument, rng: random.Random) -> tuple[Modules, dict[str, Response]]:
    """Some parts on, some skipped, and responses to items that conditions look at."""
    blocks = [block.id for block in instrument.blocks]
    on = frozenset(rng.sample(blocks, rng.randint(1, len(blocks))))
    modules = Modules(
        on,
        frozenset(rng.sample(sorted(instrument.items), rng.randint(0, 3))),
        frozenset(rng.sample(blocks, rng.randint(0, 1))),
    )
    wanted = [item_id for item_id in routing_items(instrument) if rng.random() < 0.8]
    return modules, {item_id: _random_response(instrument, item_id, rng) for item_id in wanted}


def _random_response(instrument: Instrument, item_id: str, rng: random.Random) -> Response:
    item = instrument.items[item_id]
    if rng.random() < 0.15:
        return Response(missing=rng.choice(item.missing))
    if item.kind is ItemKind.NUMBER:
        return Response(number=rng.randint(item.minimum, item.maximum))
    most = min(item.max_choices, 3, len(item.options))
    chosen = rng.sample([option.id for option in item.options], rng.randint(1, most))
    return Response(options=tuple(chosen))


def case(name: str, modules: Modules, responses: dict[str, Response]) -> dict[str, Any]:
    """One case: what is given, and path, progress and open options as the server decides them."""
    instrument = instruments()[name]
    on_path = items_on_path(instrument, modules, responses)
    at = [*(item.id for item in on_path[:: max(1, len(on_path) // 4)]), instrument.closing[-1]]
    places = {item_id: progress(instrument, modules, responses, item_id) for item_id in at}
    conditional = [item for item in on_path if any(option.condition for option in item.options)]
    return {
        "instrument": name,
        "modules": modules_data(modules),
        "responses": responses_data(responses),
        "path": [f"{step.kind}:{step.id}" for step in path(instrument, modules, responses)],
        "progress": {
            item_id: {
                "number": one.number,
                "total": one.total,
                "part": one.part,
                "parts": one.parts,
                "shares": list(one.shares),
            }
            for item_id, one in places.items()
        },
        "open": {
            item.id: [option.id for option in visible_options(item, instrument, responses)] for item in conditional
        },
    }


def main() -> None:
    """Write the file anew, a case a line."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in cases())
    FILE.write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
