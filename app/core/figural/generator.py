"""The figural series of block D: two for practice and ten that count.

Each series follows a fixed plan (which attributes change, and how); a seed chooses shapes,
starts, steps and wrong options. A draw that the solver does not find to have exactly one
answer is thrown away and the next sub-seed is tried, so the same seed always gives the same
series.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import TypeVar

from app.core.figural.cell import (
    DEFAULTS,
    DOMAINS,
    LAYOUT_OF,
    PLAIN_SHAPES,
    SMALL_SHAPES,
    TURNABLE_SHAPES,
    Attribute,
    Cell,
    Fill,
    Layout,
    Shape,
)
from app.core.figural.rules import CYCLIC, Rule, cycle_rule, step_rule
from app.core.figural.solver import fits

T = TypeVar("T")

FIGURAL_SEED = 2
"""Seed of the published series. Another seed is another set of items: a new instrument version."""

SERIES_COUNT = 10
OPTION_IDS = ("1", "2", "3", "4")
FARTHEST_COUNT = 3
"""A wrong option has at most this many elements more or fewer than the right one."""
MAX_DRAWS = 1000
"""Draws for one series before giving up; about one draw in four is sound."""


class NoSeriesFound(Exception):
    """No draw of a plan had exactly one fitting option."""


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """A row of figures with an empty place at its end, and four options for that place.

    ``id``: ``d1`` to ``d10``, ``practice.d1`` or ``practice.d2``. ``cells``: the 3 or 4 shown
    cells, in reading order. ``options``: option id (the stored value) and cell. ``answer``: id
    of the one option that fits. ``rules``: names for the annex, such as ``turn.step``.
    ``prompt_key``: text above the row; ``explanation_key``: text after a second miss in the
    practice, None for the series that count.
    """

    id: str
    cells: tuple[Cell, ...]
    options: tuple[tuple[str, Cell], ...]
    answer: str
    rules: tuple[str, ...]
    prompt_key: str = "instruction.d"
    explanation_key: str | None = None


RuleMaker = Callable[[Random, int], Rule]
"""Draws a rule for a row of so many cells, the empty place included."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What changes in a series; ``fixed`` are attributes that are not left to the seed."""

    shown: int
    makers: tuple[RuleMaker, ...]
    fixed: tuple[tuple[Attribute, int], ...] = ()


def _step(attribute: Attribute, *steps: int) -> RuleMaker:
    """One of ``steps`` in each cell, from a start that keeps the row within the domain."""

    def make(rng: Random, length: int) -> Rule:
        step = rng.choice(steps)
        domain = DOMAINS[attribute]
        if attribute not in CYCLIC:
            span = step * (length - 1)
            domain = tuple(value for value in domain if value + span in domain)
        return step_rule(attribute, rng.choice(domain), step, length)

    return make


def _step_from(attribute: Attribute, start: int, step: int) -> RuleMaker:
    """A step without chance, for the practice."""
    return lambda _, length: step_rule(attribute, start, step, length)


def _cycle(domain: Sequence[int], attribute: Attribute, period: int) -> RuleMaker:
    """Different values of ``domain`` that come back after ``period`` cells."""
    return lambda rng, length: cycle_rule(attribute, rng.sample(domain, period), length)


def _alternate_size(rng: Random, length: int) -> Rule:
    """Two sizes far enough apart to be seen at a glance."""
    small, large = rng.choice(((0, 2), (0, 3), (1, 3)))
    return cycle_rule(Attribute.SIZE, rng.choice(((small, large), (large, small))), length)


_move = _step(Attribute.PLACE, -2, -1, 1, 2)
_quarter_turns = _step(Attribute.TURN, -2, 2)
_one_more_or_less = _step(Attribute.COUNT, -1, 1)
_three_fills = _cycle(tuple(Fill), Attribute.FILL, 3)
_two_small_shapes = _cycle(SMALL_SHAPES, Attribute.SHAPE, 2)

