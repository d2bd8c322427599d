"""A text for the plan of approach (PIP): only what was agreed and said in the talk, and seen by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.core.conversation import FIT_KEYS, REMARK_KEYS, Agreement, Conversation, Observation, Topic
from app.reporting.voice import Voice


def plan_text(talk: Conversation, topics: Iterable[Topic], voice: Voice) -> str:
    """Paragraphs to copy, plain text in the language of ``voice``, words as typed; "" when nothing was said."""
    return "\n\n".join(_paragraphs(talk, topics, voice))


def _paragraphs(talk: Conversation, topics: Iterable[Topic], voice: Voice) -> Iterator[str]:
    if talk.goal:
        yield f"{voice.plain('agreements.goal')}: {talk.goal}"
    if talk.agreements:
        steps = "\n".join(f"- {_step(one, voice)}" for one in talk.agreements)
        yield f"{voice.plain('agreements.step')}\n{steps}"
    said = "\n".join(_said(talk, topic, voice) for topic in topics if not talk.notes(topic.id).nothing)
    if said:
        yield f"{voice.plain('fit.question')}\n{said}"
    for party, key in REMARK_KEYS.items():
        if party in talk.remarks:
            yield f"{voice.plain(key)}: {talk.remarks[party]}"
    if talk.disagreement:
        yield f"{voice.plain('agreements.disagree')}: {talk.disagreement}"
    if talk.next_talk:
        yield f"{voice.plain('agreements.next_talk')}: {_day(talk, voice)}"


def _step(one: Agreement, voice: Voice) -> str:
    parts = [one.what]
    parts += [f"{voice.plain('agreements.who')} {one.who}"] if one.who else []
    parts += [f"{voice.plain('agreements.when')} {voice.day(one.on).striptags()}"] if one.on else []
    parts += [f"{voice.plain('agreements.needs')} {one.needs}"] if one.needs else []
    return " | ".join(parts)


def _said(talk: Conversation, topic: Topic, voice: Voice) -> str:
    notes = talk.notes(topic.id)
    mark = f" {voice.plain(FIT_KEYS[notes.fit])}." if notes.fit else ""
    words = f" {notes.words}" if notes.words else ""
    seen = "".join(f"\n  {_seen(one, voice)}" for one in notes.observations)
    return f"- {voice.plain(topic.name)}:{mark}{words}{seen}"


def _seen(one: Observation, voice: Voice) -> str:
    by = [one.by] if one.by else []
    by += [voice.day(one.on).striptags()] if one.on else []
    return f"{voice.plain(f'evidence.{one.evidence}')}: {one.what}" + (f" ({', '.join(by)})" if by else "")


def _day(talk: Conversation, voice: Voice) -> str:
    return voice.day(talk.next_talk).striptags() if talk.next_talk else ""
