"""Sealed fields open only in their own row, under their own key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.cipher import Cipher, Lookup, SealBroken

TEXTS, CARES = Cipher(b"text" * 8), Cipher(b"care" * 8)


@given(st.text())
def test_what_is_sealed_comes_back(words):
    assert TEXTS.open(TEXTS.seal(words, "row:1"), "row:1") == words


@given(st.binary(max_size=1000))
def test_files_come_back(content):
    assert TEXTS.open_bytes(TEXTS.seal_bytes(content, "report:1"), "report:1") == content


def test_a_field_copied_to_another_row_does_not_open():
    with pytest.raises(SealBroken):
        TEXTS.open(TEXTS.seal("ደሃን", "response:a:own_words:k"), "response:b:own_words:k")


def test_one_store_cannot_open_fields_of_the_other():
    with pytest.raises(SealBroken):
        TEXTS.open(CARES.seal("yes", "row"), "row")


def test_changed_bytes_do_not_open():
    sealed = bytearray(TEXTS.seal_bytes(b"content", "row"))
    sealed[-1] ^= 1
    with pytest.raises(SealBroken):
        TEXTS.open_bytes(bytes(sealed), "row")


def test_another_key_id_is_refused():
    with pytest.raises(SealBroken):
        Cipher(b"text" * 8, key_id="2").open(TEXTS.seal("words", "row"), "row")


def test_the_same_words_are_sealed_differently_each_time():
    assert TEXTS.seal("words", "row") != TEXTS.seal("words", "row")


def test_lookup_depends_on_its_key():
    assert Lookup(b"a" * 32).of("K7M4XR9TQA") != Lookup(b"b" * 32).of("K7M4XR9TQA")
