"""A person with a browser, as far as a measurement needs one: cookies, redirects, and the form of a page."""

from __future__ import annotations

import http.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from http_load import HOST, PATIENCE_SECONDS

_REDIRECTS = (301, 302, 303, 307, 308)
FORM_TYPE = "application/x-www-form-urlencoded"


class Unexpected(RuntimeError):
    """A page answered otherwise than a person would need."""


@dataclass(slots=True)
class Form:
    """A form: where it goes, its hidden fields, and per other field the values that can be chosen."""

    action: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Page:
    """An answer after following redirects. ``size`` is the length of the HTML in bytes."""

    path: str
    text: str
    size: int

    def form_with(self, name: str) -> Form:
        """The form that asks for this field. Raises Unexpected."""
        reader = _FormReader()
        reader.feed(self.text)
        for form in reader.forms:
            if name in form.choices:
                return form
        raise Unexpected(f"{self.path} has no form with a field {name!r}")


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = True
            self.forms.append(Form(given.get("action", "")))
        elif self._inside and tag in {"input", "button", "textarea", "select"} and "name" in given:
            form = self.forms[-1]
            if given.get("type") == "hidden":
                form.hidden[given["name"]] = given.get("value", "")
            else:
                form.choices.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


class Visitor:
    """Cookies of one person at one server. ``address``: what a proxy in front would say of where the person is."""

    def __init__(self, port: int, address: str = "") -> None:
        self._port = port
        self._headers = {"X-Forwarded-For": address} if address else {}
        self._cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        """The header ``Cookie`` as it stands now."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def get(self, path: str) -> Page:
        """Open a page. Raises Unexpected on any status but 200."""
        return self._open("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]]) -> Page:
        """Send a form and follow where it leads. Raises Unexpected."""
        return self._open("POST", path, urlencode(fields, doseq=True))

    def enter(self, locale: str, code: str) -> None:
        """Type an access code. Raises Unexpected."""
        self.post(f"/{locale}/code", {**self.get(f"/{locale}/code").form_with("code").hidden, "code": code})

    def say_yes(self, path: str) -> None:
        """Open a page that asks for a choice, and choose to go on with it. Raises Unexpected."""
        self.post(path, {**self.get(path).form_with("go").hidden, "go": "yes"})

    def _open(self, method: str, path: str, body: str | None) -> Page:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE_SECONDS)
        headers = {**self._headers, **({"Cookie": self.cookie} if self._cookies else {})}
        if body is not None:
            headers["Content-Type"] = FORM_TYPE
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        if answer.status in _REDIRECTS:
            there = urlsplit(answer.headers["Location"])
            return self._open("GET", there.path + (f"?{there.query}" if there.query else ""), None)
        if answer.status != http.client.OK:
            raise Unexpected(f"{method} {path} answered {answer.status}: {content[:300]!r}")
        return Page(path, content.decode(), len(content))