PLANS = (
    Plan(4, (_cycle(PLAIN_SHAPES, Attribute.SHAPE, 2),)),
    Plan(3, (_step(Attribute.COUNT, -1, 2),)),
    Plan(4, (_move,)),
    Plan(4, (_step(Attribute.TURN, -1, 1),)),
    Plan(3, (_step(Attribute.SIZE, -1, 1), _quarter_turns)),
    Plan(4, (_one_more_or_less, _two_small_shapes)),
    Plan(4, (_move, _three_fills)),
    Plan(4, (_alternate_size, _cycle(PLAIN_SHAPES, Attribute.SHAPE, 3))),
    Plan(
        4,
        (
            _one_more_or_less,
            _quarter_turns,
            _cycle((Fill.OPEN, Fill.SOLID), Attribute.FILL, 2),
        ),
        ((Attribute.SHAPE, Shape.DART),),
    ),
    Plan(4, (_move, _two_small_shapes, _three_fills)),
)
"""d1 to d10: four plans with one rule, four with two, two with three."""

PRACTICE_PLANS = (
    Plan(
        4,
        (_step_from(Attribute.TURN, 0, 2),),
        ((Attribute.SHAPE, Shape.FLAG), (Attribute.FILL, Fill.SOLID)),
    ),
    Plan(
        3,
        (_step_from(Attribute.COUNT, 1, 1),),
        ((Attribute.SHAPE, Shape.CIRCLE), (Attribute.FILL, Fill.SOLID)),
    ),
)
"""A quarter turn each time; one dot more each time. The texts of the practice say so."""

PRACTICE_ANSWERS = ("2", "3")


def series(index: int, seed: int) -> FigureSeries:
    """Series ``index`` (1..10) of the set that belongs to ``seed``.

    Raises IndexError for another index, NoSeriesFound if no draw has exactly one answer.
    """
    if not 1 <= index <= SERIES_COUNT:
        raise IndexError(f"figural series {index} does not exist; they are 1 to {SERIES_COUNT}")
    answer = answer_ids(seed)[index - 1]
    return _first_sound_draw(PLANS[index - 1], f"d{index}", seed, answer)


@lru_cache(maxsize=8)
def figure_series(seed: int = FIGURAL_SEED) -> tuple[FigureSeries, ...]:
    """The ten series that count, d1 to d10."""
    return tuple(series(index, seed) for index in range(1, SERIES_COUNT + 1))


@lru_cache(maxsize=8)
def practice_series(seed: int = FIGURAL_SEED) -> tuple[FigureSeries, ...]:
    """The two practice series; the seed changes their wrong options only."""
    return tuple(
        replace(
            _first_sound_draw(plan, f"practice.d{number}", seed, answer),
            prompt_key=f"practice.d{number}.prompt",
            explanation_key=f"feedback.d.explain_d{number}",
        )
        for number, (plan, answer) in enumerate(zip(PRACTICE_PLANS, PRACTICE_ANSWERS, strict=True), start=1)
    )


def answer_ids(seed: int) -> tuple[str, ...]:
    """Option id of the right answer for d1 to d10.

    Each id comes two or three times, and never twice in a row.
    """
    rng = Random(f"places of the answers/{seed}")  # noqa: S311 -- repeatable items, no secrecy
    ids = _shuffled([*OPTION_IDS, *OPTION_IDS, *rng.sample(OPTION_IDS, 2)], rng)
    while any(left == right for left, right in pairwise(ids)):
        rng.shuffle(ids)
    return tuple(ids)


def _first_sound_draw(plan: Plan, series_id: str, seed: int, answer: str) -> FigureSeries:
    """The first draw in which the solver finds the answer and nothing else."""
    for draw in range(MAX_DRAWS):
        rng = Random(f"{series_id}/{seed}/{draw}")  # noqa: S311 -- repeatable items, no secrecy
        candidate = _draw(plan, series_id, answer, rng)
        if fits(candidate) == [int(answer)]:
            return candidate
    raise NoSeriesFound(f"{series_id}: no draw out of {MAX_DRAWS} with seed {seed} has exactly one answer")


