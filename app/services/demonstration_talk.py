"""The invented talk of ``reports/conversation/talk.yaml``, for sample reports and the demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
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


def sample_talk(locale: str, held_on: date | None = None) -> Conversation:
    """The talk as it was held, what the person says in this language (else in English).

    ``held_on`` moves the talk and every day in it that lies after it; None: the days of the file.
    """
    raw: dict[str, Any] = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    later = (held_on or raw["held_on"]) - raw["held_on"]
    said = raw["said"].get(locale, raw["said"]["en"])
    talked = sorted({*raw["fit"], *raw["observations"]})
    return Conversation(
        held_on=raw["held_on"] + later,
        number=1,
        made_on=raw["held_on"] + later,
        present=tuple(Present(one) for one in raw["present"]),
        interpreter=Interpreter(raw["interpreter"]),
        topics={topic: _notes(raw, topic, said.get(topic, "")) for topic in talked},
        goal=said["goal"],
        agreements=tuple(Agreement(**{**row, "on": row["on"] + later}) for row in raw["agreements"]),
        remarks={Party.PARTICIPANT: said["remark"], **{Party(name): text for name, text in raw["remarks"].items()}},
        disagreement=raw["disagreement"],
        next_talk=raw["next_talk"] + later,
    )


def _notes(raw: Mapping[str, Any], topic: str, words: str) -> TopicNotes:
    fit = raw["fit"].get(topic)
    seen = tuple(
        Observation(**{**row, "evidence": Evidence(row["evidence"])}) for row in raw["observations"].get(topic, ())
    )
    return TopicNotes(Fit(fit) if fit else None, words, seen)
