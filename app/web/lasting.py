"""Files that are made once per process and kept by browsers for good: their address holds a hash of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import brotli
import deflate
from flask import Response

from app.web.compression import accepted_encodings

SMALLEST_LEVEL = 12  # of libdeflate: once per process


@dataclass(frozen=True, slots=True)
class Lasting:
    """A whole file: ``text``, the same by how it is squeezed (best first), and the first signs of its hash."""

    text: bytes
    squeezed: Mapping[str, bytes]
    version: str

    @classmethod
    def of(cls, text: bytes) -> Self:
        """Squeezed and named by its content."""
        squeezed = {"br": brotli.compress(text), "gzip": bytes(deflate.gzip_compress(text, SMALLEST_LEVEL))}
        return cls(text, squeezed, hashlib.sha256(text).hexdigest()[:12])

    def answer(self, mimetype: str) -> Response:
        """The file as this browser takes it."""
        accepted = accepted_encodings()
        kind = next((kind for kind in self.squeezed if kind in accepted), None)
        answer = Response(self.squeezed[kind] if kind else self.text, mimetype=mimetype)
        answer.headers["Vary"] = "Accept-Encoding"
        if kind:
            answer.headers["Content-Encoding"] = kind
        return answer
