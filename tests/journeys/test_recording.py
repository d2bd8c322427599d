"""Recording in a real browser, with a microphone that Chromium makes up."""

from __future__ import annotations

import pytest

from app.services.demonstration import PASSWORD
from app.sound.coding import read_sound
from app.store.models import RoleName, SoundRecording
from tests.demonstration_stores import EMAILS
from tests.journeys.site import serving
from tests.tools.browser import ARGUMENTS, chromium_path, driver

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
PAGE = "/staff/sound/picture-profile/ar/picture.p1.building.prompt"


def test_an_administrator_records_listens_and_keeps(filled_stores, tmp_path, definitions):
    browser = driver().chromium.launch(executable_path=chromium_path(driver()), args=[*ARGUMENTS, *MICROPHONE])
    with serving(filled_stores, tmp_path / "site", definitions) as site:
        page = browser.new_page(base_url=site.address)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto("/staff/sign-in")
        page.fill("[name=email]", EMAILS[RoleName.ADMINISTRATOR])
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/staff/locations")
        page.goto(PAGE)
        page.click("[data-begin]")
        page.wait_for_selector("[data-clock]:text-is('2')")
        page.click("[data-end]")
        page.wait_for_selector("[data-own] audio")
        page.fill("#speaker", "Een Spreker")
        page.fill("#permission", "mag in Inbeeld gebruikt worden")
        page.press("#permission", "Enter")
        page.wait_for_url("**/picture.p1.*")
        page.wait_for_selector("[role=status]")
        with site.work() as work:
            row = work.db.query(SoundRecording).one()
        browser.close()
    assert (row.locale, row.text_key, faults) == ("ar", "picture.p1.building.prompt", [])
    assert 0.2 < read_sound(row.opus, 24000).seconds < 10
