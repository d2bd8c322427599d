"""``flask --app app score``: JSON in, JSON out, and one sentence for what cannot be scored."""

import json
import os
import subprocess
import sys

import pytest
from flask import Flask

from app.cli import score as score_module
from app.instruments.library import load_library
from app.paths import APP

GIVEN = {
    "instrument": "profile",
    "locale": "ti",
    "responses": {"c1a": 3, "c1b": "not_understood", "z7": "later", "z8": "no"},
}


@pytest.fixture(scope="module")
def runner():
    """The command as it is, but the definitions are read once and not for each test."""
    app = Flask("scoring")
    score_module.register(app)
    library = load_library()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(score_module, "load_library", lambda: library)
        yield app.test_cli_runner()


@pytest.fixture
def run(runner):
    """Score text or a value given as standard input."""

    def run(given):
        text = given if isinstance(given, str | bytes) else json.dumps(given)
        return runner.invoke(args=["score", "-"], input=text)

    return run


def answered(**responses):
    return GIVEN | {"responses": responses}


def test_the_answer_has_every_part(run):
    result = run(GIVEN)
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert list(found) == [
        "instrument",
        "version",
        "content_hash",
        "scales",
        "m4",
        "strengths",
        "discuss",
        "care",
        "care_impact",
        "care_wish",
        "care_offer",
        "acute",
        "quality",
        "figural",
        "language",
        "withheld",
    ]
    assert list(found["scales"]) == ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "m1", "m2", "m3", "m5"]
    assert list(found["care"]) == ["z1", "z2", "z3", "z4", "z5"]
    assert found["care_wish"] == "later"


def test_a_scored_scale_has_these_values(run):
    found = json.loads(run(answered(c1a=3, c1b=3, c1c=3, c1d=1)).stdout)
    assert found["scales"]["c1"] == {
        "n": 4,
        "p": 75.0,
        "se": 11.0,
        "interval": [60.92, 89.08],
        "label": [3, 4],
        "sensitive": False,
    }
    assert found["scales"]["c2"] is None


def test_a_file_gives_the_same_as_standard_input(run, runner, tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(GIVEN), encoding="utf-8")
    assert runner.invoke(args=["score", str(file)]).stdout == run(GIVEN).stdout


def test_the_locale_changes_no_number_and_may_be_left_out(run):
    without = {name: value for name, value in GIVEN.items() if name != "locale"}
    assert run(without).stdout == run(GIVEN).stdout == run(GIVEN | {"locale": "nl"}).stdout


def test_facts_and_own_words_are_taken(run):
    result = run(
        answered(
            **{
                "situation.transport": ["walk", "public"],
                "education.years": 9,
                "work.main_occupation": {"text": "እንጀራ", "options": ["cooking_serving"]},
                "work.tasks": ["cooking_serving.bake"],
                "work.second_occupation": "cleaning",
                "language.spoken": {"options": ["ti", "other"], "text": "Saho"},
                "d1": "unknown",
                "own_words": "Hallo",
            }
        )
    )
    assert result.exit_code == 0
    assert json.loads(result.stdout)["figural"]["solved"] == 0


def test_only_the_named_blocks_count(run):
    found = json.loads(run(answered(c1a=3, c1b=3, c1c=3, m1a=1, m1b=1, m1c=1, z8="yes") | {"blocks": ["f"]}).stdout)
    assert found["scales"]["c1"] is None
    assert found["scales"]["m1"]["n"] == 3
    assert found["acute"] is False


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param(GIVEN | {"instrument": "other"}, ["'instrument'", "'other'", "profile"], id="instrument"),
        pytest.param({"responses": {}}, ["'instrument'", "None", "profile"], id="no instrument"),
        pytest.param(GIVEN | {"locale": "fr"}, ["'locale'", "'fr'", "nl, en, ar, ti"], id="locale"),
        pytest.param(GIVEN | {"blocks": ["x"]}, ["'blocks'", "'x'", "a, b, c, d, e, f, g"], id="block"),
        pytest.param(GIVEN | {"blocks": "e"}, ["'blocks'", "'e'", "list"], id="blocks no list"),
        pytest.param(GIVEN | {"block": ["e"]}, ["'block'", "instrument, locale, blocks, responses"], id="field"),
        pytest.param({"instrument": "profile"}, ["'responses'", "None"], id="no responses"),
        pytest.param(GIVEN | {"responses": [3]}, ["'responses'", "[3]"], id="responses no object"),
        pytest.param(answered(q1=3), ["'q1'", "3", "c1a", "own_words"], id="item"),
        pytest.param(
            answered(c1a=9), ["'c1a'", "9", "0, 1, 2, 3, 4, not_understood, rather_not_say, not_applicable"], id="value"
        ),
        pytest.param(answered(c1a=True), ["'c1a'", "True", "0, 1, 2, 3, 4"], id="true is no number"),
        pytest.param(answered(m1a="not_applicable"), ["'m1a'", "'not_applicable'"], id="code of another block"),
        pytest.param(answered(z7="yes", z8="later"), ["'z8'", "'later'", "yes, no, "], id="option of another item"),
        pytest.param("{", ["not JSON", "line 1"], id="broken"),
        pytest.param("", ["not JSON"], id="empty"),
        pytest.param(b"\xff\xfe\xfd", ["not JSON"], id="no text"),
        pytest.param("[" * 100_000, ["not JSON"], id="too deep"),
        pytest.param("[1]", ["JSON object", "[1]"], id="no object"),
        pytest.param('{"instrument": "profile", "responses": {"c1a": 1, "c1a": 2}}', ["'c1a'", "twice"], id="twice"),
        pytest.param('{"instrument": "profile", "responses": {"c1a": NaN}}', ["'c1a'", "nan"], id="not a number"),
        pytest.param('{"instrument": "profile", "responses": {"c1a": "\\ud800\\u202e"}}', ["'c1a'"], id="half a sign"),
    ],
)
def test_what_cannot_be_scored_is_one_sentence_and_exit_2(run, given, words):
    result = run(given)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith(".\n")
    assert all(word in result.stderr for word in words), result.stderr


def test_a_missing_file_is_exit_2(runner):
    result = runner.invoke(args=["score", "no-such-file.json"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "no-such-file.json" in result.stderr


def test_the_command_needs_no_settings_and_two_processes_print_the_same_bytes(run):
    bare = {name: value for name, value in os.environ.items() if not name.startswith("INBEELD_")}
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", "score", "-"],
            input=json.dumps(GIVEN).encode(),
            env=bare | {"PYTHONHASHSEED": seed},
            cwd=APP.parent,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {run(GIVEN).stdout.encode()}
