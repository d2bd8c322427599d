"""Without a mouse: from the code to the third question of part E by keys alone, seeing at every key where one is."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from app.services.codes import grouped
from app.services.sittings import open_sitting
from tests.factories import Invited, SittingFactory
from tests.journeys.conftest import Server
from tests.journeys.person import item_id_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLET: ViewportSize = {"width": 1024, "height": 768}
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
MOST_KEYS = 60  # on one screen
BLOCK = "e"
FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const shown = one.closest('label') || one;
    const { left, right, top, bottom } = shown.getBoundingClientRect();
    const dock = document.querySelector('.inb-dock');
    const inDock = dock && dock.contains(one);
    const edge = dock && !inDock && getComputedStyle(dock).position === 'sticky'
        ? Math.min(dock.getBoundingClientRect().top, innerHeight) : innerHeight;
    const style = getComputedStyle(shown);
    return {
        tag: one.tagName, name: one.name || '', value: one.value || '', text: shown.textContent.trim().slice(0, 40),
        checked: !!one.checked, seen: top >= -1 && bottom <= edge + 1 && left >= -1 && right <= innerWidth + 1,
        box: [left, top, right, bottom, edge],
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
}"""


@dataclass
class Keys:
    """A person with a keyboard; looks after every key whether the focus can be seen."""

    page: Page
    presses: int = 0

    def press(self, key: str) -> dict[str, Any]:
        """Press a key; gives what has the focus then. It has to be in sight, with a ring."""
        self.page.keyboard.press(key)
        self.presses += 1
        focused = self.page.evaluate(FOCUSED)
        if focused is None:
            return {}
        assert focused["seen"], f"{self.page.url}, after {key}: hidden or out of sight: {focused}"
        assert focused["ring"], f"{self.page.url}, after {key}: nothing shows where the focus is: {focused}"
        return dict(focused)

    def tab_to(self, **wanted: str) -> dict[str, Any]:
        """Tab until the control with these properties has the focus."""
        for _ in range(MOST_KEYS):
            focused = self.press("Tab")
            if all(focused.get(name) == value for name, value in wanted.items()):
                return focused
        pytest.fail(f"{self.page.url}: {wanted} cannot be reached by Tab")

    def leave(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.presses += 1

    def tab_past_everything(self) -> list[str]:
        """Tab once around the page; gives the tags that had the focus."""
        found: list[str] = []
        for _ in range(MOST_KEYS):
            focused = self.press("Tab")
            if not focused:
                return found
            found.append(focused["tag"])
        pytest.fail(f"{self.page.url}: the focus never leaves the page")


@pytest.fixture
def someone(server: Server) -> Invited:
    """Somebody in a session with the first part and part E."""
    with server.work() as work:
        factory = SittingFactory(work)
        organisation = factory.organisation(name=f"Testdorp {secrets.token_hex(4)}")
        return factory(factory.session(organisation, blocks=["a", BLOCK]))


@pytest.fixture
def keys(browser: Browser, size: ViewportSize) -> Iterator[Keys]:
    """A page of a browser without JavaScript of its own."""
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield Keys(context.new_page())
    context.close()


@pytest.mark.parametrize(
    ("locale", "size"),
    [
        pytest.param("nl", TELEPHONE, id="nl on a telephone"),
        pytest.param("ar", TELEPHONE, id="ar on a telephone"),
        pytest.param("ar", TABLET, id="ar on a tablet"),
    ],
)
def test_from_the_code_to_part_e(server: Server, keys: Keys, someone: Invited, locale: str) -> None:
    with server.work() as work:
        order = work.library.instrument("profile").block(BLOCK).order
    keys.page.goto(f"{server.address}/{locale}/code")
    keys.tab_to(name="code")
    keys.page.keyboard.type(grouped(someone.code))
    keys.leave("Enter")
    seen = []
    for _ in range(60):
        seen.append(item_id_of(keys.page))
        if seen[-1] == order[2]:
            break
        step(keys)
    assert keys.page.url == f"{server.address}/{locale}/items/{order[2]}"
    assert set(order[:3]) <= set(seen)
    assert "INPUT" in keys.tab_past_everything()
    with server.work() as work:
        answered = open_sitting(work, someone.token, None).responses
    assert list(answered)[-2:] == list(order[:2])
    assert {answered[item].option for item in order[:2]} == {"1"}, "the arrow key moved to the second answer"


def step(keys: Keys) -> None:
    """Do what a screen asks, by keys, and go on."""
    page = keys.page
    if "/take-part" in page.url:
        keys.tab_to(name="go", value="yes")
        keys.leave("Enter")
        return
    if page.locator("input[name=option][type=radio]").count() and not page.locator("input:checked").count():
        keys.tab_to(name="option")
        keys.press("Space")
        assert keys.press("ArrowDown")["checked"]
    elif page.locator("input[name=option][type=checkbox]").count() and not page.locator("input[name=number]").count():
        keys.tab_to(name="option")
        assert keys.press("Space")["checked"]
    elif page.locator("input[name=number]").count():
        keys.tab_to(name="number")
        page.keyboard.type("9")
    last = page.locator(".inb-dock .inb-button--primary")
    words = last.inner_text().strip()
    keys.tab_to(text=words)
    keys.leave("Enter")


@pytest.mark.parametrize("size", [TELEPHONE])
def test_a_hidden_focus_is_found(server: Server, keys: Keys) -> None:
    """The proof that the walk notices a control under the dock and a control without a ring."""
    keys.page.goto(f"{server.address}/nl/code")
    keys.tab_to(name="code")
    keys.page.evaluate("document.querySelector('#code').style.outlineStyle = 'none'")
    with pytest.raises(AssertionError, match="nothing shows"):
        keys.press("Shift")
    keys.page.evaluate("document.querySelector('#code').style = 'position: fixed; bottom: 0'")
    with pytest.raises(AssertionError, match="hidden or out of sight"):
        keys.press("Shift")
