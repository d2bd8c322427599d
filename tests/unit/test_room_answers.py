"""The load of a room: the recorded journey has the shape that locust walks, and every answer is counted once."""

from __future__ import annotations

import json
import re

import pytest
from room_answers import count_answers, form_key
from room_plan import starts

from app import paths
from app.core.instrument import Instrument
from app.instruments.library import load_library

JOURNEYS = json.loads((paths.APP.parent / "benchmarks" / "journey.json").read_text("utf-8"))
TOKENS = {"csrf_token", "key", "shown", "sitting", "code"}


def instrument(variant: str) -> Instrument:
    return next(one for one in load_library().instruments.values() if one.variant == variant)


def items_answered(variant):
    paths_answered = [step["path"] for step in JOURNEYS[variant] if step["method"] == "POST"]
    found = [re.fullmatch(r"/\{locale\}/items/([\w.]+)", path) for path in paths_answered]
    return [match[1] for match in found if match]


@pytest.mark.parametrize("variant", ["text", "pictogram"])
def test_a_journey_opens_a_screen_and_sends_its_form_in_turn(variant):
    methods = [step["method"] for step in JOURNEYS[variant]]
    assert methods == ["GET", "POST"] * (len(methods) // 2) + ["GET"]
    for opened, sent in zip(JOURNEYS[variant][::2], JOURNEYS[variant][1::2], strict=False):
        assert opened["path"] == sent["path"]
        assert "go" in sent["fields"]


@pytest.mark.parametrize("variant", ["text", "pictogram"])
def test_a_journey_answers_every_item_of_its_instrument_once(variant):
    answered = items_answered(variant)
    assert len(answered) == len(set(answered))
    assert set(answered) <= set(instrument(variant).items)
    counted = {item.id for item in instrument(variant).items.values() if item.counted}
    assert counted <= set(answered)


@pytest.mark.parametrize("variant", ["text", "pictogram"])
def test_a_journey_holds_no_token_and_no_language(variant):
    for step in JOURNEYS[variant]:
        assert step["path"].startswith("/{locale}/")
        assert not TOKENS & set(step.get("fields", {}))


@pytest.mark.parametrize(("variant", "least"), [("text", 5), ("pictogram", 6)])
def test_people_can_begin_at_each_part(variant, least):
    steps = JOURNEYS[variant]
    places = starts(steps)
    assert len(places) >= least
    assert all(steps[place]["method"] == "GET" for place in places)


def test_every_answer_is_there_once():
    count = count_answers(sent=["a", "b"], acknowledged=["a", "b"], stored=["b", "a"])
    assert count.every_answer_once
    assert (count.acknowledged, count.stored) == (2, 2)


@pytest.mark.parametrize(
    ("sent", "acknowledged", "stored", "lost", "double", "unknown"),
    [
        pytest.param(["a", "b"], ["a", "b"], ["a"], ("b",), (), (), id="an acknowledged answer is missing"),
        pytest.param(["a"], ["a"], ["a", "a"], (), ("a",), (), id="an answer is there twice"),
        pytest.param(["a"], ["a"], ["a", "c"], (), (), ("c",), id="an answer that nobody gave"),
    ],
)
def test_what_is_wrong_is_named(sent, acknowledged, stored, lost, double, unknown):
    count = count_answers(sent, acknowledged, stored)
    assert (count.lost, count.double, count.unknown) == (lost, double, unknown)
    assert not count.every_answer_once


@pytest.mark.parametrize("stored", [[], ["b"]])
def test_an_answer_without_acknowledgement_may_be_there_or_not(stored):
    assert count_answers(sent=["a", "b"], acknowledged=[], stored=stored).every_answer_once


def test_a_form_that_was_sent_again_is_one_answer():
    count = count_answers(sent=["a", "a"], acknowledged=["a", "a"], stored=["a"])
    assert (count.acknowledged, count.every_answer_once) == (1, True)


def test_an_acknowledgement_of_nothing_is_an_error_of_the_measurement():
    with pytest.raises(ValueError, match="never sent"):
        count_answers(sent=[], acknowledged=["a"], stored=["a"])


def test_the_key_of_a_row_begins_with_that_of_its_form():
    assert form_key("abcdefgh:12") == "abcdefgh"
    assert form_key("abcdefgh") == "abcdefgh"
