"""The start page of a place: shared devices open it, and come back to it when they are given back.

Its address says nothing about the place: it is a keyed hash of the number of the location.
"""

from __future__ import annotations

from sqlalchemy import select

from app.services.work import Work
from app.store.models import Location

SIGNS = 12


def place_of(work: Work, location_id: int) -> str:
    """What stands in the address of the start page of this location: 12 hexadecimal signs."""
    return work.lookup.of(_start(location_id))[:SIGNS]


def is_place(work: Work, place: str) -> bool:
    """Whether a location has this start page. One query; there are a few hundred locations at most."""
    if len(place) != SIGNS:
        return False
    known = work.db.scalars(select(Location.id))
    return any(one.startswith(place) for location_id in known for one in work.lookup.every(_start(location_id)))


def _start(location_id: int) -> str:
    return f"start:{location_id}"
