"""A person at a screen: finds what a screen offers by what it is for, and answers from a fixed plan."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from app.core.instrument import Instrument, Item, ItemKind
from app.core.responses import Response
from app.core.routing import visible_options

WORDS = {
    "nl": "Ik bakte brood in de winkel van mijn oom.",
    "en": "I baked bread in my uncle's shop.",
    "ar": "كنت أخبز الخبز في محل عمّي.",
    "ti": "ኣብ ድኳን ኣኮይ እንጌራን ባኒን እስንክት ነይረ።",
}
FIXED = {
    "z7": Response(options=("later",)),
    "z8": Response(options=("no",)),
    "situation.job_search_opportunity": Response(options=("yes",)),
    "work.tasks": Response(options=("cooking_serving.cook", "cooking_serving.bake")),
}


@dataclass
class Plan:
    """What somebody answers to each item: fixed by the item's id and a seed, so that every run is the same."""

    instrument: Instrument
    locale: str
    seed: int = 1
    given: dict[str, Response] = field(default_factory=dict)

    def of(self, item: Item) -> Response:
        """The answer to this item, remembered."""
        response = FIXED.get(item.id) or self._by_kind(item)
        self.given[item.id] = response
        return response

    def _by_kind(self, item: Item) -> Response:
        words = WORDS[self.locale]
        if item.kind is ItemKind.NUMBER:
            return Response(number=9)
        if item.kind is ItemKind.TEXT:
            return Response(text=words)
        if item.kind is ItemKind.OCCUPATION:
            return Response(options=("cooking_serving",), text=words)
        options = [option.id for option in visible_options(item, self.instrument, self.given) if not option.opens_text]
        place = zlib.crc32(f"{self.seed}:{item.id}".encode()) % len(options)
        if item.kind is ItemKind.MULTIPLE and place and len(options) > 2:
            return Response(options=tuple(options[:2]))
        return Response(options=(options[place],))


def item_id_of(page: Page) -> str | None:
    """The item that this screen asks, or None on another screen."""
    found = re.search(r"/items/([^/?#]+)", page.url)
    return found.group(1) if found else None


def fill(page: Page, response: Response) -> None:
    """Fill the form of a screen in."""
    for option in response.options:
        box(page, option).check()
    if response.missing is not None:
        box(page, f"missing.{response.missing}").check()
    if response.number is not None:
        page.locator("input[name=number]").fill(str(response.number))
    if response.text is not None:
        page.locator("textarea[name=text]").fill(response.text)


def box(page: Page, option: str) -> Locator:
    """The radio button or tick box of one option."""
    return page.locator(f'input[name=option][value="{option}"]')


def go_on(page: Page) -> None:
    """Touch the one filled button of the screen, and wait until the next screen is all there."""
    touch(page, page.locator(".inb-dock .inb-button--primary"))


def touch(page: Page, button: Locator) -> None:
    """Touch what leads to another screen, and wait for it: a new document, or a page in the place of this one."""
    page.evaluate("window.screenBefore = document.querySelector('main')")
    button.click()
    page.wait_for_load_state("load")
    page.wait_for_function(
        "() => !window.screenBefore?.isConnected && document.readyState === 'complete' && !document.body.ariaBusy"
    )
