"""Encryption of single fields, bound to their row, and keyed hashes for looking things up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from types import MappingProxyType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.keys import ONLY_ID, Keys

NONCE_BYTES = 12
VERSION = "v1"
LONGEST_MARK = 32  # bytes; an id has 20 signs at most


class SealBroken(Exception):
    """A sealed field cannot be opened: another key, another row, or changed bytes."""


class Cipher:
    """AES-256-GCM for fields of one kind. ``row`` names table and row: a field copied elsewhere does not open.

    The current key seals; ``older`` ones, by id, still open what they sealed. What is sealed names its key.
    """

    def __init__(self, key: bytes, key_id: str = ONLY_ID, older: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self.key_id = key_id
        self._keys = {name: AESGCM(known) for name, known in {**older, key_id: key}.items()}

    @classmethod
    def of(cls, keys: Keys) -> Cipher:
        """A cipher with the keys of a setting."""
        return cls(keys.current, keys.current_id, keys.by_id)

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Ids of every key that opens."""
        return tuple(self._keys)

    def seal(self, text: str, row: str) -> str:
        """``v1:<key id>:<nonce and ciphertext in base64>``."""
        return mark_of(self.key_id) + base64.b64encode(self._sealed(text.encode(), row)).decode()

    def open(self, sealed: str, row: str) -> str:
        """The text again. Raises SealBroken."""
        key_id, payload = _parts(sealed)
        try:
            return self._opened(key_id, base64.b64decode(payload, validate=True), row).decode()
        except ValueError as error:
            raise SealBroken("not a sealed field") from error

    def seal_bytes(self, content: bytes, row: str) -> bytes:
        """``v1:<key id>:`` followed by nonce and ciphertext, for files."""
        return mark_of(self.key_id).encode() + self._sealed(content, row)

    def open_bytes(self, sealed: bytes, row: str) -> bytes:
        """The content again. Raises SealBroken."""
        head = sealed[:LONGEST_MARK].decode("latin-1")
        key_id, _ = _parts(head)
        return self._opened(key_id, sealed[len(mark_of(key_id)) :], row)

    def _sealed(self, content: bytes, row: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._keys[self.key_id].encrypt(nonce, content, row.encode())

    def _opened(self, key_id: str, sealed: bytes, row: str) -> bytes:
        if key_id not in self._keys:
            raise SealBroken(f"sealed with key {key_id!r}, which is not in the settings")
        try:
            return self._keys[key_id].decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], row.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(row.split(":", 1)[0]) from error


def mark_of(key_id: str) -> str:
    """What everything sealed with this key begins with."""
    return f"{VERSION}:{key_id}:"


def _parts(sealed: str) -> tuple[str, str]:
    """Key id and what follows. Raises SealBroken."""
    version, _, rest = sealed.partition(":")
    key_id, found, payload = rest.partition(":")
    if version != VERSION or not found:
        raise SealBroken("not a sealed field")
    return key_id, payload


class Lookup:
    """Keyed hash, so that a code can be found without being stored in the open.

    The current key makes new hashes; ``older`` ones find what was hashed before the key was changed.
    """

    def __init__(self, key: bytes, key_id: str = ONLY_ID, older: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self.key_id = key_id
        self._keys = {key_id: key, **{name: known for name, known in older.items() if name != key_id}}

    @classmethod
    def by(cls, keys: Keys) -> Lookup:
        """Hashes with the keys of a setting."""
        return cls(keys.current, keys.current_id, keys.by_id)

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Ids of every key, the current one first."""
        return tuple(self._keys)

    def of(self, code: str, key_id: str | None = None) -> str:
        """HMAC-SHA256 in hex, 64 signs; with the current key when none is named."""
        return hmac.new(self._keys[key_id or self.key_id], code.encode(), hashlib.sha256).hexdigest()

    def every(self, code: str) -> list[str]:
        """The hash under each key, the current one first: whoever has one of them is found."""
        return [self.of(code, key_id) for key_id in self._keys]

    def lasting(self, code: str) -> str:
        """The hash under the key that is accepted longest: it stays the same until that key leaves the settings."""
        return self.of(code, self.key_ids[-1])
