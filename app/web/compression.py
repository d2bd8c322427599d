"""Pages go out squeezed, so that the next question also comes over a poor network."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

SMALLEST = 500  # bytes; less does not pay
LEVEL = 5
TEXTS = frozenset({"text/html", "application/json"})


def attach(app: Flask) -> None:
    """Squeeze every page for a browser that takes it."""
    app.after_request(squeeze)


def squeeze(response: Response) -> Response:
    """Squeeze a whole HTML page, or the coming ones of a part."""
    done = response.direct_passthrough or "Content-Encoding" in response.headers
    if response.mimetype not in TEXTS or done:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    if "gzip" not in request.headers.get("Accept-Encoding", "") or (response.content_length or 0) < SMALLEST:
        return response
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
