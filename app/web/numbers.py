"""Whole numbers in addresses and forms, no larger than the store can hold: a larger one is the number of nothing."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class StoredNumber(IntegerConverter):
    """A number in an address; with a larger one there is no such page."""

    def __init__(self, url_map: Map, *args: Any, **more: Any) -> None:  # noqa: ANN401 - as its parent takes them
        super().__init__(url_map, *args, **{"max": LARGEST, **more})


def attach(app: Flask) -> None:
    """Read the numbers of all addresses this way; before any address is added."""
    app.url_map.converters["int"] = StoredNumber


def number_in(written: str) -> int | None:
    """A whole number of a form, as an id or an amount; None for anything else."""
    written = written.strip()
    if not written.isdecimal() or len(written) > len(str(LARGEST)):
        return None
    number = int(written)
    return number if number <= LARGEST else None
