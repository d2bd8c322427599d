"""Files that are squeezed once per process and kept by browsers for good: the address holds a hash of the content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Self

import brotli
import deflate
from flask import Response

from app.web.compression import accepts

GZIP_LEVEL = 12  # of libdeflate: the smallest
BROTLI_QUALITY, BROTLI_WINDOW = 10, 16  # in half the time of the smallest, which takes two per cent less


@dataclass(frozen=True, slots=True)
class Lasting:
    """A whole file, and the first signs of its hash."""

    text: bytes
    version: str

    @classmethod
    def of(cls, text: bytes) -> Self:
        """Named by its content."""
        return cls(text, hashlib.sha256(text).hexdigest()[:12])

    def answer(self, mimetype: str) -> Response:
        """The file as this browser takes it."""
        kind = next(filter(accepts, SQUEEZERS), None)
        answer = Response(SQUEEZERS[kind](self.text) if kind else self.text, mimetype=mimetype)
        answer.headers["Vary"] = "Accept-Encoding"
        if kind:
            answer.headers["Content-Encoding"] = kind
        return answer


@cache
def _brotli(text: bytes) -> bytes:
    return bytes(brotli.compress(text, quality=BROTLI_QUALITY, lgwin=BROTLI_WINDOW))


@cache
def gzipped(text: bytes) -> bytes:
    """Squeezed in the way that every browser takes; made once."""
    return bytes(deflate.gzip_compress(text, GZIP_LEVEL))


SQUEEZERS = {"br": _brotli, "gzip": gzipped}
"""How a file is squeezed, by the names of HTTP; the smallest first."""
