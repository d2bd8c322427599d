"""What people ask about their own data after the end, and what follows from the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.services import retention
from app.services.audit import person as person_name
from app.services.audit.verifying import links
from app.services.care import (
    YES,
    CareChoices,
    ask_conversation,
    raise_acute,
    record_care_choices,
    set_status,
    work_list,
)
from app.services.caseload import find_person
from app.services.delivery import finish, see_profile
from app.services.deviations import DeviationKind, note_deviation
from app.services.months import months_after
from app.services.person_requests import (
    LONGEST_WORDS,
    AnswerRefused,
    Refusal,
    RequestKind,
    RequestRefused,
    RequestState,
    RequestUnknown,
    WithdrawalTooLate,
    grant,
    make_request,
    may_have_copy,
    may_withdraw,
    refuse,
    remarks_of,
    request_lines,
    requests_of,
    take_longer,
    withdraw,
)
from app.services.sharing import share_report, shared
from app.services.sittings import SittingUnknown, open_sitting
from app.store.care_models import CareResponse, CareSignalItem, SignalStatus
from app.store.conversation_models import ConversationVersion
from app.store.models import (
    Deviation,
    Participant,
    Participation,
    PersonRequest,
    Report,
    Response,
    RoleName,
    SittingState,
)
from tests.services.answering import answer_everything, option
from tests.services.leading import leader_of, session_of

WORDS = "Dat klopt niet: ik kook graag (test)"


@pytest.fixture
def someone(sitting_factory, work):
    invited = sitting_factory(locale="nl")
    answer_everything(work, invited.token, z8=option("no"))
    see_profile(work, open_sitting(work, invited.token), "nl")
    finish(work, open_sitting(work, invited.token), "nl")
    return invited


@pytest.fixture
def staff(work, someone):
    return leader_of(work, someone)


def who(work, invited):
    return open_sitting(work, invited.token).id


def ask(work, invited, kind, words=""):
    make_request(work, who(work, invited), kind, words, "nl")
    return work.db.scalars(select(PersonRequest.id).order_by(PersonRequest.id.desc())).first()


def test_an_answer_is_due_in_a_month_and_once_two_months_later(work, someone, staff):
    asked = ask(work, someone, RequestKind.ACCESS)
    line = request_lines(work, staff)[0]
    assert line.asked.due_at == months_after(line.asked.made_at, 1)
    assert (line.asked.state, line.late) == (RequestState.OPEN, False)
    take_longer(work, staff, asked)
    found = requests_of(work, who(work, someone))[0]
    assert (found.state, found.due_at) == (RequestState.LONGER, months_after(line.asked.due_at, 2))
    with pytest.raises(AnswerRefused):
        take_longer(work, staff, asked)
    late = replace(work, now=lambda: found.due_at + timedelta(days=1))
    assert request_lines(late, staff)[0].late


def test_the_same_question_waits_once(work, someone, staff):
    asked = ask(work, someone, RequestKind.ACCESS)
    with pytest.raises(RequestRefused, match="already"):
        ask(work, someone, RequestKind.ACCESS)
    refuse(work, staff, asked, Refusal.NOT_SURE)
    assert requests_of(work, who(work, someone))[0].reason == "not_sure"
    ask(work, someone, RequestKind.ACCESS)
    assert [line.asked.state for line in request_lines(work, staff)] == [RequestState.OPEN, RequestState.REFUSED]


def test_a_correction_needs_words_that_are_kept_sealed(work, someone, staff):
    for words in ("", "  ", "x" * (LONGEST_WORDS + 1)):
        with pytest.raises(RequestRefused, match="words"):
            ask(work, someone, RequestKind.CORRECTION, words)
    ask(work, someone, RequestKind.CORRECTION, WORDS)
    assert [remark.words for remark in remarks_of(work, who(work, someone))] == [WORDS]
    assert WORDS not in work.db.scalars(select(PersonRequest.words_encrypted)).one()
    assert WORDS not in repr(request_lines(work, staff))


def test_words_are_kept_with_a_correction_alone(work, someone):
    ask(work, someone, RequestKind.OBJECTION, WORDS)
    assert work.db.scalars(select(PersonRequest.words_encrypted)).one() is None


def test_access_is_given_only_after_somebody_looked_who_asks(work, someone, staff):
    asked = ask(work, someone, RequestKind.ACCESS)
    with pytest.raises(AnswerRefused):
        grant(work, staff, asked, knows_who=False)
    work.db.rollback()
    assert not may_have_copy(work, who(work, someone))
    grant(work, staff, asked, knows_who=True)
    assert may_have_copy(work, who(work, someone))
    with pytest.raises(AnswerRefused):
        refuse(work, staff, asked, Refusal.OTHER)


def test_another_organisation_finds_no_request(work, someone, staff):
    asked = ask(work, someone, RequestKind.DELETION)
    elsewhere = replace(staff, organisation_id=staff.organisation_id + 1)
    assert request_lines(work, elsewhere) == []
    with pytest.raises(RequestUnknown):
        grant(work, elsewhere, asked, knows_who=True)


def test_a_granted_deletion_leaves_nothing_in_either_store(work, someone, staff):
    person = who(work, someone)
    asked = ask(work, someone, RequestKind.DELETION)
    ask(work, someone, RequestKind.CORRECTION, WORDS)
    grant(work, staff, asked, knows_who=True)
    for rows in (Response.participation_id == person, PersonRequest.participation_id == person):
        assert work.db.scalar(select(func.count()).where(rows)) == 0
    assert work.db.scalar(select(Participation.id).where(Participation.id == person)) is None
    assert work.care.scalar(select(func.count()).where(CareResponse.token == someone.token)) == 0
    last = [link.entry for link in links(work)][-1]
    assert (last.kind, last.detail) == ("request_handled", "deletion:granted")


def test_a_deletion_waits_for_an_open_item_of_the_ggd_with_the_rest_alone(work, someone, staff):
    sitting = open_sitting(work, someone.token)
    raise_acute(work, sitting, "nl")
    note_deviation(work, staff, session_of(work, someone).public_id, DeviationKind.FAULT, "kapot (test)", 1)
    asked = ask(work, someone, RequestKind.DELETION)
    grant(work, staff, asked, knows_who=True)
    for table in (Response, Deviation, Report):
        assert work.db.scalar(select(func.count()).where(table.participation_id == sitting.id)) == 0
    with pytest.raises(SittingUnknown):
        open_sitting(work, someone.token)
    item = work.care.scalars(select(CareSignalItem).where(CareSignalItem.token == someone.token)).one()
    retention.run(work)
    assert work.db.scalar(select(Participation.id).where(Participation.id == sitting.id)) is not None
    set_status(work, staff.organisation_id, item.id, SignalStatus.CLOSED, staff.id)
    retention.run(work)
    assert work.db.scalar(select(Participation.id).where(Participation.id == sitting.id)) is None
    assert work.care.scalar(select(func.count()).where(CareSignalItem.token == someone.token)) == 0
    last = [link.entry for link in links(work)][-1]
    assert (last.kind, last.actor, last.detail) == ("retention", "system", "requests=1")


def nothing_is_left(work, person, token):
    assert work.db.scalar(select(Participation.id).where(Participation.id == person)) is None
    for rows in (Response.participation_id == person, PersonRequest.participation_id == person):
        assert work.db.scalar(select(func.count()).where(rows)) == 0
    for rows in (CareResponse.token == token, CareSignalItem.token == token):
        assert work.care.scalar(select(func.count()).where(rows)) == 0


def test_before_the_report_is_final_everything_is_taken_back_at_once_and_the_ggd_hears_no_more(work, someone, staff):
    sitting = open_sitting(work, someone.token)
    record_care_choices(work, sitting, CareChoices(ggd=YES, contact_ways=("phone",), contact_detail="06 (test)"), "nl")
    ask_conversation(work, sitting, "nl")
    assert len(work_list(work, staff.organisation_id)) == 1
    withdraw(work, sitting)
    assert work_list(work, staff.organisation_id) == []
    nothing_is_left(work, sitting.id, someone.token)
    last = [link.entry for link in links(work)][-1]
    assert (last.kind, last.actor, last.detail) == ("answers_deleted", person_name(someone.public_id), "finished")


def test_who_takes_back_everything_and_asked_for_help_today_keeps_that_alone(work, someone, staff):
    sitting = open_sitting(work, someone.token)
    raise_acute(work, sitting, "nl")
    withdraw(work, sitting)
    assert work.db.scalar(select(func.count()).where(Response.participation_id == sitting.id)) == 0
    [item] = work_list(work, staff.organisation_id)
    set_status(work, staff.organisation_id, item.id, SignalStatus.CLOSED, staff.id)
    retention.run(work)
    nothing_is_left(work, sitting.id, someone.token)


def test_once_a_talk_was_held_deletion_is_asked_for(work, someone):
    sitting = open_sitting(work, someone.token)
    held = ConversationVersion(participation_id=sitting.id, number=1, content_encrypted="", made_at=work.now())
    work.db.add(held)
    work.db.commit()
    assert not may_withdraw(work, sitting.id)
    with pytest.raises(WithdrawalTooLate):
        withdraw(work, sitting)
    assert work.db.scalar(select(func.count()).where(Response.participation_id == sitting.id))


def test_after_a_granted_objection_nobody_reads_the_answers(work, someone, staff):
    sitting = open_sitting(work, someone.token)
    share_report(work, sitting, "vluchtelingenwerk", "nl", yes=True)
    participant = work.db.scalars(select(Participant).join(Participation).where(Participation.id == sitting.id)).one()
    participant.client_manager_id = staff.id
    work.db.commit()
    manager = replace(staff, roles=frozenset({RoleName.CLIENT_MANAGER}))
    assert find_person(work, manager, participant.public_id).state is SittingState.FINISHED
    grant(work, staff, ask(work, someone, RequestKind.OBJECTION), knows_who=True)
    assert find_person(work, manager, participant.public_id).state is SittingState.STOPPED
    assert not shared(work, sitting.id, "vluchtelingenwerk")
    assert session_of(work, someone).organisation_id == staff.organisation_id


def test_asking_and_answering_are_events_of_the_log(work, someone, staff):
    before = len(list(links(work)))
    refuse(work, staff, ask(work, someone, RequestKind.CORRECTION, WORDS), Refusal.OTHER)
    made = [link.entry for link in links(work)][before:]
    assert [(entry.kind, entry.detail) for entry in made] == [
        ("request_made", "correction"),
        ("request_handled", "correction:refused:other"),
    ]
    assert made[0].actor == made[0].subject == made[1].subject
    assert made[1].actor == f"account:{staff.id}"
