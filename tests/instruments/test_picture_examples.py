"""The worked examples of the instrument in pictures come out of the core as they were worked out by hand."""

import json

import pytest
from ruamel.yaml import YAML

from app import paths
from app.cli.score import score_payload
from app.instruments.library import load_library
from tests.instruments.definitions import differences

EXAMPLES = YAML(typ="safe", pure=True).load(paths.QUESTIONNAIRES / "picture-profile" / "examples.yaml")
KEYS = {"about", "rule", "fill", "responses", "blocks", "expected"}
BY_NAME = pytest.mark.parametrize("example", EXAMPLES, ids=[example["about"] for example in EXAMPLES])


@pytest.fixture(scope="module")
def library():
    return load_library()


def payload(library, example):
    """The input of the command that an example stands for."""
    instrument = library.instrument("picture-profile")
    filled = {
        item_id: value for part, value in example.get("fill", {}).items() for item_id in instrument.block(part).order
    }
    whole = {"instrument": "picture-profile", "responses": filled | example.get("responses", {})}
    return whole | ({"blocks": example["blocks"]} if "blocks" in example else {})


@BY_NAME
def test_worked_example(library, example):
    assert set(example) <= KEYS
    assert differences(score_payload(library, payload(library, example)), example["expected"]) == []


def test_each_rule_has_an_example():
    rules = {rule.strip() for example in EXAMPLES for rule in example["rule"].split(",")}
    assert rules == {"single", "much", "care", "safety", "alike", "missing", "parts"}


@BY_NAME
def test_the_same_answers_give_the_same_bytes(library, example):
    given = payload(library, example)
    turned = given | {"responses": dict(reversed(given["responses"].items())), "locale": "ar"}
    assert json.dumps(score_payload(library, given)) == json.dumps(score_payload(library, turned))
