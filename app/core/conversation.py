"""What is said and agreed in a talk about a report, as values: nothing here is worked out from answers.

A talk has topics, each with one check question and "does this fit?"; what the person says stands as said. The report
prints these values; without them its lines stay blank for handwriting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from app.core.picture_report import TITLES, PictureContent
from app.core.report import Highlight, Phrase, ReportContent

SITUATION, BACKGROUND, COMPETENCE, MOTIVATION = "situation", "background", "competence", "motivation"
"""Topics that are pages of the report; the others are scales, and blocks of the form in pictures."""
PAGES = MappingProxyType({page: f"report.section.{page}" for page in (SITUATION, BACKGROUND, COMPETENCE, MOTIVATION)})
MOST_ROWS = 12  # agreements, or observations of one topic


class Fit(StrEnum):
    """What the person says of a topic."""

    FITS = "fits"
    DOES_NOT = "does_not"
    DIFFERENT = "different"


FIT_KEYS: Mapping[Fit, str] = MappingProxyType(
    {Fit.FITS: "fit.yes", Fit.DOES_NOT: "fit.no", Fit.DIFFERENT: "fit.different"}
)


class Evidence(StrEnum):
    """Where something that somebody else knows comes from; ``evidence.<value>`` says it."""

    OBSERVED = "observed"
    DOCUMENT = "document"
    TASK = "task"


class Party(StrEnum):
    """Who has a column for remarks (R15): all three stay visible."""

    PARTICIPANT = "participant"
    CLIENT_MANAGER = "client_manager"
    VLUCHTELINGENWERK = "vluchtelingenwerk"


REMARK_KEYS: Mapping[Party, str] = MappingProxyType(
    {
        Party.PARTICIPANT: "fit.remark_participant",
        Party.CLIENT_MANAGER: "fit.remark_case_manager",
        Party.VLUCHTELINGENWERK: "fit.remark_vluchtelingenwerk",
    }
)


class Present(StrEnum):
    """Who was there."""

    PARTICIPANT = "participant"
    CLIENT_MANAGER = "client_manager"
    VLUCHTELINGENWERK = "vluchtelingenwerk"
    OTHER = "other"


class Interpreter(StrEnum):
    """Who interpreted."""

    NONE = ""
    PHONE = "phone"
    ROOM = "room"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Topic:
    """What is talked about. ``question``: the one open check question, or None for pages of facts."""

    id: str
    name: Phrase
    question: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What somebody else saw. ``by``: who, in words as typed; ``on``: when, or None."""

    evidence: Evidence
    what: str
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class TopicNotes:
    """What was said of one topic. ``fit`` is None when nothing was marked; ``words``: the person's own."""

    fit: Fit | None = None
    words: str = ""
    observations: tuple[Observation, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nobody said or saw anything."""
        return self.fit is None and not self.words and not self.observations


@dataclass(frozen=True, slots=True)
class Agreement:
    """One step: what, who, by which day, and what it takes; words as typed."""

    what: str
    who: str = ""
    on: date | None = None
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A talk as it was held, or its draft (``number`` 0).

    ``number``: which version of the final report this is, from 1; ``made_on``: the day of this version. ``topics`` by
    id, in the order of the page. ``next_talk``: timezone-aware, or None.
    """

    held_on: date | None = None
    number: int = 0
    made_on: date | None = None
    present: tuple[Present, ...] = ()
    interpreter: Interpreter = Interpreter.NONE
    topics: Mapping[str, TopicNotes] = field(default_factory=lambda: MappingProxyType({}))
    goal: str = ""
    agreements: tuple[Agreement, ...] = ()
    remarks: Mapping[Party, str] = field(default_factory=lambda: MappingProxyType({}))
    disagreement: str = ""
    next_talk: datetime | None = None

    def notes(self, topic: str) -> TopicNotes:
        """What was said of a topic; nothing when it was not talked about."""
        return self.topics.get(topic, TopicNotes())


def topics_of(content: ReportContent | PictureContent) -> tuple[Topic, ...]:
    """What this report gives to talk about, in the order of its pages.

    Highlighted scales each have their first question; while words are withheld, the competencies are one topic.
    """
    if isinstance(content, PictureContent):
        return tuple(_picture_topics(content))
    highlights = (*content.strengths, *content.discuss, *content.uncertain)
    return (
        *_pages(SITUATION, present=bool(content.situation)),
        *_pages(BACKGROUND, present=bool(content.background)),
        *(_scale(one) for one in highlights),
        *_pages(COMPETENCE, present=not highlights, questions=content.open_questions),
        *_pages(MOTIVATION, present=bool(content.motivation), questions=content.motivation_questions),
    )


def _pages(page: str, *, present: bool, questions: tuple[Phrase, ...] = ()) -> Iterator[Topic]:
    if present:
        yield Topic(page, Phrase(PAGES[page]), questions[0] if questions else None)


def _scale(one: Highlight) -> Topic:
    return Topic(one.scale, one.name, one.questions[0])


def _picture_topics(content: PictureContent) -> Iterator[Topic]:
    for part in content.parts:
        asked = (card.ask for card in part.cards if card.ask is not None)
        yield Topic(part.block, part.title, part.ask or next(asked, None))


def left_topics(talk: Conversation | None, content: ReportContent | PictureContent) -> tuple[Topic, ...]:
    """What was talked about and is no topic of this report any more: its answers, words or rules changed since."""
    if talk is None:
        return ()
    now = {topic.id for topic in topics_of(content)}
    return tuple(Topic(name, topic_name(name)) for name in talk.topics if name not in now)


def topic_name(topic: str) -> Phrase:
    """The name of a topic by its id alone, for a talk whose answers are gone."""
    if topic in PAGES:
        return Phrase(PAGES[topic])
    return Phrase(TITLES[topic]) if topic in TITLES else Phrase(f"scale.{topic}.name")
