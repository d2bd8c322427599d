"""Words: every text of one locale, with its status, and what is known about the locale itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from babel import Locale

PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
OUTDATED = "outdated"
APPROVED = "approved"
STATUSES = (
    "source_draft",
    OUTDATED,
    "machine_draft",
    "forward",
    "reconciled",
    "back_translated",
    "reviewed",
    "tested",
    APPROVED,
)
"""How far a text has come (domain R29), from least to most; ``outdated`` is worked out, never written in a file."""


@dataclass(frozen=True, slots=True)
class LocaleInfo:
    """A language of the texts. ``direction`` is "ltr" or "rtl"; ``is_source``: texts were first written in it."""

    code: str
    endonym: str
    direction: str
    is_source: bool


@dataclass(frozen=True, slots=True)
class Text:
    """One text. ``forms`` maps CLDR plural categories to texts, or "" to the one text that has no plural forms.

    ``count`` names the place that is counted; ``source`` is the hash of the texts it was made from (or empty);
    ``context`` and ``note`` are for translators.
    """

    forms: Mapping[str, str]
    status: str
    count: str = ""
    source: str = ""
    context: str = ""
    note: str = ""
    staff: bool = False


def places_of(text: Text) -> frozenset[str]:
    """The names of the places that a text wants filled, that of its number among them."""
    return frozenset(PLACE.findall(" ".join(text.forms.values()))) | ({text.count} if text.count else set())


def _is_lacking(key: str, held: Text | None, newer: Text) -> bool:
    if key.partition(".")[0] in OF_THE_FORM:
        return False
    return held is None or places_of(held) != places_of(newer)


def canonical_hash(value: object) -> str:
    """SHA-256, as 64 hexadecimal signs, of ``value`` as JSON with sorted keys and no spaces."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def source_hash(texts: Iterable[Text]) -> str:
    """The first 12 signs of the hash of the texts that another text was made from, in the order of ``made_from``."""
    return canonical_hash([written(text) for text in texts])[:12]


def written(text: Text) -> str | dict[str, str]:
    """The words of a text as its file holds them."""
    return text.forms[""] if "" in text.forms else dict(text.forms)


@cache
def plural_categories(code: str) -> tuple[str, ...]:
    """The CLDR plural categories of a locale, "other" last, in CLDR's order."""
    tags = Locale.parse(code, sep="-").plural_form.tags
    return (*(tag for tag in ("zero", "one", "two", "few", "many") if tag in tags), "other")


@cache
def plural_rule(code: str) -> Callable[[int], str]:
    """Which plural category a whole number has in a locale."""
    return Locale.parse(code, sep="-").plural_form


OF_THE_FORM = frozenset({"item", "option", "practice", "instruction", "hint", "prompt", "why", "feedback"})
"""First parts of the keys of what somebody answered: a version keeps what it said, and gets nothing beside it."""
ON_SCREENS_ALONE = frozenset(
    {"code", "resume", "stop", "pause", "break", "privacy_screen", "card", "session", "staff", "deck", "local", "form"}
    | {"hand_back", "request", "voluntary", "participate", "review", "two"}
)
"""First parts of the keys of texts that no report prints."""


class Wording:
    """All texts of one instrument in one locale. Immutable.

    ``content_hash`` is the hash of the words alone: a changed status or note leaves it as it is. ``lent``: the keys of
    texts that a version from before took over from newer words, whose hash is ``lender``.
    """

    def __init__(self, locale: LocaleInfo, texts: Mapping[str, Text], rule: str = "") -> None:
        self.info = locale
        self.locale = locale.code
        self.texts: Mapping[str, Text] = MappingProxyType(dict(texts))
        self._rule = rule or locale.code
        self.content_hash = canonical_hash({key: written(text) for key, text in texts.items()})
        self.lent: frozenset[str] = frozenset()
        self.lender = ""

    def completed_by(self, newer: Wording) -> Wording:
        """These words with what pages and reports say now and this version has not, or says with other places.

        What was answered keeps its words. ``content_hash`` stays that of this version.
        """
        lent = {key: text for key, text in newer.texts.items() if _is_lacking(key, self.texts.get(key), text)}
        if not lent:
            return self
        completed = Wording(self.info, {**self.texts, **lent}, self._rule)
        completed.content_hash, completed.lent, completed.lender = (
            self.content_hash,
            frozenset(lent),
            newer.content_hash,
        )
        return completed

    @property
    def lent_to_reports(self) -> bool:
        """Whether newer words may stand in a report of this version."""
        return any(key.partition(".")[0] not in ON_SCREENS_ALONE for key in self.lent)

    @property
    def printed_hash(self) -> str:
        """Changes with every word that a report may print: those of this version, and those that were lent."""
        return canonical_hash([self.content_hash, self.lender]) if self.lent_to_reports else self.content_hash

    def has(self, key: str) -> bool:
        """Whether this locale has the text."""
        return key in self.texts

    def keys(self) -> Iterable[str]:
        """The keys of all texts."""
        return self.texts.keys()

    def key_of(self, key: str) -> str:
        """The key of the text that is shown and spoken where ``key`` is asked for: that text itself."""
        return key

    def status(self, key: str) -> str:
        """How far this text has come: one of ``STATUSES``. Raises KeyError."""
        return self._text(key).status

    def text(self, key: str, **places: object) -> str:
        """The text with its places filled; a counted text takes the form that fits the number in its counted place.

        Raises KeyError naming key, locale and, if one was not given, the place.
        """
        text = self._text(key)
        if "" in text.forms:
            return self._filled(key, text.forms[""], places)
        number = places.get(text.count)
        if number is None:
            raise KeyError(f"text '{key}' ({self.locale}) counts {{{text.count}}}, which was not given")
        form = text.forms[plural_rule(self._rule)(int(str(number)))]
        return self._filled(key, form, places)

    def plural(self, key: str, n: int, **places: object) -> str:
        """The plural form of a counted text that fits ``n``; ``n`` also fills the counted place.

        Raises KeyError as ``text`` does, also for a text without plural forms.
        """
        text = self._text(key)
        if not text.count:
            raise KeyError(f"text '{key}' ({self.locale}) has no plural forms")
        return self.text(key, **{"n": n, text.count: n, **places})

    def _text(self, key: str) -> Text:
        try:
            return self.texts[key]
        except KeyError:
            raise KeyError(f"no text '{key}' in locale '{self.locale}'") from None

    def _filled(self, key: str, text: str, places: Mapping[str, object]) -> str:
        if "{" not in text:
            return text

        def value(match: re.Match[str]) -> str:
            if match[1] not in places:
                raise KeyError(f"text '{key}' ({self.locale}) needs {{{match[1]}}}, which was not given")
            return str(places[match[1]])

        return PLACE.sub(value, text)
