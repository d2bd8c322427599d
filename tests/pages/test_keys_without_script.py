"""A question is answered by keys alone, in both variants, where no script runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.services.work import Definitions
from app.store.models import GroupSession
from tests.factories import Invited, SittingFactory
from tests.pages.answered import answered
from tests.pictured import pictured

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def in_words(factory: SittingFactory, session: GroupSession, seat: int) -> Invited:
    """Somebody who answers in words."""
    return factory(session, seat)


@dataclass(frozen=True, slots=True)
class Way:
    """A question, and the key that goes from its ``first`` option to its ``second``."""

    invite: Callable[[SittingFactory, GroupSession, int], Invited]
    item_id: str
    key: str
    first: str
    second: str


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(Way(in_words, "c1a", "ArrowDown", "0", "1"), id="in words"),
        pytest.param(Way(pictured, "p3.c1", "ArrowRight", "1", "2"), id="in pictures"),
    ],
)
def test_a_question_is_answered_by_keyboard_alone_without_javascript(
    migrated_stores: Path, tmp_path: Path, definitions: Definitions, windowless: Browser, way: Way
) -> None:
    with answered(migrated_stores, tmp_path / "instance", definitions, way.invite) as site:
        context = windowless.new_context(viewport={"width": 1024, "height": 768}, java_script_enabled=False)
        page = context.new_page()
        site.come_in(page, "nl")
        page.goto(f"{site.address}/nl/items/{way.item_id}")
        page.locator(f'input[name=option][value="{way.first}"]').focus()
        page.keyboard.press(way.key)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: f"/items/{way.item_id}" not in address)
        page.goto(f"{site.address}/nl/items/{way.item_id}")
        assert page.locator("input[name=option]:checked").get_attribute("value") == way.second
        context.close()
