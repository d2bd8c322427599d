"""The few words of a report that the text bank does not hold: labels of the cover and of the annex.

English is the source; ``translations/`` holds the others. A word without translation is never printed in English
by accident: ``Words`` raises.
"""

from __future__ import annotations

from functools import cache

from babel.support import NullTranslations, Translations

from app import paths

SOURCE_LOCALE = "en"


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a message for the catalogues and give it back unchanged."""
    return message


CODE = N_("Code")
DATE = N_("Date")
LANGUAGE = N_("Language")
ANSWERED = N_("Answered")
DEMONSTRATION = N_("Demonstration: an invented person with invented answers")

INSTRUMENT = N_("Questionnaire")
VERSION = N_("Version")
CONTENT_HASH = N_("Fingerprint of all questions and texts")
WORDING_HASH = N_("Fingerprint of the words in this language")
TOPIC = N_("Topic")
SENTENCES = N_("Sentences")
POINTS = N_("Points")
MEAN = N_("Mean")
PLACE = N_("Place on the line")
ERROR = N_("Uncertainty")
BAR = N_("Bar")
CHANCE = N_("Chance per word")
DISTANCE = N_("distance from the mean of the person's own topics")
REVERSED = N_("counted backwards")
NOT_COUNTED = N_("not counted: no answer")

SYMBOLS = (
    ("n", N_("number of answered sentences")),
    ("k", N_("number of sentences of the topic")),
    ("m", N_("mean of the points, after reversing")),
    ("M", N_("most points that one sentence can give")),
    ("P", N_("place on the line from 0 to 100")),
    ("SEM", N_("assumed standard error of a topic with all sentences answered")),
    ("s", N_("spread of the points within the topic")),
    ("SE", N_("standard error: the larger of the two")),
    ("A", N_("Agreeing whatever the sentence says")),
    ("k+, k−", N_("number of sentences counted forwards, and backwards")),
    ("d", DISTANCE),
    ("S", N_("number of topics with enough answers")),
)
INDICES = (
    ("acquiescence", N_("Agreeing whatever the sentence says")),
    ("extreme", N_("Share of the outermost answers")),
    ("midpoint", N_("Share of the middle answer")),
    ("pair_inconsistency", N_("Distance between opposite sentences, in points")),
    ("longstring", N_("Longest run of the same answer")),
    ("irv", N_("Spread of all answers, in points")),
    ("missing", N_("Share without an answer")),
    ("not_understood", N_("Share of sentences that were not clear")),
    ("speed_fast", N_("Share of very fast answers")),
    ("speed_slow", N_("Share of very slow answers")),
)
INDEX = N_("How the answers were given")
VALUE = N_("Value")
LIMIT = N_("Limit")


class MissingWord(LookupError):
    """A word of the report has no translation in this locale."""


@cache
def _catalogue(locale: str) -> NullTranslations:
    return Translations.load(paths.TRANSLATIONS, [locale])


def word(locale: str, message: str) -> str:
    """The message in this locale. Raises MissingWord where the catalogue lacks it."""
    translated = _catalogue(locale).gettext(message)
    if translated == message and not _same_on_purpose(locale, message):
        raise MissingWord(f"{message!r} has no translation in {locale!r}: see translations/{locale}")
    return translated


def _same_on_purpose(locale: str, message: str) -> bool:
    """English is the source; and a catalogue may say on purpose what the source says ("Code" in Dutch)."""
    known = getattr(_catalogue(locale), "_catalog", {})
    return locale == SOURCE_LOCALE or message in known
