"""One language of a report: says phrases, dates and labels, with every name, code and date isolated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from markupsafe import Markup, escape

from app.core.report import Phrase
from app.reporting.typed_text import printable
from app.reporting.words import word

DATE_PATTERN = "d MMMM y"
"""Day, month in words, year: in every language, since CLDR's own order differs."""

VOWEL_SIGNS = dict.fromkeys(range(0x64B, 0x653))
"""Arabic signs over and under letters. Print does without them, and a PDF reader takes a word with them apart."""

Place = Phrase | str | int | Markup
_MARK = re.compile("\ue000(\\d+)\ue001")


class Wording(Protocol):
    """What a report needs of the wordings of ``app.instruments.library``."""

    @property
    def locale(self) -> str:
        """Code of the language."""

    def text(self, key: str, **places: object) -> str:
        """One text with its places filled; raises KeyError."""

    def plural(self, key: str, n: int, **places: object) -> str:
        """The form of a text for ``n``; raises KeyError."""


def direction_of_locale(code: str) -> str:
    """``rtl`` or ``ltr``, from CLDR; the pseudo-language says it in its code."""
    try:
        return Locale.parse(code, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "rtl" if code.endswith("-rtl") else "ltr"


def isolated(value: object) -> Markup:
    """A name, code or number, made fit for paper and set apart from the direction of the sentence around it.

    WeasyPrint does not isolate a full stop at the end of a Latin name; a left-to-right mark after it does.
    """
    text = printable(str(value))
    mark = "\u200e" if text[-1:] in ".,:;!?)" and text[:1].isascii() else ""
    return Markup("<bdi>{}{}</bdi>").format(text, mark)


@dataclass(frozen=True, slots=True)
class Voice:
    """Says what a report means in one language. ``draft``: nobody released this wording."""

    wording: Wording
    draft: bool = False

    @property
    def locale(self) -> str:
        """Code of the language, for ``lang``."""
        return self.wording.locale

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, for ``dir``."""
        return direction_of_locale(self.locale)

    def say(self, phrase: Phrase | str, **more: Place) -> Markup:
        """The words of a phrase (or of a text key), safe for HTML. Raises KeyError for an unknown text."""
        asked = Phrase(phrase) if isinstance(phrase, str) else phrase
        places: dict[str, Place] = {**asked.places, **more}
        said = [self._place(value) for value in places.values()]
        marks = {name: f"\ue000{at}\ue001" for at, name in enumerate(places)}
        text = str(escape(self._words(asked, marks)))
        return Markup(_MARK.sub(lambda found: str(said[int(found[1])]), text))  # noqa: S704 - each part is escaped

    def plain(self, phrase: Phrase | str) -> str:
        """The words of a phrase without any mark-up, for alternative texts and titles."""
        return Markup(self.say(phrase)).striptags()  # noqa: S704 - taken apart again

    def word(self, message: str) -> str:
        """A label that the text bank does not hold."""
        return word(self.locale, message).translate(VOWEL_SIGNS)

    def day(self, day: date) -> Markup:
        """A date: day, month in words, year; on paper on one line."""
        locale = "en" if self.locale.startswith("x-") else self.locale
        return Markup('<bdi class="day">{}</bdi>').format(format_date(day, DATE_PATTERN, locale=locale))

    def _words(self, phrase: Phrase, marks: Mapping[str, str]) -> str:
        if phrase.count is None:
            return self.wording.text(phrase.key, **marks).translate(VOWEL_SIGNS)
        return self.wording.plural(phrase.key, phrase.count, **marks).translate(VOWEL_SIGNS)

    def _place(self, value: Place) -> Markup:
        if isinstance(value, Phrase):
            return self.say(value)
        if isinstance(value, Markup):
            return value
        return escape(value) if isinstance(value, int) else isolated(value)


def voices_of(wording_nl: Wording, wording_own: Wording, *, released: bool) -> tuple[Voice, Voice | None]:
    """Dutch, and beside it the person's own language; None where that is Dutch too."""
    own = None if wording_own.locale == wording_nl.locale else Voice(wording_own, draft=not released)
    return Voice(wording_nl), own
