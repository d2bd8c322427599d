"""Second step of the check of wording files: complete in every locale, places and plural forms right, signs right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel import UnknownLocaleError

from app.instruments import shape
from app.instruments.errors import DefinitionError, listed
from app.instruments.sources import Path_, Source
from app.instruments.wording import (
    OUTDATED,
    PLACE,
    Text,
    plural_categories,
    source_hash,
)

_BRACES = re.compile(r"[{}]")
_HIDDEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class WordingSource:
    """One wording file that has the right shape, with its place."""

    file: shape.WordingFile
    source: Source

    @property
    def locale(self) -> str:
        """The code of its locale."""
        return self.file.locale


def texts_of(file: shape.WordingFile) -> dict[str, Text]:
    """The texts of a file as values, with the status that the file gives them."""
    return {
        key: Text(
            forms=dict(text.plural) if text.plural is not None else {"": text.text or ""},
            status=text.status,
            count=text.count or "",
            source=text.source or "",
            context=text.context or "",
            note=text.note or "",
            staff=text.audience == "staff",
        )
        for key, text in file.texts.items()
    }


def header_errors(wording: WordingSource) -> Iterator[DefinitionError]:
    """The locale of a file is the one in its name, and one that CLDR knows."""
    named = wording.source.file.name.split(".")[1]
    if wording.locale != named:
        sentence = f"locale is '{wording.locale}', but the file is named for '{named}'."
        yield wording.source.error("locale_name", ("locale",), sentence, wording.locale, (named,))
    try:
        plural_categories(wording.locale)
    except (UnknownLocaleError, ValueError):
        sentence = f"'{wording.locale}' is no locale that CLDR knows."
        yield wording.source.error("unknown_locale", ("locale",), sentence, wording.locale)


def text_errors(wording: WordingSource) -> Iterator[DefinitionError]:
    """What is wrong with single texts of a file, without looking at other locales."""
    for key, text in wording.file.texts.items():
        path: Path_ = ("texts", key)
        if (text.text is None) == (text.plural is None):
            sentence = f"'{key}' has text and plural, or neither. Allowed: one of the two."
            yield wording.source.error("text_or_plural", path, sentence, key)
        if text.status == "source_draft" and not wording.file.source_text:
            sentence = f"'{key}' is a translation and cannot have the status 'source_draft'."
            yield wording.source.error("status", (*path, "status"), sentence, text.status)
        yield from _plural_errors(wording, key, text)
        for name, form in _forms(text).items():
            place: Path_ = (*path, "plural", name) if name else (*path, "text")
            yield from _sign_errors(wording, place, form)


def _forms(text: shape.Text) -> dict[str, str]:
    return dict(text.plural) if text.plural is not None else {"": text.text or ""}


def _plural_errors(wording: WordingSource, key: str, text: shape.Text) -> Iterator[DefinitionError]:
    if text.plural is None:
        if text.count is not None:
            sentence = f"'{key}' has no plural forms, so nothing is counted in it."
            yield wording.source.error("count", ("texts", key, "count"), sentence, text.count)
        return
    path: Path_ = ("texts", key, "plural")
    wanted = plural_categories(wording.locale)
    for name in wanted:
        if name not in text.plural:
            sentence = f"the plural form '{name}' is missing. Needed in '{wording.locale}': {listed(wanted)}."
            yield wording.source.error("plural_forms", path, sentence, name, wanted)
    for name in text.plural:
        if name not in wanted:
            sentence = f"'{wording.locale}' has no plural form '{name}'. Needed: {listed(wanted)}."
            yield wording.source.error("plural_forms", (*path, name), sentence, name, wanted)
    places = sorted({place for form in text.plural.values() for place in PLACE.findall(form)})
    if text.count not in places:
        sentence = f"count names '{text.count}', which is no place of this text. Places: {listed(places)}."
        found = str(text.count)
        yield wording.source.error("count", ("texts", key), sentence, found, tuple(places))


def _sign_errors(wording: WordingSource, path: Path_, text: str) -> Iterator[DefinitionError]:
    """Empty texts, stray spaces, hidden signs, broken places, foreign digits and look-alike letters."""
    source = wording.source
    if not text.strip():
        yield source.error("empty", path, "the text is empty. A text says something in every locale.")
        return
    if text != text.strip() or "  " in text:
        sentence = f"'{text}' has a space too many: at an end, or two in a row."
        yield source.error("spaces", path, sentence, text)
    hidden = _HIDDEN.search(text)
    if hidden:
        name = unicodedata.name(hidden[0], f"U+{ord(hidden[0]):04X}")
        sentence = f"the text holds a hidden sign ({name}). Allowed: signs that can be seen."
        yield source.error("hidden_sign", path, sentence, f"U+{ord(hidden[0]):04X}")
    if _BRACES.search(PLACE.sub("", text)):
        sentence = f"'{text}' has a brace that is no place. Allowed: {{name}} in small letters."
        yield source.error("place", path, sentence, text)
    yield from _letter_errors(source, path, PLACE.sub(" ", text))
    for wrong, right in wording.file.marks.items():
        if re.search(rf"[^\W\d_a-zA-Z]{re.escape(wrong)}(?!\S)", text):
            sentence = f"'{wrong}' is written '{right}' in '{wording.locale}': '{text}'."
            yield source.error("mark", path, sentence, wrong, (right,))


def _letter_errors(source: Source, path: Path_, text: str) -> Iterator[DefinitionError]:
    digit = next((s for s in text if unicodedata.decimal(s, None) is not None and not s.isascii()), "")
    if digit:
        sentence = f"the digit '{digit}' is written '{unicodedata.decimal(digit)}' in every locale."
        yield source.error("digit", path, sentence, digit, (str(unicodedata.decimal(digit)),))
    for word in _WORD.findall(text):
        scripts = sorted({unicodedata.name(letter, "UNKNOWN").split()[0] for letter in word})
        if len(scripts) > 1:
            mixed = " and ".join(script.title() for script in scripts)
            sentence = f"'{word}' mixes letters of {mixed}. Allowed: one script a word."
            yield source.error("mixed_scripts", path, sentence, word)


def locale_errors(source: WordingSource, other: WordingSource) -> Iterator[DefinitionError]:
    """Where a locale differs from the locale that the instrument was written in."""
    for key, text in source.file.texts.items():
        if key in other.file.texts:
            yield from _place_errors(source, other, key)
        elif other.file.source_text or text.audience != "staff":
            sentence = f"the text '{key}' is missing. It is there in '{source.locale}'."
            yield other.source.error("missing_text", ("texts",), sentence, key)
    for key in other.file.texts:
        if key not in source.file.texts:
            allowed = tuple(source.file.texts)
            sentence = f"'{key}' is no text of '{source.locale}'. Nearest: {listed(allowed, key)}."
            yield other.source.error("unknown_text", ("texts", key), sentence, key, allowed)


def _place_errors(source: WordingSource, other: WordingSource, key: str) -> Iterator[DefinitionError]:
    original, text = source.file.texts[key], other.file.texts[key]
    if (original.plural is None) != (text.plural is None):
        word = "plural forms" if original.plural is not None else "one text"
        sentence = f"'{key}' has {word} in '{source.locale}' and must have the same here."
        yield other.source.error("text_or_plural", ("texts", key), sentence, key)
        return
    wanted = tuple(sorted({p for form in _forms(original).values() for p in PLACE.findall(form)}))
    for name, form in _forms(text).items():
        places = tuple(sorted(set(PLACE.findall(form))))
        if places != wanted:
            path: Path_ = ("texts", key, "plural", name) if name else ("texts", key, "text")
            shown = listed([f"{{{place}}}" for place in places])
            needed = listed([f"{{{place}}}" for place in wanted])
            sentence = f"the places are {shown}. Needed as in '{source.locale}': {needed}."
            yield other.source.error("places", path, sentence, shown, wanted)


def outdated(wording: WordingSource, texts: Mapping[str, Mapping[str, Text]]) -> Iterator[tuple[str, DefinitionError]]:
    """Keys of texts whose sources changed since they were made, each with a warning.

    ``texts`` holds the texts of all locales by locale, then key.
    """
    for key, now in _source_hashes(wording, texts):
        held = wording.file.texts[key].source
        if held is not None and held != now:
            made_from = listed(wording.file.made_from)
            sentence = (
                f"'{key}' was made from other words than {made_from} now hold, so its status drops to '{OUTDATED}'. "
                f"Look at it again, then set source to {now}."
            )
            yield key, wording.source.error(OUTDATED, ("texts", key, "source"), sentence, held, (now,))


def source_errors(wording: WordingSource, texts: Mapping[str, Mapping[str, Text]]) -> Iterator[DefinitionError]:
    """Texts that do not say which words they were made from. ``texts``: as in ``outdated``."""
    for key, now in _source_hashes(wording, texts):
        if wording.file.texts[key].source is None:
            made_from = listed(wording.file.made_from)
            sentence = f"'{key}' lacks source, the hash of the words it was made from ({made_from}): {now}."
            yield wording.source.error("no_source", ("texts", key), sentence, "", (now,))


def _source_hashes(wording: WordingSource, texts: Mapping[str, Mapping[str, Text]]) -> Iterator[tuple[str, str]]:
    """Each text that was made from others, with the hash of those others as they are now."""
    made_from = wording.file.made_from
    for key in wording.file.texts if made_from else ():
        held = [texts[locale][key] for locale in made_from if key in texts.get(locale, {})]
        if len(held) == len(made_from):
            yield key, source_hash(held)
