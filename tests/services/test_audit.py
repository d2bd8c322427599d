"""The audit log in the store: chained, only added to, one chain whoever writes at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from app.core.audit import BEGINNING, Broken, End, Fault
from app.services.audit import SYSTEM, AuditKind, Event, account, group_session, person, record
from app.services.audit.verifying import AT_ONCE, head, links, verify
from app.services.delivery import stop
from app.services.group_sessions import NewSession, change_group_session
from app.services.sharing import share_report
from app.services.sittings import open_sitting
from app.store.engine import make_engine
from app.store.models import AuditEvent, AuditHead, Role, RoleName, SittingState, StaffAccount
from tests.logged import without_triggers
from tests.services.leading import leader_of, session_of

REFUSED = (IntegrityError, OperationalError, ProgrammingError)


def write(work, number: int = 1) -> None:
    for _ in range(number):
        record(work, Event(AuditKind.SETTINGS_CHANGED, SYSTEM, 1, detail="location_changed"))
    work.db.commit()


def change(work, number: int, **values: object) -> None:
    work.db.execute(update(AuditEvent).where(AuditEvent.number == number).values(**values))
    work.db.commit()


def test_an_empty_log_is_whole(work):
    assert verify(work) is None
    assert head(work) == End(0, BEGINNING)


def test_events_follow_each_other_from_the_first_on(work):
    write(work, 3)
    found = list(links(work))
    assert [link.entry.number for link in found] == [1, 2, 3]
    assert [link.previous for link in found] == [BEGINNING, found[0].hash, found[1].hash]
    assert head(work) == End(3, found[2].hash)
    assert verify(work) is None


def test_an_event_goes_away_with_the_act_that_was_not_kept(work):
    write(work)
    record(work, Event(AuditKind.EXPORT, SYSTEM))
    work.db.rollback()
    write(work)
    assert [link.entry.kind for link in links(work)] == ["settings_changed"] * 2
    assert verify(work) is None


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(update(AuditEvent).values(actor="account:9"), id="change"),
        pytest.param(delete(AuditEvent), id="remove"),
        pytest.param(delete(AuditHead), id="remove the end"),
        pytest.param(
            insert(AuditEvent)
            .prefix_with("OR REPLACE")
            .from_select(
                ["number", "at", "actor", "kind", "subject", "outcome", "detail", "previous", "hash"],
                select(
                    AuditEvent.number,
                    AuditEvent.at,
                    text("'account:9'"),
                    AuditEvent.kind,
                    AuditEvent.subject,
                    AuditEvent.outcome,
                    AuditEvent.detail,
                    AuditEvent.previous,
                    AuditEvent.hash,
                ),
                include_defaults=False,
            ),
            id="replace",
            marks=pytest.mark.embedded,  # PostgreSQL has no such statement
        ),
    ],
)
def test_the_store_refuses_whatever_is_not_adding(work, statement):
    write(work, 2)
    before = [link.hash for link in links(work)]
    with pytest.raises(REFUSED, match=r"only added|stays"):
        work.db.execute(statement)
    work.db.rollback()
    assert [link.hash for link in links(work)] == before
    assert head(work).number == 2


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_broken_link_is_named_wherever_it_is(work, data):
    write(work, 4)
    without_triggers(work)
    last = head(work).number
    assert verify(work) is None
    number = data.draw(st.integers(1, last))
    way = data.draw(st.sampled_from(["change", "remove", "follow another"]))
    if way == "change":
        change(work, number, outcome="failed")
        expected = Broken(number, Fault.CONTENT)
    elif way == "remove":
        work.db.execute(delete(AuditEvent).where(AuditEvent.number == number))
        expected = Broken(number, Fault.MISSING)
    else:
        change(work, number, previous="f" * 64)
        expected = Broken(number, Fault.PREVIOUS)
    assert verify(work) == expected
    work.db.execute(delete(AuditEvent))  # the next example begins anew
    work.db.execute(update(AuditHead).values(number=0, hash=BEGINNING))
    work.db.commit()


def test_a_break_between_two_pieces_is_found(work):
    write(work, AT_ONCE + 2)
    assert verify(work) is None
    without_triggers(work)
    change(work, AT_ONCE + 1, detail="x")
    assert verify(work) == Broken(AT_ONCE + 1, Fault.CONTENT)


def test_an_end_that_was_cut_off_and_one_that_was_added_are_found(work):
    write(work, 3)
    without_triggers(work)
    work.db.execute(delete(AuditEvent).where(AuditEvent.number == 3))
    work.db.commit()
    assert verify(work) == Broken(3, Fault.MISSING)
    row = {"actor": SYSTEM, "kind": "export", "subject": "", "outcome": "done", "detail": "", "at": work.now()}
    for number in (3, 4):
        work.db.execute(insert(AuditEvent).values(number=number, previous=str(number), hash=f"h{number}", **row))
    work.db.execute(delete(AuditEvent).where(AuditEvent.number == 3))
    second = select(AuditEvent.hash).where(AuditEvent.number == 2)
    work.db.execute(update(AuditHead).values(number=2, hash=work.db.scalars(second).one()))
    work.db.commit()
    assert verify(work) == Broken(3, Fault.END)


def test_a_log_written_anew_is_found_by_what_was_noted_outside(work):
    write(work, 3)
    noted = head(work)
    without_triggers(work)
    work.db.execute(delete(AuditEvent))
    work.db.execute(update(AuditHead).values(number=0, hash=BEGINNING))
    for _ in range(4):
        record(work, Event(AuditKind.SETTINGS_CHANGED, account(9), 1))
    work.db.commit()
    assert verify(work) is None
    assert verify(work, noted) == Broken(3, Fault.END)


def test_writers_at_the_same_time_make_one_chain(work, config):
    """Four writers, each with a connection of its own, some of them giving up now and then."""

    def write_many(writer: int) -> None:
        engine = make_engine(config.database_url)
        with Session(engine) as db:
            own = replace(work, db=db)
            for turn in range(15):
                record(own, Event(AuditKind.EXPORT, account(writer), detail=f"turn={turn}"))
                if turn % 5 == 4:
                    db.rollback()
                else:
                    db.commit()
        engine.dispose()

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write_many, range(4)))
    assert verify(work) is None
    assert work.db.scalar(select(func.count(AuditEvent.number))) == 4 * 12
    assert head(work).number == 4 * 12


@pytest.mark.parametrize("words", ["Voorbeeld Omar", "omar", "a@b.example", "DEM2 345 678", "person: x", "account:é"])
def test_an_event_takes_no_name_no_code_and_no_address(words):
    with pytest.raises(ValueError, match="opaque"):
        Event(AuditKind.EXPORT, SYSTEM, subject=words)
    with pytest.raises(ValueError, match="opaque"):
        Event(AuditKind.EXPORT, words)


@pytest.mark.parametrize("words", ["Voorbeeld Omar", "ik slaap slecht", "نعم", "A" * 10, "a" * 121])
def test_the_detail_of_an_event_takes_no_own_words(words):
    with pytest.raises(ValueError, match="closed words"):
        Event(AuditKind.EXPORT, SYSTEM, detail=words)


def test_a_person_is_named_by_what_opens_no_page(sitting_factory, work):
    invited = sitting_factory()
    share_report(work, open_sitting(work, invited.token), "vluchtelingenwerk", "nl", yes=True)
    [link] = links(work)
    assert link.entry.subject == link.entry.actor == person(invited.public_id)
    assert invited.public_id not in link.entry.subject
    assert link.entry.detail == "conversation_report:vluchtelingenwerk:yes"
    assert person("DEM2345678") == "" == group_session("../../etc")


def test_deleted_answers_leave_one_event_and_nothing_else_of_the_person(sitting_factory, work):
    invited = sitting_factory(locale="nl", state=SittingState.STARTED.value)
    stop(work, open_sitting(work, invited.token), state=SittingState.DELETED)
    [link] = links(work)
    assert (link.entry.kind, link.entry.subject) == ("answers_deleted", person(invited.public_id))


def test_whose_caseload_the_people_of_a_session_come_into_is_an_event(sitting_factory, work):
    invited = sitting_factory()
    leader, session = leader_of(work, invited), session_of(work, invited)
    account_id = leader.id
    work.db.get_one(StaffAccount, account_id).roles = [
        Role(name=name.value) for name in (RoleName.FACILITATOR, RoleName.CLIENT_MANAGER)
    ]
    work.db.commit()
    asked = NewSession(
        title=session.title,
        location_id=session.location_id,
        starts_at=session.starts_at,
        locales=tuple(session.locales),
        blocks=tuple(session.blocks),
        seats=session.seats,
        duty_officer_name=session.duty_officer_name,
        duty_officer_phone=session.duty_officer_phone,
    )
    for manager in (account_id, account_id, None):
        change_group_session(work, leader, session.public_id, replace(asked, client_manager_id=manager))
    told = [(link.entry.subject, link.entry.detail) for link in links(work)]
    assert told == [
        (group_session(session.public_id), f"client_manager={account_id}"),
        (group_session(session.public_id), "client_manager=nobody"),
    ]


def test_the_log_refuses_changes_beside_the_application_too(work, config):
    write(work)
    engine = create_engine(config.database_url)
    with engine.connect() as connection, pytest.raises(REFUSED, match="only added"):
        connection.execute(text("UPDATE audit_event SET actor = 'account:9'"))
    engine.dispose()
