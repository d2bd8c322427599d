"""The shared cases as the server decides them; tests/journeys/test_rules.py asks the browser the same."""

from __future__ import annotations

import json

import pytest

from tests.vectors.routing import FILE, cases

KEPT = json.loads(FILE.read_text("utf-8"))
NAMES = [f"{number} {one['instrument']}" for number, one in enumerate(KEPT)]


@pytest.fixture(scope="module")
def decided():
    return cases()


def test_no_case_is_missing(decided):
    assert len(decided) == len(KEPT)


@pytest.mark.parametrize("number", range(len(KEPT)), ids=NAMES)
def test_the_server_decides_as_the_shared_cases_say(decided, number):
    assert decided[number] == KEPT[number]


def test_the_shared_cases_hold_what_rounding_and_branches_can_get_wrong():
    by_hand = KEPT[:4]
    assert [case["path"] for case in by_hand[:1]] == [by_hand[3]["path"]] != [by_hand[2]["path"]]
    assert "item:bakery" in by_hand[2]["path"]
    assert any(
        share in {12, 62, 38, 88} for case in KEPT for one in case["progress"].values() for share in one["shares"]
    )
    assert {name for case in KEPT for name in [case["instrument"]]} == {"tiny", "operators", "profile"}
