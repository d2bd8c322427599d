"""What can be seen wrong with an open page without knowing what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from playwright.sync_api import ConsoleMessage, Page, Request, ViewportSize

from tests.tools.axe import load, violations

REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
TOO_SMALL = """least => {
    const found = [];
    const targets = 'a[href], button, summary, input:not([type=hidden]), select, textarea';
    for (const one of document.querySelectorAll(targets)) {
        if (one.closest('[aria-hidden=true], .inb-skip') || !one.checkVisibility()) continue;
        const { width, height } = (one.closest('label') || one).getBoundingClientRect();
        if (Math.min(width, height) < least - 0.5)
            found.push(`${one.outerHTML.slice(0, 80)}: ${Math.round(width)} x ${Math.round(height)}`);
    }
    return found;
}"""
TOO_WIDE = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return '';
    const inside = ({ left, right }) => left >= -1 && right <= root.clientWidth + 1;
    const out = [...document.body.querySelectorAll('*')].filter(one => !inside(one.getBoundingClientRect()));
    return `${root.scrollWidth} > ${root.clientWidth}: ` + out.slice(-1).map(one => one.outerHTML.slice(0, 120));
}"""
IN_LATIN = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/[\\u0600-\\u06ff]/g, 'n');
}"""
CONTRAST = """async () => (await axe.run(document, { runOnly: ['color-contrast'], resultTypes: ['violations'] }))
    .violations.flatMap(rule => rule.nodes.map(node => `${node.target[0]}: ${node.failureSummary}`))"""


@dataclass
class Looker:
    """Watches one page of a browser, and remembers what it asked for and complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def problems(self, locale: str, least: int) -> list[str]:
        """What is wrong with the page as it stands; ``least``: how wide and high a target must be, in CSS pixels."""
        found = [*self._taken(), *self._language(locale), *violations(self.page), *self.layout(least)]
        return [f"{self.page.url}: {problem}" for problem in found]

    def layout(self, least: int) -> list[str]:
        """Sideways scroll and small targets at the width as it is."""
        width = (self.page.viewport_size or {"width": 0})["width"]
        wide = self.page.evaluate(TOO_WIDE)
        small = cast("list[str]", self.page.evaluate(TOO_SMALL, least))
        found = [*([f"scrolls sideways, {wide}"] if wide else []), *(f"small target {one}" for one in small)]
        return [f"at {width} px: {problem}" for problem in found]

    def layout_at(self, sizes: Mapping[int, int], least: int) -> list[str]:
        """The same at several widths (each with its height); the size it had comes back."""
        usual = self.page.viewport_size
        found = []
        for width, height in sizes.items():
            self.page.set_viewport_size({"width": width, "height": height})
            found += self.layout(least)
        if usual:
            self.page.set_viewport_size(usual)
        return [f"{self.page.url}: {problem}" for problem in found]

    def problems_at(self, size: ViewportSize) -> list[str]:
        """What axe finds in a window of another size; the size it had comes back."""
        usual = self.page.viewport_size
        self.page.set_viewport_size(size)
        found = violations(self.page)
        if usual:
            self.page.set_viewport_size(usual)
        return [f"{self.page.url}: at {size['width']} px: {problem}" for problem in found]

    def _language(self, locale: str) -> list[str]:
        self.page.wait_for_function("() => document.body && document.readyState == 'complete'")
        spoken, way = self.page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
        wanted = (locale, "rtl" if locale == "ar" else "ltr")
        return [] if (spoken, way) == wanted else [f"lang and dir are {spoken} {way}"]

    def _taken(self) -> list[str]:
        taken, self.complaints = self.complaints, []
        return taken

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.complaints.append(f"asks for {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        refused = REFUSED.match(message.text) and message.location["url"].split("#")[0] == self.page.url
        if message.type in {"error", "warning"} and not refused:
            self.complaints.append(f"console: {message.text} ({message.location['url']})")


def contrast_in_latin(page: Page) -> list[str]:
    """Contrast that axe does not judge in joined letters: the same page with a Latin letter for each Arabic one.

    Changes the open page.
    """
    load(page)
    page.evaluate(IN_LATIN)
    return [f"{page.url}: {problem}" for problem in page.evaluate(CONTRAST)]