def _draw(plan: Plan, series_id: str, answer: str, rng: Random) -> FigureSeries:
    """One draw of a plan, not yet known to be sound."""
    rules = tuple(make(rng, plan.shown + 1) for make in plan.makers)
    constant = _constant_values(rules, dict(plan.fixed), rng)
    layout = _layout(rules)
    row = [
        _cell(layout, constant | {rule.attribute: rule.values[position] for rule in rules})
        for position in range(plan.shown + 1)
    ]
    right = constant | {rule.attribute: rule.right for rule in rules}
    cells = [_cell(layout, right | broken) for broken in _broken_values(rules, rng)]
    cells.insert(OPTION_IDS.index(answer), row[-1])
    return FigureSeries(
        id=series_id,
        cells=tuple(row[:-1]),
        options=tuple(zip(OPTION_IDS, cells, strict=True)),
        answer=answer,
        rules=tuple(rule.name for rule in rules),
    )


def _constant_values(rules: Sequence[Rule], fixed: dict[Attribute, int], rng: Random) -> dict[Attribute, int]:
    """Values of the attributes that stay the same: shape and fill by chance, unless fixed."""
    turned = any(rule.attribute is Attribute.TURN for rule in rules)
    shapes = TURNABLE_SHAPES if turned else _plain_shapes(_layout(rules))
    drawn = {Attribute.SHAPE: rng.choice(shapes), Attribute.FILL: rng.choice(tuple(Fill))}
    return DEFAULTS | drawn | fixed


def _plain_shapes(layout: Layout) -> tuple[Shape, ...]:
    """Shapes for rows without turning; small elements need shapes whose fill can be seen."""
    return PLAIN_SHAPES if layout is Layout.SINGLE else SMALL_SHAPES


def _layout(rules: Sequence[Rule]) -> Layout:
    """The layout in which all rules can be seen; a plan has one such layout."""
    needed = {LAYOUT_OF[rule.attribute] for rule in rules if rule.attribute in LAYOUT_OF}
    return needed.pop() if needed else Layout.SINGLE


def _broken_values(rules: Sequence[Rule], rng: Random) -> list[dict[Attribute, int]]:
    """For each of three wrong options the one attribute that breaks its rule, in chance order.

    Each rule is broken at least once; no two wrong options are the same.
    """
    wrong = {rule.attribute: _wrong_values(rule, _layout(rules), rng) for rule in rules}
    broken = [{attribute: values.pop(0)} for attribute, values in wrong.items()]
    while len(broken) < len(OPTION_IDS) - 1:
        attribute = rng.choice([attribute for attribute, values in wrong.items() if values])
        broken.append({attribute: wrong[attribute].pop(0)})
    return _shuffled(broken, rng)


def _wrong_values(rule: Rule, layout: Layout, rng: Random) -> list[int]:
    """Values that break the rule, in chance order, but one that the row has shown comes first.

    A value the row never had gives itself away, so at least one wrong option has none.
    """
    wrong = _shuffled([value for value in _domain(rule, layout) if value != rule.right], rng)
    seen = next(value for value in wrong if value in rule.values)
    return [seen, *(value for value in wrong if value != seen)]


def _domain(rule: Rule, layout: Layout) -> tuple[int, ...]:
    """Values an option may show under a rule: near enough to tempt, far enough to be seen."""
    domain = DOMAINS[rule.attribute]
    if rule.attribute is Attribute.SHAPE:
        return _plain_shapes(layout)
    if rule.attribute is Attribute.COUNT:
        return tuple(value for value in domain if abs(value - rule.right) <= FARTHEST_COUNT)
    if rule.attribute is Attribute.SIZE and rule.kind == "alternate":
        return tuple(value for value in domain if abs(value - rule.right) != 1)
    return domain


def _shuffled(values: list[T], rng: Random) -> list[T]:
    return rng.sample(values, len(values))


def _cell(layout: Layout, values: dict[Attribute, int]) -> Cell:
    return Cell(
        layout=layout,
        shape=Shape(values[Attribute.SHAPE]),
        fill=Fill(values[Attribute.FILL]),
        turn=values[Attribute.TURN],
        count=values[Attribute.COUNT],
        size=values[Attribute.SIZE],
        place=values[Attribute.PLACE],
    )
