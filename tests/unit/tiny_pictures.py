"""A small instrument in pictures: the parts of the shipped one with as few items as the rules need."""

from __future__ import annotations

from app.core.instrument import AnsweringStyle, Block, Instrument, Item, ItemKind, ResponseOption, Store
from app.core.routing import Modules
from tests.unit.tiny import named, single, steps

FIELDS = ("building", "cleaning")
SIZES = {"p1": FIELDS, "p3": ("c1", "c2", "c3"), "p4": ("m4", "m5"), "p5": ("school",), "p6": ("z1", "z2", "z3")}
CARE = ("p6", "p7", "p8")

ITEMS = [
    *(
        single(f"{part}.{name}", part, steps(2), store=Store.CARE if part in CARE else Store.MAIN)
        for part, names in SIZES.items()
        for name in names
    ),
    Item(
        "p2.wish",
        "p2",
        ItemKind.MULTIPLE,
        "",
        "wish",
        options=(*named(*FIELDS), ResponseOption("unknown", "unknown", exclusive=True)),
        max_choices=3,
    ),
    Item("p5.languages", "p5", ItemKind.MULTIPLE, "", "languages", options=named("ar", "ti"), max_choices=2),
    single("p7.help_wish", "p7", named("yes", "no"), store=Store.CARE),
    single("p8.acute", "p8", named("yes", "no"), store=Store.CARE),
    Item("finish", "closing", ItemKind.TEXT, "", "finish", max_length=20, may_be_empty=True, counted=False),
]
PARTS = ("p1", "p2", "p3", "p4", "p5", *CARE)


def part(name: str) -> Block:
    order = tuple(item.id for item in ITEMS if item.block == name)
    return Block(name, "title", order, introduction=name == "p6", private=name in CARE)


PICTURES = Instrument(
    id="tiny-pictures",
    version="1.0.0",
    content_hash="0" * 64,
    variant="pictogram",
    licence="CC-BY-4.0",
    source_locale="nl",
    blocks=tuple(part(name) for name in PARTS),
    items={item.id: item for item in ITEMS},
    scales={},
    practice=(),
    style=AnsweringStyle(pairs=()),
    closing=("finish",),
    roles={"wish": "p2.wish", "care_wish": "p7.help_wish", "acute": "p8.acute"},
    minutes=10,
)
ALL_PARTS = Modules(frozenset(PARTS))
