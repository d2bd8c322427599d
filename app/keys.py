"""Keys as settings give them: several at once, each with an id, and what makes a key too weak to trust."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

KEY_BYTES = 32
ONLY_ID = "1"
"""Id of a key that stands in the settings without one."""
FEWEST_VALUES = 16  # different bytes in a key; 32 random ones have fewer once in 10^12 keys
SHORTEST_SECRET = 32  # characters
FEWEST_SIGNS = 10  # different ones in a secret
COMMON_WORDS = ("change", "default", "demonstration", "example", "geheim", "password", "secret", "wachtwoord")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


class KeysUnreadable(ValueError):
    """A setting with keys cannot be taken; the message says why and never holds a key."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of one kind, 32 bytes each, with their ids. The first one is current and seals; the others still open."""

    pairs: tuple[tuple[str, bytes], ...] = field(repr=False)

    @classmethod
    def only(cls, key: bytes, key_id: str = ONLY_ID) -> Keys:
        """One key and no older ones."""
        return cls(((key_id, key),))

    @classmethod
    def read(cls, text: str) -> Keys:
        """Keys written as ``<id>:<base64>,<id>:<base64>``, the current one first; one alone needs no id.

        Raises KeysUnreadable.
        """
        pairs = tuple(_pair(part.strip()) for part in text.split(","))
        if len(dict(pairs)) < len(pairs):
            raise KeysUnreadable("names two keys with the same id")
        return cls(pairs)

    @property
    def current_id(self) -> str:
        """Id of the key that seals."""
        return self.pairs[0][0]

    @property
    def current(self) -> bytes:
        """The key that seals."""
        return self.pairs[0][1]

    @property
    def oldest(self) -> bytes:
        """The key that is accepted longest."""
        return self.pairs[-1][1]

    @property
    def by_id(self) -> Mapping[str, bytes]:
        """Every key that opens."""
        return dict(self.pairs)


def _pair(part: str) -> tuple[str, bytes]:
    key_id, found, rest = part.rpartition(":")
    name = key_id if found else ONLY_ID
    if not _ID.fullmatch(name):
        raise KeysUnreadable("has an id that is not 1 to 20 small letters, digits and dashes")
    try:
        key = base64.b64decode(rest.replace("-", "+").replace("_", "/"), validate=True)
    except (ValueError, binascii.Error) as error:
        raise KeysUnreadable("is not base64") from error
    weak = weakness(key)
    if weak:
        raise KeysUnreadable(weak)
    return name, key


def weakness(key: bytes) -> str | None:
    """Why a key cannot be trusted, or None. A random key passes."""
    if len(key) != KEY_BYTES:
        return f"holds {len(key)} bytes, not {KEY_BYTES}"
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    if len(set(key)) < FEWEST_VALUES or len(steps) < FEWEST_VALUES:
        return "is a pattern, not random bytes"
    if all(32 <= byte < 127 for byte in key):  # noqa: PLR2004 - the printable signs of ASCII
        return "is typed text, not random bytes"
    return None


def secret_weakness(secret: str) -> str | None:
    """Why a secret that signs cookies cannot be trusted, or None."""
    if len(secret) < SHORTEST_SECRET:
        return f"is missing or too short; it takes at least {SHORTEST_SECRET} characters of your own"
    if len(set(secret)) < FEWEST_SIGNS:
        return "is a pattern, not a random secret"
    words = [word for word in COMMON_WORDS if word in secret.lower()]
    return f"holds the word '{words[0]}', so somebody may guess it" if words else None
