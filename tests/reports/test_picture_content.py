"""What the reports in pictures may say: single answers, one question each, and nothing added up."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest

from app.cli.sample_pictures import make_own_sample, make_picture_sample
from app.cli.sample_report import FOR_VLUCHTELINGENWERK
from app.core.report import Phrase, Withheld
from app.core.responses import Missing, Response
from tests.reports.pictures import all_alike, codes_only, items, nothing

BANNED = re.compile(
    r"score|total|percent|stanine|diagnos|depress|ptss|ptsd|trauma|stoornis|disorder|niveau|level\b|b1-route",
    re.IGNORECASE,
)
ALLOWED = {
    "guide.picture_edition",  # says that there is no score
    "rights.5",
}


@pytest.fixture(scope="module")
def conversation(library):
    def make(locale="nl", **more):
        return make_picture_sample(library, locale, **more).content

    return make


@pytest.fixture(scope="module")
def own(library):
    def make(locale="nl", **more):
        return make_own_sample(library, locale, **more).content

    return make


def values_in(value):
    """Every dataclass inside a content, itself included."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from values_in(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from values_in(part)


def keys_of(content):
    """Every text key in a content, wherever it stands."""
    return {value.key for value in values_in(content) if isinstance(value, Phrase)}


def marked(content):
    return [card.item for part in content.parts for card in part.cards if card.mark]


def test_each_part_holds_its_pictures_in_the_order_of_asking(conversation):
    content = conversation()
    assert [part.block for part in content.parts] == ["p1", "p2", "p3", "p4", "p5"]
    assert len(content.part("p1").cards) == 10
    assert [card.item for card in content.part("p4").cards] == [f"p4.m{n}" for n in range(1, 6)]
    assert all(card.picture for part in content.parts for card in part.cards)


def test_the_chosen_picture_stands_beside_the_scene(conversation):
    card = next(card for card in conversation().part("p3").cards if card.item == "p3.c2")
    assert card.picture == "picture-p3-c2-prompt"
    assert [(one.words.key, one.picture) for one in card.chosen] == [
        ("option.jar_frequency.1", "option-jar_frequency-1")
    ]


def test_one_question_for_each_scene_or_one_for_the_part(conversation):
    for part in conversation().parts:
        asked = [card.ask for card in part.cards]
        assert (part.ask is not None) != all(asked)
        assert all(asked) or not any(asked)


@pytest.mark.parametrize(("times", "question"), [("0", 2), ("1", 1)])
def test_who_talked_with_nobody_about_work_is_asked_what_made_it_hard(conversation, times, question):
    content = conversation(changes={"p4.m4": Response(options=(times,))})
    card = next(card for card in content.part("p4").cards if card.item == "p4.m4")
    assert card.ask == Phrase(f"scale.m4.question.{question}")


def test_a_lot_is_said_only_of_what_stands_out(conversation):
    content = conversation()
    assert marked(content) == ["p3.c1", "p3.c5", "p3.c7"]
    mostly_full = {f"p3.c{n}": Response(options=("2",)) for n in range(1, 8)}
    assert marked(conversation(changes=mostly_full)) == []


def test_an_unreleased_translation_does_not_say_a_lot(conversation):
    content = conversation("ar")
    assert content.withheld is Withheld.TRANSLATION
    assert marked(content) == []
    assert [card.chosen for card in content.part("p3").cards] == [
        card.chosen for card in conversation("ar", approved=True).part("p3").cards
    ]


def test_codes_are_told_apart_and_are_no_answers(conversation):
    changes = {
        "p1.building": Response(missing=Missing.NOT_UNDERSTOOD),
        "p4.m1": Response(missing=Missing.RATHER_NOT_SAY),
        "p5.phone": None,
    }
    content = conversation(changes=changes)
    told = {group.reason.key: [card.item for card in group.cards] for group in content.unanswered}
    assert told == {
        "report.fact.not_understood": ["p1.building", "p3.c6"],
        "report.fact.rather_not_say": ["p4.m1"],
        "report.fact.not_answered": ["p5.phone"],
    }
    shown = {card.item for part in content.parts for card in part.cards}
    assert shown.isdisjoint({"p1.building", "p3.c6", "p4.m1", "p5.phone"})


