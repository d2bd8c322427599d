"""One line a request: which endpoint, how it ended, how long it took. Never an address, a code, a name or an answer.

Every line that is written while a request is answered, or a job is done that it asked for, names the id of the request.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from contextlib import suppress

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

from app import metrics
from app.web.context import inbeeld
from app.web.headers import LASTING

REQUEST_ID = "X-Request-ID"
LOOKS_LIKE_ONE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What proxies make: 128 bits, with or without strokes. Anything else could be a word that is wanted in the log."""
NOT_LOGGED = frozenset({"static", "health.health", "health.ready", "metrics.metrics"})
_log = structlog.get_logger("inbeeld.request")


class StandardError:
    """Writes a line to standard error as it is at that moment: whoever redirects it gets the line.

    A disk that is full, or a pipe that nobody reads any more, costs the line and nothing else: the answer is saved.
    """

    def __init__(self, *_of_whom: object) -> None:
        """One for whoever asks."""

    def msg(self, message: str) -> None:
        """Write one line."""
        with suppress(OSError):
            print(message, file=sys.stderr, flush=True)  # noqa: T201 - this is the log

    debug = info = warning = warn = error = critical = exception = fatal = log = msg


def set_up_logs(*, testing: bool) -> None:
    """JSON lines on standard error; in tests only warnings."""
    structlog.configure(
        processors=[
            merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if testing else logging.INFO),
        logger_factory=StandardError,
        cache_logger_on_first_use=not testing,
    )


class LibraryLines(logging.Handler):
    """What a library says, as a line like ours: which one, how bad, what kind of error; never the error itself."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line. The message of the library is taken without the values that it would fill in."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        tell = structlog.get_logger("inbeeld.library").log
        tell(record.levelno, "library", name=record.name, said=str(record.msg), kind=kind)


def attach(app: Flask) -> None:
    """Give every request an id; log and count all but those for static files and for whoever watches."""
    set_up_logs(testing=app.testing)
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def request_id() -> str:
    """That of the proxy, if it looks like one, else a new one."""
    told = request.headers.get(REQUEST_ID, "") if inbeeld().config.trusted_proxies else ""
    return told if LOOKS_LIKE_ONE.fullmatch(told) else secrets.token_hex(8)


def _begin() -> None:
    g.began = time.perf_counter()
    clear_contextvars()
    g.request_id = request_id()
    bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    if request.endpoint not in LASTING and "request_id" in g:
        response.headers[REQUEST_ID] = g.request_id
    if request.endpoint not in NOT_LOGGED:
        metrics.request_ended(request.endpoint, request.method, response.status_code, seconds)
        _log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            milliseconds=round(1000 * seconds, 1),
        )
    return response


def _forget(_error: BaseException | None) -> None:
    clear_contextvars()
