"""The shipped instrument in pictures: what is asked, in which order, and that everything can be seen and heard."""

from __future__ import annotations

import pytest

from app import paths
from app.core.instrument import Item, ItemKind, PracticeItem, Store
from app.core.responses import Missing
from app.core.routing import Modules, StepKind, items_on_path, path
from app.instruments.build import text_keys
from app.instruments.library import load_library
from app.pictograms.index import load_pictograms, stem

LIBRARY = load_library()
PICTURES = LIBRARY.instrument("picture-profile")
PROFILE = LIBRARY.instrument("profile")
DRAWN = load_pictograms()
ALL = Modules(frozenset(block.id for block in PICTURES.blocks))
CARE = ("p6", "p7", "p8")
LOCALES = ("nl", "en", "ar", "ti")
FIELDS = (
    "land_animals",
    "building",
    "repair_machines",
    "cooking_serving",
    "cleaning",
    "shop_market",
    "care_people",
    "driving_goods",
    "clothes_craft",
    "office_computer",
)
JARS = {"p1": {"jar_experience"}, "p3": {"jar_frequency"}, "p4": {"jar_amount", "jar_count", "path"}}


def ids(options):
    return tuple(option.id for option in options)


def shown_pictures():
    """Every picture that is shown for an item, an answer or a practice screen, with the key of its words."""
    shown: list[Item | PracticeItem] = [*PICTURES.items.values(), *PICTURES.practice]
    for one in shown:
        yield one.text_key, one.picture
        for option in one.options:
            yield option.text_key, option.picture


def spoken_alone():
    """Keys that are said with a picture of their own, and belong to no item."""
    for block in PICTURES.blocks:
        yield from block.instruction_keys
    for screen in PICTURES.practice:
        yield from (screen.feedback_key, screen.retry_key, screen.help_key, screen.ready_key)
    yield from (key for key in [PICTURES.items["p8.acute"].instruction_key, *PICTURES.practice_instructions] if key)
    yield from (PICTURES.missing_key(code) for code in (Missing.NOT_UNDERSTOOD, Missing.RATHER_NOT_SAY))


def test_there_are_36_counted_items_in_eight_parts_and_one_to_close():
    sizes = {block.id: len(block.order) for block in PICTURES.blocks}
    assert sizes == {"p1": 10, "p2": 1, "p3": 8, "p4": 5, "p5": 5, "p6": 5, "p7": 1, "p8": 1}
    assert sum(item.counted for item in PICTURES.items.values()) == 36
    assert PICTURES.closing == ("finish.going_well",)


def test_the_order_is_the_published_one():
    assert [item.id for item in items_on_path(PICTURES, ALL, {})] == [
        *(f"p1.{field}" for field in FIELDS),
        "p2.wish",
        *(f"p3.c{number}" for number in range(1, 9)),
        *(f"p4.m{number}" for number in range(1, 6)),
        *("p5.school", "p5.script", "p5.dutch", "p5.phone", "p5.languages"),
        *(f"p6.z{number}" for number in range(1, 6)),
        *("p7.help_wish", "p8.acute", "finish.going_well"),
    ]


def test_the_path_is_one_line_with_a_break_and_only_the_care_part_has_an_introduction():
    steps = path(PICTURES, ALL, {})
    assert [step.id for step in steps if step.kind is StepKind.PRACTICE] == ["sun", "yes_no", "jar"]
    openings = [step for step in steps if step.kind in {StepKind.BLOCK, StepKind.CARE_INTRO, StepKind.BREAK}]
    assert [(step.kind, step.id) for step in openings] == [(StepKind.BREAK, "p4"), (StepKind.CARE_INTRO, "p6")]
    assert all(item.condition is None for item in PICTURES.items.values())


def test_skipping_the_care_part_skips_its_three_pieces_and_keeps_the_way_back():
    assert PICTURES.introduced_with("p6") == CARE
    steps = path(PICTURES, Modules(ALL.blocks, skipped=frozenset(CARE)), {})
    assert [step.id for step in steps if step.id.startswith(CARE)] == ["p6"]


def test_every_part_is_switched_on_by_a_part_of_the_text_instrument():
    modules = {block.id: block.module for block in PICTURES.blocks}
    assert modules == {"p1": "b", "p2": "b", "p3": "e", "p4": "f", "p5": "c", "p6": "g", "p7": "g", "p8": "g"}
    for block in PICTURES.blocks:
        twin = PROFILE.block(block.module)
        assert (block.private, block.needs_duty_officer) == (twin.private, twin.needs_duty_officer)
        assert (block.title_key, block.optional) == (twin.title_key, twin.optional)
        recipients = {PICTURES.items[item_id].recipients for item_id in block.order}
        assert recipients == {PROFILE.items[twin.order[0]].recipients}


def test_health_goes_to_the_care_store_and_nothing_else_does():
    in_care = [item for item in PICTURES.items.values() if item.store is Store.CARE]
    assert [item.id for item in in_care] == [f"p6.z{n}" for n in range(1, 6)] + ["p7.help_wish", "p8.acute"]
    assert {(item.recipients, item.retention) for item in in_care} == {(("participant", "ggd"), "care")}


