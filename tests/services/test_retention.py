"""Removing what is over: each kind at its own period, nothing early, and nothing left in any file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, inspect, select, update

from app import jobs
from app.core.responses import Response as Words
from app.extensions import db as stores
from app.jobs import enqueue_report
from app.services import retention
from app.services.accounts import staff_of
from app.services.audit.verifying import links, verify
from app.services.care import YES, CareChoices, ask_conversation, record_care_choices, set_status, work_list
from app.services.caseload import SHARED_PAGE, AnswersGone, find_person, make_again, open_person
from app.services.delivery import finish, see_profile, stop
from app.services.deviations import DeviationKind, note_deviation
from app.services.finishing import ask_for_missing_reports
from app.services.months import months_before
from app.services.person_requests import RequestKind, make_request
from app.services.removal import about_people, overwrite_removed, store_files, traces
from app.services.reports import CONVERSATION, OWN, SUMMARY, large_print, read_report, request_report
from app.services.retention import SESSION_LOGS, Periods, PeriodsRefused, set_periods
from app.services.sharing import share_report
from app.services.sittings import open_sitting
from app.store.base import Base, CareBase
from app.store.care_models import CareExport, CareReport, CareResponse, CareSignalItem, SignalStatus
from app.store.conversation_models import CaseOutcome, Conversation, ConversationPart, ConversationVersion, HandOver
from app.store.models import (
    CodeAttempt,
    Deviation,
    DeviceNotice,
    EligibilityCheck,
    GroupSession,
    HelpRequest,
    Participant,
    Participation,
    PartMode,
    PersonRequest,
    Presence,
    Release,
    Report,
    Response,
    Role,
    RoleName,
    SittingState,
    StaffAccount,
    VariantChange,
    WhoSaw,
)
from app.web.request_log import set_up_logs
from tests.services.answering import answer, answer_everything, option
from tests.services.leading import leader_of, session_of
from tests.stores import written_out

PDF = b"%PDF-1.7 a report of a test, never shown to anybody"


def later(work, months: int, days: int = 1):
    """The same stores, some months and days from now."""
    then = datetime.now(UTC) + timedelta(days=31 * months + days)
    return replace(work, now=lambda: then)


@pytest.fixture
def finished(sitting_factory, work):
    """Somebody who finished, with a report, a name, a talk at the GGD that is closed, and a note."""
    invited = sitting_factory(locale="nl")
    answer_everything(work, invited.token, z8=option("no"))
    see_profile(work, open_sitting(work, invited.token), "nl")
    sitting = open_sitting(work, invited.token)
    record_care_choices(work, sitting, CareChoices(ggd=YES, contact_ways=("phone",), contact_detail="06 (test)"), "nl")
    finish(work, sitting, "nl")
    _keep_report(work, invited)
    note_deviation(work, leader_of(work, invited), session_of(work, invited).public_id, DeviationKind.FAULT, "kapot", 1)
    manager = session_of(work, invited).facilitator_id
    work.db.execute(update(Participant).values(client_manager_id=manager))
    work.db.execute(update(GroupSession).values(closed_at=work.now()))
    work.db.commit()
    return invited


def _keep_report(work, invited) -> None:
    report_id = request_report(work, invited.participation_id)
    row = work.db.get_one(Report, report_id)
    name = f"care_report:{invited.token}:{CONVERSATION}:{row.fingerprint}"
    sealed = work.cares.seal_bytes(PDF, name)
    work.care.add(
        CareReport(token=invited.token, edition=CONVERSATION, fingerprint=row.fingerprint, content_encrypted=sealed)
    )
    work.care.commit()
    row.state, row.made_at = "ready", work.now()
    work.db.commit()


def manager_of(work, invited):
    account = work.db.get_one(StaffAccount, session_of(work, invited).facilitator_id)
    account.roles = [Role(name=RoleName.CLIENT_MANAGER.value)]
    work.db.commit()
    return staff_of(account)


def count(work, model) -> int:
    session = work.care if model in (CareResponse, CareReport, CareSignalItem) else work.db
    return int(session.scalars(select(func.count()).select_from(model)).one())


def open_item(work, invited) -> int:
    ask_conversation(work, open_sitting(work, invited.token), "nl")
    return work_list(work, invited.organisation_id)[0].id


@pytest.mark.usefixtures("finished")
def test_nothing_goes_before_its_period(work):
    assert all(not any(one.counts.values()) for one in retention.run(later(work, 2)))
    assert count(work, Response) > 50
    assert count(work, CareResponse) > 5


def test_the_care_part_goes_first(work, finished):
    [removed] = retention.run(later(work, 3))
    assert removed.counts["care"] > 5
    assert {kind for kind, number in removed.counts.items() if number} == {"care"}
    assert count(work, CareResponse) == 0
    assert read_report(work, finished.participation_id) == PDF


def test_the_own_report_goes_with_the_answers_about_health_in_it(work, finished):
    for edition in (OWN, large_print(OWN), SUMMARY):
        work.care.add(CareReport(token=finished.token, edition=edition, fingerprint="f", content_encrypted=b"sealed"))
    work.care.commit()
    retention.run(later(work, 3))
    assert sorted(work.care.scalars(select(CareReport.edition))) == [CONVERSATION, SUMMARY]


def test_the_care_part_waits_for_the_ggd(work, finished):
    item = open_item(work, finished)
    retention.run(later(work, 13))
    assert count(work, CareResponse) > 5
    assert count(work, Participation) == 1
    set_status(later(work, 13), finished.organisation_id, item, SignalStatus.CLOSED, 1)
    retention.run(later(work, 15))
    assert count(work, CareResponse) > 5
    assert count(work, CareSignalItem) == count(work, Participation) == 1
    retention.run(later(work, 17))
    assert count(work, CareResponse) == count(work, CareSignalItem) == count(work, Participation) == 0


def test_without_answers_the_report_stays_and_no_empty_one_is_made(work, finished):
    staff = manager_of(work, finished)
    retention.run(later(work, 6))
    assert count(work, Response) == 0
    assert read_report(work, finished.participation_id) == PDF
    opened = open_person(work, staff, finished.public_id)
    assert (opened.content, opened.profiles, opened.answers_gone) == (None, False, True)
    with pytest.raises(AnswersGone):
        make_again(work, staff, finished.public_id)
    work.db.query(Report).delete()
    work.db.commit()
    assert ask_for_missing_reports(work) == 0


def test_people_go_with_their_reports_and_then_their_session(work, finished):
    staff = manager_of(work, finished)
    assert find_person(work, staff, finished.public_id).token == finished.token
    retention.run(later(work, 12))
    for model in (Participation, Participant, Report, CareReport, Response, Deviation, GroupSession):
        assert count(work, model) == 0, model.__name__


def test_who_never_began_goes_too(work, sitting_factory):
    sitting_factory()
    retention.run(later(work, 13))
    assert count(work, Participation) == count(work, Participant) == count(work, GroupSession) == 0


def test_a_session_that_is_still_to_come_stays(work, sitting_factory):
    coming = sitting_factory.session(opened_at=None, starts_at=work.now() + timedelta(days=900))
    sitting_factory(coming)
    retention.run(later(work, 13))
    assert count(work, Participation) == count(work, GroupSession) == 1


def test_what_a_session_tells_goes_at_its_own_period(work, finished):
    set_periods(work, leader_of(work, finished), Periods(answers_months=9, report_months=24, log_months=2))
    [removed] = retention.run(later(work, 2))
    assert removed.counts["session_logs"] > 0
    assert count(work, Deviation) == 0
    assert count(work, Response) > 50


def test_each_organisation_has_its_own_periods(work, finished, sitting_factory):
    other = sitting_factory(locale="nl")
    answer_everything(work, other.token, z8=option("no"))
    set_periods(work, leader_of(work, other), Periods(answers_months=1, report_months=1, care_months=1))
    retention.run(later(work, 1))
    left = work.db.scalars(select(Participation.token)).all()
    assert left == [finished.token]


@pytest.mark.usefixtures("finished")
def test_a_dry_run_counts_the_same_and_removes_nothing(work):
    then = later(work, 8)
    before = count(work, Response), count(work, CareResponse), len(list(links(work)))
    told = retention.run(then, dry=True)
    assert (count(work, Response), count(work, CareResponse), len(list(links(work)))) == before
    assert [one.counts for one in retention.run(then)] == [one.counts for one in told]


@pytest.mark.usefixtures("finished")
def test_a_second_run_finds_nothing_more(work):
    then = later(work, 13)
    retention.run(then)
    [again] = retention.run(then)
    assert not any(again.counts.values())


def test_what_went_stands_in_the_audit_log_and_kinds_in_the_application_log(work, finished, capsys):
    from app.web.request_log import set_up_logs  # noqa: PLC0415 - only here

    set_up_logs(testing=False)
    [removed] = retention.run(later(work, 13))
    set_up_logs(testing=True)
    entry = list(links(work))[-1].entry
    assert (entry.kind, entry.actor, entry.subject) == (
        "retention",
        "system",
        f"organisation:{finished.organisation_id}",
    )
    assert f"answers={removed.counts['answers']}" in entry.detail
    lines = [line for line in capsys.readouterr().err.splitlines() if '"event": "retention"' in line]
    assert len(lines) == len(removed.counts)
    assert verify(work) is None


@pytest.mark.parametrize("periods", [Periods(answers_months=0), Periods(care_months=121), Periods(12, 6)])
def test_periods_that_do_not_fit_are_refused(work, finished, periods):
    with pytest.raises(PeriodsRefused):
        set_periods(work, leader_of(work, finished), periods)


def texts_in(*, kept: bool) -> set[str]:
    """Every text of some length in both stores: sealed words, ids, hashes, keys of forms; of these tables or others."""
    found: set[str] = set()
    for engine in stores.engines.values():
        with engine.connect() as connection:
            for table in set(inspect(engine).get_table_names()) - UNTOLD:
                if (table in KEPT) == kept:
                    rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our tables
                    found |= {value for row in rows for value in row if isinstance(value, str) and len(value) > SHORT}
    return found


SHORT = 15
UNTOLD = frozenset({"alembic_version", "audit_event", "audit_head", "removal_mark"})
"""Tables that stay and must not hold any of it."""
KEPT = frozenset({"instrument_version", "organisation", "location", "role", "staff_account", "wording_release"})
"""Tables that stay; what stands there too is not of the person alone."""


STAFF_ALONE = frozenset(
    {"staff_role", "staff_session", "staff_invitation", "passkey", "sign_in_try", "sound_recording", "worker_beat",
     "session_transfer", "care_basis"}
)  # fmt: skip
"""Tables about staff, sound and the installation: no row of them is about a participant."""


def numbers(tables) -> dict[str, int]:
    """Rows by table of both stores."""
    found = {}
    for engine in stores.engines.values():
        with engine.connect() as connection:
            for table in tables & set(inspect(engine).get_table_names()):
                found[table] = connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one()  # noqa: S608 - as above
    return found


def leave_something_everywhere(work, invited) -> None:
    """A row about this person in every table that can hold one, with long words that nobody else wrote."""
    person, at, word = invited.participation_id, work.now(), "geheim van een toets "
    account = session_of(work, invited).facilitator_id
    make_request(work, person, RequestKind.CORRECTION, f"{word} correctie", "nl")
    share_report(work, open_sitting(work, invited.token), "vluchtelingenwerk", "nl", yes=True)
    hand = {"participation_id": person, "at": at, "way": "inside", "purpose": "client_manager"}
    work.db.add_all(
        [
            HelpRequest(participation_id=person, called_at=at),
            WhoSaw(participation_id=person, role="client_manager", part="profile", on=at.date()),
            PartMode(participation_id=person, block=f"{word} deel", mode="self", recorded_at=at),
            EligibilityCheck(
                participation_id=person, age="yes", language="yes", literacy="no", computer="no", proposed="pictogram",
                chosen="text", reason_encrypted=work.texts.seal(word, "test"), decided_at=at,
            ),
            VariantChange(from_participation_id=person, to_participation_id=person, changed_at=at),
            DeviceNotice(participation_id=person, kind=f"{word} apparaat", noticed_at=at),
            Presence(participation_id=person, device="d" * 32, began_at=at, heard_at=at),
            Conversation(participation_id=person),
            ConversationPart(participation_id=person, part=word, version=1, content_encrypted="", saved_at=at),
            ConversationVersion(participation_id=person, number=1, content_encrypted=f"{word} versie", made_at=at),
            CaseOutcome(participation_id=person, kind="work", on=at.date(), recorded_at=at),
            HandOver(**hand, other=f"{word} elders", file=f"{word} bestand".encode()),
            CodeAttempt(address_lookup=f"{word} adres", at=at),
        ]
    )  # fmt: skip
    work.care.add(CareExport(organisation_id=invited.organisation_id, asked_by=account, asked_at=at))
    work.care.commit()
    work.db.commit()


def test_nothing_of_anybody_is_left_in_any_file(work, finished):
    """Both stores, their journals, the queue of jobs, and whatever else stands in the folder."""
    open_item(work, finished)
    set_status(work, finished.organisation_id, work_list(work, finished.organisation_id)[0].id, SignalStatus.CLOSED, 1)
    leave_something_everywhere(work, finished)
    enqueue_report(work.config, work.db.scalars(select(Report.id)).first())
    tables = {table.name for base in (Base, CareBase) for table in base.metadata.tables.values()}
    tables -= KEPT | UNTOLD | STAFF_ALONE
    assert {table for table, rows in numbers(tables).items() if not rows} == set(), "nothing to lose in these"
    words = {word for word in texts_in(kept=False) - texts_in(kept=True) if not word.startswith(("20", "["))}
    words -= {*work.library.instrument("profile").items, *RoleName, SHARED_PAGE}
    words |= {finished.public_id, finished.code, finished.token, "geheim van een toets"}
    assert len(words) > 100
    files = written_out(work.config)
    assert traces(files, words)
    retention.run(later(work, 16))
    retention.run(later(work, 16))
    overwrite_removed(stores.engines)
    assert {table for table, rows in numbers(tables).items() if rows} == set()
    assert traces(written_out(work.config), words) == []
    left = [path for path in work.config.data.rglob("*") if path.is_file() and path not in files]
    assert traces(left, words) == []


def test_each_table_about_a_person_has_a_period():
    """A new table is put in one of these by a person: nothing goes early, or stays, because nobody thought of it."""
    with_the_person = {Release, Report, WhoSaw, PersonRequest}
    of_a_talk = {Conversation, ConversationPart, ConversationVersion, CaseOutcome, HandOver}
    assert set(about_people()) == {Response, *SESSION_LOGS, *with_the_person, *of_a_talk}


@pytest.mark.parametrize(
    ("at", "months", "expected"),
    [
        ((2026, 8, 31), 6, (2026, 2, 28)),
        ((2028, 8, 31), 6, (2028, 2, 29)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 3, 1), 12, (2025, 3, 1)),
    ],
)
def test_months_are_those_of_the_calendar(at, months, expected):
    noon = time(12, tzinfo=UTC)
    assert months_before(datetime.combine(date(*at), noon), months) == datetime.combine(date(*expected), noon)


def a_night(app, work):
    """Do what the worker does each night."""
    [task] = [one for one in jobs.queue(work.config.jobs_url).huey._registry.periodic_tasks if one.name == "retention"]
    jobs.work_in(app)
    task.execute()


@pytest.mark.embedded
def test_what_somebody_deleted_is_overwritten_the_same_night_though_nothing_is_over(app, work, sitting_factory):
    person = sitting_factory(state=SittingState.STARTED)
    for item_id, value in (("c1a", option("2")), ("own_words", Words(text="weg")), ("z1a", option("1"))):
        answer(work, person.token, item_id, value, key=f"form-of-{item_id}-{person.token}")
    stop(work, open_sitting(work, person.token), state=SittingState.DELETED)
    work.db.close()
    work.care.close()
    assert traces(store_files(work.config.data), ["form-of-"]), "the test deletes nothing that would be left"
    a_night(app, work)
    assert traces(store_files(work.config.data), ["form-of-"]) == []


def test_each_night_the_worker_removes_what_is_over_and_notes_the_end_of_the_log(app, work, sitting_factory, capsys):
    long_ago = work.now() - timedelta(days=800)
    sitting_factory(sitting_factory.session(starts_at=long_ago, opened_at=long_ago, closed_at=long_ago))
    set_up_logs(testing=False)
    a_night(app, work)
    set_up_logs(testing=True)
    assert count(work, Participation) == count(work, GroupSession) == 0
    [end] = [line for line in capsys.readouterr().err.splitlines() if '"event": "audit end"' in line]
    assert list(links(work))[-1].hash in end
