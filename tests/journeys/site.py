"""The pages on an address of this machine, from inside the process of the test: no worker, invented people at will."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app.services.work import Definitions, Work
from app.web.context import current_work
from tests.conftest import close_stores
from tests.demonstration_stores import make_app
from tests.stores import copy_stores


@dataclass(frozen=True, slots=True)
class Site:
    """An application that answers at ``address``."""

    app: Flask
    address: str

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work beside those of requests."""
        with self.app.app_context():
            yield current_work()


class _Quiet(WSGIRequestHandler):
    """Writes no line per request."""

    def log(self, _kind: str, _message: str, *_values: object) -> None:
        """Say nothing."""


@contextmanager
def answering(app: WSGIApplication) -> Iterator[str]:
    """Let an application answer on a free port until the block ends; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serving(stores: Path, folder: Path, definitions: Definitions, *, sound: Path | None = None) -> Iterator[Site]:
    """Answer on a free port with a copy of ``stores`` in ``folder``, until the block ends."""
    copy_stores(stores, folder)
    app = make_app(folder, definitions, sound=sound)
    try:
        with answering(app) as address:
            yield Site(app, address)
    finally:
        close_stores(app)
