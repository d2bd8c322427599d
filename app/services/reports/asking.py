"""Asking for a report, and finding those that still have to be made."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, update

from app import jobs
from app.services.reports.editions import open_sources
from app.services.reports.keeping import sealed_bytes
from app.services.reports.person import token_of
from app.services.reports.rows import CONVERSATION, FAILED, READY, WAITING, is_large, large_print, report_state
from app.services.work import Work
from app.store.care_models import CareReport
from app.store.models import Report
from app.store.upsert import insert_into

CLAIM_HOLDS = timedelta(minutes=5)  # a worker that took longer is gone
FORGOTTEN_AFTER = timedelta(minutes=2)


def request_report(work: Work, participation_id: int, edition: str = CONVERSATION) -> int:
    """Ask for the report of the answers as they stand; gives the id of its row; commits, then calls a worker.

    The same state of answers, words and template gives the same row: a report that is ready is not made again, one
    that failed or whose bytes are gone is tried anew. The report asked for last is the one that is read.
    Large print that was asked for before is asked for again with it: it must not say longer what was taken back.
    """
    token = token_of(work, participation_id)
    fingerprint = open_sources(work, participation_id, edition).fingerprint()
    row = {"participation_id": participation_id, "edition": edition, "fingerprint": fingerprint}
    at = after_all_others(work, participation_id, edition)
    new = insert_into(work.db, Report).values(**row, state=WAITING, requested_at=at, failure="")
    work.db.execute(new.on_conflict_do_nothing(index_elements=list(row)))
    work.db.execute(update(Report).filter_by(**row).values(requested_at=at))
    kept = sealed_bytes(work, CareReport(token=token, edition=edition, fingerprint=fingerprint)) is not None
    anew = [FAILED] if kept else [FAILED, READY]  # the care store may have been put back from an older copy
    work.db.execute(update(Report).filter_by(**row).where(Report.state.in_(anew)).values(state=WAITING))
    report_id, state = work.db.execute(select(Report.id, Report.state).filter_by(**row)).one()
    work.db.commit()
    if state == WAITING:
        jobs.enqueue_report(work.config, report_id)
    if not is_large(edition) and report_state(work, participation_id, large_print(edition)) is not None:
        request_report(work, participation_id, large_print(edition))
    return int(report_id)


def after_all_others(work: Work, participation_id: int, edition: str) -> datetime:
    """Now, or right after the one asked for last: the clock of another host, or of this one before, may be ahead."""
    asked = select(func.max(Report.requested_at)).where(
        Report.participation_id == participation_id, Report.edition == edition
    )
    last = work.db.scalar(asked)
    return work.now() if last is None else max(work.now(), last + timedelta(microseconds=1))


def waiting_reports(work: Work) -> list[int]:
    """Ids of the rows still to be made and not in a worker's hands, oldest first: called for when a worker starts."""
    return list(work.db.scalars(_waiting(work)))


def forgotten_reports(work: Work) -> list[int]:
    """Of those, the ones asked for some time ago: their call was lost, or their worker died.

    So are those asked for some time from now: a clock was wrong.
    """
    now = work.now()
    long_ago = (Report.requested_at < now - FORGOTTEN_AFTER) | (Report.requested_at > now + FORGOTTEN_AFTER)
    return list(work.db.scalars(_waiting(work).where(long_ago)))


def _waiting(work: Work) -> Select[int]:
    return select(Report.id).where(Report.state == WAITING, free(work)).order_by(Report.requested_at, Report.id)


def free(work: Work) -> ColumnElement[bool]:
    """No worker is at it; a claim of a worker that died runs out, and so does one of a clock that was wrong."""
    now, claimed = work.now(), Report.claimed_at
    return claimed.is_(None) | (claimed < now - CLAIM_HOLDS) | (claimed > now + CLAIM_HOLDS)
