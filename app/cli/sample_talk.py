"""The invented talk of ``reports/conversation/talk.yaml``, held with the invented person of the sample reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ruamel.yaml import YAML

from app import paths
from app.core.conversation import (
    Agreement,
    Conversation,
    Evidence,
    Fit,
    Interpreter,
    Observation,
    Party,
    Present,
    TopicNotes,
)

FILE = paths.REPORTS / "conversation" / "talk.yaml"


def sample_talk(locale: str) -> Conversation:
    """The talk as it was held, what the person says in this language (else in English)."""
    raw: dict[str, Any] = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    said = raw["said"].get(locale, raw["said"]["en"])
    talked = sorted({*raw["fit"], *raw["observations"]})
    return Conversation(
        held_on=raw["held_on"],
        number=1,
        made_on=raw["held_on"],
        present=tuple(Present(one) for one in raw["present"]),
        interpreter=Interpreter(raw["interpreter"]),
        topics={topic: _notes(raw, topic, said.get(topic, "")) for topic in talked},
        goal=said["goal"],
        agreements=tuple(Agreement(**row) for row in raw["agreements"]),
        remarks={Party.PARTICIPANT: said["remark"], **{Party(name): text for name, text in raw["remarks"].items()}},
        disagreement=raw["disagreement"],
        next_talk=_moment(raw["next_talk"]),
    )


def _notes(raw: Mapping[str, Any], topic: str, words: str) -> TopicNotes:
    fit = raw["fit"].get(topic)
    seen = tuple(
        Observation(**{**row, "evidence": Evidence(row["evidence"])}) for row in raw["observations"].get(topic, ())
    )
    return TopicNotes(Fit(fit) if fit else None, words, seen)


def _moment(value: datetime | date | str) -> datetime:
    return datetime.fromisoformat(str(value))