def test_the_same_jar_everywhere_is_remarked_in_friendly_words(conversation):
    assert conversation().remarks == ()
    keys = [phrase.key for phrase in conversation(changes=all_alike()).remarks]
    assert keys == ["report.pictures.same_answers", "light.not_honesty"]


def test_nothing_answered_still_makes_both_reports(conversation, own):
    content = conversation(changes=nothing())
    assert content.parts == ()
    assert [group.reason.key for group in content.unanswered] == ["report.fact.not_answered"]
    assert content.own_words == ()
    booklet = own(changes=nothing())
    assert booklet.parts == ()
    assert booklet.care is None
    assert len(booklet.unanswered) == len([item for item in items() if item[:2] not in {"p6", "p7", "p8"}])


def test_nothing_but_codes_is_shown_to_the_person_and_not_read_as_answers(conversation, own):
    assert conversation(changes=codes_only()).parts == ()
    booklet = own(changes=codes_only())
    shown = {one.picture for part in booklet.parts for card in part.cards for one in card.chosen}
    assert shown == {"option-picture-not_understood", "option-picture-rather_not_say"}
    assert not booklet.care.offer


def test_each_way_of_answering_names_its_parts(conversation):
    assert [(mode.key, [title.key for title in titles]) for mode, titles in conversation().modes] == [
        ("mode.self", ["report.section.work_cards", "report.section.wish", "report.section.background"]),
        ("mode.read_aloud", ["report.section.competence", "report.section.motivation"]),
    ]


def test_an_interpreter_in_the_health_part_is_told_to_the_person_alone(conversation, own):
    assert own().care.part.mode == Phrase("mode.interpreter")
    assert "mode.interpreter" not in keys_of(conversation())


def test_another_form_is_told_as_a_count(conversation):
    assert conversation().other_form == Phrase("report.other_form", count=6)


def test_nothing_about_health_reaches_the_conversation_report(conversation):
    keys = keys_of(conversation(edition=FOR_VLUCHTELINGENWERK))
    assert not [key for key in keys if key.startswith(("picture.p6", "picture.p7", "picture.p8", "option.face"))]
    assert "report.care_released.nothing" in keys
    shared = keys_of(conversation())
    assert "report.care_released.wish_yes" in shared
    assert not [key for key in shared if key.startswith(("picture.p6", "picture.p8", "option.face", "option.picture."))
                and not key.startswith("option.picture.p5")]  # fmt: skip


def test_the_health_answers_do_not_change_the_conversation_report(conversation):
    other = {f"p6.z{n}": Response(options=("2",)) for n in range(1, 6)} | {"p8.acute": Response(options=("yes",))}
    assert conversation(changes=other) == conversation()


def test_the_person_reads_every_answer(own):
    content = own()
    shown = [card.item for part in (*content.parts, content.care.part) for card in part.cards]
    assert shown == items()
    assert content.care.offer
    assert content.care.wish == "yes"


def test_nothing_is_added_up_or_named_in_the_words_of_the_clinic(conversation, own, library):
    for locale in ("nl", "en"):
        wording = library.wording("picture-profile", locale)
        for content in (conversation(locale), own(locale)):
            said = {key: wording.plural(key, 2) if key == "report.other_form" else _text(wording, key)
                    for key in keys_of(content)}  # fmt: skip
            assert {key: text for key, text in said.items() if BANNED.search(text)} == {}


def _text(wording, key):
    return " ".join(wording.texts[key].forms.values())


def test_no_value_of_a_content_is_a_sum(conversation, own):
    found = (*values_in(conversation()), *values_in(own()))
    names = {field.name for value in found for field in fields(value)}
    assert names.isdisjoint({"total", "score", "sum", "percentage", "interval", "mean", "band"})
    assert not [value for value in found if isinstance(value, Phrase) and value.places]
