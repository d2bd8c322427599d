"""The parts of a talk as sealed JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

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

TOPIC, REMARK = "topic.", "remark."
GOAL, AGREEMENTS, ENDING = "goal", "agreements", "ending"
Plain = dict[str, Any]
PartContent = TopicNotes | str | tuple[Agreement, ...] | tuple[str, datetime | None]
"""By part: notes of a topic; words of a remark or the goal; agreements; what is not agreed with the next talk."""


def part_name(participation_id: int, part: str, version: int) -> str:
    """What a sealed part is bound to."""
    return f"conversation_part:{participation_id}:{part}:{version}"


def part_text(part: str, content: PartContent) -> str:
    """What is sealed of one part."""
    return json.dumps(_part_plain(part, content), ensure_ascii=False)


def part_of_text(part: str, text: str) -> PartContent:
    """What was sealed of one part."""
    plain = json.loads(text)
    if part.startswith(TOPIC):
        return _topic(plain)
    if part == AGREEMENTS:
        return tuple(_agreement(row) for row in plain["rows"])
    if part == ENDING:
        return plain["disagreement"], _moment(plain["next_talk"])
    return str(plain["words"])


def empty_part(part: str) -> PartContent:
    """A part that nobody wrote in yet."""
    if part.startswith(TOPIC):
        return TopicNotes()
    if part == AGREEMENTS:
        return ()
    return ("", None) if part == ENDING else ""


def mark_of(content: PartContent) -> str:
    """The person's mark of a topic; "" without one."""
    return content.fit.value if isinstance(content, TopicNotes) and content.fit else ""


def conversation_of_parts(parts: Mapping[str, PartContent]) -> Conversation:
    """The draft that the parts make together; parts without words are left out."""
    topics = {
        name.removeprefix(TOPIC): notes
        for name, notes in parts.items()
        if isinstance(notes, TopicNotes) and not notes.nothing
    }
    remarks = {party: words for party in Party if (words := _words(parts.get(f"{REMARK}{party.value}")))}
    agreements = parts.get(AGREEMENTS, ())
    ending = parts.get(ENDING, ("", None))
    disagreement, next_talk = ending if isinstance(ending, tuple) and len(ending) == len(("", None)) else ("", None)
    return Conversation(
        topics=topics,
        goal=_words(parts.get(GOAL)),
        agreements=tuple(row for row in agreements if isinstance(row, Agreement))
        if isinstance(agreements, tuple)
        else (),
        remarks=remarks,
        disagreement=disagreement if isinstance(disagreement, str) else "",
        next_talk=next_talk if isinstance(next_talk, datetime) else None,
    )


def parts_of_conversation(talk: Conversation) -> dict[str, PartContent]:
    """The parts of a whole talk, by name."""
    return {
        **{f"{TOPIC}{name}": notes for name, notes in talk.topics.items()},
        **{f"{REMARK}{party.value}": words for party, words in talk.remarks.items()},
        GOAL: talk.goal,
        AGREEMENTS: talk.agreements,
        ENDING: (talk.disagreement, talk.next_talk),
    }


def conversation_text(talk: Conversation) -> str:
    """What is sealed of a version of the final report."""
    plain = {
        "held_on": _iso(talk.held_on),
        "number": talk.number,
        "made_on": _iso(talk.made_on),
        "present": [one.value for one in talk.present],
        "interpreter": talk.interpreter.value,
        "topics": {name: {**_topic_plain(notes), "fit": mark_of(notes)} for name, notes in talk.topics.items()},
        "goal": talk.goal,
        "agreements": [_agreement_plain(row) for row in talk.agreements],
        "remarks": {party.value: words for party, words in talk.remarks.items()},
        "disagreement": talk.disagreement,
        "next_talk": _iso(talk.next_talk),
    }
    return json.dumps(plain, ensure_ascii=False)


def conversation_of_text(text: str) -> Conversation:
    """A version of the final report as it was sealed."""
    plain = json.loads(text)
    return Conversation(
        held_on=_day(plain["held_on"]),
        number=plain["number"],
        made_on=_day(plain["made_on"]),
        present=tuple(Present(one) for one in plain["present"]),
        interpreter=Interpreter(plain["interpreter"]),
        topics={name: _topic(notes) for name, notes in plain["topics"].items()},
        goal=plain["goal"],
        agreements=tuple(_agreement(row) for row in plain["agreements"]),
        remarks={Party(party): words for party, words in plain["remarks"].items()},
        disagreement=plain["disagreement"],
        next_talk=_moment(plain["next_talk"]),
    )


def _part_plain(part: str, content: PartContent) -> Plain:
    if isinstance(content, TopicNotes):
        return {**_topic_plain(content), "fit": mark_of(content)}
    if isinstance(content, str):
        return {"words": content}
    if part == ENDING:
        words, moment = content
        return {"disagreement": words, "next_talk": moment.isoformat() if isinstance(moment, datetime) else None}
    return {"rows": [_agreement_plain(row) for row in content if isinstance(row, Agreement)]}


def _topic_plain(notes: TopicNotes) -> Plain:
    rows = [
        {"evidence": one.evidence.value, "what": one.what, "by": one.by, "on": _iso(one.on)}
        for one in notes.observations
    ]
    return {"words": notes.words, "observations": rows}


def _topic(plain: Plain) -> TopicNotes:
    rows = tuple(
        Observation(Evidence(one["evidence"]), one["what"], one["by"], _day(one["on"])) for one in plain["observations"]
    )
    return TopicNotes(Fit(plain["fit"]) if plain["fit"] else None, plain["words"], rows)


def _agreement_plain(row: Agreement) -> Plain:
    return {"what": row.what, "who": row.who, "on": _iso(row.on), "needs": row.needs}


def _agreement(plain: Plain) -> Agreement:
    return Agreement(plain["what"], plain["who"], _day(plain["on"]), plain["needs"])


def _words(content: PartContent | None) -> str:
    return content if isinstance(content, str) else ""


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
