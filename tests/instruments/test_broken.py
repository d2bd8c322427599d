"""Each kind of error in a definition: the folder holds the broken example, expected.txt the sentences it gives."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import app.instruments
from app.instruments.errors import DefinitionError, DefinitionErrors, listed
from app.instruments.library import load_library
from tests.instruments.definitions import FIXTURES, checked, copied

BROKEN = sorted(folder for folder in (FIXTURES / "broken").iterdir() if folder.is_dir())


@cache
def errors_of(folder: Path) -> list[DefinitionError]:
    return checked(folder).errors


@pytest.mark.parametrize("folder", BROKEN, ids=[folder.name for folder in BROKEN])
def test_a_broken_definition_is_told_with_file_line_value_and_what_is_allowed(folder):
    sentences = [str(error) for error in errors_of(folder)]
    assert sentences == (folder / "expected.txt").read_text("utf-8").splitlines()
    assert sentences


def test_every_kind_of_error_has_a_broken_example():
    rooms = Path(app.instruments.__file__).parent.glob("*.py")
    source = "\n".join(file.read_text("utf-8") for file in rooms)
    named = set(re.findall(r'(?:error|wrong|unknown|DefinitionError)\(\s*"([a-z_]+)"', source))
    shown = {error.kind for folder in BROKEN for error in errors_of(folder)}
    assert len(named) > 40
    assert named - shown == set()


def test_errors_in_several_files_are_told_at_once_with_found_and_allowed(tmp_path):
    folder = copied(
        "plain",
        tmp_path,
        ("instrument.yaml", "items: [u1, u2]", "items: [u1, u7]"),
        ("instrument.yaml", "    - [t1, t2]", "    - [t2, t1]"),
        ("wording.en.yaml", 'text: "red"', 'text: ""'),
    )
    with pytest.raises(DefinitionErrors) as caught:
        load_library(folder)
    kinds = [(error.kind, error.file, error.line, error.path) for error in caught.value.errors]
    assert kinds == [
        ("unknown_item", "plain/instrument.yaml", 32, "scales.u.items[1]"),
        ("pair_keying", "plain/instrument.yaml", 36, "answering_style.pairs[0]"),
        ("empty", "plain/wording.en.yaml", 15, "texts.option.colour.red.text"),
    ]
    unknown = caught.value.errors[0]
    assert (unknown.found, unknown.allowed) == ("u7", ("colour", "t1", "t2", "u1", "u2"))
    assert len(str(caught.value).splitlines()) == 3


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path):
    file = copied("plain", tmp_path) / "wording.nl.yaml"
    file.write_bytes(file.read_bytes().replace(b"rood", b"ro\xf6d"))
    assert [str(error) for error in checked(tmp_path / "plain").errors] == [
        "plain/wording.nl.yaml, line 13: The file is not UTF-8 from here on. Allowed: YAML 1.2 in UTF-8, each key once."
    ]


def test_a_long_list_of_values_names_the_nearest_and_how_many_more():
    values = [f"item{number}" for number in range(20)]
    assert listed(values[:3]) == "item0, item1, item2"
    assert listed([]) == "none"
    assert listed(values, "item7").startswith("item7, ")
    assert listed(values, "item7").endswith(" and 15 more")
