"""Somebody at a participant page without JavaScript: reads the form that a page shows, and posts it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Form(HTMLParser):
    """The fields of the one form of a page, as a browser would send them back untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.offered: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str, str]] = []
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field or a button."""
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "textarea":
            self._area = name
            self.fields[name] = [""]
        elif tag == "button":
            self.buttons.append((name, values.get("value", ""), values.get("formaction", "")))
        elif tag == "input" and values.get("type") in {"radio", "checkbox"}:
            self.offered.setdefault(name, []).append(values["value"])
            if "checked" in values:
                self.fields.setdefault(name, []).append(values["value"])
        elif tag == "input":
            self.fields[name] = [values.get("value", "")]

    def handle_data(self, data: str) -> None:
        """Note what stands in a text field."""
        if self._area is not None:
            self.fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        """A text field ends."""
        if tag == "textarea":
            self._area = None


def forget_last_request() -> None:
    """A test that holds the stores open shares ``flask.g`` with its requests; only what it holds open may stay."""
    if has_app_context():
        for name in set(g) - {"work", "care_session", "_sqlalchemy_sessions"}:  # the last one of the extension
            g.pop(name)


@dataclass
class Person:
    """One person on one device, in one language."""

    client: FlaskClient
    locale: str = "nl"
    address: str = "/"
    page: TestResponse | None = field(default=None, repr=False)

    def open(self, path: str, *, moves: bool = True) -> TestResponse:
        """Open ``/<locale>/<path>`` (or a whole address that begins with a slash) and follow where it leads."""
        self.address = path if path.startswith("/") else f"/{self.locale}/{path}"
        return self._arrive(self.get(self.address), moves=moves)

    def get(self, address: str) -> TestResponse:
        """One GET, as a request of its own."""
        forget_last_request()
        return self.client.get(address)

    def enter(self, code: str) -> TestResponse:
        """Type an access code."""
        self.open("code")
        return self.post(code=code)

    def begin(self, code: str) -> TestResponse:
        """Type the code and say yes to taking part, no to research."""
        self.enter(code)
        self.open("take-part")
        self.post(go="yes")
        return self.post(research="no")

    def post(self, *, go: str = "next", to: str = "", moves: bool = True, **fields: str | list[str]) -> TestResponse:
        """Send the form of this page with these fields changed, by the button ``go``."""
        data: dict[str, str | list[str]] = {**self.form.fields, **fields, "go": go}
        return self._arrive(self.send(to or self.address, data), moves=moves)

    def send(self, address: str, data: Mapping[str, str | list[str]]) -> TestResponse:
        """One POST of exactly these fields, as a request of its own."""
        forget_last_request()
        return self.client.post(address, data=data)

    def look_back(self) -> TestResponse:
        """Look at the own profile, in words; it leads to what is shared."""
        self.open("review")
        return self.post(go="seen")

    def finish(self) -> TestResponse:
        """Look at the own profile, and confirm what is shared."""
        self.look_back()
        self.open("share/overview")
        return self.post(go="confirm")

    def answer(self, item_id: str, **fields: Any) -> TestResponse:  # noqa: ANN401 - as ``post`` takes them
        """Open an item and answer it."""
        self.open(f"items/{item_id}")
        return self.post(**fields)

    @property
    def form(self) -> Form:
        """The form of this page."""
        return Form(self.text)

    @property
    def text(self) -> str:
        """The HTML of this page."""
        assert self.page is not None
        return self.page.text

    @property
    def words(self) -> str:
        """What can be read on this page, without tags."""
        bare = re.sub(r"<(svg|style)\b.*?</\1>", " ", self.text, flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", bare).split())

    def _arrive(self, answer: TestResponse, *, moves: bool) -> TestResponse:
        while moves and answer.status_code == 303:
            self.address = str(answer.location)
            answer = self.get(self.address)
        self.page = answer
        return answer
