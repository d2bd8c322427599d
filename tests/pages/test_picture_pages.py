"""Every page of the picture variant in every language: the rules that hold for pages with words hold here too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.instruments.library import Library, load_library
from app.pictograms.index import load_pictograms, stem
from app.services.delivery import finish
from app.services.sittings import open_sitting
from app.sound.slots import SAMPLE, defined_keys, slots_of, stand_ins_of
from app.web.context import current_work
from tests.factories import SittingFactory
from tests.pages.test_participant_pages import (  # noqa: F401 - the same rules, for these pages
    ACUTE,
    FULL,
    LOCALES,
    MIDDLE,
    NEW,
    ORAL,
    PAUSED,
    TWO,
    Page,
    deck_pages,
    lead_differently,
    open_page,
    opened,
    test_every_field_has_a_label,
    test_every_picture_has_an_alternative_text_and_exists,
    test_language_direction_and_title,
    test_no_key_of_a_text_stands_on_a_page,
    test_no_latin_words_where_none_belong,
    test_nothing_from_elsewhere,
    test_nothing_untranslated_in_the_pseudo_languages,
    test_one_heading_of_the_first_level,
    test_unique_ids,
    test_valid_html,
)
from tests.pictured import PICTURES, pictured
from tests.services.answering import answer_everything, look_back, option, state_basis
from tests.web.person import Person

PAGES = {
    "tell/start.listen_first": NEW, **{f"tell/who_sees.{n}": NEW for n in range(1, 9)}, "take-part": NEW,
    **{f"tell/picture.intro.{n}": MIDDLE for n in range(1, 8)}, "tell/picture.intro.who_sees": MIDDLE,
    "practice/sun": MIDDLE, "practice/sun?chosen=cup&tries=1": MIDDLE, "practice/sun?chosen=cup&tries=2": MIDDLE,
    "practice/yes_no": MIDDLE, "practice/jar": MIDDLE, "practice/jar?chosen=2": MIDDLE,
    "items/p1.land_animals": MIDDLE, "items/p1.building": FULL, "items/p2.wish": FULL, "items/p3.c5": FULL,
    "items/p4.m4": FULL, "items/p4.m5": FULL, "break/p4": FULL, "items/p5.school": FULL, "items/p5.dutch": FULL,
    "items/p5.languages": FULL, **{f"parts/p6?line={n}": FULL for n in range(4)},
    **{f"items/p6.z{n}": FULL for n in range(1, 6)}, "items/p7.help_wish": FULL, "items/p8.acute": FULL,
    "items/finish.going_well": FULL, **{f"review?line={n}": FULL for n in range(4)}, "resume": FULL,
    "share/ggd": FULL, "share/contact": FULL, "share/interpreter": FULL, "share/case-manager": FULL,
    "share/ggd-status": FULL, "share/ggd-advice": FULL, "share/health-case-manager": FULL,
    "share/health-vluchtelingenwerk": FULL, "share/vluchtelingenwerk": FULL, "share/overview": FULL,
    "help": FULL, "help?back=item:p1.building": ACUTE, "stop": FULL, "stop/rest": FULL, "stop/later": FULL,
    "stop/end": FULL, "further": ACUTE, "further?said=called": ACUTE, "further?said=later": ACUTE,
    "form": FULL, "form?back=item:p3.c1": ACUTE, "two-languages": FULL, "paused": PAUSED,
    "parts/p1/reader": ORAL, "parts/p6/alone": ORAL, "parts/p6/here": ORAL, "hidden": FULL,
}  # fmt: skip
IN_TWO_LANGUAGES = (
    "items/p1.building", "items/p2.wish", "items/p3.c5", "items/p4.m4", "items/p6.z4", "break/p4", "help", "stop",
    "two-languages", "form", "review", "share/ggd", "share/overview", "parts/p6?line=1", "parts/p6/alone",
)  # fmt: skip
WAIT = re.compile(r"/deck/p\d/waiting$")
"""Goes on by itself, so that it has nothing to confirm."""
LANGUAGES = ("nl", "en", "ar", "ti")
CONTROLS = {
    "hand": "ui.ask_help", "ear": "ui.listen_again", "back": "ui.back", "question": "option.picture.not_understood",
    "cross": "option.picture.rather_not_say", "tick": "ui.next",
}  # fmt: skip
SPEAKS = re.compile(r'<[^>]*(?:data-prompt|data-choice|data-control="(?!ear))[^>]*>')
SAMPLE_WITHOUT_SPEAKER = f"{SAMPLE}tigre"
"""Nobody has said this one in its own language yet, and no program can: its meaning stands in for it."""


@pytest.fixture(scope="module")
def library() -> Library:
    """The instruments with their words."""
    return load_library()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, migrated_stores: Path) -> Iterator[list[Page]]:
    """Every page in every language, delivered once."""
    with opened(tmp_path_factory.mktemp("pictures") / "instance", migrated_stores, open_pages) as found:
        yield found


def open_pages(app: Flask, locale: str) -> list[Page]:
    """All pages in one language, then the thanks and the refusal."""
    with app.app_context():
        factory = SittingFactory(current_work())
        session = factory.session(factory.organisation(name=f"Beelddorp {LOCALES.index(locale)}"), locales=[locale])
        states = (NEW, MIDDLE, FULL, ACUTE, ORAL, TWO, PAUSED)
        invited = {state: pictured(factory, session, seat) for seat, state in enumerate(states, 1)}
        for state in (FULL, ACUTE, TWO):
            asked = option("yes" if state == ACUTE else "no")
            answers = {"p6.z1": option("2"), "p7.help_wish": option("yes"), "p8.acute": asked}
            answer_everything(factory.work, invited[state].token, locale, **answers)
            look_back(factory.work, invited[state])
        state_basis(factory.work, invited[FULL])
    people = {state: Person(app.test_client(), locale) for state in invited}
    for state, person in people.items():
        person.enter(invited[state].code)
    for state in (MIDDLE, ORAL, PAUSED):
        people[state].open("take-part")
        people[state].post(option="yes")
    lead_differently(app, invited, locale)
    people[ACUTE].open("help")
    people[ACUTE].post(go="help")
    people[FULL].open("share/ggd")
    people[FULL].post(option="yes")
    found = [open_page(people[state], path) for path, state in PAGES.items()]
    found += [open_page(people[TWO], path) for path in IN_TWO_LANGUAGES]
    found += deck_pages(people[MIDDLE], "p6", locale)
    with app.app_context():
        work = current_work()
        finish(work, open_sitting(work, invited[FULL].token), locale)
    found += [open_page(people[FULL], path) for path in ("finish", "finish?line=1")]
    people[NEW].open("take-part")
    people[NEW].post(option="no")
    return [*found, open_page(people[NEW], "take-part")]


def test_every_page_is_one_of_the_picture_variant(pages):
    for page in pages:
        assert '<main class="inb-picto' in page.html, page.name
        assert 'data-variant="pictogram"' in page.html, page.name
        assert "/assets/picture." in page.html, page.name


def test_nothing_can_be_typed(pages):
    for page in pages:
        for tag, attributes in page.reader.tags:
            assert tag not in {"textarea", "select"}, page.name
            assert tag != "input" or attributes["type"] in {"hidden", "radio", "checkbox"}, page.name


def test_every_answer_has_a_picture_or_sign_and_visible_words(pages):
    for page in pages:
        cards = re.findall(r'<label class="inb-choice".*?</label>', page.html, re.DOTALL)
        for card in cards:
            assert "inb-choice__drawing" in card, page.name
            words = re.sub(r'<span class="inb-visually-hidden">.*?</span>', "", card)
            assert re.sub(r"<[^>]+>", "", words).strip(), page.name


def test_hand_and_tick_are_on_every_screen(pages):
    for page in pages:
        controls = re.findall(r'data-control="(\w+)"', page.html)
        assert controls[0] == "hand", page.name
        assert controls[-1] == ("ear" if WAIT.search(page.name) else "tick"), page.name


def test_every_sentence_answer_and_control_can_be_spoken_in_the_language_of_the_page(pages, library):
    slots = {locale: {slot.key for slot in slots_of(library, PICTURES, locale)} for locale in LANGUAGES}
    for page in pages:
        for element in SPEAKS.findall(page.html):
            assert " data-key=" in element or 'role="alert"' in element, f"{page.name}: {element}"
        if page.locale in slots:
            mute = set(re.findall(r'data-key="([^"]+)"', page.html)) - slots[page.locale]
            assert mute == set(), page.name


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_item_option_practice_text_and_control_has_words_for_ear_and_eye(library, locale):
    instrument = library.instrument(PICTURES)
    keys = {*defined_keys(instrument), *instrument.practice_instructions, *CONTROLS.values()}
    keys |= {key for one in instrument.practice for key in (one.help_key, one.ready_key) if key}
    keys |= {instrument.missing_key(code) for item in instrument.items.values() for code in item.missing}
    keys -= {block.title_key for block in instrument.blocks}
    slots = {slot.key: slot for slot in slots_of(library, PICTURES, locale)}
    assert keys - set(slots) == set()
    assert {key for key in keys if not slots[key].in_bank} == {SAMPLE_WITHOUT_SPEAKER}
    assert {slot.key for slot in stand_ins_of(library, PICTURES, locale)} == {SAMPLE_WITHOUT_SPEAKER}
    index = load_pictograms()
    drawn = [index.pictures[stem(key)] for key in keys if stem(key) in index.pictures]
    shown = {item.text_key for item in instrument.items.values()}
    shown |= {option.picture for item in instrument.items.values() for option in item.options if option.picture}
    assert {stem(key) for key in shown} <= set(index.pictures)
    assert len(drawn) > len(shown)
    assert [picture.stem for picture in drawn if not index.alternatives[locale][picture.alt].text.strip()] == []


def test_the_picture_that_asks_is_described_and_the_answers_are_not_said_twice(pages):
    for page in pages:
        for image in page.reader.images:
            in_card = "inb-choice" in image["class"]
            assert (
                bool(image["alt"]) != in_card or "inb-picto__before" in page.html or "inb-picto__problem" in page.html
            )


def test_a_picture_is_turned_round_only_where_its_direction_means_something(pages):
    mirrored = {picture.stem for picture in load_pictograms().pictures.values() if picture.mirror}
    turned = {
        re.sub(r".*/([^/]+)\.[0-9a-f]{8}\.svg", r"\1", image["src"])
        for page in pages
        for image in page.reader.images
        if "inb-mirrors" in image["class"]
    }
    assert turned
    assert turned <= mirrored
