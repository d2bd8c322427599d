"""Which passwords are taken: by length, and none that is tried first. No rules about kinds of signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum
from functools import cache

from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST = 12
LONGEST = 128
_FEWEST_DIFFERENT = 5
_TELLING = 4  # signs; a shorter piece of a name, word or row says nothing
_LONGEST_PIECE = 32

# What whoever guesses has to find, in points.
_ENOUGH = 14  # three common words, seven letters in no order, fourteen digits
_WORD = 5
_LETTER = 2
_OTHER = 1  # a digit or sign
_ROW = 2  # signs that follow each other on the keyboard or in the alphabet, the same sign over and over, a year
_AGAIN = 1  # what stood there before

_HERE = """
    lente voorjaar zomer herfst najaar winter vakantie kerst
    januari februari maart april juni juli augustus september oktober november december
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag weekend
    inbeeld welkom wachtwoord geheim inloggen toegang beheer beheerder kantoor werkplek collega afdeling
    gemeente gemeentehuis stadhuis provincie burger burgerzaken inwoner sociaal domein wijkteam werkplein
    statushouder statushouders inburgering inburgeraar inburgeren nieuwkomer vluchteling asielzoeker vergunning
    klantmanager consulent begeleider casemanager deelnemer tolk uitkering bijstand participatie participatiewet
    vragenlijst vragen antwoord rapport gesprek verslag dossier toekomst talent werk taal school
"""
"""What people of this workplace think of first; the lists of zxcvbn are English."""

_ROWS = "qwertyuiop asdfghjkl zxcvbnm qazwsxedc abcdefghijklmnopqrstuvwxyz 01234567890 !@#$%^&*()"
_BOTH_WAYS = f"{_ROWS} {_ROWS[::-1]}"
_YEAR_OR_SAME = re.compile(r"(?:19|20)[0-9]{2}|(.)\1+")
_SEPARATORS = frozenset(" -_.")
_PLAINER = str.maketrans("013457@$!", "oieastasi")


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
    to_others, to_who_knows = _points(plain), _points(plain, _pieces(about))
    if to_who_knows >= _ENOUGH:
        return None
    return PasswordProblem.ABOUT_YOU if to_who_knows * 2 <= to_others else PasswordProblem.COMMON


def normalised(password: str) -> str:
    """The same signs however they were typed (NFKD, as Flask-Security compares them)."""
    return unicodedata.normalize("NFKD", password)


@cache
def common_passwords() -> frozenset[str]:
    """Passwords that are used most, and common words and names (lists of zxcvbn, MIT; our own for Dutch)."""
    return frozenset(_HERE.split()).union(word for words in FREQUENCY_LISTS.values() for word in words)


def _points(plain: str, own: Collection[str] = ()) -> int:
    """What there is to guess, cut into pieces as whoever guesses would: the fewest points of all ways to cut it.

    ``own``: pieces of a name or address that need no guessing.
    """
    bare = "".join(sign for sign in plain if sign not in _SEPARATORS)
    fewest = [0]
    for end in range(1, len(bare) + 1):
        alone = fewest[end - 1] + (_LETTER if bare[end - 1].isalpha() else _OTHER)
        starts = range(max(0, end - _LONGEST_PIECE), end - _TELLING + 1)
        fewest.append(min([alone, *(fewest[start] + _points_of_piece(bare, start, end, own) for start in starts)]))
    return fewest[-1]


def _points_of_piece(bare: str, start: int, end: int, own: Collection[str]) -> int:
    piece = bare[start:end]
    if piece in own:
        return 0
    if piece in bare[:start]:
        return _AGAIN
    if piece in _BOTH_WAYS or _YEAR_OR_SAME.fullmatch(piece):
        return _ROW
    common = common_passwords()
    return _WORD if piece in common or piece.translate(_PLAINER) in common else _LETTER * len(piece)


def _pieces(about: Iterable[str]) -> frozenset[str]:
    plain = normalised(" ".join(about)).casefold()
    cleaned = "".join(sign if sign.isalnum() or unicodedata.combining(sign) else " " for sign in plain)
    return frozenset(piece for piece in cleaned.split() if len(piece) >= _TELLING)
