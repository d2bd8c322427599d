"""Documents that lean on tests name tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"(tests/[\w/]+\.py)(?:::(test_\w+))?")
LEANING = (
    "docs/threat-model.md",
    "docs/asvs.md",
    "docs/bio.md",
    "docs/intended-purpose.md",
    "docs/scan.md",
    "SECURITY.md",
)


@pytest.mark.parametrize("document", LEANING)
def test_every_test_that_a_document_names_exists(document):
    named = NAMED.findall((ROOT / document).read_text("utf-8"))
    missing = [f"{file}::{test}" for file, test in named if not _is_there(ROOT / file, test)]
    assert missing == []


def test_the_threat_model_names_a_test_for_every_attacker():
    parts = (ROOT / "docs" / "threat-model.md").read_text("utf-8").split("\n## ")[1:]
    without = [part.splitlines()[0] for part in parts if not NAMED.search(part)]
    assert without == ["Not looked at"]


@pytest.mark.parametrize(
    "attacker",
    [
        "next person on the tablet", "curious facilitator", "facilitator and client manager acting together",
        "stolen tablet", "stolen laptop", "stolen database", "stolen backup", "leaking pdf", "hostile network",
        "hostile administrator",
    ],
)  # fmt: skip
def test_the_threat_model_says_of_each_attacker_what_is_prevented_noticed_and_remains(attacker):
    parts = (ROOT / "docs" / "threat-model.md").read_text("utf-8").casefold().split("\n## ")[1:]
    [part] = [part for part in parts if attacker in part.splitlines()[0]]
    assert all(word in part for word in ("*prevented", "*noticed", "*remains")), attacker


def _is_there(file: Path, test: str) -> bool:
    return file.is_file() and (not test or f"def {test}(" in file.read_text("utf-8"))
