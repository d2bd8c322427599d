"""Browsers without a screen that reach the pages through the proxy, over https."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.journeys.visitor import Answer, Visitor

NAME = "inbeeld.example"


class _Here(http.client.HTTPSConnection):
    """Asks for the name of the installation, on this machine."""

    def connect(self) -> None:
        """Connect to this machine and look whether the certificate is one for that name."""
        place = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._context.wrap_socket(place, server_hostname=NAME)  # type: ignore[attr-defined]  # of its parent


@dataclass
class Secure(Visitor):
    """One device. ``statuses``: how often it got which; ``trust``: whom it believes certificates of."""

    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    statuses: Counter[int] = field(default_factory=Counter)

    def connection(self) -> http.client.HTTPConnection:
        """To the proxy."""
        return _Here(NAME, self.port, timeout=self.seconds, context=self.trust)

    def ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """Any address, with the cookies of this device."""
        answer = super().ask(method, path, body)
        self.statuses[answer.status] += 1
        return answer


@dataclass
class Behind(Visitor):
    """Asks one web process itself, with what the proxy would say of the visitor."""

    def headers(self) -> Mapping[str, str]:
        """What the proxy adds."""
        return {
            **super().headers(),
            "Host": NAME,
            "X-Forwarded-For": "127.0.0.1",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": NAME,
        }
