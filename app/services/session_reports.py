"""The conversation reports of the own people of one group session: how far they are, all anew, all in one file.

Each report stays a job of its own: one that fails names its reason and stops no other. Whoever takes them along has
read each of them, and that is written down for each person.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.services.accounts import Staff
from app.services.audit import AuditKind, Event, actor_of, person, record
from app.services.caseload import Person, SessionOfPeople, answers_gone, people_of_session, write_down
from app.services.reports import (
    CONVERSATION,
    FAILED,
    READY,
    WAITING,
    ReportMissing,
    read_report,
    report_state,
    request_report,
)
from app.services.work import Work
from app.store.models import SittingState

WHOLE = "conversation_report"
Maker = Callable[[Work, Staff, str], bytes]
NAME_SIGNS = 8  # of the public id, in the name of a file: it says nothing about the person


@dataclass(frozen=True, slots=True)
class SessionReports:
    """How far the reports are of the own people who finished and saw their profile.

    ``others``: how many own people of the session have no report to read yet.
    """

    session: SessionOfPeople
    people: tuple[Person, ...]
    others: int

    @property
    def ready(self) -> tuple[Person, ...]:
        """Those whose report can be read."""
        return tuple(one for one in self.people if one.report == READY)

    @property
    def failed(self) -> tuple[Person, ...]:
        """Those whose report could not be made; ``report_failure`` names the kind of fault."""
        return tuple(one for one in self.people if one.report == FAILED)

    @property
    def waiting(self) -> int:
        """How many are being made."""
        return len(self.people) - len(self.ready) - len(self.failed)

    @property
    def fingerprint(self) -> str:
        """Changes with whatever the list of them shows; says nothing about anybody."""
        shown = repr([(one.public_id, one.name, one.report, one.report_made_at) for one in self.people] + [self.others])
        return f"{zlib.crc32(shown.encode()):x}"  # the same in every process


def reports_of_session(work: Work, staff: Staff, session_id: str) -> SessionReports:
    """How far they are. Raises SessionUnknown when nobody of this account sat there."""
    session, found = people_of_session(work, staff, session_id)
    readable = tuple(one for one in found if one.state is SittingState.FINISHED and one.profile_seen_at is not None)
    return SessionReports(session, readable, len(found) - len(readable))


def ask_for_all(work: Work, staff: Staff, session_id: str) -> int:
    """Ask for each report as answers, words and templates stand now; gives how many are to be made; commits.

    One that stands as it would be made now is not made again. Raises SessionUnknown.
    """
    readable = reports_of_session(work, staff, session_id).people
    asked = [one.participation_id for one in readable if not answers_gone(work, one)]
    for participation_id in asked:
        request_report(work, participation_id, CONVERSATION)
    return sum(report_state(work, participation_id) == WAITING for participation_id in asked)


def as_zip(work: Work, staff: Staff, session_id: str) -> bytes:
    """One file with the reports that are ready. Raises SessionUnknown; ReportMissing when there is none."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as files:
        for one, content in _read(work, staff, session_id):
            made = zipfile.ZipInfo(f"report-{one.public_id[:NAME_SIGNS]}.pdf", _moment(one))
            files.writestr(made, content)
    return kept.getvalue()


def as_print(work: Work, staff: Staff, session_id: str) -> bytes:
    """One PDF to print, each report beginning on a new sheet, also on both sides.

    For paper alone: it is not tagged as each report is. Raises SessionUnknown; ReportMissing when there is none.
    """
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - only where sheets are put together

    whole = PdfWriter()
    for _, content in _read(work, staff, session_id):
        for page in PdfReader(io.BytesIO(content)).pages:
            whole.add_page(page)
        if len(whole.pages) % 2:
            whole.add_blank_page()
    kept = io.BytesIO()
    whole.write(kept)
    return kept.getvalue()


def _read(work: Work, staff: Staff, session_id: str) -> Iterator[tuple[Person, bytes]]:
    """Each report that can be read; that it is read is written down before it is given.

    One without bytes (the care store was put back, or the person just changed what is shared) stops no other. Raises
    ReportMissing at the end when there was none at all.
    """
    given = 0
    for one in reports_of_session(work, staff, session_id).ready:
        try:
            content = read_report(work, one.participation_id, CONVERSATION)
        except ReportMissing:
            continue
        write_down(work, staff, one, WHOLE)
        about = person(one.public_id)
        record(work, Event(AuditKind.REPORT_READ, actor_of(staff), staff.organisation_id, about, detail="together"))
        work.db.commit()
        given += 1
        yield one, content
    if not given:
        raise ReportMissing(None)


def _moment(one: Person) -> tuple[int, int, int, int, int, int]:
    made: datetime | None = one.report_made_at
    return made.timetuple()[:6] if made else (1980, 1, 1, 0, 0, 0)
