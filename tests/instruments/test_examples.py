"""The worked examples of the instrument "profile" come out of the core as its owner calculated them by hand."""

import json

import pytest
from ruamel.yaml import YAML

from app import paths
from app.cli.score import score_payload
from app.core.figural import figure_series
from app.instruments.library import load_library
from tests.instruments.definitions import differences

EXAMPLES = YAML(typ="safe", pure=True).load(paths.QUESTIONNAIRES / "profile" / "examples.yaml")
KEYS = {"about", "rule", "scales", "every", "responses", "figures", "blocks", "expected"}
FIVE_STEP_SCALES = ("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "m1", "m2", "m3", "m5")


@pytest.fixture(scope="module")
def library():
    return load_library()


@pytest.fixture(scope="module")
def library_read_again():
    return load_library()


def payload(example):
    """The input of the command that an example stands for."""
    chosen = dict.fromkeys(FIVE_STEP_SCALES, example["every"]) if "every" in example else {}
    chosen |= example.get("scales", {})
    answers = {
        f"{scale}{letter}": value
        for scale, values in chosen.items()
        for letter, value in zip("abcd", values, strict=False)
        if value is not None
    }
    whole = {
        "instrument": "profile",
        "responses": answers | figures(**example.get("figures", {})) | example.get("responses", {}),
    }
    return whole | ({"blocks": example["blocks"]} if "blocks" in example else {})


def figures(right=0, wrong=0):
    """Answers to the first series: so many right, then so many wrong."""
    series = figure_series()
    wrong_ones = series[right : right + wrong]
    return {one.id: one.answer for one in series[:right]} | {one.id: str(int(one.answer) % 4 + 1) for one in wrong_ones}


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["about"] for example in EXAMPLES])
def test_worked_example(library, example):
    assert set(example) <= KEYS
    assert differences(score_payload(library, payload(example)), example["expected"]) == []


def test_each_rule_has_an_example():
    rules = {rule.strip() for example in EXAMPLES for rule in str(example["rule"]).split(",")}
    assert rules >= {"1", "2", "3", "4", "6", "7", "8", "9", "10", "11", "12", "safety", "style", "sensitivity"}


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["about"] for example in EXAMPLES])
def test_the_same_answers_give_the_same_bytes(library, library_read_again, example):
    given = payload(example)
    turned = given | {"responses": dict(reversed(given["responses"].items())), "locale": "ti"}
    assert json.dumps(score_payload(library, given)) == json.dumps(score_payload(library_read_again, turned))
