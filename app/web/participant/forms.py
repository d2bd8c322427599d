"""What a posted form says, as a response; and what a form shows again, exactly as it was filled in."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from werkzeug.datastructures import MultiDict

from app.core.instrument import Item, ItemKind, ResponseOption
from app.core.responses import Missing, Response

MISSING = "missing."
MISSING_CODES = frozenset(code.value for code in Missing)
KEY = re.compile(r"[A-Za-z0-9_-]{8,32}")
SEVERAL = frozenset({ItemKind.MULTIPLE, ItemKind.OCCUPATION, ItemKind.NUMBER, ItemKind.TEXT})
"""Kinds whose "no answer" is a tick box: a radio button could not be taken back."""

_BIDI_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_UNWANTED = re.compile(f"[{_CONTROLS}{_BIDI_OVERRIDES}\ufeff\ufff9-\ufffb]")
_LONGEST_NUMBER = 6  # digits
_LONGEST_SHOWN = timedelta(hours=24)


class Contradiction(Exception):
    """An answer and "no answer" at once."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One form as filled in. ``chosen`` holds option ids and ``missing.<code>``; ``number`` and ``text`` as typed."""

    chosen: frozenset[str] = frozenset()
    number: str = ""
    text: str = ""

    @classmethod
    def of_form(cls, form: MultiDict[str, str]) -> Filled:
        """What was posted."""
        return cls(frozenset(form.getlist("option")), form.get("number", ""), clean(form.get("text", "")))

    @classmethod
    def of_response(cls, response: Response | None) -> Filled:
        """The response that stands, ready to be changed."""
        if response is None:
            return cls()
        missing = {MISSING + response.missing} if response.missing else set()
        number = "" if response.number is None else str(response.number)
        return cls(frozenset({*response.options, *missing}), number, response.text or "")

    @property
    def empty(self) -> bool:
        """Whether nothing was chosen or typed."""
        return not self.chosen and not self.number.strip() and not self.text.strip()

    def response(self, item: Item, options: Sequence[ResponseOption]) -> Response:
        """The response to ``item``; whether it fits is up to ``find_problem``. Raises Contradiction."""
        missing = sorted(code.removeprefix(MISSING) for code in self.chosen if code.startswith(MISSING))
        chosen = [option for option in self.chosen if not option.startswith(MISSING)]
        text = self.text.strip()
        if missing:
            if len(missing) > 1 or chosen or text or self.number.strip():
                raise Contradiction
            if missing[0] not in MISSING_CODES:
                return Response(options=(MISSING + missing[0],))  # offered nowhere, so refused as any unknown option
            return Response(missing=Missing(missing[0]))
        if item.kind is ItemKind.NUMBER:
            return Response(number=whole_number(self.number))
        if item.kind is ItemKind.TEXT:
            return Response(text=text or None)
        opening = [option.id for option in options if option.opens_text]
        if text and opening and not set(opening) & set(chosen):
            chosen.append(opening[0])  # words for "another, namely" choose it
        takes_text = item.kind is ItemKind.OCCUPATION or opening
        return Response(options=in_order(chosen, options), text=text or None if takes_text else None)


def in_order(chosen: Iterable[str], options: Sequence[ResponseOption]) -> tuple[str, ...]:
    """Option ids in the order of the definition; unknown ones last, so that they are noticed."""
    places = {option.id: place for place, option in enumerate(options)}
    return tuple(sorted(chosen, key=lambda option: (places.get(option, len(places)), option)))


def clean(text: str) -> str:
    """Own words without signs that nobody types: controls (new lines stay) and direction overrides.

    Marks that join or part letters, or say a direction without overriding it, stay: Arabic needs them.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _UNWANTED.sub("", lines)


def whole_number(text: str) -> int | None:
    """A whole number typed in European, Arabic-Indic, Persian or any other decimal digits; None when it is none."""
    signs = "".join(text.split())
    if not 0 < len(signs) <= _LONGEST_NUMBER or not all(unicodedata.category(sign) == "Nd" for sign in signs):
        return None
    return int("".join(str(unicodedata.digit(sign)) for sign in signs))


def new_key() -> str:
    """An idempotency key for a form that is about to be shown."""
    return secrets.token_urlsafe(12)


def posted_key(form: MultiDict[str, str]) -> str:
    """The key of a posted form; a fresh one when the form has none that could be ours."""
    key = form.get("key", "")
    return key if KEY.fullmatch(key) else new_key()


def posted_moment(form: MultiDict[str, str], now: datetime) -> datetime | None:
    """When the form was shown (seconds since 1970 in the form), or None when that cannot be."""
    seconds = form.get("shown", "")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 11):  # noqa: PLR2004 - until the year 5138
        return None
    shown = datetime.fromtimestamp(int(seconds), UTC)
    return shown if now - _LONGEST_SHOWN < shown <= now else None


def posted_seconds_ago(form: MultiDict[str, str]) -> int:
    """How long the device kept this answer before it could send it, in whole seconds; 0 when it does not say."""
    seconds = form.get("ago", "")
    return int(seconds) if seconds.isascii() and seconds.isdecimal() and len(seconds) <= 6 else 0  # noqa: PLR2004 - 11 days


def keep_answer(item_id: str, form: MultiDict[str, str], whose: str) -> str:
    """A posted answer as one field, so that it can wait for the code; ``whose``: the mark of its sitting."""
    fields = [(name, value) for name, value in form.items(multi=True) if name in {"option", "number", "text"}]
    return json.dumps({"item": item_id, "fields": fields, "whose": whose}, ensure_ascii=False)


def waiting_answer(kept: str, whose: str) -> tuple[str, MultiDict[str, str]] | None:
    """The item and form that ``keep_answer`` kept of this person, or None for anything else."""
    try:
        waiting = json.loads(kept)
        if waiting["whose"] != whose:
            return None
        return str(waiting["item"]), MultiDict([(str(name), str(value)) for name, value in waiting["fields"]])
    except (ValueError, KeyError, TypeError):
        return None
