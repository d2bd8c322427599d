"""The committed files are what the scenes draw, and the kit draws what it says."""

import math
import re

import pytest

from app.pictograms.palette import INK
from tools.pictograms import draw
from tools.pictograms.people import Person, ik
from tools.pictograms.places import jar
from tools.pictograms.scenes import jars
from tools.pictograms.shapes import Pic, dist, flip, line, n, poly_d, rect, tube


@pytest.fixture(scope="module")
def drawn():
    return draw.drawings()


def test_the_committed_files_are_drawn_byte_for_byte():
    assert draw.differences() == []


def test_every_text_with_a_picture_has_one(drawn):
    assert len(drawn) == 176


def test_a_changed_file_a_missing_file_and_a_foreign_file_are_named(tmp_path):
    assert draw.write(tmp_path) == 176
    (tmp_path / "who_sees-1.svg").write_text("<svg/>", "utf-8")
    (tmp_path / "who_sees-2.svg").unlink()
    (tmp_path / "stray.svg").write_text("<svg/>", "utf-8")
    assert draw.differences(tmp_path) == [
        "who_sees-2.svg: missing",
        "stray.svg: no scene draws it",
        "who_sees-1.svg: differs from its scene",
    ]


def test_a_key_drawn_twice_is_refused(monkeypatch):
    monkeypatch.setattr(draw, "SCENES", (jars, jars))
    with pytest.raises(draw.DrawnTwice, match=r"option\.jar_experience\.0"):
        draw.drawings()


def test_a_card_and_its_label_show_the_same_picture(drawn):
    assert drawn["picture.p1.cleaning.label"] == drawn["picture.p1.cleaning.prompt"]


@pytest.mark.parametrize("value", range(3))
def test_the_jar_of_a_filling_is_the_same_everywhere(drawn, value):
    names = ("experience", "frequency", "amount", "skill")
    assert len({drawn[f"option.jar_{name}.{value}"] for name in names}) == 1


def test_the_three_fillings_differ(drawn):
    assert len({drawn[f"option.jar_skill.{value}"] for value in range(3)}) == 3


def test_yes_holds_no_tick_and_no_holds_no_cross(drawn):
    """No answer may look right or wrong: only the axis of the arrow differs in kind."""
    colours = [set(re.findall("#[0-9A-F]{6}", drawn[key])) for key in ("option.picture.yes", "option.picture.no")]
    assert colours[0] == colours[1]


@pytest.mark.parametrize(
    ("value", "written"),
    [(3, "3"), (3.0, "3"), (2.55, "2.5"), (-0.01, "0"), (0.5, "0.5")],
)
def test_numbers_are_short(value, written):
    assert n(value) == written


def test_path_data_is_squeezed_without_changing_a_number():
    svg = Pic("a.b").add(line([(0.5, -2), (10, 0)])).svg()
    assert 'd="M.5-2L10 0"' in svg


def test_a_picture_takes_nested_parts_and_leaves_none_out():
    svg = Pic("a.b").add([None, ["<x/>", ("<y/>",)]], "<z/>").svg()
    assert svg.endswith("><x/><y/><z/></svg>\n")


def test_a_polygon_without_radius_has_its_own_corners():
    assert poly_d([(0, 0), (10, 0), (10, 10)]) == "M0 0L10 0L10 10Z"


def test_a_rounded_corner_stays_within_half_of_the_side():
    assert poly_d([(0, 0), (10, 0), (10, 10)], [0, 100, 0]) == "M0 0L5 0Q10 0 10 5L10 10Z"


def test_a_bar_is_an_ink_line_under_a_coloured_one():
    outline, inside = re.findall(r"<path.*?/>", tube([(0, 0), (10, 0)], 10, "teal"))
    assert 'stroke-width="13"' in outline
    assert "stroke=" not in outline
    assert 'stroke-width="7"' in inside


def test_a_shape_in_ink_names_no_colour():
    assert "stroke" not in rect(0, 0, 5, 5)
    assert INK not in rect(0, 0, 5, 5)


def test_mirroring_turns_around_the_given_axis():
    assert flip(72, "<x/>") == '<g transform="matrix(-1 0 0 1 144 0)"><x/></g>'


@pytest.mark.parametrize("bend", [-1, 1])
def test_two_bones_keep_their_length_and_reach_the_target(bend):
    joint, end = ik((0, 0), (20, 5), 17, 17, bend)
    assert end == pytest.approx((20, 5))
    assert dist((0, 0), joint) == pytest.approx(17)
    assert dist(joint, end) == pytest.approx(17)


def test_a_hand_stops_where_the_arm_ends():
    person = Person.stand(72, near=(500, 80))
    assert dist(person.sh_n, person.hand()) == pytest.approx(34, abs=0.2)


def test_a_person_who_faces_the_other_way_is_the_mirror_image():
    right, left = (Person.stand(72, facing=facing, view="side") for facing in (1, -1))
    assert right.hc_[0] - 72 == pytest.approx(72 - left.hc_[0])
    assert right.sh_n[1] == pytest.approx(left.sh_n[1])


def test_a_person_stands_on_the_ground_with_head_up():
    person = Person.stand(72, 132)
    assert (person.fn[1], person.ff[1]) == (132, 132)
    assert math.isclose(132 - person.hc_[1], 48.8 + 31 + 14.5)


def surface(level):
    """Height of the water in a jar, in units from above; None without water."""
    found = re.search(r'd="M[\d.]+ ([\d.]+)[^"]*" fill="#2F7FB5"', jar(72, 130, level))
    return float(found[1]) if found else None


def test_an_empty_jar_holds_no_water():
    assert surface(0) is None


def test_a_full_jar_holds_more_than_a_half_full_one():
    assert surface(1) < surface(0.5)


def test_a_filling_between_is_refused():
    with pytest.raises(KeyError):
        jar(72, 130, 0.3)
