"""The bytes of reports, sealed in the care store, and reading them. The caller writes down who reads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.services.reports.rows import CONVERSATION, LAST_ASKED_FOR, READY, WAITING, ReportMissing
from app.services.work import Work
from app.store.care_models import CareRelease, CareReport
from app.store.models import Participation, Release, Report
from app.store.upsert import insert_into


def read_report(work: Work, participation_id: int, edition: str = CONVERSATION) -> bytes:
    """The report asked for last, as PDF bytes; never an older one, which may say what the person took back since.

    Nor one that was asked for before the newest choice of what is shared: the server was stopped in between, and a
    worker asks for the next one. Raises ReportMissing.
    """
    row = work.db.execute(
        select(Report.state, Report.fingerprint, Report.requested_at, Participation.token)
        .join(Participation, Participation.id == Report.participation_id)
        .where(Report.participation_id == participation_id, Report.edition == edition)
        .order_by(*LAST_ASKED_FOR)
        .limit(1)
    ).one_or_none()
    if row is None or row.state != READY:
        raise ReportMissing(row.state if row else None)
    if _chose_since(work, participation_id, row.token, row.requested_at):
        raise ReportMissing(WAITING)
    kept = CareReport(token=row.token, edition=edition, fingerprint=row.fingerprint)
    content = opened_bytes(work, kept)
    if content is None:
        raise ReportMissing(None)
    return content


def _chose_since(work: Work, participation_id: int, token: str, at: datetime) -> bool:
    """Whether the person chose anything about sharing after a moment."""
    health = select(CareRelease.id).where(CareRelease.token == token, CareRelease.decided_at > at)
    rest = select(Release.id).where(Release.participation_id == participation_id, Release.decided_at > at)
    return work.care.scalar(health.limit(1)) is not None or work.db.scalar(rest.limit(1)) is not None


def opened_bytes(work: Work, kept: CareReport) -> bytes | None:
    """What stands in the care store for this report; None when nothing does."""
    sealed = sealed_bytes(work, kept)
    return None if sealed is None else work.cares.open_bytes(sealed, _row_name(kept))


def sealed_bytes(work: Work, kept: CareReport) -> bytes | None:
    """What stands in the care store for this report, still sealed."""
    return work.care.scalar(
        select(CareReport.content_encrypted).where(
            CareReport.token == kept.token,
            CareReport.edition == kept.edition,
            CareReport.fingerprint == kept.fingerprint,
        )
    )


def keep_bytes(work: Work, kept: CareReport, content: bytes) -> None:
    """Seal the bytes into the care store; commits. Those of a worker that was stopped right after this are replaced."""
    row = {"token": kept.token, "edition": kept.edition, "fingerprint": kept.fingerprint}
    sealed = {"content_encrypted": work.cares.seal_bytes(content, _row_name(kept))}
    kept_once = insert_into(work.care, CareReport).values(**row, **sealed)
    work.care.execute(kept_once.on_conflict_do_update(index_elements=list(row), set_=sealed))
    work.care.commit()


def _row_name(kept: CareReport) -> str:
    return f"care_report:{kept.token}:{kept.edition}:{kept.fingerprint}"
