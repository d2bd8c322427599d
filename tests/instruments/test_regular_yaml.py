"""The quick reader gives what a whole YAML reader gives, or gives up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from app import paths
from app.instruments.regular_yaml import read_regular

FILES = sorted(paths.QUESTIONNAIRES.glob("*/wording.*.yaml"))


def whole(text: str) -> object:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("file", FILES, ids=[f"{file.parent.name}-{file.name}" for file in FILES])
def test_every_wording_file_is_regular_and_read_the_same(file):
    text = file.read_text("utf-8")
    assert read_regular(text) == whole(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('a: "b"\na: "c"\n', id="a key twice"),
        pytest.param("a:\n   b: c\n", id="odd indent"),
        pytest.param("a:\nb: c\n", id="a mapping without content"),
        pytest.param("a:\n", id="an open end"),
        pytest.param("- a\n", id="a list"),
        pytest.param("a: 12\n", id="a number"),
        pytest.param("a: null\n", id="nothing"),
        pytest.param("a: [b, true]\n", id="a truth value in a list"),
        pytest.param("true: b\n", id="a truth value as key"),
        pytest.param('a: "b" # c\n', id="a comment after a value"),
        pytest.param("a: b c\n", id="two words"),
        pytest.param("a: &b c\n", id="an anchor"),
        pytest.param('a: "b\\x41"\n', id="an escape of YAML"),
        pytest.param("a:\tb\n", id="a tab"),
        pytest.param('a: "b\u2028c"\n', id="a line separator"),
        pytest.param("a: b\n  c: d\n", id="deeper than it can be"),
    ],
)
def test_it_gives_up_at_what_is_not_regular(text):
    assert read_regular(text) is None


LINES = st.lists(
    st.sampled_from(
        [
            "a:",
            "b: c",
            "  a: no",
            "  b:",
            "    c: yes",
            '    d: "x: y # z"',
            '  "?": "\\"q\\""',
            "  e: []",
            "  f: [n, on]",
            "g: true",
            "# h",
            "",
            "  # i",
            "   j: k",
            "- l",
            "m: 1",
            "on: off",
        ]
    ),
    max_size=8,
)


@given(LINES)
def test_what_it_reads_is_what_yaml_says(lines):
    text = "\n".join(lines)
    quick = read_regular(text)
    if quick is None:
        return
    try:
        assert quick == (whole(text) or {})
    except YAMLError as error:
        pytest.fail(f"read as {quick}, but: {error}")
