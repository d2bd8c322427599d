"""A missing tool skips a test at a desk and fails it on the build server."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.tools.missing import tool_is_missing

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("ci", "outcome"),
    [("true", pytest.fail.Exception), ("", pytest.skip.Exception)],
    ids=["fails on the build server", "skips at a desk"],
)
def test_the_place_decides(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no hammer"):
        tool_is_missing("no hammer")


def test_the_build_server_says_where_it_is(tmp_path):
    make = tmp_path / "make"
    make.write_text('#!/bin/sh\necho "$1 $CI"\n', "ascii")
    make.chmod(0o755)
    bare = {name: value for name, value in os.environ.items() if name != "CI"}
    environment = {**bare, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    run = subprocess.run([ROOT / ".ci" / "run"], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == "test true\n"
