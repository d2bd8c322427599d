"""What is said about a password that is not taken."""

from __future__ import annotations

from flask_babel import gettext

from app.services.passwords import PasswordProblem


def problem_words(problem: PasswordProblem) -> str:
    """Why a password is not taken, and what to do."""
    words: dict[PasswordProblem, str] = {
        PasswordProblem.TOO_SHORT: gettext("Take at least 12 signs. A few words in a row are easy to remember."),
        PasswordProblem.TOO_LONG: gettext("Take at most 128 signs."),
        PasswordProblem.COMMON: gettext(
            "Many people use this one or one like it, so it is tried first. Take a few different words."
        ),
        PasswordProblem.ABOUT_YOU: gettext(
            "Your name or address is most of it. Take words that have nothing to do with you."
        ),
        PasswordProblem.SAME_SIGNS: gettext("It has too few different signs. Take another."),
    }
    return words[problem]
