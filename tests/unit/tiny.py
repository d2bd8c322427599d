"""A small instrument with one of everything that the core decides about, and a short way to write responses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
from app.core.responses import Missing, Response
from app.core.routing import Modules

Value = int | str | Missing | tuple[str, ...]

COMPETENCE_BORDERS = (12.5, 37.5, 62.5, 87.5)
MOTIVATION_BORDERS = (100 / 3, 200 / 3)
ALL_BLOCKS = Modules(frozenset("acdefg"))


def steps(top: int) -> tuple[ResponseOption, ...]:
    return tuple(ResponseOption(str(value), f"option.{value}", value) for value in range(top + 1))


def named(*ids: str) -> tuple[ResponseOption, ...]:
    return tuple(ResponseOption(one, f"option.{one}") for one in ids)


def single(item_id: str, block: str, options: tuple[ResponseOption, ...], **fields) -> Item:
    return Item(item_id, block, ItemKind.SINGLE, "", f"item.{item_id}", options=options, **fields)


def scale_items(scale: str, block: str, letters: str, top: int, reverse: str = "", **fields) -> list[Item]:
    return [
        single(f"{scale}{letter}", block, steps(top), scale=scale, reverse_keyed=letter in reverse, **fields)
        for letter in letters
    ]


JOB = Item(
    "job",
    "a",
    ItemKind.OCCUPATION,
    "",
    "item.job",
    options=(*named("cooking", "cleaning"), ResponseOption("none", "option.none", exclusive=True)),
    max_choices=1,
    max_length=40,
)
TASKS = Item(
    "tasks",
    "a",
    ItemKind.MULTIPLE,
    "",
    "item.tasks",
    options=tuple(
        ResponseOption(
            f"{field}.{task}", f"option.{field}.{task}", condition=Condition("in", item="job", values=(field,))
        )
        for field, task in (("cooking", "bake"), ("cooking", "serve"), ("cleaning", "windows"))
    ),
    max_choices=2,
    condition=Condition("in", item="job", values=("cooking", "cleaning")),
)
SPOKEN = Item(
    "spoken",
    "a",
    ItemKind.MULTIPLE,
    "",
    "item.spoken",
    options=(*named("ar", "ti"), ResponseOption("other", "option.other", opens_text=True)),
    max_choices=3,
    max_length=20,
)
YEARS = Item("years", "a", ItemKind.NUMBER, "", "item.years", minimum=0, maximum=30)
BAKERY = single("bakery", "a", named("yes", "no"), condition=Condition("in", item="tasks", values=("cooking.bake",)))
OWN_WORDS = Item(
    "own_words", "closing", ItemKind.TEXT, "", "item.own_words", max_length=20, may_be_empty=True, counted=False
)

ITEMS = [
    single("search", "a", named("yes", "a_little", "no")),
    JOB,
    TASKS,
    BAKERY,
    SPOKEN,
    YEARS,
    *(single(name, "c", steps(5)) for name in ("understand", "speak", "read", "write")),
    *(
        Item(f"d{number}", "d", ItemKind.FIGURAL, "", "prompt", options=named("1", "2", "3", "4", "unknown"))
        for number in range(1, 11)
    ),
    *scale_items("c1", "e", "abcd", 4, "d", missing=tuple(Missing)),
    *scale_items("c2", "e", "abcd", 4, "d", missing=tuple(Missing)),
    *scale_items("m1", "f", "abcd", 4, "d"),
    *scale_items("m4", "f", "abcd", 3),
    *scale_items("z1", "g", "abc", 3, "c", store=Store.CARE),
    *scale_items("z2", "g", "abc", 3, store=Store.CARE),
    single("z6", "g", steps(3), store=Store.CARE),
    single("z7", "g", named("yes", "later", "no"), store=Store.CARE),
    single("z8", "g", named("yes", "no"), store=Store.CARE),
    OWN_WORDS,
]


def scale(name: str, kind: ScaleKind, letters: str, least: int, **fields) -> Scale:
    return Scale(name, kind, tuple(f"{name}{letter}" for letter in letters), least, f"scale.{name}", **fields)


C1 = scale("c1", ScaleKind.COMPETENCE, "abcd", 3, sem=11.0, borders=COMPETENCE_BORDERS)
C2 = replace(C1, id="c2", items=("c2a", "c2b", "c2c", "c2d"))
M1 = scale("m1", ScaleKind.MOTIVATION, "abcd", 3, sem=11.0, borders=MOTIVATION_BORDERS)
M4 = scale("m4", ScaleKind.ACTIONS, "abcd", 1, label_by="search")
Z1 = scale("z1", ScaleKind.CARE, "abc", 2, borders=(1.0, 2.0))
Z2 = replace(Z1, id="z2", items=("z2a", "z2b", "z2c"))

MIXED_E = ("c1a", "c2b", "c1d", "c2a", "c1b", "c2d", "c1c", "c2c")


def block(block_id: str, order: tuple[str, ...] | None = None, **fields) -> Block:
    ids = order or tuple(item.id for item in ITEMS if item.block == block_id)
    return Block(block_id, f"block.{block_id}", ids, **fields)


TINY = Instrument(
    id="tiny",
    version="1.0.0",
    content_hash="0" * 64,
    variant="text",
    licence="CC-BY-4.0",
    source_locale="nl",
    blocks=(
        block("a"),
        block("c"),
        block("d", optional=True),
        block("e", MIXED_E, break_after=True),
        block("f"),
        block("g", optional=True, private=True),
    ),
    items={item.id: item for item in ITEMS},
    scales={one.id: one for one in (C1, C2, M1, M4, Z1, Z2)},
    practice=(
        PracticeItem("1", "i", "t", "f", steps(4)),
        PracticeItem("d1", "i", "t", "f", named("1", "2"), before_block="d", answer="2"),
    ),
    style=AnsweringStyle(pairs=(("c1a", "c1d"), ("c2b", "c2d"), ("m1a", "m1d")), points=4),
    closing=("own_words",),
    roles={
        "care_impact": "z6",
        "care_wish": "z7",
        "acute": "z8",
        "dutch_understand": "understand",
        "dutch_speak": "speak",
        "dutch_read": "read",
        "dutch_write": "write",
    },
    minutes=10,
)


def response(value: Value) -> Response:
    """A number or a name is the chosen option, a tuple several options, a missing code itself."""
    if isinstance(value, Missing):
        return Response(missing=value)
    return Response(options=value if isinstance(value, tuple) else (str(value),))


def responses(values: Mapping[str, Value] | None = None, **more: Value) -> dict[str, Response]:
    return {item_id: response(value) for item_id, value in {**(values or {}), **more}.items()}


def on_scale(name: str, *values: Value | None) -> dict[str, Response]:
    """Responses to items a, b, c ... of a scale in that order; None leaves one unanswered."""
    letters = zip("abcd", values, strict=False)
    return {f"{name}{letter}": response(value) for letter, value in letters if value is not None}
