"""Slowing down whoever guesses: by account and address together, so that a whole office is never locked out.

Accounts and addresses are kept as keyed hashes; an account that does not exist is counted like one that does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select

from app.services.work import Work
from app.store.account_models import SignInTry

FREE_TRIES = 5  # of one account from one address
FIRST_WAIT = timedelta(seconds=30)  # doubles with each further wrong try
LONGEST_WAIT = timedelta(minutes=15)
COUNTED = timedelta(hours=1)
STRANGE_TRIES = 20  # of one account from all addresses where it never got in
MANY_TRIES = 100  # from one address, of all accounts that never got in there
MANY_WITHIN = timedelta(minutes=10)
KNOWN_FOR = timedelta(days=30)


class TooManyTries(Exception):
    """Too many wrong tries; ``seconds`` until the next one is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many wrong tries, next one in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Trier:
    """Who tries: the account as typed, and the address of the browser."""

    account: str
    address: str


def check_tries(work: Work, trier: Trier) -> None:
    """Call before a password or code is looked at. Raises TooManyTries.

    From an address where this account got in before, only its own wrong tries there count.
    """
    of_account, at_address = _hashes(work, trier)
    wait = _wait_of_pair(work, of_account & at_address)
    if wait is None and not _got_in(work, of_account & at_address):
        wait = _wait_of_strangers(work, of_account, at_address)
    if wait is not None and wait > work.now():
        raise TooManyTries(max(1, int((wait - work.now()).total_seconds()) + 1))


def note_try(work: Work, trier: Trier, *, succeeded: bool) -> None:
    """Count one try and forget old ones; commits."""
    work.db.execute(delete(SignInTry).where(SignInTry.at <= work.now() - KNOWN_FOR))
    work.db.execute(
        insert(SignInTry).values(
            account_lookup=work.lookup.of(_account(trier)),
            address_lookup=work.lookup.of(_address(trier)),
            at=work.now(),
            succeeded=succeeded,
        )
    )
    work.db.commit()


def _wait_of_pair(work: Work, pair: ColumnElement[bool]) -> datetime | None:
    last_success = work.db.scalar(select(func.max(SignInTry.id)).where(pair, SignInTry.succeeded))
    count, last = _wrong(work, pair, COUNTED, after=last_success or 0)
    if last is None or count < FREE_TRIES:
        return None
    doublings = min(count - FREE_TRIES, 10)
    wait: timedelta = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    return last + wait


def _wait_of_strangers(work: Work, of_account: ColumnElement[bool], at_address: ColumnElement[bool]) -> datetime | None:
    known = select(SignInTry.address_lookup).where(of_account, SignInTry.succeeded)
    count, last = _wrong(work, of_account & SignInTry.address_lookup.not_in(known), COUNTED)
    if last is not None and count >= STRANGE_TRIES:
        return last + LONGEST_WAIT
    count, last = _wrong(work, at_address, MANY_WITHIN)
    return last + timedelta(minutes=1) if last is not None and count >= MANY_TRIES else None


def _wrong(work: Work, whose: ColumnElement[bool], within: timedelta, *, after: int = 0) -> tuple[int, datetime | None]:
    now = work.now()  # what was counted by a clock that was ahead keeps nobody out until then
    lately = SignInTry.at.between(now - within, now + LONGEST_WAIT)
    statement = select(func.count(SignInTry.id), func.max(SignInTry.at)).where(
        whose, SignInTry.succeeded.is_(False), lately, SignInTry.id > after
    )
    count, last = work.db.execute(statement).one()
    return count, last


def _got_in(work: Work, pair: ColumnElement[bool]) -> bool:
    return work.db.scalar(select(SignInTry.id).where(pair, SignInTry.succeeded).limit(1)) is not None


def _hashes(work: Work, trier: Trier) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        SignInTry.account_lookup.in_(work.lookup.every(_account(trier))),
        SignInTry.address_lookup.in_(work.lookup.every(_address(trier))),
    )


def _account(trier: Trier) -> str:
    return f"sign-in:{trier.account.strip().casefold()}"


def _address(trier: Trier) -> str:
    return f"address:{trier.address}"
