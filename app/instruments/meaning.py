"""Second step of the check of ``instrument.yaml``: whether what it says makes sense together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from app.instruments import shape
from app.instruments.build import block_of, option_shapes, practice_options
from app.instruments.conditions import condition_errors
from app.instruments.errors import DefinitionError, listed
from app.instruments.pictures import picture_errors
from app.instruments.sources import Path_, Source

CHOICES = ("single", "multiple", "occupation", "figural")
SCORED = ("competence", "motivation")
HIGHEST_PERCENTAGE = 100.0


def meaning_errors(
    file: shape.InstrumentFile,
    source: Source,
    pictures: frozenset[str] | None,
    modules: frozenset[str] | None,
) -> list[DefinitionError]:
    """Everything in the structure that contradicts itself, or what is there.

    ``pictures``: names of files there are; ``modules``: parts of other instruments that a session can switch on;
    None: not known.
    """
    check = _Check(file, source, modules)
    return [*check.all(), *picture_errors(file, source, pictures)]


class _Check:
    def __init__(self, file: shape.InstrumentFile, source: Source, modules: frozenset[str] | None) -> None:
        self.file = file
        self.source = source
        self.modules = modules
        self.orders: dict[Path_, list[str]] = {
            ("blocks", name, "order"): block.order for name, block in file.blocks.items()
        }
        if file.closing:
            self.orders["closing", "order"] = file.closing.order

    def all(self) -> Iterator[DefinitionError]:
        yield from self.sequence()
        for item_id in self.file.items:
            yield from self.item(item_id)
        yield from condition_errors(self.file, self.source)
        for name in self.file.scales:
            yield from self.scale(name)
        yield from self.scale_kinds()
        yield from self.one_scale_an_item()
        for name, block in self.file.blocks.items():
            if block.interleaved:
                yield from self.interleaved(name, block.order)
        yield from self.pairs()
        yield from self.roles()
        for name in self.file.blocks:
            yield from self.module(name)
        for name in self.file.practice:
            yield from self.practice(name)

    def unknown(self, kind: str, path: Path_, found: str, allowed: Iterable[str]) -> DefinitionError:
        allowed = tuple(allowed)
        sentence = f"'{found}' is not defined. Defined: {listed(allowed, found)}."
        return self.source.error(kind, path, sentence, found, allowed)

    def wrong(
        self, kind: str, path: Path_, sentence: str, found: object = "", allowed: Sequence[str] = ()
    ) -> DefinitionError:
        return self.source.error(kind, path, sentence, found, tuple(allowed))

    def sequence(self) -> Iterator[DefinitionError]:
        """Each item stands in exactly one order."""
        seen: dict[str, str] = {}
        for path, order in self.orders.items():
            here = ".".join(str(part) for part in path)
            for number, item_id in enumerate(order):
                if item_id not in self.file.items:
                    yield self.unknown("unknown_item", (*path, number), item_id, self.file.items)
                elif item_id in seen:
                    sentence = f"'{item_id}' is shown twice: already in {seen[item_id]}. Allowed: once."
                    yield self.wrong("shown_twice", (*path, number), sentence, item_id)
                seen.setdefault(item_id, here)
        for item_id in self.file.items:
            if item_id not in seen:
                orders = [f"{'.'.join(str(part) for part in path)}" for path in self.orders]
                sentence = f"'{item_id}' is never shown. Put it in one of: {listed(orders)}."
                yield self.wrong("unreachable", ("items", item_id), sentence, item_id, orders)

    def item(self, item_id: str) -> Iterator[DefinitionError]:
        item, path = self.file.items[item_id], ("items", item_id)
        if item.format is not None and item.format not in self.file.formats:
            yield self.unknown("unknown_format", (*path, "format"), item.format, self.file.formats)
        if item.options_from is not None and item.options_from not in self.file.option_sets:
            sets = self.file.option_sets
            yield self.unknown("unknown_option_set", (*path, "options_from"), item.options_from, sets)
        yield from self.answers(item_id)
        yield from self.limits(item_id)
        if item.reverse_keyed and not self.points(item_id):
            sentence = f"'{item_id}' is reverse-keyed, but its options carry no points. Allowed: items with points."
            yield self.wrong("reverse_keyed", (*path, "reverse_keyed"), sentence, "true")
        yield from self.accounted(item_id)

    def answers(self, item_id: str) -> Iterator[DefinitionError]:
        item, path = self.file.items[item_id], ("items", item_id)
        options = [option for option, _ in option_shapes(self.file, item_id)]
        if item.kind in CHOICES and not options and self.sets_known(item):
            sentence = f"an item of kind '{item.kind}' has no options. Give format, steps, options_from or options."
            yield self.wrong("no_options", path, sentence, item.kind)
        if item.kind not in CHOICES and options:
            sentence = f"an item of kind '{item.kind}' has options. Kinds with options: {listed(CHOICES)}."
            yield self.wrong("options_not_allowed", path, sentence, item.kind, CHOICES)
        for option_id, times in Counter(option.id for option in options).items():
            if times > 1:
                sentence = f"option '{option_id}' is there {times} times. Allowed: each id once."
                yield self.wrong("duplicate_option", path, sentence, option_id)
        for number, option in enumerate(item.options):
            yield from self.option(item, (*path, "options", number), option)

    def option(self, item: shape.Item, path: Path_, option: shape.Option) -> Iterator[DefinitionError]:
        if option.exclusive and item.kind == "single":
            sentence = "is exclusive, which means nothing where one option is chosen. Allowed: multiple, occupation."
            yield self.wrong("exclusive", path, f"'{option.id}' {sentence}", item.kind)
        if option.opens_text and not item.max_length:
            sentence = f"'{option.id}' opens a field for own words, but the item has no max_length."
            yield self.wrong("no_length", path, sentence, option.id)

    def sets_known(self, item: shape.Item) -> bool:
        """Whether the missing options are not already told as an unknown format or set."""
        return item.format in {None, *self.file.formats} and item.options_from in {
            None,
            *self.file.option_sets,
        }

    def limits(self, item_id: str) -> Iterator[DefinitionError]:
        item, path = self.file.items[item_id], ("items", item_id)
        if item.kind == "number" and not (item.minimum or 0) < (item.maximum or 0):
            sentence = f"a number runs from minimum to maximum, here from {item.minimum} to {item.maximum}."
            yield self.wrong("limits", path, sentence, f"{item.minimum}-{item.maximum}")
        if item.kind in {"text", "occupation"} and not item.max_length:
            sentence = f"an item of kind '{item.kind}' needs max_length, in characters."
            yield self.wrong("no_length", path, sentence, item.kind)
        options = len(option_shapes(self.file, item_id))
        if item.max_choices is not None and not 1 <= item.max_choices <= options:
            sentence = f"max_choices is {item.max_choices}. Allowed: 1 to {options}."
            yield self.wrong("max_choices", (*path, "max_choices"), sentence, item.max_choices)

    def accounted(self, item_id: str) -> Iterator[DefinitionError]:
        """Each item has a purpose, recipients and a retention, its own or its block's (R20)."""
        if not any(item_id in order for order in self.orders.values()):
            return  # told already: an item that is never shown
        block = self.file.blocks.get(block_of(self.file, item_id)) or self.file.closing
        item = self.file.items[item_id]
        for name in ("purpose", "recipients", "retention"):
            if not getattr(item, name) and not getattr(block, name, None):
                sentence = f"'{item_id}' has no {name}, and neither has its block. Each item needs one."
                yield self.wrong("unaccounted", ("items", item_id), sentence, name)

    def points(self, item_id: str) -> int:
        """Highest points of the options of an item; 0 when there are none."""
        if item_id not in self.file.items:
            return 0
        return max((o.points or 0 for o, _ in option_shapes(self.file, item_id)), default=0)

    def scale_kinds(self) -> Iterator[DefinitionError]:
        for name, kind in self.file.scale_kinds.items():
            path: Path_ = ("scale_kinds", name)
            if kind.borders != sorted(set(kind.borders)):
                sentence = f"borders must rise: {listed([str(border) for border in kind.borders])}."
                yield self.wrong("borders", (*path, "borders"), sentence, kind.borders)
            outside = [b for b in kind.borders if not 0 < b < HIGHEST_PERCENTAGE]
            if outside:
                sentence = f"{outside[0]} is no border. Allowed: between 0 and 100."
                yield self.wrong("borders", (*path, "borders"), sentence, outside[0])
            if bool(kind.borders) != bool(kind.bands):
                sentence = "borders and bands belong together: give both or neither."
                yield self.wrong("borders", path, sentence, name)
            if (name in SCORED) != (kind.sem is not None):
                word = "needs" if name in SCORED else "has no"
                sentence = f"a scale of kind '{name}' {word} standard error of measurement (sem)."
                yield self.wrong("sem", path, sentence, name)

    def scale(self, name: str) -> Iterator[DefinitionError]:
        scale, path = self.file.scales[name], ("scales", name)
        kind = self.file.scale_kinds.get(scale.kind)
        if kind is None:
            yield self.unknown("unknown_kind", (*path, "kind"), scale.kind, self.file.scale_kinds)
        elif not 1 <= kind.min_answered <= len(scale.items):
            there = len(scale.items)
            sentence = f"'{name}' needs {kind.min_answered} answered items of {there}. Allowed: 1 to {there}."
            yield self.wrong("min_answered", path, sentence, kind.min_answered)
        for number, item_id in enumerate(scale.items):
            if item_id not in self.file.items:
                place = (*path, "items", number)
                yield self.unknown("unknown_item", place, item_id, self.file.items)
        if scale.label_by and scale.label_by not in self.file.items:
            yield self.unknown("unknown_item", (*path, "label_by"), scale.label_by, self.file.items)
        yield from self.same_points(path, scale)

    def same_points(self, path: Path_, scale: shape.Scale) -> Iterator[DefinitionError]:
        known = [i for i in scale.items if i in self.file.items]
        points = {i: self.points(i) for i in known if self.sets_known(self.file.items[i])}
        if not points:
            return
        usual = Counter(points.values()).most_common(1)[0][0]
        for item_id, highest in points.items():
            if highest == 0 or highest != usual:
                sentence = f"'{item_id}' has {highest} points at most, the others of its scale {usual}."
                place = (*path, "items", scale.items.index(item_id))
                yield self.wrong("points", place, sentence, highest, (str(usual),))

    def one_scale_an_item(self) -> Iterator[DefinitionError]:
        owner: dict[str, str] = {}
        for name, scale in self.file.scales.items():
            for number, item_id in enumerate(scale.items):
                if item_id in owner:
                    sentence = f"'{item_id}' is already scored in '{owner[item_id]}'. Allowed: one scale."
                    yield self.wrong("two_scales", ("scales", name, "items", number), sentence, item_id)
                owner.setdefault(item_id, name)

    def interleaved(self, name: str, order: list[str]) -> Iterator[DefinitionError]:
        """In a mixed block no two reverse-keyed items stand in a row, nor two items of one leveled scale."""
        for number, (before, here) in enumerate(pairwise(order), start=1):
            path: Path_ = ("blocks", name, "order", number)
            if self.reverse(before) and self.reverse(here):
                sentence = f"'{before}' and '{here}' are both reverse-keyed. Allowed: never two in a row."
                yield self.wrong("reverse_in_a_row", path, sentence, here)
            scale = self.leveled_scale(here)
            if scale is not None and scale == self.leveled_scale(before):
                sentence = f"'{before}' and '{here}' belong both to '{scale}'. Allowed: scales take turns."
                yield self.wrong("scale_in_a_row", path, sentence, here)

    def reverse(self, item_id: str) -> bool:
        return item_id in self.file.items and self.file.items[item_id].reverse_keyed

    def leveled_scale(self, item_id: str) -> str | None:
        """The scale of an item, unless its items are counted actions with an instruction of their own."""
        scales = self.file.scales.items()
        return next((n for n, s in scales if item_id in s.items and s.kind != "actions"), None)

    def pairs(self) -> Iterator[DefinitionError]:
        style = self.file.answering_style
        for number, pair in enumerate(style.pairs if style else []):
            path: Path_ = ("answering_style", "pairs", number)
            unknown = [item_id for item_id in pair if item_id not in self.file.items]
            for item_id in unknown:
                yield self.unknown("unknown_item", path, item_id, self.file.items)
            if style and not unknown:
                yield from self.pair(path, pair, style.points)

    def pair(self, path: Path_, pair: list[str], points: int) -> Iterator[DefinitionError]:
        forward, reverse = pair
        shown = f"{forward}, {reverse}"
        if self.reverse(forward) or not self.reverse(reverse):
            sentence = f"'{shown}' is no pair. Allowed: first a forward item, then a reverse-keyed one."
            yield self.wrong("pair_keying", path, sentence, shown)
        if self.leveled_scale(forward) != self.leveled_scale(reverse):
            sentence = f"'{shown}' belong to different scales. Allowed: two items of one scale."
            yield self.wrong("pair_scale", path, sentence, shown)
        for item_id in pair:
            if self.points(item_id) != points:
                sentence = f"'{item_id}' has {self.points(item_id)} points at most. Allowed: {points}."
                yield self.wrong("points", path, sentence, item_id, (str(points),))

    def roles(self) -> Iterator[DefinitionError]:
        for role, item_id in self.file.roles.items():
            if item_id not in self.file.items:
                yield self.unknown("unknown_item", ("roles", role), item_id, self.file.items)

    def module(self, name: str) -> Iterator[DefinitionError]:
        """A part that another part switches on names a part of another instrument."""
        module = self.file.blocks[name].module
        if module and self.modules is not None and module not in self.modules:
            yield self.unknown("unknown_module", ("blocks", name, "module"), module, sorted(self.modules))

    def practice(self, name: str) -> Iterator[DefinitionError]:
        screen, path = self.file.practice[name], ("practice", name)
        if screen.before_block is not None and screen.before_block not in self.file.blocks:
            place = (*path, "before_block")
            yield self.unknown("unknown_block", place, screen.before_block, self.file.blocks)
        if screen.format is not None and screen.format not in self.file.formats:
            place = (*path, "format")
            yield self.unknown("unknown_format", place, screen.format, self.file.formats)
        if screen.options_from is not None and screen.options_from not in self.file.option_sets:
            place = (*path, "options_from")
            yield self.unknown("unknown_option_set", place, screen.options_from, self.file.option_sets)
        options = tuple(option.id for option, _ in practice_options(self.file, screen))
        if screen.answer is not None and screen.answer not in options:
            place = (*path, "answer")
            yield self.unknown("unknown_option", place, screen.answer, options)
        if screen.answer is not None and not (screen.retry and (screen.explain or screen.help)):
            sentence = f"'{name}' has a right answer, so it needs retry and explain or help, for who chooses another."
            yield self.wrong("no_explanation", path, sentence, screen.answer)
