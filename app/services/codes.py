"""Access codes: ten signs that are not taken for one another, the last one a check sign."""

from __future__ import annotations

import secrets

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"  # 23 signs, a prime: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V
LENGTH = 10
GROUPS = (3, 3, 4)
LAST_SIGNS = 4


def _check_sign(signs: str) -> str:
    """Weighted sum modulo 23: finds every single wrong sign and every swap of two neighbours."""
    total = sum((position + 2) * ALPHABET.index(sign) for position, sign in enumerate(signs))
    return ALPHABET[total % len(ALPHABET)]


def make_code() -> str:
    """A new random code; 23^9 = 1.8 million million possibilities."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return signs + _check_sign(signs)


def complete_code(signs: str) -> str:
    """An invented code for demonstrations: nine given signs and their check sign. Raises ValueError on other signs."""
    if len(signs) != LENGTH - 1:
        raise ValueError(f"nine signs are needed, not {len(signs)}")
    return signs + _check_sign(signs)


def normalise_code(text: str) -> str | None:
    """What a person typed as a code: only letters and digits count, small or large. None when it cannot be a code.

    Spaces and dashes do not matter, nor the marks of direction that come along from a right-to-left page.
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs if _check_sign(signs[:-1]) == signs[-1] else None


def grouped(code: str) -> str:
    """A code as people read it: ``K7M 4XR 9TQA``."""
    parts, start = [], 0
    for size in GROUPS:
        parts.append(code[start : start + size])
        start += size
    return " ".join(parts)


def last_signs(code: str) -> str:
    """What stands for a code wherever others than the person read it: the whole one opens the questionnaire."""
    return code[-LAST_SIGNS:]
