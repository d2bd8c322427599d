"""The file that carries a group session: sealed for one receiver, signed by one sender.

Two letters lie in it, one with the rows of the main store and one with those of the care store, each sealed for a key
of its own (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM). The whole is signed with Ed25519 (RFC 8032), so that a
changed, swapped or invented file is refused before anything of it is read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.store.private_files import new_private_file, private_folder

FORMAT = "inbeeld-session-1"
RECEIPT = "inbeeld-receipt-1"
LETTERS = ("main", "care")
MOST_BYTES = 200_000_000
PRIVATE_FILE, PUBLIC_FILE = "private.json", "public.json"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class BadFile(Exception):
    """A file cannot be taken: broken, changed, of another sender or for another receiver. The message says which."""


@dataclass(frozen=True, slots=True)
class Public:
    """What the other side may know: a name, the key that proves a sender, a key for each letter (32 bytes each)."""

    name: str
    sign: bytes
    main: bytes
    care: bytes

    @property
    def fingerprint(self) -> str:
        """Four groups of four signs, to compare by telephone."""
        digest = hashlib.sha256(self.sign + self.main + self.care).hexdigest()[:16]
        return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class Private:
    """The keys of one side; never leaves the machine it was made on."""

    name: str
    sign: Ed25519PrivateKey = field(repr=False)
    main: X25519PrivateKey = field(repr=False)
    care: X25519PrivateKey = field(repr=False)

    @property
    def public(self) -> Public:
        """What may be handed out."""
        return Public(
            self.name,
            self.sign.public_key().public_bytes_raw(),
            self.main.public_key().public_bytes_raw(),
            self.care.public_key().public_bytes_raw(),
        )


def make_keys(name: str) -> Private:
    """New keys for a laptop or a server."""
    return Private(name, Ed25519PrivateKey.generate(), X25519PrivateKey.generate(), X25519PrivateKey.generate())


def write_keys(keys: Private, folder: Path) -> None:
    """Write ``private.json`` (readable by its owner alone) and ``public.json``. Raises FileExistsError."""
    private_folder(folder)
    secret = {
        "name": keys.name,
        "sign": _text(keys.sign.private_bytes_raw()),
        "main": _text(keys.main.private_bytes_raw()),
        "care": _text(keys.care.private_bytes_raw()),
    }
    with new_private_file(folder / PRIVATE_FILE) as file:
        file.write(json.dumps(secret).encode())
    public = keys.public
    shown = {name: _text(getattr(public, name)) for name in ("sign", *LETTERS)}
    (folder / PUBLIC_FILE).write_text(json.dumps({"name": public.name, **shown}, indent=1), "utf-8")


def read_private(folder: Path) -> Private:
    """The keys of this side. Raises BadFile."""
    parts = _key_file(folder / PRIVATE_FILE)
    return Private(
        parts["name"],
        Ed25519PrivateKey.from_private_bytes(_bytes(parts["sign"])),
        X25519PrivateKey.from_private_bytes(_bytes(parts["main"])),
        X25519PrivateKey.from_private_bytes(_bytes(parts["care"])),
    )


def read_public(file: Path) -> Public:
    """The keys of the other side. Raises BadFile."""
    parts = _key_file(file)
    return Public(parts["name"], *(_bytes(parts[name]) for name in ("sign", *LETTERS)))


def _key_file(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadFile(f"{file.name} cannot be read as a file of keys.") from error
    if not isinstance(found, dict) or set(found) != {"name", "sign", *LETTERS}:
        raise BadFile(f"{file.name} holds no keys.")
    if any(len(_bytes(str(found[name]))) != 32 for name in ("sign", *LETTERS)):  # noqa: PLR2004 - bytes of a key
        raise BadFile(f"{file.name} holds a key of the wrong length.")
    return {name: str(value) for name, value in found.items()}


def close(letters: Mapping[str, Any], transfer_id: str, sender: Private, receiver: Public, form: str = FORMAT) -> bytes:
    """Pack, seal and sign what goes along; ``letters`` holds a JSON value for "main" and for "care".

    ``form`` names the kind of file; one kind is never taken for another.
    """
    parts: dict[str, str] = {"format": form, "transfer": transfer_id, "from": sender.name, "for": receiver.name}
    for name in LETTERS:
        packed = zlib.compress(json.dumps(letters[name], ensure_ascii=False).encode(), 9)
        key = X25519PublicKey.from_public_bytes(getattr(receiver, name))
        parts[name] = _text(_SUITE.encrypt(packed, key, info=_info(form, transfer_id, name)))
    return _signed(parts, sender)


def open_file(content: bytes, sender: Public, receiver: Private, form: str = FORMAT) -> tuple[str, dict[str, Any]]:
    """Transfer id and letters. Raises BadFile; nothing is read before the signature was found right."""
    parts = _verified(content, sender, form)
    transfer_id = parts["transfer"]
    letters: dict[str, Any] = {}
    for name in LETTERS:
        try:
            packed = _SUITE.decrypt(_bytes(parts[name]), getattr(receiver, name), info=_info(form, transfer_id, name))
        except (InvalidTag, ValueError) as error:
            raise BadFile("The file was made for other keys than those of this installation.") from error
        letters[name] = json.loads(_unpacked(packed))
    return transfer_id, letters


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(packed, MOST_BYTES)
    if unpacking.unconsumed_tail:
        raise BadFile("The file holds more than a group session can.")
    return content


def write_receipt(values: Mapping[str, str], receiver: Private) -> bytes:
    """What the receiver signs: that everything of one transfer stands in its stores."""
    return _signed({"format": RECEIPT, **values}, receiver)


def read_receipt(content: bytes, receiver: Public) -> dict[str, str]:
    """What the receiver signed. Raises BadFile."""
    return _verified(content, receiver, RECEIPT)


def _signed(parts: Mapping[str, str], by: Private) -> bytes:
    body = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return json.dumps({"body": body, "signature": _text(by.sign.sign(body.encode()))}).encode()


def _verified(content: bytes, by: Public, wanted: str) -> dict[str, str]:
    try:
        outer = json.loads(content)
        body, signature = str(outer["body"]), _bytes(str(outer["signature"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BadFile("The file is broken: it cannot be read to its end. Nothing was taken from it.") from error
    try:
        Ed25519PublicKey.from_public_bytes(by.sign).verify(signature, body.encode())
    except InvalidSignature as error:
        raise BadFile(f"The file was changed, or {by.name} did not make it. Nothing was taken from it.") from error
    parts = json.loads(body)
    if not isinstance(parts, dict) or parts.get("format") != wanted:
        raise BadFile("The file is of another kind or of another version. Nothing was taken from it.")
    return {str(name): str(value) for name, value in parts.items()}


def _info(form: str, transfer_id: str, letter: str) -> bytes:
    return f"{form}:{transfer_id}:{letter}".encode()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadFile("A key or a letter is broken. Nothing was taken from the file.") from error