def test_each_answer_set_has_the_published_ids_and_points():
    formats = {
        block.id: {PICTURES.items[item_id].format for item_id in block.order}
        for block in PICTURES.blocks
        if block.id in JARS
    }
    assert formats == JARS
    for item in PICTURES.items.values():
        if item.format:
            top = 3 if item.format == "doors" else 2
            expected = [(str(points), points) for points in range(top + 1)]
            assert [(option.id, option.value) for option in item.options] == expected
            assert [option.text_key for option in item.options] == [f"option.{item.format}.{n}" for n, _ in expected]
    assert [PICTURES.items[f"p6.z{n}"].format for n in range(1, 6)] == [f"face.z{n}" for n in range(1, 6)]
    assert [PICTURES.items[f"p5.{name}"].format for name in ("school", "script", "dutch", "phone")] == [
        "doors",
        *["jar_skill"] * 3,
    ]


def test_the_wish_takes_up_to_three_fields_or_not_known_yet():
    wish = PICTURES.items["p2.wish"]
    assert (wish.kind, wish.max_choices) == (ItemKind.MULTIPLE, 3)
    assert ids(wish.options) == (*FIELDS, "unknown")
    assert [option.id for option in wish.options if option.exclusive] == ["unknown"]


def test_languages_are_as_many_as_someone_speaks():
    languages = PICTURES.items["p5.languages"]
    assert ids(languages.options) == ("ar", "ti", "nl", "en", "am", "ku", "tigre", "other")
    assert (languages.kind, languages.max_choices) == (ItemKind.MULTIPLE, 8)


def test_yes_and_no_are_the_answers_to_both_questions_about_help():
    assert {ids(PICTURES.items[item_id].options) for item_id in ("p7.help_wish", "p8.acute")} == {("yes", "no")}
    assert (PICTURES.roles["care_wish"], PICTURES.roles["acute"]) == ("p7.help_wish", "p8.acute")
    assert PICTURES.items["p8.acute"].instruction_key == "picture.p8.acute.announce"


def test_practice_has_a_right_answer_and_is_said_again_until_somebody_helps():
    assert [(screen.id, screen.answer) for screen in PICTURES.practice] == [
        ("sun", "sun"),
        ("yes_no", "yes"),
        ("jar", "2"),
    ]
    assert [ids(screen.options) for screen in PICTURES.practice] == [
        ("sun", "cup", "tree"),
        ("yes", "no"),
        ("0", "1", "2"),
    ]
    said = {(screen.feedback_key, screen.retry_key, screen.help_key, screen.ready_key) for screen in PICTURES.practice}
    assert said == {tuple(f"picture.practice.{name}" for name in ("right", "try_again", "help", "ready"))}
    assert [screen.explain_key for screen in PICTURES.practice] == [None, None, "picture.practice.jar.explain"]
    assert PICTURES.practice_instructions == (
        *(f"picture.intro.{number}" for number in range(1, 8)),
        "picture.intro.who_sees",
    )


def test_every_item_can_be_left_without_an_answer_in_two_ways():
    both = (Missing.NOT_UNDERSTOOD, Missing.RATHER_NOT_SAY)
    assert {item.missing for item in PICTURES.items.values()} == {both}
    assert PICTURES.missing_key(Missing.NOT_UNDERSTOOD) == "option.picture.not_understood"
    assert PROFILE.missing_key(Missing.NOT_UNDERSTOOD) == "option.missing.not_understood"


def test_nothing_is_typed_but_the_closing_words():
    typed = [item.id for item in PICTURES.items.values() if item.kind not in {ItemKind.SINGLE, ItemKind.MULTIPLE}]
    assert typed == ["finish.going_well"]
    closing = PICTURES.items["finish.going_well"]
    assert (closing.kind, closing.may_be_empty, closing.counted) == (ItemKind.TEXT, True, False)
    assert not any(option.opens_text for item in PICTURES.items.values() for option in item.options)


def test_every_item_answer_and_practice_screen_has_its_own_drawing():
    for key, picture in shown_pictures():
        assert picture == stem(key), key
        assert (paths.PICTOGRAMS / "svg" / f"{picture}.svg").is_file(), key


@pytest.mark.parametrize("locale", LOCALES)
def test_every_picture_says_in_each_language_what_it_shows(locale):
    keys = [key for key, _ in shown_pictures()] + [*spoken_alone()]
    assert len(keys) > 150
    assert [key for key in keys if not DRAWN.alternative(key, locale).strip()] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_is_there_in_each_language(locale):
    wording = LIBRARY.wording("picture-profile", locale)
    missing = [key for key in text_keys(PICTURES) if not (wording.has(key) and wording.text(key).strip())]
    assert missing == []


def test_every_text_of_its_own_is_said_somewhere():
    wording, shared = LIBRARY.wording("picture-profile", "nl"), LIBRARY.wording("profile", "nl")
    unsaid = set(wording.keys()) - set(shared.keys()) - set(text_keys(PICTURES))
    instead = {f"local.{key}" for key in text_keys(PICTURES)}  # said in a session without internet
    assert unsaid - instead == {"picture.finish.1", "picture.finish.2"}  # the last page


def test_no_item_is_put_on_a_scale():
    assert PICTURES.scales == {}
    assert PICTURES.style.pairs == ()
    assert {item.scale for item in PICTURES.items.values()} == {None}
