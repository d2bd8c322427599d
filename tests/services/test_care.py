"""The acute answer, what is shared, and the work list of the GGD."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core.responses import Missing, Response
from app.services import calls, care, group_sessions, sharing
from app.services.accounts import staff_of
from app.services.audit import AuditKind, person
from app.services.audit.verifying import verify
from app.services.board import been_at_seat, board
from app.services.care import CareChoices
from app.services.finishing import finish_sitting
from app.services.sittings import open_sitting
from app.store.care_models import CareContact, CareRelease, CareSignalItem, CareSignalStep, SignalStatus
from app.store.models import AuditEvent, GroupSession, HelpRequest, Organisation, Release, StaffAccount
from tests.services.answering import answer, option

THEME = ("z1", "client_manager")


@pytest.fixture
def invited(sitting_factory):
    return sitting_factory(seat=7)


@pytest.fixture
def sitting(work, invited):
    return open_sitting(work, invited.token)


def leader_of(work, invited):
    session = work.db.get_one(GroupSession, invited.group_session_id)
    return session.public_id, staff_of(work.db.get_one(StaffAccount, session.facilitator_id))


def open_calls(work, invited):
    session, leader = leader_of(work, invited)
    return board(work, leader, session).calls


def items(work):
    return work.care.scalar(select(func.count(CareSignalItem.id)))


def test_the_acute_answer_calls_to_the_seat_and_puts_it_on_the_list_of_today(work, invited, sitting):
    care.raise_acute(work, sitting, "ti")
    [item] = care.work_list(work, invited.organisation_id)
    assert item.today
    assert item.status is SignalStatus.NEW
    assert item.context == {
        "code": invited.code, "seat": 7, "location": "Proefzaal", "locale": "ti", "mode": "self"
    }  # fmt: skip
    [call] = open_calls(work, invited)
    assert call.seat == 7


def test_the_neutral_call_says_nothing_about_why(work, sitting):
    calls.call_help(work, sitting)
    by_hand = {column.name for column in HelpRequest.__table__.columns}
    assert by_hand == {"id", "participation_id", "called_at", "cancelled_at", "helped_at", "helped_by_id"}


def test_a_second_acute_answer_adds_nothing_while_one_is_open(work, invited, sitting):
    care.raise_acute(work, sitting, "nl")
    care.raise_acute(work, sitting, "nl")
    assert items(work) == 1
    assert len(open_calls(work, invited)) == 1


def test_the_context_stands_sealed(work, invited, sitting):
    care.raise_acute(work, sitting, "nl")
    row = work.care.scalars(select(CareSignalItem)).one()
    assert invited.code not in row.context_encrypted
    assert "Proefzaal" not in row.context_encrypted


def test_a_mistake_is_marked_and_still_closed_by_a_person(work, invited, sitting):
    care.raise_acute(work, sitting, "nl")
    care.mark_mistake(work, sitting)
    [item] = care.work_list(work, invited.organisation_id)
    assert item.marked_mistake
    care.set_status(work, invited.organisation_id, item.id, SignalStatus.CLOSED, account_id=1)
    assert care.work_list(work, invited.organisation_id) == []
    assert [found.id for found in care.work_list(work, invited.organisation_id, closed=True)] == [item.id]


def test_after_closing_a_new_acute_answer_is_a_new_item(work, invited, sitting):
    care.raise_acute(work, sitting, "nl")
    [item] = care.work_list(work, invited.organisation_id)
    care.set_status(work, invited.organisation_id, item.id, SignalStatus.CLOSED, account_id=1)
    care.raise_acute(work, sitting, "nl")
    assert items(work) == 2


def test_where_the_ggd_stands_says_nothing_about_help_asked_for_today(work, invited, sitting):
    assert care.status_for(work, invited.token) is None
    care.ask_conversation(work, sitting, "nl")
    [item] = care.work_list(work, invited.organisation_id)
    care.set_status(work, invited.organisation_id, item.id, SignalStatus.APPOINTMENT, account_id=1)
    care.raise_acute(work, sitting, "nl")
    assert care.status_for(work, invited.token) is SignalStatus.APPOINTMENT
    care.withdraw_conversation(work, sitting)
    assert care.status_for(work, invited.token) is None


def test_help_asked_for_today_stands_first_then_the_oldest(work, sitting_factory):
    session = sitting_factory.session()
    people = [open_sitting(work, invited.token) for invited in sitting_factory.people(3, session)]
    care.ask_conversation(work, people[0], "nl")
    care.ask_conversation(work, people[1], "nl")
    care.raise_acute(work, people[2], "nl")
    assert [item.context["seat"] for item in care.work_list(work, session.organisation_id)] == [3, 1, 2]


def test_another_organisation_neither_sees_nor_changes_an_item(work, invited, sitting, sitting_factory):
    care.raise_acute(work, sitting, "nl")
    other = sitting_factory.organisation()
    [item] = care.work_list(work, invited.organisation_id)
    assert care.work_list(work, other.id) == []
    with pytest.raises(care.SignalUnknown):
        care.set_status(work, other.id, item.id, SignalStatus.CLOSED, account_id=1)
    assert work.care.scalar(select(func.count(CareSignalStep.id))) == 0


def test_nothing_is_shared_before_a_choice(work, sitting):
    assert care.care_choices(work, sitting) == CareChoices()
    assert sharing.shared_with(work, sitting) == {}
    assert not sharing.shared(work, sitting.id, "vluchtelingenwerk")


def test_choices_come_back_as_made(work, sitting):
    made = CareChoices(
        ggd="contact_only",
        contact_ways=("phone", "letter"),
        contact_detail="0600 000 000",
        interpreter=True,
        interpreter_preference="woman",
        wish=True,
        account="rustige plek, ናይ ዕረፍቲ",
        ggd_status=False,
        scales={("z1", "client_manager"): True, ("z2", "vluchtelingenwerk"): False},
    )
    care.record_care_choices(work, sitting, made, "ar")
    assert care.care_choices(work, sitting) == made
    sealed = work.care.scalars(select(CareRelease.choice_encrypted)).all()
    assert not any("rustige" in choice for choice in sealed)


def test_how_to_be_reached_can_be_taken_back(work, sitting):
    care.record_care_choices(work, sitting, CareChoices(ggd="yes", contact_detail="0600 000 000"), "nl")
    care.forget_contact(work, sitting)
    assert care.care_choices(work, sitting) == CareChoices(ggd="yes")
    assert work.care.scalar(select(func.count(CareContact.token))) == 0


def test_a_choice_is_recorded_once_and_its_change_again(work, sitting):
    for choice in (True, True, False):
        care.record_care_choices(work, sitting, CareChoices(wish=choice), "nl")
    assert work.care.scalar(select(func.count(CareRelease.id))) == 2
    assert care.care_choices(work, sitting).wish is False


def releases_logged(work):
    """Who, about whom and in which words: every change of what is shared that the log holds."""
    changed = select(AuditEvent).where(AuditEvent.kind == AuditKind.RELEASE_CHANGED).order_by(AuditEvent.number)
    return [(event.actor, event.subject, event.outcome, event.detail) for event in work.db.scalars(changed)]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param({"ggd": "yes"}, {"ggd": "no"}, id="the GGD"),
        pytest.param({"wish": True}, {"wish": False}, id="the wish for a talk"),
        pytest.param({"ggd_status": True}, {"ggd_status": False}, id="where the GGD stands"),
        pytest.param({"advice": True}, {"advice": False}, id="what the GGD advises"),
        pytest.param({"account": "rustige plek"}, {"account": "een rustige plek"}, id="own words"),
        pytest.param({"scales": {THEME: True}}, {"scales": {THEME: False}}, id="a theme"),
    ],
)
def test_the_log_holds_one_event_for_each_change_of_what_is_shared_and_none_for_the_same_again(
    work, invited, sitting, first, then
):
    told = []
    for choices in (first, first, then, then, first):
        before = len(releases_logged(work))
        care.record_care_choices(work, sitting, CareChoices(**choices), "nl")
        told.append(len(releases_logged(work)) - before)
    assert told == [1, 0, 1, 0, 1]
    who = person(invited.public_id)
    assert set(releases_logged(work)) == {(who, who, "done", "")}, "that it changed, never which"


def test_choices_of_one_page_are_one_event_and_only_what_changed_makes_one(work, sitting):
    care.record_care_choices(work, sitting, CareChoices(wish=True, ggd_status=True, advice=False), "nl")
    assert len(releases_logged(work)) == 1
    care.record_care_choices(work, sitting, CareChoices(), "nl")
    care.record_care_choices(work, sitting, CareChoices(wish=True, ggd_status=True), "ar")
    assert len(releases_logged(work)) == 1
    care.record_care_choices(work, sitting, CareChoices(wish=True, ggd_status=False), "nl")
    assert len(releases_logged(work)) == 2
    assert verify(work) is None


def test_a_choice_that_is_refused_leaves_no_event(work, sitting):
    with pytest.raises(care.ChoiceRefused):
        care.record_care_choices(work, sitting, CareChoices(wish=True, ggd="maybe"), "nl")
    assert releases_logged(work) == []


@pytest.mark.parametrize(
    "choices",
    [
        CareChoices(ggd="maybe"),
        CareChoices(contact_ways=("pigeon",)),
        CareChoices(scales={("c1x", "client_manager"): True}),
        CareChoices(scales={("z1", "employer"): True}),
        CareChoices(account="x" * 501),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(work, sitting, choices):
    with pytest.raises(care.ChoiceRefused):
        care.record_care_choices(work, sitting, choices, "nl")


def test_the_report_is_shared_and_taken_back(work, sitting):
    sharing.share_report(work, sitting, "vluchtelingenwerk", "ti", yes=True)
    assert sharing.shared(work, sitting.id, "vluchtelingenwerk")
    sharing.share_report(work, sitting, "vluchtelingenwerk", "ti", yes=False)
    assert not sharing.shared(work, sitting.id, "vluchtelingenwerk")
    [row] = work.db.scalars(select(Release)).all()
    assert row.revoked_at is not None


def test_a_choice_that_stands_is_not_written_again(work, sitting):
    for yes in (True, True, False, False):
        sharing.share_report(work, sitting, "vluchtelingenwerk", "ti", yes=yes)
    [row] = work.db.scalars(select(Release)).all()
    assert row.revoked_at is not None
    changed = select(func.count()).where(AuditEvent.kind == AuditKind.RELEASE_CHANGED)
    assert work.db.scalar(changed) == 2


@pytest.mark.parametrize(
    ("wish", "ggd", "listed"),
    [
        pytest.param("yes", "yes", True, id="wants a talk and shares it"),
        pytest.param("later", "contact_only", True, id="wants one later, shares only how to be reached"),
        pytest.param("yes", "no", False, id="wants a talk, shares nothing"),
        pytest.param("yes", None, False, id="wants a talk, made no choice"),
        pytest.param("no", "yes", False, id="wants no talk"),
        pytest.param(None, "yes", False, id="did not answer"),
    ],
)
def test_the_ggd_hears_of_a_wish_only_when_it_is_shared(work, invited, sitting, wish, ggd, listed):
    value = option(wish) if wish else Response(missing=Missing.RATHER_NOT_SAY)
    answer(work, invited.token, "z7", value)
    care.record_care_choices(work, sitting, CareChoices(ggd=ggd), "nl")
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    found = care.work_list(work, invited.organisation_id)
    assert bool(found) is listed
    assert not any(item.today for item in found)


def test_a_hand_is_raised_once_and_taken_down(work, invited, sitting):
    calls.call_help(work, sitting)
    calls.call_help(work, sitting)
    assert len(open_calls(work, invited)) == 1
    calls.cancel_help(work, sitting)
    assert not calls.open_call(work, sitting)


def test_somebody_of_another_organisation_cannot_answer_a_call(work, invited, sitting, sitting_factory):
    calls.call_help(work, sitting)
    [call] = open_calls(work, invited)
    session, leader = leader_of(work, invited)
    stranger = staff_of(sitting_factory.account(sitting_factory.organisation()))
    with pytest.raises(group_sessions.SessionUnknown):
        board(work, stranger, session)
    with pytest.raises(group_sessions.SessionUnknown):
        been_at_seat(work, stranger, session, call.id)
    assert calls.open_call(work, sitting)
    been_at_seat(work, leader, session, call.id)
    assert not calls.open_call(work, sitting)


def test_a_call_cannot_be_answered_by_way_of_another_group_session(work, invited, sitting, sitting_factory):
    calls.call_help(work, sitting)
    [call] = open_calls(work, invited)
    _, leader = leader_of(work, invited)
    other = sitting_factory.session(work.db.get_one(Organisation, invited.organisation_id))
    been_at_seat(work, leader, other.public_id, call.id)
    assert calls.open_call(work, sitting)
