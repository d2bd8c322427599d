"""A group session goes from a laptop to the server once, whole, and leaves nothing on the laptop."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app import create_app
from app.core.responses import Missing, Response
from app.extensions import db
from app.keys import Keys
from app.local_time import local_day
from app.services import care, removal, transfer
from app.services.access import find_participation
from app.services.accounts import staff_of
from app.services.audit import AuditKind
from app.services.deviations import DeviationKind, deviations, note_deviation
from app.services.finishing import finish_sitting
from app.services.person_requests import RequestKind, grant, make_request, remarks_of, request_lines
from app.services.removal import names_of, overwrite_removed, remove_group_session, store_files, traces
from app.services.sittings import open_sitting
from app.services.transfer.envelope import BadFile, make_keys, read_private, read_public, write_keys
from app.services.transfer.rows import OF_A_PARTICIPATION, STAYS
from app.store.base import Base, CareBase
from app.store.care_models import CareResponse
from app.store.conversation_models import ConversationPart
from app.store.models import GroupSession, Participation, SessionTransfer, StaffAccount, WhoSaw
from app.web.context import current_work
from tests.conftest import close_stores
from tests.factories import SittingFactory, make_config
from tests.logged import logged
from tests.services.answering import answer, answer_everything, option
from tests.staff_people import account_of
from tests.stores import copy_stores, written_out

OWN_WORDS = "Ik werk graag met hout. ደሃን"
OTHER = tuple(Keys.only(letter * 31 + b"x") for letter in (b"T", b"C", b"L"))
LAPTOP, SERVER = make_keys("Laptop of a test"), make_keys("Server of a test")


@pytest.fixture
def laptop(work, sitting_factory):
    """A closed session of two people: one finished with a call for help today, one in the middle."""
    session = sitting_factory.session(title="Proefochtend zonder internet")
    first, second = sitting_factory(session, seat=1), sitting_factory(session, seat=2)
    answer_everything(work, first.token, "ar", own_words=Response(text=OWN_WORDS))
    care.raise_acute(work, open_sitting(work, first.token), "ar")
    finish_sitting(work, open_sitting(work, first.token, None), "ar")
    answer(work, second.token, "situation.transport", option("walk"))
    answer(work, second.token, "situation.transport", Response(missing=Missing.RATHER_NOT_SAY))
    answer(work, second.token, "z1a", option("2"))
    leader = staff_of(work.db.get_one(StaffAccount, session.facilitator_id))
    note_deviation(work, leader, session.public_id, DeviationKind.INTERPRETER, "by phone", seat=2)
    session.closed_at = work.now()
    work.db.commit()
    return session, first, second


@pytest.fixture
def exported(work, laptop):
    session, *_ = laptop
    return transfer.export_session(work, session, LAPTOP, SERVER.public)


@pytest.fixture
def server(tmp_path, migrated_stores, definitions):
    """Another installation, with other keys; gives a function that runs something there."""
    folder = tmp_path / "server"
    copy_stores(migrated_stores, folder)
    config = make_config(folder)
    app = create_app(replace(config, text_key=OTHER[0], care_key=OTHER[1], lookup_key=OTHER[2]))
    app.extensions["inbeeld"].definitions = definitions

    def there(act):
        with app.app_context():
            return act(current_work())

    there(_furnish)
    yield there
    close_stores(app)


def _furnish(work):
    factory = SittingFactory(work)
    organisation = factory.organisation(name="Gemeente Proef")
    factory.location(organisation)
    factory.account(organisation, email="leider@proef.example")


def take_in(content, sender=LAPTOP.public, receiver=SERVER, **more):
    def act(work):
        leader = work.db.scalars(select(StaffAccount).where(StaffAccount.email == "leider@proef.example")).one()
        return transfer.import_session(work, content, sender, receiver, leader, **more)

    return act


def rows(work):
    """Number of rows in every table of both stores."""
    found = {
        table.name: work.db.execute(
            select(func.count()).select_from(table), bind_arguments={"mapper": Participation}
        ).scalar_one()
        for table in Base.metadata.sorted_tables
    }
    care_rows = {
        table.name: work.care.execute(
            select(func.count()).select_from(table), bind_arguments={"mapper": CareResponse}
        ).scalar_one()
        for table in CareBase.metadata.sorted_tables
    }
    return {**found, **care_rows}


def standing(work, token):
    """Everything that somebody answered, opened, with who it was shown to and how."""
    sitting = open_sitting(work, token, None)
    return sitting.responses, sitting.state, sitting.locale, sitting.mode, sitting.passed


def test_everything_arrives_and_opens_with_the_keys_of_the_server(work, laptop, exported, server):
    _, first, second = laptop
    here = {one.token: standing(work, one.token) for one in (first, second)}
    imported = server(take_in(exported))
    assert (imported.title, imported.people) == ("Proefochtend zonder internet", 2)
    assert {one.token: server(lambda w, one=one: standing(w, one.token)) for one in (first, second)} == here
    assert here[first.token][0]["own_words"].text == OWN_WORDS
    assert logged(work, AuditKind.EXPORT) == [("done", "system", "session")]
    assert server(lambda there: logged(there, AuditKind.IMPORT)) == [("done", "system", "session,people=2")]


def test_the_call_for_help_today_and_the_notes_arrive(laptop, exported, server):
    session, *_ = laptop
    server(take_in(exported))

    def look(work):
        organisation = work.db.scalars(select(GroupSession.organisation_id)).one()
        leader = staff_of(work.db.scalars(select(StaffAccount)).one())
        return care.work_list(work, organisation), deviations(work, leader, session.public_id)

    items, notes = server(look)
    assert [item.today for item in items] == [True]
    assert [(note.seat, note.note) for note in notes] == [(2, "by phone")]


def test_what_people_asked_with_the_answers_and_who_read_arrive_once(work, laptop, server):
    session, first, second = laptop
    leader = staff_of(work.db.get_one(StaffAccount, session.facilitator_id))
    make_request(work, first.participation_id, RequestKind.CORRECTION, OWN_WORDS, "ar")
    make_request(work, second.participation_id, RequestKind.OBJECTION, "", "ar")
    [_, objection] = request_lines(work, leader)
    grant(work, leader, objection.id, knows_who=True)
    read = {"staff_account_id": leader.id, "role": "client_manager", "part": "profile", "on": local_day(work.now())}
    work.db.add(WhoSaw(participation_id=first.participation_id, **read))
    _say_in_a_talk(work, first.participation_id, leader.id)
    work.db.commit()
    content = transfer.export_session(work, session, LAPTOP, SERVER.public)
    server(_somebody_else)
    server(take_in(content))
    with pytest.raises(transfer.TakenBefore):
        server(take_in(content))

    def look(there):
        leader = staff_of(account_of("leider@proef.example"))
        lines = [(line.asked.kind, line.asked.state, line.handled_by) for line in request_lines(there, leader)]
        here = select(Participation.id).where(Participation.token == first.token)
        remarks = [remark.words for remark in remarks_of(there, there.db.scalars(here).one())]
        part = there.db.scalars(select(ConversationPart)).one()
        bound = f"conversation_part:{part.participation_id}:{part.part}:{part.version}"
        assert part.participation_id != first.participation_id
        assert there.texts.open(part.content_encrypted, bound) == OWN_WORDS
        return lines, remarks, [(row.role, row.part) for row in there.db.scalars(select(WhoSaw))]

    assert server(look) == (
        [("correction", "open", ""), ("objection", "granted", "")],
        [OWN_WORDS],
        [("client_manager", "profile")],
    )


def _somebody_else(work):
    factory = SittingFactory(work)
    factory(factory.session(factory.organisation(name="Elders")))
    work.db.commit()


def _say_in_a_talk(work, participation_id, account_id):
    said = ConversationPart(
        participation_id=participation_id,
        part="goal",
        version=1,
        content_encrypted=work.texts.seal(OWN_WORDS, f"conversation_part:{participation_id}:goal:1"),
        saved_at=work.now(),
        saved_by_id=account_id,
    )
    work.db.add(said)


def test_every_table_about_a_person_travels_or_is_named_as_one_that_stays():
    about = {
        mapper.class_
        for mapper in Base.registry.mappers
        if any(key.column.table.name == "participation" for key in mapper.local_table.foreign_keys)
    }
    assert about == {*OF_A_PARTICIPATION, *STAYS}


def test_the_code_of_the_card_works_at_the_server(laptop, exported, server):
    _, first, _ = laptop
    server(take_in(exported))

    def come_in(work):
        session = work.db.scalars(select(GroupSession)).one()
        session.closed_at = None
        work.db.commit()
        return find_participation(work, first.code)

    assert server(come_in) == first.token


def test_a_second_import_is_refused_and_changes_nothing(exported, server):
    server(take_in(exported))
    before = server(rows)
    with pytest.raises(transfer.TakenBefore):
        server(take_in(exported))
    assert server(rows) == before


def test_the_same_people_exported_once_more_are_refused(work, laptop, exported, server):
    server(take_in(exported))
    before = server(rows)
    again = transfer.export_session(work, laptop[0], LAPTOP, SERVER.public)
    with pytest.raises(transfer.TakenBefore):
        server(take_in(again))
    assert server(rows) == before


def test_a_code_that_somebody_else_has_at_the_server_is_named_by_its_seat(laptop, exported, server):
    def take_the_code(work):
        factory = SittingFactory(work)
        other = factory(factory.session(factory.organisation(name="Elders")))
        person = work.db.get_one(Participation, other.participation_id).participant
        person.code_lookup = work.lookup.of(laptop[2].code)
        work.db.commit()

    server(take_the_code)
    before = server(rows)
    with pytest.raises(transfer.CodesKnown) as refused:
        server(take_in(exported))
    assert refused.value.seats == (2,)
    assert server(rows) == before


@pytest.mark.parametrize("damage", ["cut", "changed", "other sender", "other receiver", "empty", "no file of ours"])
def test_a_file_that_is_not_right_is_refused_whole(exported, server, damage):
    before = server(rows)
    content, sender, receiver = exported, LAPTOP.public, SERVER
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "changed":
        outer = json.loads(content)
        outer["body"] = outer["body"].replace("Laptop of a test", "Laptop of a thief")
        content = json.dumps(outer).encode()
    elif damage == "other sender":
        sender = make_keys("Somebody else").public
    elif damage == "other receiver":
        receiver = make_keys("Another server")
    else:
        content = b"" if damage == "empty" else b'{"body": 1}'
    with pytest.raises(BadFile) as refused:
        server(take_in(content, sender, receiver))
    assert str(refused.value)
    assert server(rows) == before


def test_a_place_that_the_server_does_not_know_is_named(work, laptop, server):
    session, *_ = laptop
    session.location.name = "AZC Elders"
    work.db.commit()
    content = transfer.export_session(work, session, LAPTOP, SERVER.public)
    before = server(rows)
    with pytest.raises(transfer.DoesNotFit, match="AZC Elders"):
        server(take_in(content))
    assert server(rows) == before
    assert server(take_in(content, location="Proefzaal")).people == 2


def test_an_import_that_was_interrupted_between_the_stores_can_be_done_again(laptop, exported, server, monkeypatch):
    _, first, _ = laptop

    def broken(work):
        monkeypatch.setattr(work.db, "commit", _power_cut)
        with pytest.raises(RuntimeError):
            take_in(exported)(work)
        monkeypatch.undo()
        return work.db.scalar(select(func.count(SessionTransfer.id)))

    assert server(broken) == 0
    halfway = server(rows)
    assert halfway["care_response"] > 0
    assert halfway["participation"] == 0
    server(take_in(exported))
    assert server(rows)["care_response"] == halfway["care_response"]
    assert server(lambda work: len(standing(work, first.token)[0])) > 100


def _power_cut():
    raise RuntimeError


def test_an_open_session_is_not_exported(work, laptop):
    session, *_ = laptop
    session.closed_at = None
    work.db.commit()
    with pytest.raises(transfer.NotClosed):
        transfer.export_session(work, session, LAPTOP, SERVER.public)


def test_nothing_of_the_people_stands_open_in_the_file(laptop, exported):
    _, first, second = laptop
    for word in (first.code, first.token, second.public_id, OWN_WORDS, "situation.transport", "by phone"):
        assert word.encode() not in exported


def test_the_laptop_is_wiped_only_with_a_receipt_for_what_it_holds(work, laptop, exported, server):
    session, _, second = laptop
    receipt = server(take_in(exported)).receipt
    assert transfer.check_receipt(work, session, receipt, SERVER.public)
    with pytest.raises(BadFile):
        transfer.check_receipt(work, session, receipt, LAPTOP.public)
    looked = {"role": "client_manager", "part": "profile", "on": local_day(work.now())}
    work.db.add(WhoSaw(participation_id=second.participation_id, **looked))
    work.db.commit()
    assert transfer.check_receipt(work, session, receipt, SERVER.public), "who looks later holds nothing back"
    session.closed_at = None
    work.db.commit()
    answer(work, second.token, "situation.child_care", option("yes"))
    session.closed_at = work.now()
    work.db.commit()
    with pytest.raises(transfer.DoesNotFit, match="later"):
        transfer.check_receipt(work, session, receipt, SERVER.public)


def test_after_wiping_no_byte_of_anybody_is_left_on_the_laptop(work, laptop, config):
    session, first, _ = laptop
    words = names_of(work.db, session)
    assert first.token in words
    assert traces(written_out(config), words)
    counts = remove_group_session(work, session)
    assert counts["participation"] == counts["participant"] == 2
    assert counts["care_response"] >= 18
    assert logged(work, AuditKind.SESSION_REMOVED) == [("done", "system", "")]
    overwrite_removed(db.engines)
    work.db.rollback()
    assert traces(written_out(config), words) == []
    left = rows(work)
    assert not any(left[name] for name in counts)


@pytest.mark.embedded
def test_a_store_that_cannot_be_rewritten_is_named_in_the_proof(
    laptop, config, server, exported, tmp_path, app, monkeypatch
):
    monkeypatch.setattr(removal, "WAIT_FOR_READERS", 0.1)
    session, first, _ = laptop
    receipt, receiver, proof = tmp_path / "receipt", tmp_path / "keys", tmp_path / "proof.txt"
    receipt.write_bytes(server(take_in(exported)).receipt)
    write_keys(SERVER, receiver)
    where = ["--receipt", receipt, "--from", receiver / "public.json", "--proof", proof]
    reader = sqlite3.connect(config.database_url.removeprefix("sqlite:///"), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM response").fetchone()
    wiped = app.test_cli_runner().invoke(args=["session", "wipe", session.public_id, *map(str, where)])
    reader.close()
    assert wiped.exit_code == 1
    assert "session rewrite" in wiped.output
    written = proof.read_text("utf-8")
    assert "participation: 2 rows removed" in written
    assert "main.sqlite was NOT rewritten: something still reads it." in written
    assert "care.sqlite was" not in written
    assert first.token not in written
    again = app.test_cli_runner().invoke(args=["session", "rewrite"])
    assert "The stores are rewritten." in again.output
    assert traces(store_files(config.data), [first.token]) == []


def test_keys_are_written_for_their_owner_alone_and_never_twice(tmp_path):
    folder = tmp_path / "keys"
    write_keys(LAPTOP, folder)
    assert (folder / "private.json").stat().st_mode & 0o077 == 0
    assert read_public(folder / "public.json") == LAPTOP.public == read_private(folder).public
    with pytest.raises(FileExistsError):
        write_keys(SERVER, folder)
    (folder / "public.json").write_text('{"name": "x"}', "utf-8")
    with pytest.raises(BadFile):
        read_public(folder / "public.json")
