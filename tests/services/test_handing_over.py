"""Somebody else goes on with a person: a colleague, or another organisation with a file and a code told apart."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.conversation import Interpreter, Present
from app.local_time import local_day
from app.services import handing_over_file
from app.services.audit.verifying import links
from app.services.care import CareChoices
from app.services.caseload import Due, NextStep, PersonUnknown, caseload, find_person, open_person
from app.services.conversation import mark_held, open_talk, save_part
from app.services.handing_over import (
    HandOverRefused,
    Purpose,
    ReceiptWrong,
    Way,
    colleagues,
    confirm_taken_over,
    hand_over_inside,
    handed_over,
)
from app.services.handing_over_file import (
    FOLDER,
    KNOWN,
    CodeWrong,
    FileExpired,
    NoKeys,
    TooManyTries,
    file_of,
    forget_files,
    hand_over_outside,
    known_organisations,
    take_over,
)
from app.services.outcomes import OutcomeKind, add_outcome, outcomes_of, set_ready, take_back_outcome
from app.services.reports import ReportMissing, read_report
from app.services.reports.person import who_saw
from app.services.transfer import BadFile, TakenBefore
from app.services.transfer.envelope import PUBLIC_FILE, make_keys, write_keys
from app.store.care_models import CareReport, CareResponse
from app.store.models import Participation, Response, Role, RoleName, SessionTransfer, StaffAccount
from tests.services.answering import option
from tests.services.finished import as_if_made, finished, managed

HERE, THERE = "Gemeente Hier (test)", "Gemeente Ginds (test)"
PDF = b"%PDF-1.7 a report of a test"


@pytest.fixture
def someone(sitting_factory):
    return finished(sitting_factory, CareChoices(account="rust (test)"), z7=option("yes"))


@pytest.fixture
def staff(work, someone):
    return managed(work, someone)


@pytest.fixture
def organisations(work):
    """Keys of both sides in one data folder: here and there are two organisations of one installation."""
    folder = work.config.data / FOLDER
    write_keys(make_keys(HERE), folder)
    (folder / KNOWN).mkdir()
    shutil.copy(folder / PUBLIC_FILE, folder / KNOWN / "here.json")
    yield folder
    shutil.rmtree(folder)


def colleague_of(work, staff):
    role = work.db.scalar(select(Role).where(Role.name == RoleName.CLIENT_MANAGER.value))
    account = StaffAccount(
        organisation_id=staff.organisation_id,
        email="collega@testdorp.example",
        name="Collega (test)",
        fs_uniquifier="collega",
        roles=[role or Role(name=RoleName.CLIENT_MANAGER.value)],
    )
    work.db.add(account)
    work.db.commit()
    return account


def sent_to(work, staff, someone, to=HERE):
    as_if_made(work, someone.participation_id, PDF)
    sent = hand_over_outside(work, staff, someone.public_id, to)
    return sent, file_of(work, staff, someone.public_id, sent.id)


def neighbour(sitting_factory, staff):
    """A client manager of another organisation, which has a location."""
    other = sitting_factory.organisation()
    sitting_factory.location(other)
    account = sitting_factory.account(other)
    return replace(staff, id=account.id, organisation_id=other.id)


def kinds(work):
    return [(link.entry.kind, link.entry.detail) for link in links(work)]


def test_a_colleague_goes_on_and_the_person_reads_with_whom(work, someone, staff):
    other = colleague_of(work, staff)
    assert [one.name for one in colleagues(work, staff)] == ["Collega (test)"]
    hand_over_inside(work, staff, someone.public_id, other.id, Purpose.YOUTH_DESK)
    with pytest.raises(PersonUnknown):
        find_person(work, staff, someone.public_id)
    assert find_person(work, replace(staff, id=other.id), someone.public_id).step is NextStep.REPORT
    seen = who_saw(work, someone.participation_id)
    assert [(one.recipient, one.line) for one in seen] == [("Collega (test)", "report.handed_over_line")]
    assert ("handed_over", "inside:youth_desk") in kinds(work)


@pytest.mark.parametrize("purpose", [Purpose.CLIENT_MANAGER, Purpose.YOUTH_DESK, Purpose.ACTIVATION])
def test_a_colleague_takes_somebody_into_the_own_list_for_each_purpose_inside(work, someone, staff, purpose):
    other = colleague_of(work, staff)
    assert hand_over_inside(work, staff, someone.public_id, other.id, purpose).name == other.name
    assert caseload(work, staff) == []
    [group] = caseload(work, replace(staff, id=other.id))
    assert [one.public_id for one in group.people] == [someone.public_id]
    [kept] = handed_over(work, someone.participation_id)
    assert (kept.way, kept.purpose, kept.to, kept.has_file) == (Way.INSIDE, purpose, other.name, False)
    assert ("handed_over", f"inside:{purpose.value}") in kinds(work)


def test_nobody_is_handed_to_who_is_no_colleague(work, sitting_factory, someone, staff):
    stranger = neighbour(sitting_factory, staff)
    other = colleague_of(work, staff)
    for account in (stranger.id, staff.id, 0):
        with pytest.raises(HandOverRefused):
            hand_over_inside(work, staff, someone.public_id, account, Purpose.CLIENT_MANAGER)
    with pytest.raises(HandOverRefused):
        hand_over_inside(work, staff, someone.public_id, other.id, Purpose.MUNICIPALITY)
    with pytest.raises(PersonUnknown):
        hand_over_inside(work, stranger, someone.public_id, other.id, Purpose.CLIENT_MANAGER)


@pytest.mark.usefixtures("organisations")
def test_another_organisation_goes_on_with_report_talk_and_outcomes(work, sitting_factory, someone, staff):
    save_part(work, staff, someone.public_id, "goal", "Werken (test)", 0)
    mark_held(work, staff, someone.public_id, local_day(work.now()), [Present.PARTICIPANT], Interpreter.NONE, 0)
    add_outcome(work, staff, someone.public_id, OutcomeKind.EDUCATION, date(2026, 11, 2), "taalles (test)")
    set_ready(work, staff, someone.public_id, ready=True)
    sent, content = sent_to(work, staff, someone)
    receiver = neighbour(sitting_factory, staff)
    public_id = take_over(work, receiver, content, sent.code.lower())
    opened = open_person(work, receiver, public_id)
    assert (opened.answers_gone, opened.person.received_from, opened.person.step) == (True, HERE, NextStep.READY)
    arrived = opened.person.participation_id
    assert read_report(work, arrived) == PDF
    held = open_talk(work, receiver, public_id).held
    assert held is not None
    assert held.goal == "Werken (test)"
    assert [(one.kind, one.note) for one in outcomes_of(work, arrived)] == [(OutcomeKind.EDUCATION, "taalles (test)")]
    assert work.db.get_one(Participation, arrived).finished_at is not None
    both = kinds(work)
    assert [one for one in both if one[0] in {"export", "import"}] == [("export", "person"), ("import", "person")]
    assert {("handed_over", "sent:municipality"), ("handed_over", "received:municipality")} <= set(both)


@pytest.mark.usefixtures("organisations")
def test_until_somebody_confirms_it_the_person_stays_in_the_list(work, sitting_factory, someone, staff):
    sent, content = sent_to(work, staff, someone)
    standing = find_person(work, staff, someone.public_id)
    assert standing.offer is not None
    assert (standing.step, standing.handed_to, standing.offer.to) == (NextStep.APPOINTMENT, "", HERE)
    assert {Due.CONFIRM, Due.PLAN} <= standing.due
    assert who_saw(work, someone.participation_id)[-1].line == "report.handed_over_file_line"
    late = replace(work, now=lambda: sent.until + timedelta(days=1))
    assert Due.CONFIRM in find_person(late, staff, someone.public_id).due
    receiver = neighbour(sitting_factory, staff)
    arrived = find_person(work, receiver, take_over(work, receiver, content, sent.code))
    [received] = handed_over(work, arrived.participation_id)
    for wrong in ("", "not a code", sent.code):
        with pytest.raises(ReceiptWrong):
            confirm_taken_over(work, staff, someone.public_id, wrong)
    assert find_person(work, staff, someone.public_id).offer is not None
    confirm_taken_over(work, staff, someone.public_id, received.receipt.lower())
    gone = find_person(work, staff, someone.public_id)
    assert (gone.step, gone.handed_to, gone.offer) == (NextStep.HANDED_OVER, HERE, None)
    assert Due.CONFIRM not in gone.due
    assert who_saw(work, someone.participation_id)[-1].line == "report.handed_over_line"
    assert ("handed_over", "confirmed:municipality") in kinds(work)


@pytest.mark.usefixtures("organisations")
def test_a_receipt_belongs_to_the_file_of_this_person(work, sitting_factory, someone, staff):
    sent, content = sent_to(work, staff, someone)
    receiver = neighbour(sitting_factory, staff)
    arrived = find_person(work, receiver, take_over(work, receiver, content, sent.code))
    receipt = handed_over(work, arrived.participation_id)[0].receipt
    with pytest.raises(PersonUnknown):
        confirm_taken_over(work, receiver, someone.public_id, receipt)
    with pytest.raises(ReceiptWrong):  # the receiver made no file
        confirm_taken_over(work, receiver, arrived.public_id, receipt)
    assert all(not one.receipt for one in handed_over(work, someone.participation_id))  # the sender never reads it


@pytest.mark.usefixtures("organisations")
def test_the_file_holds_no_answer_and_opens_for_nobody_without_the_code(work, sitting_factory, someone, staff):
    sent, content = sent_to(work, staff, someone)
    assert all(words not in content for words in (b"rust (test)", PDF, sent.code.replace(" ", "").encode()))
    receiver = neighbour(sitting_factory, staff)
    public_id = take_over(work, receiver, content, sent.code)
    arrived = find_person(work, receiver, public_id)
    assert work.db.scalar(select(Response.id).where(Response.participation_id == arrived.participation_id)) is None
    assert work.care.scalar(select(CareResponse.id).where(CareResponse.token == arrived.token)) is None


@pytest.mark.usefixtures("organisations")
def test_a_file_is_taken_once_and_not_after_its_last_day(work, sitting_factory, someone, staff):
    sent, content = sent_to(work, staff, someone)
    receiver = neighbour(sitting_factory, staff)
    late = replace(work, now=lambda: sent.until + timedelta(minutes=1))
    with pytest.raises(FileExpired):
        take_over(late, receiver, content, sent.code)
    assert file_of(late, staff, someone.public_id, sent.id) is None
    take_over(work, receiver, content, sent.code)
    with pytest.raises(TakenBefore):
        take_over(work, receiver, content, sent.code)
    forget_files(late)
    assert not handed_over(work, someone.participation_id)[0].has_file


@pytest.mark.usefixtures("organisations")
def test_of_two_who_take_a_file_in_at_once_one_is_told_and_nothing_is_left(
    work, sitting_factory, someone, staff, monkeypatch
):
    sent, content = sent_to(work, staff, someone)
    receiver = neighbour(sitting_factory, staff)
    opened = handing_over_file._with_code

    def after_another(work, letters, transfer_id, code):
        row = {"transfer_id": transfer_id, "organisation_id": receiver.organisation_id, "people": 1}
        work.db.add(SessionTransfer(**row, imported_at=work.now()))
        work.db.commit()
        return opened(work, letters, transfer_id, code)

    monkeypatch.setattr(handing_over_file, "_with_code", after_another)
    kept = work.care.scalars(select(CareReport.token)).all()
    with pytest.raises(TakenBefore):
        take_over(work, receiver, content, sent.code)
    assert work.care.scalars(select(CareReport.token)).all() == kept


def test_keys_that_cannot_be_read_stand_in_the_way_of_nobody_else(work, organisations):
    (organisations / KNOWN / "broken.json").write_text("{")
    assert known_organisations(work) == [HERE]


@pytest.mark.usefixtures("organisations")
def test_codes_cannot_be_tried_at_will(work, sitting_factory, someone, staff):
    sent, content = sent_to(work, staff, someone)
    receiver = neighbour(sitting_factory, staff)
    for wrong in ("", "not a code", "AAA AAA AAAA", "7777777777", "K7M4XR9TQA"):
        with pytest.raises(CodeWrong):
            take_over(work, receiver, content, wrong)
    with pytest.raises(TooManyTries):
        take_over(work, receiver, content, sent.code)
    later = replace(work, now=lambda: sent.until - timedelta(days=1))
    assert take_over(later, receiver, content, sent.code)


def test_a_changed_file_or_one_of_a_stranger_is_refused(work, sitting_factory, someone, staff, organisations):
    sent, content = sent_to(work, staff, someone)
    receiver = neighbour(sitting_factory, staff)
    outer = json.loads(content)
    outer["body"] = outer["body"].replace('"transfer": "', '"transfer": "0')
    for changed in (b"", b"{}", content[:-30], json.dumps(outer).encode()):
        with pytest.raises(BadFile):
            take_over(work, receiver, changed, sent.code)
    (organisations / KNOWN / "here.json").unlink()
    with pytest.raises(BadFile):
        take_over(work, receiver, content, sent.code)


@pytest.mark.usefixtures("organisations")
def test_without_keys_or_report_no_file_is_made(work, someone, staff):
    assert known_organisations(work) == [HERE]
    with pytest.raises(NoKeys):
        hand_over_outside(work, staff, someone.public_id, THERE)
    with pytest.raises(ReportMissing):
        hand_over_outside(work, staff, someone.public_id, HERE)
    assert handed_over(work, someone.participation_id) == []


def test_an_outcome_is_stated_by_a_person_and_can_be_taken_back(work, someone, staff):
    add_outcome(work, staff, someone.public_id, OutcomeKind.NONE_YET, date(2026, 11, 1), "")
    add_outcome(work, staff, someone.public_id, OutcomeKind.WORK, date(2026, 11, 20), "bakkerij (test)")
    found = outcomes_of(work, someone.participation_id)
    assert [(one.kind, one.by) for one in found] == [
        (OutcomeKind.NONE_YET, staff.name),
        (OutcomeKind.WORK, staff.name),
    ]
    assert find_person(work, staff, someone.public_id).outcome == "work"
    take_back_outcome(work, staff, someone.public_id, found[1].id)
    assert find_person(work, staff, someone.public_id).outcome == "none_yet"
    with pytest.raises(PersonUnknown):
        add_outcome(work, replace(staff, id=0), someone.public_id, OutcomeKind.WORK, date(2026, 11, 20), "")
