"""The text for the plan of approach: what was said and agreed, in order, and no more."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.core.conversation import (
    Agreement,
    Conversation,
    Evidence,
    Fit,
    Interpreter,
    Observation,
    Party,
    Present,
    Topic,
    TopicNotes,
)
from app.core.report import Phrase
from app.local_time import ZONE
from app.reporting.plan_of_approach import plan_text
from app.reporting.voice import Voice

TOPICS = tuple(
    Topic(page, Phrase(f"report.section.{page}")) for page in ("situation", "background", "competence", "motivation")
)
OWN_WORDS = "ኣነ ክሰርሕ እደሊ። <b>vet</b> & meer"
TALK = Conversation(
    held_on=date(2026, 12, 1),
    topics={
        "motivation": TopicNotes(Fit.DOES_NOT),
        "situation": TopicNotes(Fit.FITS, "Wij wonen met zijn vieren."),
        "competence": TopicNotes(
            Fit.DIFFERENT,
            OWN_WORDS,
            (
                Observation(Evidence.OBSERVED, "Hielp een ander", "S. Test", date(2026, 11, 20)),
                Observation(Evidence.DOCUMENT, "Diploma bakker"),
                Observation(Evidence.TASK, "Bakte tien broden"),
            ),
        ),
    },
    goal="Werken in een bakkerij",
    agreements=(
        Agreement("Meelopen", "S. Test", date(2026, 12, 8), "vervoer"),
        Agreement("Taalles zoeken"),
    ),
    remarks={
        Party.VLUCHTELINGENWERK: "Zij spreekt goed Nederlands",
        Party.CLIENT_MANAGER: "Kinderopvang is geregeld",
        Party.PARTICIPANT: "Ik wil snel beginnen",
    },
    disagreement="over de reistijd",
    next_talk=datetime(2027, 1, 12, 9, tzinfo=ZONE),
)
PLAN = f"""\
Mijn doel: Werken in een bakkerij

Wat gaan wij doen?
- Meelopen | Wie doet het? S. Test | Wanneer? 8 december 2026 | Wat is daarvoor nodig? vervoer
- Taalles zoeken

Klopt dit voor u?
- {{situation}}: klopt. Wij wonen met zijn vieren.
- {{competence}}: anders. {OWN_WORDS}
  gezien in de praktijk: Hielp een ander (S. Test, 20 november 2026)
  papier gezien: Diploma bakker
  opdracht gedaan: Bakte tien broden
- {{motivation}}: klopt niet.

Opmerking van de deelnemer: Ik wil snel beginnen

Opmerking van de klantmanager: Kinderopvang is geregeld

Opmerking van VluchtelingenWerk: Zij spreekt goed Nederlands

Wij zijn het hierover niet eens: over de reistijd

Volgend gesprek op: 12 januari 2027"""


@pytest.fixture(scope="module")
def voice(library):
    return Voice(library.wording("profile", "nl"))


def test_all_that_was_said_and_agreed_stands_in_order_as_it_was_typed(voice):
    names = {topic.id: voice.plain(topic.name) for topic in TOPICS}
    assert plan_text(TALK, TOPICS, voice) == PLAN.format(**names)


@pytest.mark.parametrize(
    "talk",
    [
        pytest.param(Conversation(), id="a draft"),
        pytest.param(
            Conversation(date(2026, 12, 1), 1, date(2026, 12, 1), (Present.PARTICIPANT,), Interpreter.ROOM), id="held"
        ),
        pytest.param(Conversation(topics={"situation": TopicNotes()}), id="a topic without words"),
    ],
)
def test_where_nothing_was_said_the_plan_is_empty(voice, talk):
    assert not plan_text(talk, TOPICS, voice)


@pytest.mark.parametrize(
    ("talk", "plan"),
    [
        (Conversation(topics={"situation": TopicNotes(words="Wij verhuizen")}), "- {situation}: Wij verhuizen"),
        (
            Conversation(topics={"situation": TopicNotes(observations=(Observation(Evidence.TASK, "Telde kas"),))}),
            "- {situation}:\n  opdracht gedaan: Telde kas",
        ),
    ],
    ids=["words alone", "evidence alone"],
)
def test_what_was_not_marked_gets_no_mark(voice, talk, plan):
    name = voice.plain(TOPICS[0].name)
    assert plan_text(talk, TOPICS, voice) == "Klopt dit voor u?\n" + plan.format(situation=name)
