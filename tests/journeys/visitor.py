"""A browser without a screen: plain HTTP with cookies, forms read from the page and sent back."""

from __future__ import annotations

import http.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.web.person import Form

Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered."""

    status: int
    location: str
    text: str

    @property
    def form(self) -> Form:
        """The form of this page."""
        return Form(self.text)


@dataclass
class Visitor:
    """One device in one language; a connection for each request, as many at once as wanted."""

    port: int
    locale: str = "nl"
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: float = 30

    def get(self, path: str) -> Answer:
        """Open ``/<locale>/<path>``."""
        return self.ask("GET", f"/{self.locale}/{path}")

    def post(self, path: str, fields: Fields, *, body: bytes | None = None) -> Answer:
        """Send a form. Raises OSError or HTTPException when no whole answer came."""
        sent = urlencode(fields, doseq=True, encoding="utf-8").encode() if body is None else body
        return self.ask("POST", f"/{self.locale}/{path}", sent)

    def fill(self, path: str, **fields: str | Sequence[str]) -> Fields:
        """The form of a page as the page gave it, with these fields filled in and "next" touched."""
        return {**self.get(path).form.fields, "go": "next", **fields}

    def enter(self, code: str) -> Answer:
        """Type an access code."""
        return self.post("code", self.fill("code", code=code))

    def begin(self, code: str) -> None:
        """Type the code and take part."""
        assert self.enter(code).status == http.client.SEE_OTHER
        yes = {**self.get("take-part").form.fields, "go": "yes"}
        assert self.post("take-part", yes).status == http.client.SEE_OTHER

    def connection(self) -> http.client.HTTPConnection:
        """To whoever answers."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)

    def headers(self) -> Mapping[str, str]:
        """What goes along with every request."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """Any address, with the cookies of this device."""
        headers = dict(self.headers())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self.connection()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie", []):
                self._keep(SimpleCookie(line))
        finally:
            connection.close()
        return Answer(answer.status, answer.headers.get("Location", ""), text)

    def _keep(self, cookie: SimpleCookie) -> None:
        for name, morsel in cookie.items():
            if morsel.value:
                self.cookies[name] = morsel.value
            else:
                self.cookies.pop(name, None)
