"""Whose report it is, and who has seen something of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from app.core.report import Phrase
from app.local_time import local_day
from app.reporting.meta import Seen
from app.services.codes import last_signs
from app.services.months import DISCUSS_WITHIN_MONTHS, months_after
from app.services.reports.rows import ReportMissing
from app.services.work import Work
from app.store.conversation_models import HandOver
from app.store.models import Organisation, Participant, Participation, StaffAccount, WhoSaw

SHARED_WHOLE = "conversation_report"
HANDED_OVER_LINE, FILE_MADE_LINE = "report.handed_over_line", "report.handed_over_file_line"
_SEEN_PARTS = {
    "facts": ("report.section.start_position",),
    "profile": ("report.section.start_position", "report.section.competence", "report.section.motivation"),
    SHARED_WHOLE: ("report.conversation.title",),
    "summary": ("report.summary.title",),
}
"""What somebody opened on screen, as keys of the text bank."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whose report it is. ``code``: the last signs of the code; ``on``: day of the last answer."""

    code: str
    name: str | None
    on: date
    demo: bool

    @property
    def discuss_before(self) -> date:
        """Until when a report about these answers can be talked about."""
        return months_after(self.on, DISCUSS_WITHIN_MONTHS)


def token_of(work: Work, participation_id: int) -> str:
    """The link to the care store. Raises ReportMissing when there is no such participation."""
    token = work.db.scalar(select(Participation.token).where(Participation.id == participation_id))
    if token is None:
        raise ReportMissing(None)
    return token


def person_of(work: Work, participation_id: int) -> Person:
    """Name and code of the person, opened."""
    row = work.db.execute(
        select(
            Participant.public_id,
            Participant.code_encrypted,
            Participant.name_encrypted,
            Participation.finished_at,
            Participation.last_heard_at,
            Organisation.is_demo,
        )
        .join(Participation, Participation.participant_id == Participant.id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Participation.id == participation_id)
    ).one()
    name = row.name_encrypted
    return Person(
        code=last_signs(work.texts.open(row.code_encrypted, f"participant:{row.public_id}:code")),
        name=work.texts.open(name, f"participant:{row.public_id}:name") if name else None,
        on=local_day(row.finished_at or row.last_heard_at or work.now()),
        demo=row.is_demo or work.config.demo,
    )


def seen_by(seen: Iterable[Seen]) -> list[tuple[str, str, date, str]]:
    """What of these makes one report another, for ``keyed``."""
    return [(one.recipient, str(one.part), one.on, one.line) for one in seen]


def who_saw(work: Work, participation_id: int) -> tuple[Seen, ...]:
    """Who opened what on which day; who read the report that day needs no line for its parts."""
    rows = work.db.execute(
        select(WhoSaw.role, WhoSaw.part, WhoSaw.on, StaffAccount.name)
        .outerjoin(StaffAccount, StaffAccount.id == WhoSaw.staff_account_id)
        .where(WhoSaw.participation_id == participation_id)
        .order_by(WhoSaw.on, WhoSaw.id)
    ).all()
    whole = {(row.name, row.on) for row in rows if row.part == SHARED_WHOLE}
    seen = [
        Seen(row.name or row.role, Phrase(key), row.on)
        for row in rows
        if row.part == SHARED_WHOLE or (row.name, row.on) not in whole
        for key in _SEEN_PARTS[row.part]
    ]
    once = {(one.recipient, str(one.part), one.on): one for one in seen}
    return (*once.values(), *_went_on(work, participation_id))


def _went_on(work: Work, participation_id: int) -> list[Seen]:
    """Who went on with the person, and since when; of a file that nobody confirmed, for whom it was made."""
    rows = work.db.execute(
        select(HandOver.way, HandOver.other, HandOver.at, HandOver.confirmed_at, StaffAccount.name)
        .outerjoin(StaffAccount, StaffAccount.id == HandOver.to_account_id)
        .where(HandOver.participation_id == participation_id)
        .order_by(HandOver.id)
    ).all()
    return [_goes_on(row) for row in rows]


def _goes_on(row: Row[*tuple[Any, ...]]) -> Seen:
    since, line = row.confirmed_at or row.at, HANDED_OVER_LINE
    if row.way == "sent" and row.confirmed_at is None:
        line = FILE_MADE_LINE
    return Seen(row.name or row.other, "", local_day(since), line)
