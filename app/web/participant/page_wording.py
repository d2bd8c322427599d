"""The words of a page, and under them those of a second language where somebody asked for two on one screen."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from app.instruments.wording import Wording

_SECOND = Markup('<span class="inb-second" lang="{}" dir="{}">{}</span>')


class PageWording(Wording):
    """A wording that also knows the ``second`` one of the page; None when one language is shown."""

    def __init__(self, first: Wording, second: Wording | None) -> None:
        self.__dict__.update(first.__dict__)  # the same immutable words; hashing them anew would cost every page
        self.second = second

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages that stand on the page, the first one first: part of the place of a page that is kept."""
        return (self.locale,) if self.second is None else (self.locale, self.second.locale)

    def both(self, key: str, **places: object) -> Markup:
        """The text, and the same in the second language with its own language and direction.

        For between tags, never inside an attribute. Raises KeyError as ``text`` does.
        """
        first = escape(self.text(key, **places))
        if self.second is None or not self.second.has(key):
            return first
        return first + _SECOND.format(self.second.locale, self.second.info.direction, self.second.text(key, **places))


@lru_cache(maxsize=128)
def page_wording(first: Wording, second: Wording | None = None) -> PageWording:
    """The words of a page: of one language, or of two."""
    return PageWording(first, second)
