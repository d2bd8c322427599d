"""Whether the words of a locale were released for people."""

from __future__ import annotations

from app.instruments.wording import Wording


def is_released(released_hash: str | None, wording: Wording) -> bool:
    """Whether exactly these words were released: a later change of any text takes the release away.

    ``released_hash`` is the ``content_hash`` that someone released by name, or None.
    """
    return released_hash is not None and released_hash == wording.content_hash
