"""A sealed file opens whole and as it was, or not at all."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.keys import Keys
from app.store import sealed_stream
from app.store.sealed_stream import PIECE, TAG, StreamBroken, open_stream, seal_stream

KEYS = Keys.only(os.urandom(32))
PIECES = PIECE + TAG


def sealed(content: bytes, keys: Keys = KEYS, purpose: str = "main") -> bytes:
    target = io.BytesIO()
    seal_stream(io.BytesIO(content), target, keys, purpose)
    return target.getvalue()


def opened(content: bytes, keys: Keys = KEYS, purpose: str = "main") -> bytes:
    target = io.BytesIO()
    open_stream(io.BytesIO(content), target, keys, purpose)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7])
def test_content_of_any_size_comes_back(size):
    content = os.urandom(size)
    assert opened(sealed(content)) == content


def test_nothing_of_the_content_can_be_read():
    assert b"name of a person" not in sealed(b"the name of a person" * 100)


@given(place=st.integers(min_value=0), flip=st.integers(1, 255))
@settings(max_examples=200, deadline=None)
def test_no_changed_byte_is_taken(place, flip):
    changed = bytearray(sealed(b"some rows" * 20))
    changed[place % len(changed)] ^= flip
    with pytest.raises(StreamBroken):
        opened(bytes(changed))


@given(length=st.integers(0, 400))
@settings(max_examples=100, deadline=None)
def test_no_shortened_file_is_taken(length):
    whole = sealed(b"some rows" * 20)
    with pytest.raises(StreamBroken):
        opened(whole[: min(length, len(whole) - 1)])


def test_pieces_cannot_be_left_out_swapped_or_added(monkeypatch):
    monkeypatch.setattr(sealed_stream, "PIECE", 64)
    whole = sealed(os.urandom(64 * 4))
    head, size = len(whole) - 4 * (64 + TAG), 64 + TAG
    pieces = [whole[head + size * n : head + size * (n + 1)] for n in range(4)]
    for order in ([0, 1, 2], [0, 1, 3], [1, 0, 2, 3], [0, 1, 2, 3, 3], [3], []):
        with pytest.raises(StreamBroken):
            opened(whole[:head] + b"".join(pieces[n] for n in order))
    assert opened(whole)


def test_one_purpose_is_not_taken_for_another():
    with pytest.raises(StreamBroken):
        opened(sealed(b"care"), purpose="care")


def test_an_older_key_opens_and_an_unknown_one_is_named():
    newer = Keys((("2", os.urandom(32)), *KEYS.pairs))
    assert opened(sealed(b"rows"), newer) == b"rows"
    with pytest.raises(StreamBroken, match="'2'"):
        opened(sealed(b"rows", newer), KEYS)


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(StreamBroken, match="not a sealed file"):
        opened(b"SQLite format 3\0")
