"""One line a request: which endpoint, how it ended, how long it took. Never an address, a code, a name or an answer."""

from __future__ import annotations

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

_log = structlog.get_logger("inbeeld.request")


class StandardError:
    """Writes a line to standard error as it is at that moment: whoever redirects it gets the line."""

    def __init__(self, *_of_whom: object) -> None:
        """One for whoever asks."""

    def msg(self, message: str) -> None:
        """Write one line."""
        print(message, file=sys.stderr, flush=True)  # noqa: T201 - this is the log

    debug = info = warning = warn = error = critical = exception = fatal = log = msg


def set_up_logs(*, testing: bool) -> None:
    """JSON lines on standard error; in tests only warnings."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if testing else logging.INFO),
        logger_factory=StandardError,
        cache_logger_on_first_use=not testing,
    )


def attach(app: Flask) -> None:
    """Log every request but those for static files."""
    set_up_logs(testing=app.testing)
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    if request.endpoint not in {"static", "health.health"}:
        _log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            milliseconds=round(1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1),
        )
    return response
