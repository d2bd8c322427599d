"""Which passwords are taken: by length, and none that everybody tries first. No rules about kinds of signs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST = 12
LONGEST = 128
_FEWEST_DIFFERENT = 5
_TELLING = 4  # signs; a shorter piece of a name says nothing


class PasswordProblem(StrEnum):
    """Why a password is not taken; the view has a sentence for each."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    ABOUT_YOU = "about_you"
    SAME_SIGNS = "same_signs"


def password_problem(password: str, about: Iterable[str] = ()) -> PasswordProblem | None:
    """What is wrong with a password, or None. ``about``: name and e-mail address of the account."""
    plain = normalised(password).casefold()
    if len(plain) < SHORTEST:
        return PasswordProblem.TOO_SHORT
    if len(plain) > LONGEST:
        return PasswordProblem.TOO_LONG
    if len(set(plain)) < _FEWEST_DIFFERENT:
        return PasswordProblem.SAME_SIGNS
    if _without_ends(plain) in common_passwords() or plain in common_passwords():
        return PasswordProblem.COMMON
    pieces = {piece for words in (*about, "inbeeld") for piece in _pieces(words)}
    rest = plain
    for piece in pieces:
        rest = rest.replace(piece, "")
    return PasswordProblem.ABOUT_YOU if len(rest) < SHORTEST // 2 and rest != plain else None


def normalised(password: str) -> str:
    """The same signs however they were typed (NFKD, as Flask-Security compares them)."""
    return unicodedata.normalize("NFKD", password)


@cache
def common_passwords() -> frozenset[str]:
    """Passwords that are used most, and common words and names (lists of zxcvbn, MIT)."""
    return frozenset(word for words in FREQUENCY_LISTS.values() for word in words)


def _without_ends(plain: str) -> str:
    """Without the year or sign of exclamation that people add."""
    return plain.strip("0123456789!?.-_ ")


def _pieces(words: str) -> list[str]:
    cleaned = "".join(sign if sign.isalnum() else " " for sign in words.casefold())
    return [piece for piece in cleaned.split() if len(piece) >= _TELLING]
