"""People who came in, at the bare page or the application, and the requests that they send: item pages and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode

from http_load import HOST
from visitor import FORM_TYPE, Visitor

LOCALE = "ar"
ITEMS = [f"c{scale}{letter}" for scale in range(1, 9) for letter in "abcd"]  # 32 items with five options
OPTIONS = 5
PAGE_STATUS, ANSWER_STATUS = 200, 303
_HALF_OF_KEY = 16


@dataclass(frozen=True, slots=True)
class Turn:
    """Who does what next: ``person`` and ``number`` of the turn, both from 0.

    Each person does each item before doing one again, so that histories stay short.
    """

    person: int
    number: int

    @property
    def item(self) -> int:
        """From 0."""
        return (self.number + self.person) % len(ITEMS)

    @property
    def option(self) -> int:
        """One of five, another one the next time."""
        return (self.number // len(ITEMS) + self.item) % OPTIONS

    @property
    def key(self) -> str:
        """Key of the form; no other turn has it."""
        return f"{self.number:0{_HALF_OF_KEY}x}{self.person:0{_HALF_OF_KEY}x}"

    @property
    def following(self) -> Turn:
        """The next one of the same person."""
        return Turn(self.person, self.number + 1)


def turns(people: int) -> Iterator[Turn]:
    """Everybody's first turn, everybody's second, and so on."""
    return (Turn(number % people, number // people) for number in count())


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who came in: the header ``Cookie``, and the hidden fields of a form."""

    cookie: str
    hidden: Mapping[str, str]

    def page(self, turn: Turn) -> bytes:
        """Asks for the page of an item."""
        return self.get(item_path(turn.item))

    def answer(self, turn: Turn) -> bytes:
        """Sends its form."""
        return self.post(item_path(turn.item), {**self.hidden, "key": turn.key, "option": str(turn.option)})

    def get(self, path: str) -> bytes:
        """A whole request."""
        return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {self.cookie}\r\n\r\n".encode()

    def post(self, path: str, fields: Mapping[str, str]) -> bytes:
        """A whole request with a form."""
        body = urlencode(fields)
        head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {self.cookie}\r\nContent-Type: {FORM_TYPE}\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


@dataclass(frozen=True, slots=True)
class BareAttendee(Attendee):
    """Somebody at the bare page. ``kind``: which of its two ways of reading a page."""

    kind: str = "lean"

    def page(self, turn: Turn) -> bytes:
        """Asks for the page of an item."""
        return self.get(f"/{self.kind}/{turn.item + 1}")

    def answer(self, turn: Turn) -> bytes:
        """Sends its form."""
        return self.post(f"/lean/{turn.item + 1}", {**self.hidden, "option": str(turn.option)})


def item_path(number: int) -> str:
    """Where the page of an item is."""
    return f"/{LOCALE}/items/{ITEMS[number]}"


def take_part(visitor: Visitor, code: str) -> Attendee:
    """Come into the application with a code, and say yes. Raises Unexpected."""
    visitor.enter(LOCALE, code)
    visitor.say_yes(f"/{LOCALE}/take-part")
    hidden = visitor.get(item_path(0)).form_with("option").hidden
    return Attendee(visitor.cookie, hidden)


def enter_bare(port: int, person: int) -> BareAttendee:
    """Come in at the bare page. Raises Unexpected."""
    visitor = Visitor(port)
    hidden = visitor.get(f"/enter/p{person}").form_with("option").hidden
    return BareAttendee(visitor.cookie, hidden)
