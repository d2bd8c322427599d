"""How long things are kept (R48), and removing what is over; periods are settings of each organisation.

Counted is from the end: when somebody finished, else when the session closed, else when somebody was last heard, else
when the session was planned. The care part counts from when the GGD closed its last item, if there was one. While an
item is open, nothing of that person leaves the care store, and the person stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, delete, exists, func, select, update

from app.services.accounts import Staff
from app.services.audit import SYSTEM, AuditKind, Event, actor_of, organisation, record
from app.services.handing_over_file import forget_files
from app.services.months import months_before
from app.services.person_requests import finish_deletions
from app.services.removal import about_participations, remove_participations
from app.services.reports.rows import HOLD_HEALTH
from app.services.work import Work
from app.store.base import CareBase
from app.store.care_models import (
    CareContact,
    CareExport,
    CareRelease,
    CareReport,
    CareResponse,
    CareSignalItem,
    CareSignalStep,
    SignalStatus,
)
from app.store.models import (
    CodeAttempt,
    Deviation,
    DeviceNotice,
    EligibilityCheck,
    GroupSession,
    HelpRequest,
    Organisation,
    Participation,
    PartMode,
    Presence,
    Response,
    VariantChange,
)

SHORTEST, LONGEST = 1, 120  # months
AT_ONCE = 200
ATTEMPTS_KEPT = timedelta(days=1)
SESSION_LOGS = (HelpRequest, PartMode, EligibilityCheck, VariantChange, DeviceNotice, Deviation, Presence)
"""What a group session tells of how it went. All else about somebody but the answers goes with the person."""
_log = structlog.get_logger("inbeeld.retention")


class PeriodsRefused(ValueError):
    """The periods do not fit: each is 1 to 120 months, and reports are kept at least as long as answers."""


@dataclass(frozen=True, slots=True)
class Periods:
    """How long an organisation keeps things, in months."""

    answers_months: int = 6
    report_months: int = 12
    care_months: int = 3
    log_months: int = 12


@dataclass(frozen=True, slots=True)
class Removed:
    """What went of one organisation: kind (requests, care, answers, session_logs, people, sessions) to a number."""

    organisation_id: int
    counts: dict[str, int]


def periods_of(work: Work, organisation_id: int) -> Periods:
    """The periods of an organisation."""
    found = work.db.get_one(Organisation, organisation_id)
    return Periods(found.answers_months, found.report_months, found.care_months, found.log_months)


def set_periods(work: Work, staff: Staff, periods: Periods) -> None:
    """Keep other periods; the next night applies them; commits. Raises PeriodsRefused."""
    months = asdict(periods)
    if not all(SHORTEST <= number <= LONGEST for number in months.values()):
        raise PeriodsRefused("out of range")
    if periods.report_months < periods.answers_months:
        raise PeriodsRefused("reports go before answers")
    work.db.execute(update(Organisation).where(Organisation.id == staff.organisation_id).values(**months))
    detail = ",".join(f"{name}={number}" for name, number in months.items())
    which = organisation(staff.organisation_id)
    record(work, Event(AuditKind.SETTINGS_CHANGED, actor_of(staff), staff.organisation_id, which, detail=detail))
    work.db.commit()


def run(work: Work, *, dry: bool = False) -> list[Removed]:
    """Remove what is over in every organisation; commits in steps, so that others go on working meanwhile.

    ``dry``: only count. Each organisation gets one event with the counts; each kind one line in the application log. A
    run that was interrupted is taken up by the next one.
    """
    if not dry:
        work.db.execute(delete(CodeAttempt).where(CodeAttempt.at < work.now() - ATTEMPTS_KEPT))
        work.db.commit()
        forget_files(work)
    ids = list(work.db.scalars(select(Organisation.id).order_by(Organisation.id)))
    return [_run_for(work, organisation_id, dry=dry) for organisation_id in ids]


def _run_for(work: Work, organisation_id: int, *, dry: bool) -> Removed:
    periods = periods_of(work, organisation_id)
    counts: Counter[str] = Counter()
    counts["requests"] = finish_deletions(work, organisation_id, dry=dry)
    counts["care"] = _care(work, organisation_id, periods, dry=dry)
    counts["answers"] = _answers(work, organisation_id, periods, dry=dry)
    counts["session_logs"] = _session_logs(work, organisation_id, periods, dry=dry)
    counts["people"] = _people(work, organisation_id, periods, dry=dry)
    counts["sessions"] = _sessions(work, organisation_id, periods, dry=dry)
    removed = Removed(organisation_id, dict(counts))
    if not dry:
        _tell(work, removed)
    return removed


def _tell(work: Work, removed: Removed) -> None:
    for kind, count in removed.counts.items():
        _log.info("retention", organisation=removed.organisation_id, kind=kind, count=count)
    if not any(removed.counts.values()):
        return
    detail = ",".join(f"{kind}={count}" for kind, count in removed.counts.items() if count)
    which = organisation(removed.organisation_id)
    record(work, Event(AuditKind.RETENTION, SYSTEM, removed.organisation_id, which, detail=detail))
    work.db.commit()


# --- who is over ---


def ended_at() -> ColumnElement[datetime]:
    """When a participation was over, for queries that join its group session."""
    return func.coalesce(
        Participation.finished_at, GroupSession.closed_at, Participation.last_heard_at, GroupSession.starts_at
    )


def _over(work: Work, organisation_id: int, months: int, *more: ColumnElement[bool]) -> list[tuple[int, str]]:
    """Id and token of the participations that ended longer ago than so many months."""
    rows = work.db.execute(
        select(Participation.id, Participation.token)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(
            GroupSession.organisation_id == organisation_id,
            ended_at() < months_before(work.now(), months),
            *more,
        )
        .order_by(Participation.id)
    )
    return [(row.id, row.token) for row in rows]


def with_the_ggd(work: Work, organisation_id: int, periods: Periods) -> frozenset[str]:
    """Tokens of whom the GGD has an open item, or one that it closed less than the period of the care part ago."""
    before = months_before(work.now(), periods.care_months)
    known = select(CareSignalItem.token).where(
        CareSignalItem.organisation_id == organisation_id,
        (CareSignalItem.status != SignalStatus.CLOSED) | (CareSignalItem.closed_at >= before),
    )
    return frozenset(work.care.scalars(known))


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


# --- what goes ---


def _answers(work: Work, organisation_id: int, periods: Periods, *, dry: bool) -> int:
    """Answers of the main store; who they were of is noted, so that nobody makes an empty profile of nothing."""
    ids = [
        person
        for person, _ in _over(
            work, organisation_id, periods.answers_months, Participation.answers_removed_at.is_(None)
        )
    ]
    gone = 0
    for some in _pieces(ids):
        gone += _count(work, Response.participation_id.in_(some))
        if not dry:
            work.db.execute(delete(Response).where(Response.participation_id.in_(some)))
            noted = update(Participation).where(Participation.id.in_(some)).values(answers_removed_at=work.now())
            work.db.execute(noted)
            work.db.commit()
    return gone


def _count(work: Work, condition: ColumnElement[bool]) -> int:
    return work.db.scalars(select(func.count(Response.id)).where(condition)).one()


def _care(work: Work, organisation_id: int, periods: Periods, *, dry: bool) -> int:
    """Everything of the care part, and of reports the care signals: counted from the last item that the GGD closed."""
    kept = with_the_ggd(work, organisation_id, periods)
    ended = {token for _, token in _over(work, organisation_id, periods.care_months)}
    return _remove_care_part(work, sorted(ended - kept), dry=dry)


def _remove_care_part(work: Work, tokens: Sequence[str], *, dry: bool) -> int:
    gone = 0
    for start in range(0, len(tokens), AT_ONCE):
        some = tokens[start : start + AT_ONCE]
        items = select(CareSignalItem.id).where(CareSignalItem.token.in_(some))
        parts: list[tuple[type[CareBase], ColumnElement[bool]]] = [
            (CareSignalStep, CareSignalStep.item_id.in_(items)),
            (CareReport, CareReport.token.in_(some) & CareReport.edition.in_(HOLD_HEALTH)),
            *((table, table.token.in_(some)) for table in (CareResponse, CareRelease, CareContact, CareSignalItem)),
        ]
        for table, condition in parts:
            gone += work.care.scalars(select(func.count()).select_from(table).where(condition)).one()
            if not dry:
                work.care.execute(delete(table).where(condition))
        work.care.commit()
    return gone


def _session_logs(work: Work, organisation_id: int, periods: Periods, *, dry: bool) -> int:
    """Calls, presence, notices, modes, checks and notes of people whose session is that long ago."""
    ids = [person for person, _ in _over(work, organisation_id, periods.log_months)]
    gone = 0
    for some in _pieces(ids):
        for model in SESSION_LOGS:
            theirs = about_participations(model, some)
            gone += work.db.scalars(select(func.count()).select_from(model).where(theirs)).one()
            if not dry:
                work.db.execute(delete(model).where(theirs))
        work.db.commit()
    return gone + _ggd_files(work, organisation_id, periods, dry=dry)


def _ggd_files(work: Work, organisation_id: int, periods: Periods, *, dry: bool) -> int:
    """Who asked for a file of the GGD work list so long ago, and who allowed it."""
    condition = (
        CareExport.organisation_id == organisation_id,
        CareExport.asked_at < months_before(work.now(), periods.log_months),
    )
    gone = work.care.scalar(select(func.count()).select_from(CareExport).where(*condition)) or 0
    if not dry:
        work.care.execute(delete(CareExport).where(*condition))
        work.care.commit()
    return gone


def _people(work: Work, organisation_id: int, periods: Periods, *, dry: bool) -> int:
    """People with their reports, names and codes; who is with the GGD stays until the care part goes."""
    longest = max(periods.answers_months, periods.report_months)
    waiting = with_the_ggd(work, organisation_id, periods)
    ids = [person for person, token in _over(work, organisation_id, longest) if token not in waiting]
    if not dry:
        for some in _pieces(ids):
            remove_participations(work, some)
    return len(ids)


def _sessions(work: Work, organisation_id: int, periods: Periods, *, dry: bool) -> int:
    """Group sessions in which nobody is left, with the notes about everybody."""
    before = months_before(work.now(), max(periods.log_months, periods.report_months))
    over = (
        GroupSession.organisation_id == organisation_id,
        func.coalesce(GroupSession.closed_at, GroupSession.starts_at) < before,
        ~exists().where(Participation.group_session_id == GroupSession.id),
    )
    ids = list(work.db.scalars(select(GroupSession.id).where(*over)))
    if ids and not dry:
        work.db.execute(delete(Deviation).where(Deviation.group_session_id.in_(ids)))
        work.db.execute(delete(GroupSession).where(GroupSession.id.in_(ids)))
        work.db.commit()
    return len(ids)
