"""Guessing is slowed down for one account from one address; nobody else waits for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.services.sign_in_tries import FREE_TRIES, MANY_TRIES, STRANGE_TRIES, TooManyTries, Trier, check_tries, note_try
from app.store.account_models import SignInTry

OFFICE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


class Clock:
    """A clock that the test moves by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tries(work, clock):
    return replace(work, now=clock)


def wrong(work, trier, times):
    for _ in range(times):
        note_try(work, trier, succeeded=False)


def waits(work, trier):
    try:
        check_tries(work, trier)
    except TooManyTries as refused:
        return refused.seconds
    return 0


def test_each_wrong_try_doubles_the_wait_up_to_a_quarter_of_an_hour(tries, clock):
    trier = Trier("wie@x.example", OFFICE)
    wrong(tries, trier, FREE_TRIES - 1)
    assert waits(tries, trier) == 0
    found = []
    for _ in range(7):
        wrong(tries, trier, 1)
        found.append(waits(tries, trier) - 1)
    assert found == [30, 60, 120, 240, 480, 900, 900]
    clock.at += timedelta(seconds=901)
    assert waits(tries, trier) == 0


def test_a_colleague_at_the_same_address_never_waits(tries):
    wrong(tries, Trier("wie@x.example", OFFICE), 3 * STRANGE_TRIES)
    assert waits(tries, Trier("collega@x.example", OFFICE)) == 0


def test_whoever_got_in_from_here_before_is_not_locked_out_from_elsewhere(tries):
    note_try(tries, Trier("wie@x.example", OFFICE), succeeded=True)
    for number in range(STRANGE_TRIES):
        wrong(tries, Trier("wie@x.example", f"198.51.100.{number}"), 1)
    assert waits(tries, Trier("wie@x.example", OFFICE)) == 0
    assert waits(tries, Trier("wie@x.example", "203.0.113.9")) > 0


def test_one_address_that_tries_many_accounts_waits_but_not_for_those_who_work_there(tries):
    note_try(tries, Trier("collega@x.example", OFFICE), succeeded=True)
    for number in range(MANY_TRIES):
        wrong(tries, Trier(f"{number}@x.example", OFFICE), 1)
    assert waits(tries, Trier("nieuw@x.example", OFFICE)) > 0
    assert waits(tries, Trier("collega@x.example", OFFICE)) == 0


def test_getting_in_begins_the_count_anew(tries):
    trier = Trier("wie@x.example", OFFICE)
    wrong(tries, trier, FREE_TRIES - 1)
    note_try(tries, trier, succeeded=True)
    wrong(tries, trier, FREE_TRIES - 1)
    assert waits(tries, trier) == 0


def test_neither_account_nor_address_is_kept_in_the_open(tries):
    wrong(tries, Trier("wie@x.example", OFFICE), 1)
    row = tries.db.scalars(select(SignInTry)).one()
    assert len(row.account_lookup) == len(row.address_lookup) == 64
    assert "wie" not in row.account_lookup


def test_capitals_and_spaces_make_no_other_account(tries):
    wrong(tries, Trier("Wie@X.example ", OFFICE), FREE_TRIES)
    assert waits(tries, Trier("wie@x.example", OFFICE)) > 0
    assert waits(tries, Trier("wie@x.example", ELSEWHERE)) == 0
