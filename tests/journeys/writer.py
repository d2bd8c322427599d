"""Somebody who answers over and over, and a look whether every acknowledged answer is there once."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from sqlalchemy import select

from app.core.responses import Response
from app.services.sittings import open_sitting
from app.services.work import Work
from app.store.care_models import CareResponse
from app.store.models import Response as Row
from tests.journeys.visitor import Fields, Visitor

PATIENCE = 240  # seconds until a killed web process is back
CARE = frozenset({"z1a", "z1b", "z2a"})
WORDS = "own_words"
ITEMS = ("c1a", "c1b", "z1a", "c2a", WORDS, "z1b", "c3b", "m2a", "z2a", "c4c")

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Sent:
    """One form that was acknowledged."""

    item_id: str
    key: str
    response: Response


@dataclass
class Writer:
    """Answers over and over; sends a form again that got no answer or "busy", the very same one.

    ``again``: how often none came; ``refused``: how often it was "busy".
    """

    visitor: Visitor
    acknowledged: list[Sent] = field(default_factory=list)
    again: int = 0
    refused: int = 0

    def answer_next(self) -> None:
        """Send one more answer, another item and another choice each time."""
        turn, place = divmod(len(self.acknowledged), len(ITEMS))
        item_id, chosen = ITEMS[place], str(turn % 4)
        value = Response(text=f"words {turn}") if item_id == WORDS else Response(options=(chosen,))
        form = self._patiently(lambda: self.visitor.get(f"items/{item_id}").form.fields)
        field = {"text": value.text or ""} if item_id == WORDS else {"option": chosen}
        self._patiently(lambda: self._send(item_id, {**form, **field, "go": "next"}))
        self.acknowledged.append(Sent(item_id, form["key"][0], value))

    def _send(self, item_id: str, filled: Fields) -> bool:
        answer = self.visitor.post(f"items/{item_id}", filled)
        assert answer.status in {http.client.SEE_OTHER, http.client.SERVICE_UNAVAILABLE}, answer.text[:2000]
        self.refused += answer.status == http.client.SERVICE_UNAVAILABLE
        return answer.status == http.client.SEE_OTHER

    def _patiently(self, attempt: Callable[[], Found]) -> Found:
        """Try until it gives something."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                found = attempt()
                if found:
                    return found
            except (OSError, http.client.HTTPException):
                self.again += 1
            time.sleep(0.05)
        pytest.fail("the web process did not come back")


def kept(work: Work, token: str, participation_id: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Item and form key of every answer of a person, in order: of the main store, and of the care store."""
    main = work.db.execute(
        select(Row.item_id, Row.idempotency_key).where(Row.participation_id == participation_id).order_by(Row.id)
    ).all()
    care = work.care.execute(
        select(CareResponse.item_id, CareResponse.idempotency_key)
        .where(CareResponse.token == token)
        .order_by(CareResponse.id)
    ).all()
    return [(row[0], row[1].split(":")[0]) for row in main], [(row[0], row[1].split(":")[0]) for row in care]


def check(work: Work, token: str, participation_id: int, acknowledged: Sequence[Sent]) -> None:
    """Each acknowledged form left one row, in order, and the last one for each item stands and opens."""
    main, care = kept(work, token, participation_id)
    assert main == [(sent.item_id, sent.key) for sent in acknowledged if sent.item_id not in CARE]
    assert care == [(sent.item_id, sent.key) for sent in acknowledged if sent.item_id in CARE]
    standing = open_sitting(work, token, None).responses
    last = {sent.item_id: sent.response for sent in acknowledged}
    assert {item_id: standing[item_id] for item_id in last} == last
