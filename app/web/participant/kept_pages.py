"""Pages that are the same for everybody who comes by, kept ready; what belongs to one showing is filled in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Mapping

from markupsafe import escape

MOST_PAGES = 4000  # of about 8 kB each; one more, and the oldest one goes

_MARKS = {name: secrets.token_hex(16) for name in ("csrf", "key", "shown", "mark", "title", "bar")}
_pages: dict[Hashable, str] = {}


def filled_in(place: Hashable, make: Callable[[Mapping[str, str]], str], values: Mapping[str, str]) -> str:
    """The page kept at ``place`` with these values for ``csrf``, ``key``, ``shown``, ``mark``, ``title`` and ``bar``.

    ``make`` writes the page the first time, with marks where the values go; ``place`` must name everything else that
    the page depends on. A value is escaped, unless it is Markup.
    """
    page = _pages.get(place)
    if page is None:
        if len(_pages) >= MOST_PAGES:
            _pages.pop(next(iter(_pages)), None)
        page = _pages[place] = make(_MARKS)
    for name, value in values.items():
        page = page.replace(_MARKS[name], escape(value))
    return page
