"""The figural series of block D: each has one answer, and each picture can be told apart."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from math import hypot
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.figural import (
    FIGURAL_SEED,
    Attribute,
    Cell,
    FigureSeries,
    Fill,
    Layout,
    NoSeriesFound,
    Shape,
    arrow_svg,
    cell_svg,
    empty_cell_svg,
    figure_series,
    fits,
    generator,
    practice_series,
    series,
)
from app.core.figural.cell import DOMAINS, TURNABLE_SHAPES
from app.core.figural.generator import Plan, answer_ids
from app.core.figural.rules import cycle_rule, step_rule
from app.core.figural.solver import expected_values, fitting_options

ALL = (*practice_series(), *figure_series())
SEEDS = st.integers(min_value=0, max_value=2**32)
INDEXES = st.integers(min_value=1, max_value=10)
LEAST_DIFFERENCE = 0.12  # of what is drawn; one element of seven is the least that differs
SVG = "{http://www.w3.org/2000/svg}"

any_series = pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)


def differing(left: Cell, right: Cell) -> list[Attribute]:
    return [attribute for attribute in Attribute if left.value(attribute) != right.value(attribute)]


def right_cell(row: FigureSeries) -> Cell:
    return dict(row.options)[row.answer]


# --- One answer ---------------------------------------------------------------------------------


@any_series
def test_exactly_one_option_fits(row):
    assert fits(row) == [int(row.answer)]


@settings(max_examples=150, deadline=None)
@given(index=INDEXES, seed=SEEDS)
def test_exactly_one_option_fits_for_any_seed(index, seed):
    row = series(index, seed)
    assert fits(row) == [int(row.answer)]
    assert len({cell for _, cell in row.options}) == 4


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_the_practice_has_one_answer_for_any_seed(seed):
    assert [fits(row) for row in practice_series.__wrapped__(seed)] == [[2], [3]]


def dots(count: int) -> Cell:
    return Cell(Layout.GROUP, fill=Fill.SOLID, count=count)


def test_an_option_that_starts_the_row_again_also_fits():
    """1, 2, 3 goes on with 4, but may also begin again at 1 or go back to 2."""
    assert fitting_options([dots(1), dots(2), dots(3)], [dots(1), dots(2), dots(4), dots(5)]) == [1, 2, 3]


def test_alternating_with_three_cells_is_ambiguous_and_with_four_is_not():
    circle, bar = Cell(Layout.SINGLE, Shape.CIRCLE), Cell(Layout.SINGLE, Shape.BAR)
    assert fitting_options([circle, bar, circle], [circle, bar]) == [1, 2]
    assert fitting_options([circle, bar, circle, bar], [circle, bar]) == [1]


def test_an_option_in_another_layout_never_fits():
    shown = [Cell(Layout.SINGLE)] * 3
    assert fitting_options(shown, [Cell(Layout.GRID), Cell(Layout.SINGLE)]) == [2]


@pytest.mark.parametrize(
    ("attribute", "row", "expected"),
    [
        pytest.param(Attribute.FILL, [1, 1, 1], {1}, id="constant"),
        pytest.param(Attribute.FILL, [0, 1, 0, 1], {0}, id="alternate"),
        pytest.param(Attribute.FILL, [0, 1, 2, 0], {1, 0}, id="cycle of three, or the row again"),
        pytest.param(Attribute.SHAPE, [0, 1, 2], {0}, id="shapes have no order, so no step"),
        pytest.param(Attribute.COUNT, [2, 3, 4, 5], {6, 2, 4}, id="step, the row again, turning back"),
        pytest.param(Attribute.COUNT, [1, 2, 4, 7], {11, 1}, id="growing step"),
        pytest.param(Attribute.COUNT, [1, 2, 3, 2], {1}, id="up and down"),
        pytest.param(Attribute.TURN, [2, 4, 6, 0], {2, 6}, id="turns come round after eight"),
        pytest.param(Attribute.TURN, [1, 0, 7, 6], {5, 1, 7}, id="turns run backwards through zero"),
        pytest.param(Attribute.SIZE, [0, 3, 1], {0, -6}, id="no rule: only again, or an even change of step"),
    ],
)
def test_the_solver_names_every_value_that_some_rule_expects(attribute, row, expected):
    assert expected_values(attribute, row) == expected


@pytest.mark.parametrize("attribute", list(Attribute))
def test_every_rule_of_the_generator_is_known_to_the_solver(attribute):
    domain = DOMAINS[attribute]
    rules = [cycle_rule(attribute, domain[:2], 5), cycle_rule(attribute, domain[:3], 5)]
    if attribute not in {Attribute.SHAPE, Attribute.FILL}:
        rules += [step_rule(attribute, domain[0], 1, 4), step_rule(attribute, domain[-1], -1, 4)]
    for rule in rules:
        assert rule.right in expected_values(attribute, rule.values[:-1]), rule


# --- The plan of the block ----------------------------------------------------------------------


def test_four_series_have_one_rule_four_have_two_and_two_have_three():
    assert [len(row.rules) for row in figure_series()] == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3]
    assert [row.id for row in figure_series()] == [f"d{number}" for number in range(1, 11)]


def test_the_options_carry_the_stored_values():
    assert all([option for option, _ in row.options] == ["1", "2", "3", "4"] for row in ALL)


def test_no_rule_is_repeated_throughout_the_single_rule_series():
    rules = [row.rules for row in figure_series()[:4]]
    assert len(set(rules)) == 4


@any_series
def test_each_wrong_option_breaks_exactly_one_rule_and_each_rule_is_broken(row):
    right = right_cell(row)
    broken = [differing(cell, right) for option, cell in row.options if option != row.answer]
    assert [len(attributes) for attributes in broken] == [1, 1, 1]
    assert {attributes[0] for attributes in broken} == {Attribute(name.split(".")[0]) for name in row.rules}


@any_series
def test_only_attributes_with_a_rule_change_along_the_row(row):
    ruled = {Attribute(name.split(".")[0]) for name in row.rules}
    cells = [*row.cells, right_cell(row)]
    changed = {attribute for left, right in pairwise(cells) for attribute in differing(left, right)}
    assert changed == ruled
    assert len(row.cells) in {3, 4}


@any_series
def test_a_shape_that_is_turned_looks_different_after_each_eighth(row):
    if "turn.step" in row.rules:
        assert {cell.shape for cell in row.cells} <= set(TURNABLE_SHAPES)


@settings(max_examples=50, deadline=None)
@given(seed=SEEDS)
def test_the_right_option_is_spread_over_the_four_places(seed):
    answers = answer_ids(seed)
    assert sorted(Counter(answers).values()) == [2, 2, 3, 3]
    assert all(left != right for left, right in pairwise(answers))


def test_the_published_answers_follow_the_spread():
    assert tuple(row.answer for row in figure_series()) == answer_ids(FIGURAL_SEED)


def test_first_practice_turns_a_quarter_each_time():
    row = practice_series()[0]
    assert [cell.turn for cell in row.cells] == [0, 2, 4, 6]
    assert right_cell(row).turn == 0
    assert (row.prompt_key, row.explanation_key) == ("practice.d1.prompt", "feedback.d.explain_d1")


def test_second_practice_adds_one_dot_each_time():
    row = practice_series()[1]
    assert [cell.count for cell in row.cells] == [1, 2, 3]
    assert right_cell(row).count == 4
    assert {cell.shape for cell in row.cells} == {Shape.CIRCLE}
    assert (row.prompt_key, row.explanation_key) == ("practice.d2.prompt", "feedback.d.explain_d2")


def test_series_that_count_have_no_explanation():
    assert {(row.prompt_key, row.explanation_key) for row in figure_series()} == {("instruction.d", None)}


def test_the_same_seed_gives_the_same_series_in_another_process():
    command = "from app.core.figural import figure_series, practice_series; print(figure_series(), practice_series())"
    other = subprocess.run(  # the hash seed differs from ours, so nothing may hang on the order of a set
        [sys.executable, "-c", command], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "4"}
    )
    assert other.stdout.strip() == f"{figure_series()} {practice_series()}"


def test_another_seed_gives_another_set():
    assert figure_series(FIGURAL_SEED + 1) != figure_series()


@pytest.mark.parametrize("index", [0, 11, -1])
def test_there_are_ten_series(index):
    with pytest.raises(IndexError, match="1 to 10"):
        series(index, FIGURAL_SEED)


def test_a_plan_without_a_sound_draw_is_refused():
    """Two shapes in three cells always leave two answers open."""
    plan = Plan(3, (generator._cycle((Shape.CIRCLE, Shape.BAR), Attribute.SHAPE, 2),))
    with pytest.raises(NoSeriesFound, match="d99"):
        generator._first_sound_draw(plan, "d99", 1, "1")


# --- Cells and rules ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param({"layout": Layout.SINGLE, "turn": 1}, "turn 1 cannot be seen on CIRCLE", id="turned circle"),
        pytest.param({"layout": Layout.SINGLE, "count": 2}, "count 2 cannot be seen", id="count outside a group"),
        pytest.param({"layout": Layout.GRID, "size": 3}, "size 3 cannot be seen", id="size in a grid"),
        pytest.param({"layout": Layout.GROUP, "place": 3}, "place 3 cannot be seen", id="place in a group"),
        pytest.param({"layout": Layout.GROUP, "count": 8}, "count is 8", id="more elements than fit"),
    ],
)
def test_a_cell_refuses_what_would_not_be_visible(values, message):
    with pytest.raises(ValueError, match=message):
        Cell(**values)


def test_a_step_that_leaves_the_domain_is_refused():
    with pytest.raises(ValueError, match="count from 6 by 1"):
        step_rule(Attribute.COUNT, 6, 1, 4)


# --- Drawing ------------------------------------------------------------------------------------


def outlines(svg: str) -> list[tuple[str, float, list[tuple[float, float]]]]:
    """Elements of a cell as (fill, half stroke, points); a circle becomes 48 points."""
    return [
        (group.attrib["fill"], float(group.attrib["stroke-width"]) / 2, _outline(element))
        for group in ET.fromstring(svg).iter(f"{SVG}g")  # noqa: S314 -- our own drawing
        for element in group
    ]


def _outline(element):
    if element.tag == f"{SVG}circle":
        middle = complex(float(element.attrib["cx"]), float(element.attrib["cy"]))
        around = [middle + float(element.attrib["r"]) * 1j ** (step / 12) for step in range(48)]
        return [(point.real, point.imag) for point in around]
    pairs = (pair.split(",") for pair in element.attrib["points"].split())
    return [(float(x), float(y)) for x, y in pairs]


@lru_cache(maxsize=512)
def inked(svg: str) -> dict[tuple[float, float], str]:
    """Colours that a viewer sees at points 2 units apart; points on bare paper are left out."""
    colours = {}
    for fill, half_stroke, points in outlines(svg):
        sides = list(pairwise([*points, points[0]]))
        for x, y in _around(points, half_stroke):
            if any(_distance(x, y, *side) <= half_stroke for side in sides):
                colours[x, y] = "ink"
            elif sum(_crosses(x, y, *side) for side in sides) % 2:
                colours[x, y] = fill
    return colours


def _around(points, margin):
    """Sample points in the box around an outline."""
    (left, top), (right, bottom) = map(min, zip(*points, strict=True)), map(max, zip(*points, strict=True))
    return [
        (x, y)
        for x in range(1, 100, 2)
        for y in range(1, 100, 2)
        if left - margin <= x <= right + margin and top - margin <= y <= bottom + margin
    ]


def _crosses(x, y, start, end):
    return (start[1] > y) != (end[1] > y) and x < (end[0] - start[0]) * (y - start[1]) / (end[1] - start[1]) + start[0]


def _distance(x, y, start, end):
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = max(0.0, min(1.0, ((x - start[0]) * dx + (y - start[1]) * dy) / (dx * dx + dy * dy)))
    return hypot(x - start[0] - along * dx, y - start[1] - along * dy)


def visible_difference(left: Cell, right: Cell) -> float:
    """Share (0..1) of what is drawn in either cell that looks different in the other."""
    one, other = inked(cell_svg(left)), inked(cell_svg(right))
    drawn = one.keys() | other.keys()
    return sum(one.get(point) != other.get(point) for point in drawn) / len(drawn)


@any_series
def test_no_two_options_look_the_same(row):
    cells = [cell for _, cell in row.options]
    for position, left in enumerate(cells):
        for right in cells[position + 1 :]:
            assert visible_difference(left, right) > LEAST_DIFFERENCE, (left, right)


@settings(max_examples=40, deadline=None)
@given(index=INDEXES, seed=SEEDS)
def test_no_wrong_option_looks_like_the_right_one_for_any_seed(index, seed):
    row = series(index, seed)
    right = right_cell(row)
    assert all(
        visible_difference(right, cell) > LEAST_DIFFERENCE for option, cell in row.options if option != row.answer
    )


@pytest.mark.parametrize("shape", TURNABLE_SHAPES)
def test_a_turnable_shape_has_eight_different_pictures(shape):
    views = [Cell(Layout.SINGLE, shape, turn=turn) for turn in range(8)]
    differences = [visible_difference(views[0], view) for view in views[1:]]
    assert min(differences) > LEAST_DIFFERENCE


def test_the_measure_of_difference_knows_equal_pictures():
    square = Cell(Layout.SINGLE, Shape.SQUARE)
    assert visible_difference(square, replace(square)) == 0


def every_cell() -> list[Cell]:
    singles = [Cell(Layout.SINGLE, shape, fill, size=size) for shape in Shape for fill in Fill for size in range(4)]
    turned = [Cell(Layout.SINGLE, shape, turn=turn, size=3) for shape in TURNABLE_SHAPES for turn in range(8)]
    groups = [Cell(Layout.GROUP, shape, count=count) for shape in Shape for count in DOMAINS[Attribute.COUNT]]
    turned_groups = [Cell(Layout.GROUP, shape, turn=turn, count=7) for shape in TURNABLE_SHAPES for turn in range(8)]
    grids = [Cell(Layout.GRID, shape, place=place) for shape in Shape for place in range(8)]
    return [*singles, *turned, *groups, *turned_groups, *grids]


@pytest.mark.parametrize("mirrored", [False, True])
def test_every_drawing_is_small_plain_and_inside_its_frame(mirrored):
    for cell in every_cell():
        svg = cell_svg(cell, mirrored=mirrored)
        assert len(svg.encode()) < 1000, cell
        for _, half_stroke, points in outlines(svg):
            edge = 3 + half_stroke
            assert all(edge <= x <= 100 - edge and edge <= y <= 100 - edge for x, y in points), cell


@pytest.mark.parametrize(
    "svg",
    [
        *(cell_svg(cell, mirrored=mirrored) for row in ALL for cell in row.cells for mirrored in (False, True)),
        empty_cell_svg(),
        arrow_svg(),
        arrow_svg(mirrored=True),
    ],
)
def test_a_drawing_has_no_words_ids_styles_or_scripts_and_only_our_colours(svg):
    root = ET.fromstring(svg)  # noqa: S314 -- our own drawing
    assert root.attrib == {"viewBox": "0 0 100 100"}
    elements = list(root.iter())
    assert {element.tag.removeprefix(SVG) for element in elements} <= {"svg", "rect", "g", "path", "polygon", "circle"}
    assert not any((element.text or "").strip() or (element.tail or "").strip() for element in elements)
    assert not {"id", "style", "class", "href"} & {name for element in elements for name in element.attrib}
    assert set(re.findall(r"#\w+", svg)) <= {"#14262b", "#ffffff", "#0e5560", "#9fb6b4"}


@any_series
def test_a_mirrored_cell_is_the_cell_reflected_left_to_right(row):
    for cell in row.cells:
        plain, mirrored = outlines(cell_svg(cell)), outlines(cell_svg(cell, mirrored=True))
        for (_, _, points), (_, _, reflected) in zip(plain, mirrored, strict=True):
            assert len(points) == len(reflected)
            for x, y in points:
                assert min(hypot(100 - x - other_x, y - other_y) for other_x, other_y in reflected) < 0.2


def test_a_count_draws_that_many_elements():
    for count in DOMAINS[Attribute.COUNT]:
        assert len(outlines(cell_svg(dots(count)))) == count


def test_a_place_is_drawn_clockwise_from_the_first_corner():
    places = [outlines(cell_svg(Cell(Layout.GRID, place=place)))[0][2] for place in range(8)]
    middles = [(round(sum(x for x, _ in p) / 48), round(sum(y for _, y in p) / 48)) for p in places]
    assert middles == [(20, 20), (50, 20), (80, 20), (80, 50), (80, 80), (50, 80), (20, 80), (20, 50)]


def test_elements_of_a_group_do_not_touch():
    for cell in {replace(cell, fill=Fill.OPEN) for cell in every_cell() if cell.layout is Layout.GROUP}:
        elements = outlines(cell_svg(cell))
        for position, (_, half_stroke, points) in enumerate(elements):
            sides = list(pairwise([*points, points[0]]))
            others = [point for _, _, other in elements[position + 1 :] for point in other]
            gaps = [_distance(*point, *side) for point in others for side in sides]
            assert min(gaps, default=100) > 2 * half_stroke, cell


def test_the_start_arrow_points_along_the_row():
    def tip(svg):
        (outline,) = ET.fromstring(svg)  # noqa: S314 -- our own drawing
        points = outline.attrib["points"].split()
        return [x for x, y in (point.split(",") for point in points) if y == "50"]

    assert tip(arrow_svg()) == ["90"]
    assert tip(arrow_svg(mirrored=True)) == ["10"]


def test_the_empty_place_holds_only_a_dashed_frame():
    (frame,) = ET.fromstring(empty_cell_svg())  # noqa: S314 -- our own drawing
    assert frame.tag == f"{SVG}rect"
    assert frame.attrib["stroke-dasharray"]
