"""What the measurements of a room share: settings, stores, and coming in up to the choice to take part."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_serving import our_settings
from servers import HERE, ROOT, environment
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


def room_settings(folder: Path) -> dict[str, str]:
    """As for people, but in demonstration mode: the form in pictures needs no recorded voice there."""
    return {**our_settings(folder), "INBEELD_DEMO": "1", "INBEELD_SOUND": str(ROOT / "build" / "sound")}


def make_stores(settings: Mapping[str, str], seats: Sequence[int]) -> Stores:
    """Make the stores with a group session for each number of seats. Raises CalledProcessError."""
    command = [sys.executable, str(HERE / "room_stores.py"), *(str(number) for number in seats)]
    done = subprocess.run(command, cwd=ROOT, env=environment(settings), stdout=subprocess.PIPE, text=True, check=True)
    made = json.loads(done.stdout.splitlines()[-1])
    rooms = [Room(one["public_id"], one["codes"]) for one in made["sessions"]]
    return Stores(rooms, made["email"], made["password"])


def settle(visitor: Visitor, locale: str, code: str, variant: str) -> Visitor:
    """Come in with a code, and change to pictures if that is the form wanted."""
    form = visitor.get(f"/{locale}/code").form_with("code")
    visitor.post(f"/{locale}/code", {**form.hidden, "code": code})
    if variant == PICTOGRAM:
        change = visitor.get(f"/{locale}/form").form_with("go")
        visitor.post(f"/{locale}/form", {**change.hidden, "go": "yes"})
    return visitor
