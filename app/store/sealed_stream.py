"""Files of any size sealed in pieces: changed, swapped, shortened or lengthened, they do not open.

Each file has a key of its own (HKDF-SHA256 from the key of the setting and a random salt). Its pieces are sealed with
AES-256-GCM under a nonce that counts them and marks the last one, and bound to the head of the file. Whoever reads a
file must let nothing of it be used before ``open_stream`` came to its end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.keys import KEY_BYTES, Keys

MAGIC = b"inbeeld-sealed-1\n"
PIECE = 1024 * 1024  # bytes of content
TAG = 16
SALT = 32
COUNTER = 11  # bytes of a nonce; the twelfth says whether it is the last piece
LONGEST_ID = 20


class StreamBroken(Exception):
    """A sealed file does not open: changed, cut off, of another kind, or another key. The message says which."""


def seal_stream(source: BinaryIO, target: BinaryIO, keys: Keys, purpose: str) -> None:
    """Write everything of ``source`` to ``target``, sealed with the current key. ``purpose`` keeps kinds apart."""
    salt = os.urandom(SALT)
    head = MAGIC + keys.current_id.encode() + b"\n" + salt
    aead = _aead(keys.current, salt, purpose)
    target.write(head)
    pieces = enumerate(_pieces(source, PIECE))
    target.writelines(aead.encrypt(_nonce(number, last=last), piece, head) for number, (piece, last) in pieces)


def open_stream(source: BinaryIO, target: BinaryIO, keys: Keys, purpose: str) -> None:
    """Write the content of a sealed file to ``target``. Raises StreamBroken; then nothing of it may be used."""
    head, key_id, salt = _head(source)
    if key_id not in keys.by_id:
        raise StreamBroken(f"It was sealed with key '{key_id}', which is not in the settings.")
    aead = _aead(keys.by_id[key_id], salt, purpose)
    for number, (piece, last) in enumerate(_pieces(source, PIECE + TAG)):
        try:
            target.write(aead.decrypt(_nonce(number, last=last), piece, head))
        except (InvalidTag, ValueError) as error:
            raise StreamBroken("It was changed, cut off, or sealed for something else or with another key.") from error


def _head(source: BinaryIO) -> tuple[bytes, str, bytes]:
    if source.read(len(MAGIC)) != MAGIC:
        raise StreamBroken("It is not a sealed file of Inbeeld.")
    name = source.readline(LONGEST_ID + 1)
    salt = source.read(SALT)
    if not name.endswith(b"\n") or len(salt) != SALT:
        raise StreamBroken("It is cut off at its beginning.")
    return MAGIC + name + salt, name[:-1].decode("latin-1"), salt


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of this size and whether each is the last one; an empty file is one empty piece."""
    piece = source.read(size)
    while True:
        following = source.read(size)
        yield piece, not following
        if not following:
            return
        piece = following


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(COUNTER, "big") + bytes([last])


def _aead(key: bytes, salt: bytes, purpose: str) -> AESGCM:
    derived = HKDF(SHA256(), KEY_BYTES, salt, f"inbeeld sealed stream: {purpose}".encode()).derive(key)
    return AESGCM(derived)
