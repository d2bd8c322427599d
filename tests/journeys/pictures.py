"""Somebody who answers in pictures: walks from the code to the thanks; how an answer is found differs by test."""

from __future__ import annotations

import re
import secrets
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import CDPSession, Locator, Page

from app.core.instrument import Instrument, ItemKind, ResponseOption
from app.core.responses import Response
from app.services.codes import grouped
from app.services.sittings import open_sitting
from app.store.care_models import CareResponse
from app.store.models import Response as Row
from app.store.models import SittingState
from tests.factories import Invited, SittingFactory
from tests.journeys.conftest import Server
from tests.journeys.person import go_on, item_id_of, touch
from tests.pictured import PICTURES, pictured

COUNTED = 36
MOST_SCREENS = 130
FIXED = {"p7.help_wish": ("no",), "p8.acute": ("no",)}
CARDS = "label.inb-choice"
PLACED = """cards => [document.documentElement.dir === "rtl", [...document.querySelectorAll(cards)].map((card) => {
  const { x, y, width, height } = card.getBoundingClientRect();
  const drawn = card.querySelector("img")?.getAttribute("src").split(".").at(-2) ?? "";
  if (!width || !height || !card.checkVisibility({ visibilityProperty: true })) return null;
  return { x, y, value: card.querySelector("input").value, key: card.dataset.key ?? "", drawn };
})]"""
SHOWS_ONLY = re.compile("/(review|share/overview)")
"""Screens whose cards lead back to what was answered."""

Chooser = Callable[[Page, Sequence[ResponseOption]], None]
"""Makes the screen hold exactly these answers; an empty list means: the first one that is offered."""


@dataclass
class Walk:
    """One person on the way: what was meant for each item, and which screens were seen."""

    page: Page
    instrument: Instrument
    choose: Chooser
    arrived: Callable[[Page], None] = lambda _page: None
    tick: Callable[[Page], None] = lambda page: touch(page, page.locator("[data-control=tick]"))
    seed: int = 1
    meant: dict[str, Response] = field(default_factory=dict)

    def until(self, ends: Callable[[str], bool]) -> None:
        """Answer whatever comes until the address ends it."""
        for _ in range(MOST_SCREENS):
            if ends(self.page.url):
                return
            self.arrived(self.page)
            self._answer()
            self.tick(self.page)
        pytest.fail(f"no end in sight at {self.page.url}")

    def _answer(self) -> None:
        item_id = item_id_of(self.page)
        if item_id is not None:
            self._answer_item(item_id)
        elif "/practice/" in self.page.url and self.page.locator(CARDS).count():
            self._practise()
        elif not SHOWS_ONLY.search(self.page.url) and self.page.locator(CARDS).count():
            self.choose(self.page, ())

    def _answer_item(self, item_id: str) -> None:
        item = self.instrument.items[item_id]
        if item.kind is ItemKind.TEXT:
            return
        wanted = meant_for(self.instrument, item_id, self.seed)
        self.meant[item_id] = Response(options=tuple(option.id for option in wanted))
        self.choose(self.page, wanted)

    def _practise(self) -> None:
        practice = next(one for one in self.instrument.practice if f"/{one.id}" in self.page.url)
        self.choose(self.page, [option for option in practice.options if option.id == practice.answer])


def meant_for(instrument: Instrument, item_id: str, seed: int) -> Sequence[ResponseOption]:
    """What somebody means to answer: fixed by the item and a seed; two answers where several may be given."""
    item = instrument.items[item_id]
    options = item.options
    if item_id in FIXED:
        return [option for option in options if option.id in FIXED[item_id]]
    place = zlib.crc32(f"{seed}:{item_id}".encode()) % len(options)
    if item.kind is ItemKind.MULTIPLE:
        together = [option for option in options if not option.exclusive]
        return sorted({together[place % len(together)], together[(place + 3) % len(together)]}, key=options.index)
    return [options[place]]


def invite(server: Server) -> tuple[Invited, Instrument]:
    """Somebody with a fresh code who answers in pictures, in an organisation of their own."""
    with server.work() as work:
        factory = SittingFactory(work)
        person = pictured(factory, factory.session(factory.organisation(name=f"Beelddorp {secrets.token_hex(4)}")))
        return person, work.library.instrument(PICTURES)


def only_what_is_shown(page: Page) -> CDPSession:
    """Leave out what a device fetches ahead for a network that goes away, which belongs to no screen."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setBlockedURLs", {"urls": ["*/deck/*"]})
    return wire


def arrive(page: Page, server: Server, code: str, locale: str) -> None:
    """Type the code, as the facilitator does for somebody who does not read."""
    page.goto(f"{server.address}/{locale}/code")
    page.locator("input[name=code]").fill(grouped(code))
    go_on(page)
    if page.url.endswith("/language"):
        touch(page, page.locator(f'a[hreflang="{locale}"]').first)


def at_the_end(address: str) -> bool:
    """Whether this is the first screen of the thanks."""
    return "/finish" in address and "/items/" not in address


@dataclass(frozen=True, slots=True)
class Card:
    """An answer on the screen: the ``at``-th of the document, where it stands, and the mark of what it shows."""

    at: int
    x: float
    y: float
    value: str
    key: str
    drawn: str

    def on(self, page: Page) -> Locator:
        """The card itself."""
        return page.locator(CARDS).nth(self.at)


def cards_in_reading_order(page: Page) -> list[Card]:
    """The answers as the eye goes: row by row, from where the script begins."""
    right_to_left, seen = page.evaluate(PLACED, CARDS)
    cards = [Card(at, **one) for at, one in enumerate(seen) if one is not None]
    assert len(cards) == len(seen), f"{page.url}: an answer cannot be seen"
    return sorted(cards, key=lambda card: (round(card.y / 10), -card.x if right_to_left else card.x))


def check_answers(server: Server, person: Invited, walk: Walk, locale: str) -> None:
    """Every item was meant once, and the store holds exactly that, with language and direction."""
    with server.work() as work:
        sitting = open_sitting(work, person.token, None)
        rows = work.db.query(Row).filter(Row.participation_id == person.participation_id).all()
        care = work.care.query(CareResponse).filter(CareResponse.token == person.token).all()
    assert sitting.state is SittingState.FINISHED
    assert len(walk.meant) == COUNTED
    assert standing(sitting.responses) == walk.meant
    assert {row.locale for row in rows} | {row.locale for row in care} == {locale}
    assert {row.direction for row in rows} | {row.direction for row in care} == {"rtl" if locale == "ar" else "ltr"}


def standing(responses: Mapping[str, Response]) -> dict[str, Response]:
    """What was answered to the counted items: the closing one asks for nothing that can be shown."""
    return {item_id: response for item_id, response in responses.items() if item_id != "finish.going_well"}
