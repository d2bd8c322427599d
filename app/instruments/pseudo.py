"""Pseudo-languages for tests: the source with accents and 40 per cent longer, so that it can be read but stands out."""

from __future__ import annotations

from app.instruments.wording import PLACE, LocaleInfo, Text, Wording

LTR = "x-pseudo"
RTL = "x-pseudo-rtl"
PSEUDO = {
    LTR: LocaleInfo(LTR, "Ƥšéüđö", "ltr", is_source=False),
    RTL: LocaleInfo(RTL, "Ƥšéüđö ↔", "rtl", is_source=False),
}
LONGER = 1.4

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀçđéƒğħíĵķļɱñöƥɋřšťüṽŵẋýžÁƁÇĐÉƑĞĦÍĴĶĻṀÑÖƤɊŘŠŤÜṼŴẊÝŽ"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_VOWELS = frozenset("áéíöüÁÉÍÖÜ")


def pseudo_wording(source: Wording, code: str) -> Wording:
    """The pseudo-language ``code`` made from ``source``; places and plural forms stay as they are."""
    texts = {
        key: Text({name: accented(form) for name, form in text.forms.items()}, text.status, text.count)
        for key, text in source.texts.items()
        if not text.staff
    }
    return Wording(PSEUDO[code], texts, rule=source.locale)


def accented(text: str) -> str:
    """``text`` with each Latin letter accented and at least 40 per cent more signs; places stay untouched."""
    wanted = round(len(PLACE.sub("", text)) * (LONGER - 1))
    parts = PLACE.split(text)
    out = ""
    for number, part in enumerate(parts):
        if number % 2:
            out += "{" + part + "}"
            continue
        lengthened, wanted = _lengthened(part.translate(_ACCENTS), wanted)
        out += lengthened
    return out + "·" * wanted


def _lengthened(text: str, wanted: int) -> tuple[str, int]:
    """``text`` with vowels doubled until ``wanted`` signs were added, and how many are still wanted."""
    out = ""
    for sign in text:
        double = wanted > 0 and sign in _VOWELS
        out += sign * (2 if double else 1)
        wanted -= double
    return out, wanted
