"""``flask --app app score`` with the instrument in pictures."""

import json

import pytest
from flask import Flask

from app.cli import score as score_module
from app.instruments.library import load_library

GIVEN = {
    "instrument": "picture-profile",
    "locale": "ti",
    "responses": {"p3.c1": 2, "p3.c2": "not_understood", "p2.wish": ["building"], "p7.help_wish": "yes"},
}


@pytest.fixture(scope="module")
def run():
    """Score a value given as standard input; the definitions are read once."""
    app = Flask("scoring")
    score_module.register(app)
    runner = app.test_cli_runner()
    library = load_library()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(score_module, "load_library", lambda: library)
        yield lambda given: runner.invoke(args=["score", "-"], input=json.dumps(given))


def answered(**responses):
    return GIVEN | {"responses": {name.replace("_", ".", 1): value for name, value in responses.items()}}


def test_the_profile_comes_out_in_a_fixed_order(run):
    result = run(GIVEN)
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert list(found) == [
        "instrument",
        "version",
        "content_hash",
        "experience",
        "wish",
        "competence",
        "named_much",
        "motivation",
        "facts",
        "care",
        "care_wish",
        "care_offer",
        "acute",
        "straightlining",
        "missing",
    ]
    assert list(found["competence"]) == [f"c{number}" for number in range(1, 9)]
    assert list(found["motivation"]) == [f"m{number}" for number in range(1, 6)]
    assert list(found["facts"]) == ["p5.school", "p5.script", "p5.dutch", "p5.phone", "p5.languages"]
    assert found["care"] == {"items": dict.fromkeys(["z1", "z2", "z3", "z4", "z5"]), "total": None, "strong": []}
    assert (found["care_wish"], found["care_offer"]) == ("yes", True)
    assert found["missing"] == {"not_understood": 1, "rather_not_say": 0, "not_applicable": 0}


def test_no_answer_is_scaled(run):
    words = ("scale", "band", "interval", "label", "percent", "se", "p", "norm", "quality", "withheld")

    def names(value):
        if isinstance(value, dict):
            yield from value
            for part in value.values():
                yield from names(part)

    assert set(names(json.loads(run(GIVEN).stdout))) & set(words) == set()


def test_a_jar_is_named_by_its_id_or_its_points(run):
    assert run(answered(p3_c1="2")).stdout == run(answered(p3_c1=2)).stdout


def test_only_the_named_parts_count(run):
    found = json.loads(run(GIVEN | {"blocks": ["p2", "p3"]}).stdout)
    assert (found["wish"], found["competence"]["c1"]) == (["building"], 2)
    assert (found["care"], found["care_wish"], found["care_offer"]) == (None, None, False)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param(answered(c1a=3), ["'c1a'", "p1.land_animals", "finish.going_well"], id="item of the text"),
        pytest.param(answered(p3_c1=3), ["'p3.c1'", "3", "0, 1, 2, not_understood, rather_not_say"], id="value"),
        pytest.param(answered(p3_c1="not_applicable"), ["'p3.c1'", "'not_applicable'"], id="code of the text"),
        pytest.param(answered(p7_help_wish="later"), ["'p7.help_wish'", "yes, no"], id="option of the text"),
        pytest.param(
            answered(p2_wish=["building", "cleaning", "shop_market", "care_people"]),
            ["'p2.wish'", "at most 3"],
            id="four wishes",
        ),
        pytest.param(answered(p2_wish=["building", "unknown"]), ["'p2.wish'"], id="a wish and not known"),
        pytest.param(GIVEN | {"blocks": ["a"]}, ["'blocks'", "p1, p2, p3, p4, p5, p6, p7, p8"], id="part of the text"),
        pytest.param(GIVEN | {"instrument": "pictures"}, ["picture-profile, profile"], id="instrument"),
    ],
)
def test_what_cannot_be_scored_is_one_sentence_and_exit_2(run, given, words):
    result = run(given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert all(word in result.stderr for word in words), result.stderr
