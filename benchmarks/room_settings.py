"""What measurements share: settings; of a room also its stores, and coming in up to the choice to take part."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measured import found_by
from servers import ROOT
from visitor import Visitor

TEXT, PICTOGRAM = "text", "pictogram"
VARIANTS = (TEXT, PICTOGRAM)


@dataclass(frozen=True, slots=True)
class Room:
    """A group session: its public id, and an access code a seat."""

    public_id: str
    codes: list[str]


@dataclass(frozen=True, slots=True)
class Stores:
    """What was made: the rooms, and how the facilitator signs in."""

    sessions: list[Room]
    email: str
    password: str


def our_settings(folder: Path) -> dict[str, str]:
    """Settings as for people: own keys, no demonstration mode; plain HTTP, as behind a proxy."""
    keys = ("INBEELD_TEXT_KEY", "INBEELD_CARE_KEY", "INBEELD_LOOKUP_KEY")
    return {
        **{name: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for name in keys},
        "INBEELD_SECRET_KEY": secrets.token_urlsafe(48),
        "INBEELD_DATA": str(folder),
        "INBEELD_COOKIE_SECURE": "0",
        "INBEELD_DEMO": "0",
    }


def room_settings(folder: Path) -> dict[str, str]:
    """As for people, but in demonstration mode: the form in pictures needs no recorded voice there."""
    return {**our_settings(folder), "INBEELD_DEMO": "1", "INBEELD_SOUND": str(ROOT / "build" / "sound")}


def make_stores(settings: Mapping[str, str], seats: Sequence[int]) -> Stores:
    """Make the stores with a group session for each number of seats. Raises CalledProcessError."""
    made = found_by("room_stores.py", *map(str, seats), **settings)
    rooms = [Room(one["public_id"], one["codes"]) for one in made["sessions"]]
    return Stores(rooms, made["email"], made["password"])


def settle(visitor: Visitor, locale: str, code: str, variant: str) -> Visitor:
    """Come in with a code, and change to pictures if that is the form wanted."""
    visitor.enter(locale, code)
    if variant == PICTOGRAM:
        visitor.say_yes(f"/{locale}/form")
    return visitor
