"""Encryption of single fields, bound to their row, and keyed hashes for looking things up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
VERSION = "v1"


class SealBroken(Exception):
    """A sealed field cannot be opened: another key, another row, or changed bytes."""


class Cipher:
    """AES-256-GCM for fields of one kind. ``row`` names table and row: a field copied elsewhere does not open."""

    def __init__(self, key: bytes, key_id: str = "1") -> None:
        self._aead = AESGCM(key)
        self._key_id = key_id

    def seal(self, text: str, row: str) -> str:
        """``v1:<key id>:<nonce and ciphertext in base64>``."""
        return f"{VERSION}:{self._key_id}:{base64.b64encode(self.seal_bytes(text.encode(), row)).decode()}"

    def open(self, sealed: str, row: str) -> str:
        """The text again. Raises SealBroken."""
        version, key_id, payload = sealed.split(":", 2)
        if (version, key_id) != (VERSION, self._key_id):
            raise SealBroken(f"sealed with {version}:{key_id}")
        return self.open_bytes(base64.b64decode(payload), row).decode()

    def seal_bytes(self, content: bytes, row: str) -> bytes:
        """Nonce followed by ciphertext, for files."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, content, row.encode())

    def open_bytes(self, sealed: bytes, row: str) -> bytes:
        """The content again. Raises SealBroken."""
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], row.encode())
        except InvalidTag as error:
            raise SealBroken(row.split(":", 1)[0]) from error


class Lookup:
    """Keyed hash, so that a code can be found without being stored in the open."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, code: str) -> str:
        """HMAC-SHA256 in hex, 64 signs."""
        return hmac.new(self._key, code.encode(), hashlib.sha256).hexdigest()
