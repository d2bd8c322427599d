"""Files that are made once per process and kept by browsers for good: their address holds a hash of their content."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from typing import Self

from flask import Response, request


@dataclass(frozen=True, slots=True)
class Lasting:
    """A whole file: ``text``, the same squeezed, and the first signs of its hash."""

    text: bytes
    squeezed: bytes
    version: str

    @classmethod
    def of(cls, text: bytes) -> Self:
        """Squeezed and named by its content."""
        return cls(text, gzip.compress(text, mtime=0), hashlib.sha256(text).hexdigest()[:12])

    def answer(self, mimetype: str) -> Response:
        """The file as this browser takes it."""
        squeezed = "gzip" in request.headers.get("Accept-Encoding", "")
        answer = Response(self.squeezed if squeezed else self.text, mimetype=mimetype)
        answer.headers["Vary"] = "Accept-Encoding"
        if squeezed:
            answer.headers["Content-Encoding"] = "gzip"
        return answer
