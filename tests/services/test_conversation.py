"""A talk about a report: kept part by part, held, corrected, and never overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.core.conversation import (
    Agreement,
    Evidence,
    Fit,
    Interpreter,
    Observation,
    Party,
    Present,
    TopicNotes,
)
from app.local_time import local_day
from app.services.audit.verifying import links
from app.services.caseload import NotSeenYet, PersonUnknown, find_person, plan_conversation
from app.services.conversation import (
    PartChanged,
    PartUnknown,
    TalkChanged,
    TalkIncomplete,
    mark_held,
    open_talk,
    read_version,
    save_part,
)
from app.services.conversation_versions import VersionUnknown, final_conversation, keep_version
from app.services.finishing import follow_words
from app.services.person_requests import RequestKind, make_request
from app.services.removal import delete_answers, remove_participations
from app.services.reports import CONVERSATION, SUMMARY, WAITING, report_state
from app.services.reports.conversation import conversation_sources
from app.services.reports.summary import summary_sources
from app.services.sharing import Recipient, share_report
from app.services.sittings import open_sitting
from app.store.conversation_models import Conversation, ConversationPart, ConversationVersion
from app.store.models import Participant, Participation, Report, RoleName, WhoSaw
from tests.services.finished import finished, managed
from tests.services.leading import session_of

WORDS = "Ik bakte brood in de zaak van mijn tante (test)"
FITS = TopicNotes(
    Fit.DIFFERENT, WORDS, (Observation(Evidence.OBSERVED, "Hielp een ander", "S. Test", date(2026, 11, 3)),)
)


@pytest.fixture
def someone(sitting_factory):
    """Somebody who finished and saw the profile."""
    return finished(sitting_factory)


@pytest.fixture
def staff(work, someone):
    """The client manager of that person."""
    return managed(work, someone)


@pytest.fixture
def visitor(staff):
    """Somebody of VluchtelingenWerk in the same organisation."""
    return replace(staff, roles=frozenset({RoleName.VLUCHTELINGENWERK}))


def keep(work, staff, someone, part, content, version=0):
    save_part(work, staff, someone.public_id, part, content, version)


def hold(work, staff, someone, number=0, held_on=None, present=(Present.PARTICIPANT, Present.CLIENT_MANAGER)):
    day = held_on or local_day(work.now())
    return mark_held(work, staff, someone.public_id, day, present, Interpreter.PHONE, number).number


def events(work, kind):
    return [link.entry.detail for link in links(work) if link.entry.kind == kind]


def test_what_was_said_stands_as_said_and_is_sealed(work, someone, staff):
    topic = open_talk(work, staff, someone.public_id).topics[0].id
    keep(work, staff, someone, f"topic.{topic}", FITS)
    keep(work, staff, someone, "agreements", (Agreement("Meelopen", "S. Test", date(2026, 12, 8), "vervoer"),))
    keep(work, staff, someone, "ending", ("over de reistijd", datetime(2026, 12, 10, 9, tzinfo=UTC)))
    talk = open_talk(work, staff, someone.public_id)
    assert talk.draft.notes(topic) == FITS
    assert talk.draft.agreements[0].on == date(2026, 12, 8)
    assert (talk.draft.disagreement, talk.draft.next_talk) == (
        "over de reistijd",
        datetime(2026, 12, 10, 9, tzinfo=UTC),
    )
    rows = work.db.scalars(select(ConversationPart)).all()
    assert not any(words in row.content_encrypted for row in rows for words in (WORDS, "Meelopen", "S. Test"))
    assert [row.mark for row in rows] == ["different", "", ""]
    assert events(work, "conversation_changed") == [f"topic.{topic}", "agreements", "ending"]


def test_nothing_is_filled_in_before_somebody_said_it(work, someone, staff):
    talk = open_talk(work, staff, someone.public_id)
    assert talk.topics
    assert (talk.draft.topics, talk.draft.goal, talk.draft.agreements, talk.draft.remarks) == ({}, "", (), {})
    assert talk.held is None


def test_of_two_who_write_at_once_nobody_loses_words(work, someone, staff):
    keep(work, staff, someone, "goal", "Eerst")
    with pytest.raises(PartChanged) as refused:
        keep(work, staff, someone, "goal", "Tegelijk")
    assert (refused.value.standing.content, refused.value.standing.version) == ("Eerst", 1)
    keep(work, staff, someone, "goal", "Eerst, en tegelijk", refused.value.standing.version)
    with pytest.raises(PartChanged):
        keep(work, staff, someone, "goal", "Nog eens", 1)
    standing = open_talk(work, staff, someone.public_id).parts["goal"]
    assert (standing.content, standing.version, standing.by) == ("Eerst, en tegelijk", 2, staff.name)


def test_saving_what_stands_there_is_no_change(work, someone, staff):
    keep(work, staff, someone, "goal", "Werken")
    keep(work, staff, someone, "goal", "Werken")
    assert open_talk(work, staff, someone.public_id).parts["goal"].version == 1


def test_a_draft_is_not_printed_and_a_held_talk_is(work, someone, staff):
    keep(work, staff, someone, "goal", "Werken in een bakkerij")
    sources = conversation_sources(work, someone.token, Recipient.CLIENT_MANAGER)
    before = sources.fingerprint()
    assert sources.meta().conversation is None
    assert hold(work, staff, someone) == 1
    meta = conversation_sources(work, someone.token, Recipient.CLIENT_MANAGER).meta()
    assert meta.conversation is not None
    assert meta.conversation.goal == "Werken in een bakkerij"
    assert (meta.discussed_on, meta.conversation.interpreter) == (local_day(work.now()), Interpreter.PHONE)
    assert conversation_sources(work, someone.token, Recipient.CLIENT_MANAGER).fingerprint() != before


def test_a_correction_is_a_new_version_and_the_old_one_stays(work, someone, staff):
    keep(work, staff, someone, "goal", "Oud")
    hold(work, staff, someone)
    assert not open_talk(work, staff, someone.public_id).behind
    keep(work, staff, someone, "goal", "Nieuw", 1)
    assert open_talk(work, staff, someone.public_id).behind
    final = final_conversation(work, someone.participation_id)
    assert final is not None
    assert final.goal == "Oud"
    assert hold(work, staff, someone, number=1) == 2
    assert [one.goal for one in open_talk(work, staff, someone.public_id).versions] == ["Oud", "Nieuw"]
    assert read_version(work, staff, someone.public_id, 1)[1].goal == "Oud"
    with pytest.raises(VersionUnknown):
        read_version(work, staff, someone.public_id, 3)
    with pytest.raises(TalkChanged):
        hold(work, staff, someone, number=1)
    assert events(work, "conversation_changed")[-1] == "held:2"


def test_what_the_person_says_later_is_printed(work, someone):
    make_request(work, someone.participation_id, RequestKind.CORRECTION, "Dat klopt niet (test)", "nl")
    follow_words(work, someone.participation_id)
    sources = conversation_sources(work, someone.token, Recipient.CLIENT_MANAGER)
    assert [words.text for _, words in sources.meta().corrections] == ["Dat klopt niet (test)"]
    asked = work.db.scalars(select(Report.fingerprint).where(Report.edition == CONVERSATION)).all()
    assert sources.fingerprint() in asked


def test_after_the_talk_the_summary_is_made_with_what_was_agreed(work, someone, staff):
    assert report_state(work, someone.participation_id, SUMMARY) is None
    keep(work, staff, someone, "agreements", (Agreement("Meelopen", "S. Test", date(2026, 12, 8), "vervoer"),))
    hold(work, staff, someone)
    assert report_state(work, someone.participation_id, SUMMARY) == WAITING
    sources = summary_sources(work, someone.token)
    assert [one.what.text for one in sources.content.agreed] == ["Meelopen"]
    before = sources.fingerprint()
    keep(work, staff, someone, "agreements", (), 1)
    hold(work, staff, someone, number=1)
    asked = work.db.scalars(
        select(Report.fingerprint).where(Report.edition == SUMMARY).order_by(Report.requested_at.desc())
    ).all()
    assert asked[0] == summary_sources(work, someone.token).fingerprint() != before


def test_the_next_talk_that_was_agreed_is_planned(work, someone, staff):
    at = datetime(2027, 1, 12, 9, tzinfo=UTC)
    keep(work, staff, someone, "ending", ("", at))
    hold(work, staff, someone)
    assert find_person(work, staff, someone.public_id).conversation_at == at


def test_a_correction_leaves_what_was_planned_after_the_talk(work, someone, staff):
    planned, agreed = datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 1, 12, 9, tzinfo=UTC)
    hold(work, staff, someone)
    plan_conversation(work, staff, someone.public_id, planned)
    keep(work, staff, someone, "goal", "Werken")
    hold(work, staff, someone, number=1)
    assert find_person(work, staff, someone.public_id).conversation_at == planned
    keep(work, staff, someone, "ending", ("", agreed))
    hold(work, staff, someone, number=2)
    assert find_person(work, staff, someone.public_id).conversation_at == agreed
    keep(work, staff, someone, "ending", ("", None), 1)
    hold(work, staff, someone, number=3)
    assert find_person(work, staff, someone.public_id).conversation_at is None


def test_a_planned_talk_that_was_held_is_planned_no_more(work, someone, staff):
    at = work.now() - timedelta(days=2)
    keep(work, staff, someone, "ending", ("", at))
    hold(work, staff, someone, held_on=at.date() - timedelta(days=7))
    assert find_person(work, staff, someone.public_id).conversation_at == at
    hold(work, staff, someone, number=1)
    assert find_person(work, staff, someone.public_id).conversation_at is None


def test_of_two_who_make_a_version_at_once_one_is_told(work, someone, staff, monkeypatch):
    def after_another(*values):
        keep_version(*values)
        keep_version(*values)

    monkeypatch.setattr("app.services.conversation.keep_version", after_another)
    with pytest.raises(TalkChanged):
        hold(work, staff, someone)
    assert final_conversation(work, someone.participation_id) is None


@pytest.mark.parametrize(
    ("days", "present"), [(1, [Present.PARTICIPANT]), (None, [Present.PARTICIPANT]), (0, [])], ids=str
)
def test_a_held_talk_has_a_day_that_is_past_and_somebody_who_was_there(work, someone, staff, days, present):
    day = None if days is None else local_day(work.now()) + timedelta(days=days)
    with pytest.raises(TalkIncomplete):
        mark_held(work, staff, someone.public_id, day, present, Interpreter.NONE, 0)
    assert final_conversation(work, someone.participation_id) is None


def test_once_the_answers_are_gone_a_version_is_kept_and_none_printed(work, someone, staff):
    work.db.get_one(Participation, someone.participation_id).answers_removed_at = work.now()
    work.db.commit()
    day, there = local_day(work.now()), [Present.PARTICIPANT]
    held = mark_held(work, staff, someone.public_id, day, there, Interpreter.NONE, 0)
    assert (held.number, held.printed) == (1, False)
    assert report_state(work, someone.participation_id, CONVERSATION) is None


def test_vluchtelingenwerk_writes_its_remark_where_the_person_shared_the_report(work, someone, staff, visitor):
    with pytest.raises(PersonUnknown):
        open_talk(work, visitor, someone.public_id)
    share_report(work, open_sitting(work, someone.token), Recipient.VLUCHTELINGENWERK, yes=True, locale="nl")
    keep(work, visitor, someone, "remark.vluchtelingenwerk", "Zij spreekt goed Nederlands")
    for part in ("remark.client_manager", "goal"):
        with pytest.raises(PartUnknown):
            keep(work, visitor, someone, part, "Meer")
    with pytest.raises(PartUnknown):
        hold(work, visitor, someone)
    assert open_talk(work, staff, someone.public_id).draft.remarks == {
        Party.VLUCHTELINGENWERK: "Zij spreekt goed Nederlands"
    }
    share_report(work, open_sitting(work, someone.token), Recipient.VLUCHTELINGENWERK, yes=False, locale="nl")
    with pytest.raises(PersonUnknown):
        keep(work, visitor, someone, "remark.vluchtelingenwerk", "Anders", 1)


def test_nobody_else_and_nothing_before_the_person_saw_it(work, sitting_factory, someone, staff):
    other = replace(staff, id=staff.id + 100)
    with pytest.raises(PersonUnknown):
        open_talk(work, other, someone.public_id)
    early = sitting_factory(session_of(work, someone), locale="nl")
    work.db.get_one(Participant, early.participant_id).client_manager_id = staff.id
    work.db.commit()
    with pytest.raises(NotSeenYet):
        open_talk(work, staff, early.public_id)


def test_the_person_reads_who_opened_the_talk(work, someone, staff):
    open_talk(work, staff, someone.public_id)
    assert [(row.role, row.part) for row in work.db.scalars(select(WhoSaw))] == [("client_manager", "profile")]


@pytest.mark.parametrize("remove", [delete_answers, remove_participations])
def test_what_was_said_goes_with_the_answers(work, someone, staff, remove):
    keep(work, staff, someone, "goal", "Werken")
    hold(work, staff, someone)
    remove(work, [someone.participation_id])
    work.db.commit()
    for table in (Conversation, ConversationPart, ConversationVersion):
        assert work.db.scalar(select(table.id)) is None


def test_an_unknown_topic_cannot_be_written(work, someone, staff):
    with pytest.raises(PartUnknown):
        keep(work, staff, someone, "topic.zz", TopicNotes(words="x"))
