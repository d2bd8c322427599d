"""A passkey in a real browser, with an authenticator that Chromium plays: set up at the first sign-in, then used."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from app.store.models import AuditEvent, RoleName
from app.web.context import current_work
from tests.staff_people import PASSWORD_HERE, staffed  # noqa: F401 - a fixture

EMAIL = f"{RoleName.GGD.value}@hier.example"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


class _Quiet(WSGIRequestHandler):
    """Writes no line per request."""

    def log(self, _kind: str, _message: str, *_values: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(staffed) -> Iterator[str]:  # noqa: F811 - the fixture of that name
    """Where the application answers; passkeys need a name, an address of digits is none."""
    server = make_server("127.0.0.1", 0, staffed, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="nl-NL", viewport={"width": 1024, "height": 768})
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/sign-in")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD_HERE)
    page.keyboard.press("Enter")


@pytest.mark.browser
@pytest.mark.slow
def test_a_passkey_is_set_up_and_signs_in(page: Page, address: str, staffed: Flask) -> None:  # noqa: F811 - the fixture of that name
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, address)
    page.wait_for_url("**/second-step/set-up")
    page.get_by_role("link", name="Passkey nemen").click()
    page.fill("[name=name]", "work laptop")
    page.get_by_role("button", name="Passkey maken").click()
    page.wait_for_url("**/second-step/codes")
    page.get_by_role("button", name="Herstelcodes maken").click()
    expect(page.locator(".inb-recovery li")).to_have_count(8)
    page.goto(f"{address}/staff/account")
    expect(page.get_by_text("work laptop").first).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()
    sign_in(page, address)
    page.wait_for_url("**/second-step/passkey**")
    page.get_by_role("button", name="Mijn passkey gebruiken").click()
    page.wait_for_url("**/staff/ggd")
    assert said == [], said
    with staffed.app_context():
        rows = current_work().db.scalars(select(AuditEvent.detail).where(AuditEvent.kind == "second_factor"))
        assert list(rows) == ["passkey_set_up", "recovery_codes_made"]
