"""Pages go out squeezed, so that the next question also comes over a poor network."""

from __future__ import annotations

import brotli
import deflate
from flask import Flask, Response, request

SMALLEST = 500  # bytes; less does not pay
GZIP_LEVEL = 8  # of libdeflate: as quick as zlib at its quickest, and a little smaller than it at its best
BROTLI_QUALITY = 5  # a tenth smaller than that, for a twentieth of the time of a page; browsers take it over https
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
    if (response.content_length or 0) < SMALLEST:
        return response
    if accepts("br"):
        response.set_data(brotli.compress(response.get_data(), quality=BROTLI_QUALITY))
        response.headers["Content-Encoding"] = "br"
    elif accepts("gzip"):
        response.set_data(bytes(deflate.gzip_compress(response.get_data(), GZIP_LEVEL)))
        response.headers["Content-Encoding"] = "gzip"
    return response


def accepts(encoding: str) -> bool:
    """Whether this browser takes an answer in this way, by its name in HTTP."""
    return bool(request.accept_encodings.quality(encoding) > 0)
