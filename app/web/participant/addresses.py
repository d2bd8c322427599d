"""Addresses that a query names: only pages of the participant's way, in the language of the page."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import g


def page_inside(asked: str) -> str | None:
    """The path that an address names, or None for another site, another language or somebody else's pages."""
    address = urlsplit(asked)
    inside = not address.netloc and address.path.startswith(f"/{g.locale}/") and "//" not in address.path
    return address.path if inside else None
