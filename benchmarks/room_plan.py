"""What ``bench_room.py`` tells locust: who comes, where the journey leads, how bad the wifi is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

OURS, BARE = "Inbeeld", "bare"
BOARD, BOARD_SAME = "board, GET, 200", "board, GET, 304"
DECK, BEAT = "coming screens of a part, GET", "sign of life, POST"
PAGE, STEP = "other page, GET", "other page, POST"
COMING_IN = "coming in"

_OPENING = re.compile(r"/\{locale\}/(?:parts/(\w+)|items/(p\d+)\..*)")


def answer_name(kind: str, *, is_answer: bool = True) -> str:
    """Name of the figure for sending a form."""
    return f"answer, POST, {kind}" if is_answer else STEP


def page_name(kind: str) -> str:
    """Name of the figure for the page of an item."""
    return f"item, GET, {kind}"


def starts(steps: Sequence[dict[str, Any]]) -> list[int]:
    """Places on a journey where somebody may begin: the first screen of each part."""
    seen, places = set(), []
    for place, step in enumerate(steps):
        opening = _OPENING.fullmatch(step["path"]) if step["method"] == "GET" else None
        part = opening and (opening[1] or opening[2])
        if part and part not in seen:
            seen.add(part)
            places.append(place)
    return places


def questions(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The journey as far as the last question: what follows shows what was answered, so it differs per person."""
    last = max(place for place, step in enumerate(steps) if "/items/" in step["path"])
    return list(steps[: last + 1])


@dataclass
class Plan:
    """One measurement. Times in seconds.

    ``people``: code, variant, locale and the name of "yes" for each; ``boards``: public ids of the rooms whose board is
    looked at; ``rounds``: whose turn each round is; ``looks``: how often in a row a board is asked for; ``spread``:
    whether people begin in different parts.
    """

    port: int
    people: list[dict[str, str]]
    boards: list[str]
    email: str
    password: str
    journey: dict[str, list[dict[str, Any]]]
    rounds: list[str]
    window_seconds: float
    outcome: str
    bare_port: int = 0
    bare_people: list[str] = field(default_factory=list)
    board_seconds: float = 5.0
    looks: int = 2
    spread: bool = True
    latency_seconds: float = 0.3
    loss: float = 0.02
    patience_seconds: float = 1.0
    longest_seconds: float = 600.0
    seed: int = 1

    def people_turn(self) -> tuple[int, dict[str, str]]:
        """Seat (from 0) and person for who comes in next."""
        self._people = getattr(self, "_people", -1) + 1
        return self._people, self.people[self._people]

    def bare_turn(self) -> str:
        """Who comes in next at the bare page."""
        self._bare = getattr(self, "_bare", -1) + 1
        return self.bare_people[self._bare]

    def board_turn(self) -> str:
        """The room whose board is looked at next."""
        self._board = getattr(self, "_board", -1) + 1
        return self.boards[self._board]
