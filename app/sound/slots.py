"""Slots: every text that a participant can hear, what is said for it and in which language.

A text with a place is said without it: a sentence that holds a place is left out, but of a last line such as
"Your code: {code}" only the place and its colon. What remains is what a person hears; the place stands on the screen.
When nothing remains ("question {n} of {total}") there is no slot.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.instrument import Instrument, Item, PracticeItem
from app.instruments.library import Library
from app.instruments.pseudo import PSEUDO
from app.instruments.wording import Text, Wording

PICTOGRAM = "pictogram"
HASH_SIGNS = 12
SAMPLE = "option.picture.p5.languages."
"""Prefix of the voice samples: what is said is in the language that the key names, whatever the page speaks."""
NO_SAMPLE = "other"  # "another language" is said in the language of the page
SAMPLE_WORDS = {"am": "አማርኛ እናገራለሁ።", "ku": "Ez bi kurdî diaxivim."}
"""What a sample says in a language that has no wording of its own; a draft until a speaker records it.

Tigre stands in no wording and no synthesiser speaks it: its sample waits for a speaker, see ``stand_in_of``.
"""
FAMILIES = frozenset({
    "acute", "break", "care", "code", "consent", "explain", "finish", "form", "help", "instruction", "oral",
    "participate", "privacy", "privacy_screen", "resume", "review", "rights", "session", "start", "status", "stop",
    "two", "ui", "voluntary", "who_sees",
})  # fmt: skip
"""First words of the keys of texts that stand on the screens of both instruments."""
OWN_FAMILIES = {
    PICTOGRAM: frozenset({"picture", "fit"}),
    "text": frozenset({"block", "feedback", "fit", "hint", "label", "practice", "prompt", "why"}),
}
"""The same for one variant only."""
OWN_PREFIXES = {
    PICTOGRAM: (
        "label.picture.",
        "feedback.practice.no_choice",
        "option.picture.",
        "report.booklet.",
        "report.own.title",
        "report.own.wait",
        "report.own_pictures.title",
        "report.summary.title",
    ),
    "text": ("option.missing.", "option.z8."),
}
"""Texts of one variant that neither the definition names nor a whole family holds."""
ENDS = re.compile(r"(?<=[.?!؟።፧])\s+")
PLACE_AT_END = re.compile(r"\s*[:፡፦]\s*\{[a-z_]+\}(?P<end>[?؟፧!]?)$")
PLACE = re.compile(r"\{[a-z_]+\}")
STOPS = {"ti": "።"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One text that can be heard. ``words`` is what is said, ``language`` in which language (also its folder).

    ``language`` is the locale of the page, except for a voice sample. ``in_bank``: the words are known in that
    language; False for a sample that only a speaker can word, whose ``words`` then say what it means.
    """

    key: str
    language: str
    words: str
    in_bank: bool = True

    @property
    def hash(self) -> str:
        """The first signs of the hash of what is said: other words, other hash, and a recording is stale."""
        return hash_of(self.words)

    @property
    def name(self) -> str:
        """The stem of its file."""
        return f"{self.key}~{self.hash}"


def hash_of(words: str) -> str:
    """12 hexadecimal signs of the SHA-256 of what is said."""
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:HASH_SIGNS]


def spoken(text: Text, locale: str) -> str:
    """What is said for a text, or "" when nothing of it can be said without its places."""
    written = text.forms.get("", "")
    if "{" not in written:
        return written
    said = [_without_place(sentence, locale) for sentence in ENDS.split(written)]
    return " ".join(sentence for sentence in said if not PLACE.search(sentence))


def _without_place(sentence: str, locale: str) -> str:
    return PLACE_AT_END.sub(lambda found: found["end"] or STOPS.get(locale, "."), sentence)


def slots_of(library: Library, instrument_id: str, locale: str) -> list[Slot]:
    """The slots of an instrument in a locale, in the order of the definition, then of the wording. Raises KeyError."""
    wording = library.wording(instrument_id, locale)
    found = (slot_of(library, wording, key) for key in spoken_keys(library.instrument(instrument_id), wording))
    return [slot for slot in found if slot is not None]


def slot_of(library: Library, wording: Wording, key: str) -> Slot | None:
    """What is said for one text of these words; None when it is unknown or nothing of it can be said."""
    text = wording.texts.get(key)
    if text is None or wording.locale in PSEUDO:
        return None
    if key.startswith(SAMPLE) and (language := key.removeprefix(SAMPLE)) not in {"prompt", NO_SAMPLE}:
        return _sample(library, key, language)
    words = spoken(text, wording.locale)
    return Slot(key, wording.locale, words) if words else None


def _sample(library: Library, key: str, language: str) -> Slot | None:
    """A voice sample in its own language; where that has no words, the source language says what it means."""
    if language in SAMPLE_WORDS:
        return Slot(key, language, SAMPLE_WORDS[language])
    words = {
        locale: library.wording(name, locale).texts[key].forms.get("", "")
        for name in library.instruments
        for locale in library.locales
        if key in library.wording(name, locale).texts
    }
    if language in words:
        return Slot(key, language, words[language])
    source = next((locale for locale, info in library.locales.items() if info.is_source and locale in words), None)
    return Slot(key, language, words[source], in_bank=False) if source else None


def stand_in_of(wording: Wording, slot: Slot) -> Slot | None:
    """What is heard while nobody has recorded a sample that only a speaker can word: its meaning, in these words."""
    return None if slot.in_bank else Slot(slot.key, wording.locale, wording.text(slot.key))


def stand_ins_of(library: Library, instrument_id: str, locale: str) -> list[Slot]:
    """The stand-ins of an instrument in a locale. Raises KeyError."""
    wording = library.wording(instrument_id, locale)
    found = (stand_in_of(wording, slot) for slot in slots_of(library, instrument_id, locale))
    return [slot for slot in found if slot is not None]


def spoken_keys(instrument: Instrument, wording: Wording) -> list[str]:
    """The keys of the texts that a participant with this instrument can meet, each once."""
    families = FAMILIES | OWN_FAMILIES[instrument.variant]
    prefixes = OWN_PREFIXES[instrument.variant]
    shared = (key for key in wording.texts if _family(key) in families or key.startswith(prefixes))
    defined = (key for key in defined_keys(instrument) if wording.has(key))
    return list(dict.fromkeys([*defined, *shared]))


def _family(key: str) -> str:
    return key.split(".", 1)[0]


def defined_keys(instrument: Instrument) -> Iterator[str]:
    """Every text key that the definition names, as the person meets them."""
    for practice in instrument.practice:
        yield from _practice_keys(practice)
    for block in instrument.blocks:
        yield from _given(block.title_key, *block.instruction_keys, block.why_key, block.who_sees_key)
        for item_id in block.order:
            yield from _item_keys(instrument.items[item_id])
    for item_id in instrument.closing:
        yield from _item_keys(instrument.items[item_id])


def _practice_keys(practice: PracticeItem) -> Iterator[str]:
    yield from _given(practice.instruction_key, practice.text_key)
    yield from (option.text_key for option in practice.options)
    yield from _given(practice.feedback_key, practice.retry_key, practice.explain_key)


def _item_keys(item: Item) -> Iterator[str]:
    yield from _given(item.instruction_key, item.text_key, item.hint_key)
    yield from (option.text_key for option in item.options)
    yield from _given(item.why_key, item.who_sees_key)


def _given(*keys: str | None) -> Iterator[str]:
    return (key for key in keys if key)
