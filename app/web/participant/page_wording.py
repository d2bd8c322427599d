"""The words of a page, and under them those of a second language where somebody asked for two on one screen."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from app.instruments.wording import Text, Wording

LOCAL = "local."
"""Begins the key of a text that stands instead of another one in a room without internet."""
_SECOND = Markup('<span class="inb-second" lang="{}" dir="{}">{}</span>')


class PageWording(Wording):
    """A wording that also knows the ``second`` one of the page; None when one language is shown.

    ``lan``: the room has no internet, so that a text with a twin ``local.<key>`` gives way to that twin.
    """

    def __init__(self, first: Wording, second: Wording | None, *, lan: bool = False) -> None:
        self.__dict__.update(first.__dict__)  # the same immutable words; hashing them anew would cost every page
        self.second = second
        self.lan = lan

    def key_of(self, key: str) -> str:
        """The key of the text that says what happens here."""
        twin = f"{LOCAL}{key}"
        return twin if self.lan and twin in self.texts else key

    def _text(self, key: str) -> Text:
        return super()._text(self.key_of(key))

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages that stand on the page, the first one first: part of the place of a page that is kept.

        In a room without internet they are marked as such.
        """
        codes = (self.locale,) if self.second is None else (self.locale, self.second.locale)
        return (*codes, LOCAL) if self.lan else codes

    def both(self, key: str, **places: object) -> Markup:
        """The text, and the same in the second language with its own language and direction.

        For between tags, never inside an attribute. Raises KeyError as ``text`` does.
        """
        first = escape(self.text(key, **places))
        said = self.key_of(key)
        if self.second is None or not self.second.has(said):
            return first
        return first + _SECOND.format(self.second.locale, self.second.info.direction, self.second.text(said, **places))


@lru_cache(maxsize=128)
def page_wording(first: Wording, second: Wording | None = None, *, lan: bool = False) -> PageWording:
    """The words of a page: of one language, or of two; ``lan``: in a room without internet."""
    return PageWording(first, second, lan=lan)
