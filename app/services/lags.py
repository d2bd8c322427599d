"""How far an installation is behind: with reports, with removing, with backups, with calling people. Numbers alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from app.services.audit import AuditKind
from app.services.months import months_after, months_before
from app.services.reports import WAITING
from app.services.retention import AT_ONCE, Periods, ended_at, periods_of, with_the_ggd
from app.services.work import Work
from app.store.care_models import CareResponse, CareSignalItem, SignalStatus
from app.store.models import AuditEvent, GroupSession, Organisation, Participation, Report

NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Reports that are not made yet: how many, and for how long the oldest waits."""

    number: int
    oldest: timedelta


def waiting(work: Work) -> Waiting:
    """Reports that were asked for and are neither made nor given up."""
    number = work.db.scalars(select(func.count(Report.id)).where(Report.state == WAITING)).one()
    since = work.db.scalar(select(func.min(Report.requested_at)).where(Report.state == WAITING))
    return Waiting(number, NONE if since is None else max(NONE, work.now() - since))


def untouched_signals(work: Work) -> int:
    """Items of the work list of the GGD that nobody took up yet."""
    new = select(func.count(CareSignalItem.id)).where(CareSignalItem.status == SignalStatus.NEW)
    return work.care.scalars(new).one()


def backup_age(work: Work) -> timedelta | None:
    """Since the last backup; None when none was ever made."""
    newest = (
        select(AuditEvent.at)
        .where(AuditEvent.kind == AuditKind.BACKUP_MADE.value)
        .order_by(AuditEvent.number.desc())
        .limit(1)
    )
    at = work.db.scalar(newest)
    return None if at is None else max(NONE, work.now() - at)


# --- what should be gone ---


def deletion_lag(work: Work) -> timedelta:
    """For how long answers, care answers or people stand that should be gone; nothing for what the GGD still needs.

    Up to a day is as it should be: the worker removes once a night.
    """
    organisations = work.db.scalars(select(Organisation.id).order_by(Organisation.id)).all()
    overdue = (late for one in organisations for late in _overdue(work, one))
    return max(overdue, default=NONE)


def _overdue(work: Work, organisation_id: int) -> Iterator[timedelta]:
    periods = periods_of(work, organisation_id)
    kept = with_the_ggd(work, organisation_id, periods)
    answers = Participation.answers_removed_at.is_(None)
    yield _since_due(work, organisation_id, periods.answers_months, frozenset(), answers)
    yield _since_due(work, organisation_id, max(periods.answers_months, periods.report_months), kept)
    tokens = _old_in_care(work, periods, kept)
    for start in range(0, len(tokens), AT_ONCE):
        some = Participation.token.in_(tokens[start : start + AT_ONCE])
        yield _since_due(work, organisation_id, periods.care_months, frozenset(), some)


def _old_in_care(work: Work, periods: Periods, kept: frozenset[str]) -> list[str]:
    """Tokens of whom care answers stand that are older than the period, those with the GGD left out."""
    before = months_before(work.now(), periods.care_months)
    found = work.care.scalars(select(CareResponse.token).where(CareResponse.answered_at < before).distinct())
    return sorted(set(found) - kept)


def _since_due(
    work: Work, organisation_id: int, months: int, but: frozenset[str], *still_there: ColumnElement[bool]
) -> timedelta:
    """How long ago the first of these participations should have gone. ``but``: tokens of those that stay."""
    rows = work.db.execute(
        select(Participation.token, ended_at().label("ended_at"))
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(
            GroupSession.organisation_id == organisation_id,
            ended_at() < months_before(work.now(), months),
            *still_there,
        )
    )
    overdue = (work.now() - months_after(row.ended_at, months) for row in rows if row.token not in but)
    return max(overdue, default=NONE)
