"""The conversation report as a file for machines (R3): what the paper says, as values and keys of the text bank.

Nothing more than the paper: no answer of the care part beyond what was released, no number of a scale without its
interval, no name. The shape stands in ``reports/schema/``; both travel inside the PDF.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache

from app import paths
from app.core.conversation import Conversation
from app.core.picture_report import PictureCard, PictureContent
from app.core.report import CarePart, Fact, Phrase, Quality, ReportContent, ScaleTrace
from app.reporting.attached import Attached
from app.reporting.meta import ReportMeta

FORMAT = "inbeeld-conversation-report"
FORMAT_VERSION = "1.0"
FILE_NAME, SCHEMA_NAME = "inbeeld-report.json", "inbeeld-report.schema.json"
SCHEMA = paths.REPORTS / "schema" / "conversation-report.schema.json"
DECIMALS = 6
Json = dict[str, object]


def attachments(content: ReportContent | PictureContent, meta: ReportMeta) -> tuple[Attached, ...]:
    """The report for machines and its schema, to be put into the PDF."""
    words = json.dumps(document(content, meta), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return (
        Attached(FILE_NAME, "What this report says, as data (JSON)", words, meta.on, "Data"),
        Attached(SCHEMA_NAME, "The shape of the data (JSON Schema)", schema_text(), meta.on, "Supplement"),
    )


@cache
def schema_text() -> str:
    """The schema as it lies in ``reports/schema/``, without its line breaks."""
    return json.dumps(json.loads(SCHEMA.read_text("utf-8")), ensure_ascii=False, separators=(",", ":"))


def document(content: ReportContent | PictureContent, meta: ReportMeta) -> Json:
    """The report as plain values in a fixed order."""
    found = _picture_parts(content) if isinstance(content, PictureContent) else _text_parts(content)
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "report": _about(content, meta),
        "own_words": [{"question": question.key, "text": text.text} for question, text in content.own_words],
        **found,
        "care": _care(content.care),
        "talk": _talk(meta.conversation) if meta.conversation else None,
    }


def _about(content: ReportContent | PictureContent, meta: ReportMeta) -> Json:
    version = content if isinstance(content, PictureContent) else content.annex
    return {
        "code": meta.code,
        "answered_on": _day(meta.on),
        "discuss_before": _day(meta.discuss_before),
        "discussed_on": _day(meta.discussed_on),
        "locale": meta.locale,
        "mode": meta.mode,
        "variant": meta.variant,
        "translation_status": meta.translation_status,
        "words_withheld": content.withheld.value,
        "demonstration": meta.demo,
        "instrument": {
            "id": version.instrument,
            "version": version.version,
            "content_hash": version.content_hash,
            "wording_hashes": dict(sorted(meta.wording_hashes.items())),
        },
    }


# --- answers in words ---


def _text_parts(content: ReportContent) -> Json:
    traces = {one.scale: one for one in content.annex.scales}
    rows = (*(("competence", row) for row in content.competence), *(("motivation", row) for row in content.motivation))
    highlights = (*content.strengths, *content.discuss, *content.uncertain)
    return {
        "situation": [_fact(one) for one in content.situation],
        "background": [_fact(one) for one in content.background],
        "language": [{"part": part.key, "level": _said(level)} for part, level in content.language],
        "scales": [{"profile": kind, "mark": row.mark, **_scale(traces[row.scale])} for kind, row in rows],
        "actions": _actions(content),
        "figural": _figural(content),
        "questions": {
            "scales": [{"scale": one.scale, "keys": [asked.key for asked in one.questions]} for one in highlights],
            "open": [asked.key for asked in content.open_questions],
            "motivation": [asked.key for asked in content.motivation_questions],
        },
        "quality": _quality(content.quality),
    }


def _fact(one: Fact) -> Json:
    return {
        "question": one.question.key,
        "answers": [answer.key for answer in one.answers],
        "missing": one.missing,
        "text": one.own_text.text if one.own_text else None,
        "number": one.number,
        "step": {"value": one.steps[0], "most": one.steps[1]} if one.steps else None,
        "evidence": None if one.missing else one.evidence,
    }


def _scale(one: ScaleTrace) -> Json:
    """How the numbers came about; without enough answers there are none."""
    scored = one.interval is not None
    return {
        "id": one.scale,
        "name": one.name.key,
        "word": _said(one.outcome) if one.outcome else None,
        "items": [
            {"id": item.item, "reverse_keyed": item.reverse_keyed, "counted": item.counted} for item in one.items
        ],
        "answered": one.answered,
        "maximum": one.maximum,
        "score": _score(one) if scored else None,
    }


def _score(one: ScaleTrace) -> Json:
    return {
        "points": one.points,
        "mean": _number(one.mean),
        "percentage": _number(one.percentage),
        "interval": [_number(end) for end in one.interval or ()],
        "standard_error": _number(one.standard_error),
        "standard_error_of_group": _number(one.group_error),
        "standard_error_of_person": _number(one.own_error),
        "standard_error_assumed": one.assumed,
        "band_probabilities": [_number(chance) for chance in one.probabilities],
    }


def _actions(content: ReportContent) -> Json | None:
    if content.actions is None:
        return None
    return {
        "name": content.actions.name.key,
        "opportunity": not content.actions.no_opportunity,
        "lines": [{"action": line.action.key, "frequency": line.frequency.key} for line in content.actions.lines],
    }


def _figural(content: ReportContent) -> Json | None:
    figural = content.figural
    if figural is None:
        return None
    return {
        "solved": figural.solved_count,
        "series": figural.series,
        "interval": [_number(end) for end in figural.interval],
        "word": figural.word.key if figural.word else None,
    }


def _quality(quality: Quality) -> Json:
    return {"light": quality.light.value, "sentences": [_said(sentence) for sentence in quality.sentences]}


# --- answers in pictures ---


def _picture_parts(content: PictureContent) -> Json:
    return {
        "parts": [
            {
                "block": part.block,
                "title": part.title.key,
                "mode": part.mode.key,
                "question": part.ask.key if part.ask else None,
                "cards": [_card(card) for card in part.cards],
            }
            for part in content.parts
        ],
        "unanswered": [
            {"reason": group.reason.key, "items": [card.item for card in group.cards]} for group in content.unanswered
        ],
        "remarks": [remark.key for remark in content.remarks],
    }


def _card(card: PictureCard) -> Json:
    return {
        "item": card.item,
        "statement": card.statement.key,
        "chosen": [one.words.key for one in card.chosen],
        "mark": card.mark.key if card.mark else None,
        "question": card.ask.key if card.ask else None,
    }


# --- what both have ---


def _care(care: CarePart) -> Json:
    """What the person released, and nothing else of health."""
    return {
        "sentences": [sentence.key for sentence in care.sentences],
        "account": care.account.text if care.account else None,
        "signals": [{"theme": theme.key, "word": word.key} for theme, word in care.signals],
    }


def _talk(talk: Conversation) -> Json:
    return {
        "held_on": _day(talk.held_on),
        "version": talk.number,
        "made_on": _day(talk.made_on),
        "present": [one.value for one in talk.present],
        "interpreter": talk.interpreter.value,
        "goal": talk.goal,
        "agreements": [
            {"what": one.what, "who": one.who, "on": _day(one.on), "needs": one.needs} for one in talk.agreements
        ],
        "topics": [
            {
                "id": topic,
                "fit": notes.fit.value if notes.fit else None,
                "words": notes.words,
                "observations": [
                    {"evidence": seen.evidence.value, "what": seen.what, "by": seen.by, "on": _day(seen.on)}
                    for seen in notes.observations
                ],
            }
            for topic, notes in talk.topics.items()
        ],
        "remarks": {party.value: words for party, words in talk.remarks.items()},
        "disagreement": talk.disagreement,
        "next_talk": talk.next_talk.isoformat() if talk.next_talk else None,
    }


def _said(phrase: Phrase) -> Json:
    """A phrase as its key and what goes into its places."""
    places = {name: _place(value) for name, value in phrase.places.items()}
    return {"key": phrase.key, **({"places": places} if places else {}), **_count(phrase)}


def _count(phrase: Phrase) -> Json:
    return {} if phrase.count is None else {"count": phrase.count}


def _place(value: Phrase | str | int) -> object:
    return _said(value) if isinstance(value, Phrase) else value


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS) + 0.0


def _day(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
