"""The reports of a whole session: how far they are, made again where something changed, in one file."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
import pytest
from pypdf import PdfWriter
from sqlalchemy import delete, select, update

from app.services import session_reports
from app.services.accounts import staff_of
from app.services.audit import AuditKind
from app.services.caseload import sessions_of_people
from app.services.group_sessions import SessionUnknown
from app.services.reports import CONVERSATION, ReportMissing, make_report, making, request_report
from app.services.reports.editions import open_sources
from app.store.care_models import CareReport
from app.store.models import Participant, Participation, Report, RoleName, StaffAccount, WhoSaw
from app.web.context import current_work
from tests.demonstration_stores import EMAILS
from tests.logged import logged
from tests.services.finished import as_if_made

# WeasyPrint leaves the file of its colour profile open until it is collected.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")


def pdf(pages: int) -> bytes:
    writer, kept = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 300)
    writer.write(kept)
    return kept.getvalue()


@pytest.fixture
def work(demo_app):
    with demo_app.app_context():
        yield current_work()


@pytest.fixture
def manager(work):
    return account(work, RoleName.CLIENT_MANAGER)


def account(work, role):
    return staff_of(work.db.scalars(select(StaffAccount).where(StaffAccount.email == EMAILS[role])).one())


@pytest.fixture
def session(work, manager):
    """A session of the demonstration with more than one report to read."""
    found = [one.public_id for one in sessions_of_people(work, manager)]
    return max(found, key=lambda one: len(session_reports.reports_of_session(work, manager, one).people))


def ready(work, person, content):
    as_if_made(work, person.participation_id, content)


def everybody(work, manager, session):
    return session_reports.reports_of_session(work, manager, session).people


def test_the_demonstration_has_a_session_with_several_reports(work, manager, session):
    assert len(everybody(work, manager, session)) >= 3


def test_they_are_counted_by_how_far_they_are_and_a_failed_one_says_why(work, manager, session):
    first, second, *rest = everybody(work, manager, session)
    ready(work, first, pdf(1))
    broken = request_report(work, second.participation_id, CONVERSATION)
    work.db.execute(update(Report).where(Report.id == broken).values(state="failed", failure="KeyError"))
    for one in rest:
        request_report(work, one.participation_id, CONVERSATION)
    found = session_reports.reports_of_session(work, manager, session)
    assert [one.public_id for one in found.ready] == [first.public_id]
    assert [one.report_failure for one in found.failed] == ["KeyError"]
    assert found.waiting == len(rest)


def test_only_what_would_be_another_report_now_is_made_again(work, manager, session):
    people = everybody(work, manager, session)
    for one in people:
        ready(work, one, pdf(1))
    assert session_reports.ask_for_all(work, manager, session) == 0
    changed = people[0].participation_id
    work.db.execute(update(Participation).where(Participation.id == changed).values(mode="read_aloud"))
    work.db.commit()
    assert session_reports.ask_for_all(work, manager, session) == 1


def test_one_that_cannot_be_made_does_not_stop_the_rest(work, manager, session, monkeypatch):
    people = everybody(work, manager, session)
    rows = [request_report(work, one.participation_id, CONVERSATION) for one in people[:2]]
    work.db.execute(update(Report).where(Report.id.in_(rows)).values(state="waiting"))
    work.db.commit()
    whole = open_sources

    def broken(work, participation_id, edition):
        if participation_id == people[0].participation_id:
            raise KeyError("report.title")
        return whole(work, participation_id, edition)

    monkeypatch.setattr(making, "open_sources", broken)
    with pytest.raises(making.ReportNotMade):
        make_report(work, rows[0])
    assert make_report(work, rows[1])
    found = session_reports.reports_of_session(work, manager, session)
    assert people[0].public_id in {one.public_id for one in found.failed}
    assert people[1].public_id in {one.public_id for one in found.ready}


def test_a_zip_holds_each_report_that_is_ready_under_a_name_without_name(work, manager, session):
    first, second, *_ = everybody(work, manager, session)
    work.db.execute(update(Report).values(state="failed"))
    ready(work, first, pdf(1))
    ready(work, second, pdf(2))
    with zipfile.ZipFile(io.BytesIO(session_reports.as_zip(work, manager, session))) as files:
        assert files.testzip() is None
        held = {name: files.read(name) for name in files.namelist()}
    assert held == {
        f"report-{first.public_id[:8]}.pdf": pdf(1),
        f"report-{second.public_id[:8]}.pdf": pdf(2),
    }


def test_each_report_begins_on_a_new_sheet_when_printed(work, manager, session):
    first, second, *_ = everybody(work, manager, session)
    work.db.execute(update(Report).values(state="failed"))
    ready(work, first, pdf(3))
    ready(work, second, pdf(2))
    printed = pypdfium2.PdfDocument(session_reports.as_print(work, manager, session))
    assert len(printed) == 3 + 1 + 2


def test_taking_them_along_is_reading_each_of_them(work, manager, session):
    first, second, *_ = everybody(work, manager, session)
    work.db.execute(update(Report).values(state="failed"))
    ready(work, first, pdf(1))
    ready(work, second, pdf(1))
    before = len(logged(work, AuditKind.REPORT_READ))
    session_reports.as_zip(work, manager, session)
    assert len(logged(work, AuditKind.REPORT_READ)) == before + 2
    for one in (first, second):
        seen = select(WhoSaw.part).where(
            WhoSaw.participation_id == one.participation_id, WhoSaw.staff_account_id == manager.id
        )
        assert "conversation_report" in set(work.db.scalars(seen))


def test_one_without_bytes_stops_no_other_and_is_not_read(work, manager, session):
    first, second, *_ = everybody(work, manager, session)
    work.db.execute(update(Report).values(state="failed"))
    for one in (first, second):
        ready(work, one, pdf(1))
    work.care.execute(delete(CareReport).where(CareReport.token == first.token))
    work.care.commit()
    with zipfile.ZipFile(io.BytesIO(session_reports.as_zip(work, manager, session))) as files:
        assert files.namelist() == [f"report-{second.public_id[:8]}.pdf"]
    readers = select(WhoSaw.participation_id).where(
        WhoSaw.participation_id.in_([first.participation_id, second.participation_id]),
        WhoSaw.part == "conversation_report",
    )
    assert work.db.scalars(readers).all() == [second.participation_id]


def test_without_a_report_there_is_no_file(work, manager, session):
    work.db.execute(update(Report).values(state="waiting"))
    work.db.commit()
    with pytest.raises(ReportMissing):
        session_reports.as_zip(work, manager, session)


def test_nobody_else_finds_the_session(work, manager, session):
    other = account(work, RoleName.FACILITATOR)
    with pytest.raises(SessionUnknown):
        session_reports.reports_of_session(work, other, session)
    work.db.execute(update(Participant).values(client_manager_id=None))
    work.db.commit()
    with pytest.raises(SessionUnknown):
        session_reports.as_zip(work, manager, session)
