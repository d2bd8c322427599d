"""Making a report: one worker takes the row, makes the bytes, keeps them, and says so."""

from __future__ import annotations

import time

import structlog
from sqlalchemy import select, update

from app import metrics
from app.services.reports.asking import after_all_others, free
from app.services.reports.editions import open_sources
from app.services.reports.keeping import keep_bytes
from app.services.reports.person import token_of
from app.services.reports.rows import FAILED, READY, WAITING, is_large
from app.services.work import Work
from app.store.care_models import CareReport
from app.store.models import Report

_log = structlog.get_logger("inbeeld.reports")


class ReportNotMade(Exception):
    """Making a report failed; the row names the kind of fault, without personal data."""


def make_report(work: Work, report_id: int, *, last_try: bool = True) -> bool:
    """Make one report and keep it sealed; commits. False when it is made already, or another worker is at it.

    Raises ReportNotMade; with ``last_try`` the row then says that it failed.
    """
    if not _claim(work, report_id):
        return False
    row = work.db.execute(
        select(Report.participation_id, Report.edition, Report.fingerprint).where(Report.id == report_id)
    ).one()
    began = time.perf_counter()
    try:
        token = token_of(work, row.participation_id)
        sources = open_sources(work, row.participation_id, row.edition)
        fingerprint = sources.fingerprint()  # first: what changes meanwhile makes it another report
        content = sources.pdf(large=is_large(row.edition))
    except Exception as error:
        metrics.report_failed(row.edition)
        _give_up(work, report_id, type(error).__name__, last_try=last_try)
        raise ReportNotMade(f"report {report_id}: {type(error).__name__}") from error
    except BaseException:  # the worker is being stopped
        _let_go(work, report_id)
        raise
    made = CareReport(token=token, edition=row.edition, fingerprint=fingerprint)
    _keep(work, report_id, made, content)
    metrics.report_made(row.edition, time.perf_counter() - began)
    _log.info("report made", report=report_id, edition=row.edition, bytes=len(content))
    return True


def _claim(work: Work, report_id: int) -> bool:
    """Take the job, in one statement: of two workers one gets it."""
    claimed = work.db.execute(
        update(Report)
        .where(Report.id == report_id, Report.state == WAITING, free(work))
        .values(claimed_at=work.now())
        .returning(Report.id)
    ).all()
    work.db.commit()
    return bool(claimed)


def _keep(work: Work, report_id: int, kept: CareReport, content: bytes) -> None:
    """Keep the bytes under the fingerprint they were made from: answers may have changed since they were asked for.

    The bytes come first: a row that says "ready" has them. Where another row has that fingerprint already, they are
    those of that row, and this one is replaced by it.
    """
    asked = work.db.execute(select(Report.participation_id, Report.edition).where(Report.id == report_id)).one()
    same = (Report.participation_id == asked.participation_id, Report.edition == asked.edition)
    standing = work.db.scalar(
        select(Report.id).where(*same, Report.fingerprint == kept.fingerprint, Report.id != report_id)
    )
    keep_bytes(work, kept, content)
    made = {"state": READY, "fingerprint": kept.fingerprint, "made_at": work.now(), "claimed_at": None, "failure": ""}
    if standing is not None:
        replaced = {"state": FAILED, "failure": "replaced", "claimed_at": None}
        work.db.execute(update(Report).where(Report.id == report_id).values(**replaced))
        made["requested_at"] = after_all_others(work, asked.participation_id, asked.edition)
    work.db.execute(update(Report).where(Report.id == (standing or report_id)).values(**made))
    work.db.commit()


def _let_go(work: Work, report_id: int) -> None:
    work.db.rollback()
    work.db.execute(update(Report).where(Report.id == report_id).values(claimed_at=None))
    work.db.commit()


def _give_up(work: Work, report_id: int, kind: str, *, last_try: bool) -> None:
    work.db.rollback()
    work.care.rollback()
    changed = {"claimed_at": None, "failure": kind}
    if last_try:
        changed["state"] = FAILED
    work.db.execute(update(Report).where(Report.id == report_id).values(**changed))
    work.db.commit()
    _log.error("report not made", report=report_id, kind=kind, last_try=last_try)
