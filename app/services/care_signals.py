"""Care signals as files: made when somebody of the GGD asks for one, kept sealed in the care store alone.

The main store holds nothing of them, not even that there is one: it would tell who has a signal. An entry without
content is one that was asked for. Whatever changes makes it another one, and the old one is not read any more.
"""

from __future__ import annotations

import structlog
from sqlalchemy import delete, select

from app import jobs
from app.services.accounts import Staff
from app.services.care import SignalUnknown, WorkItem, work_item
from app.services.reports.care_signal import CareSignalSources, care_signal_sources
from app.services.reports.keeping import keep_bytes, opened_bytes
from app.services.reports.rows import CARE_SIGNAL, READY, WAITING, ReportMissing
from app.services.work import Work
from app.store.care_models import CareReport, CareSignalItem

_ASKED_FOR = b""
_log = structlog.get_logger("inbeeld.reports")


class CareSignalNotMade(Exception):
    """Making a care signal failed; the message names the kind of fault alone."""


def ask_for_care_signal(work: Work, staff: Staff, item_id: int) -> None:
    """Let a worker make the care signal as it stands now, unless it is there; commits. Raises SignalUnknown."""
    item = work_item(work, staff.organisation_id, item_id)
    kept = _kept(item, care_signal_sources(work, item))
    if not opened_bytes(work, kept):
        keep_bytes(work, kept, _ASKED_FOR)
        jobs.enqueue_care_signal(work.config, item_id)


def care_signal_state(work: Work, staff: Staff, item_id: int) -> str | None:
    """waiting, ready, or None when it was not asked for as things stand now. Raises SignalUnknown."""
    item = work_item(work, staff.organisation_id, item_id)
    content = opened_bytes(work, _kept(item, care_signal_sources(work, item)))
    if content is None:
        return None
    return READY if content else WAITING


def read_care_signal(work: Work, staff: Staff, item_id: int) -> bytes:
    """The care signal as it stands now, as PDF bytes. The caller writes down who reads.

    Raises SignalUnknown; ReportMissing when it has to be asked for, or is still being made.
    """
    item = work_item(work, staff.organisation_id, item_id)
    content = opened_bytes(work, _kept(item, care_signal_sources(work, item)))
    if not content:
        raise ReportMissing(None if content is None else WAITING)
    return content


def make_care_signal(work: Work, item_id: int) -> bool:
    """Make the care signal of one item and keep it, if it is still asked for as it stands now; commits.

    Of several that were asked for only the last one stays. False when there is nothing to make.
    Raises CareSignalNotMade.
    """
    try:
        return _make(work, item_id)
    except SignalUnknown:
        return False
    except Exception as error:
        work.db.rollback()
        work.care.rollback()
        raise CareSignalNotMade(f"care signal {item_id}: {type(error).__name__}") from error


def _make(work: Work, item_id: int) -> bool:
    row = work.care.execute(select(CareSignalItem.organisation_id).where(CareSignalItem.id == item_id)).one_or_none()
    if row is None:
        return False
    item = work_item(work, row.organisation_id, item_id)
    sources = care_signal_sources(work, item)
    kept = _kept(item, sources)
    if opened_bytes(work, kept) != _ASKED_FOR:
        return False
    content = sources.pdf()
    forget_care_signal(work, item.token)
    keep_bytes(work, kept, content)
    _log.info("care signal made", bytes=len(content))
    return True


def forget_care_signal(work: Work, token: str) -> None:
    """Nothing stays of care signals that were made or asked for of this participation; commits."""
    work.care.execute(delete(CareReport).where(CareReport.token == token, CareReport.edition == CARE_SIGNAL))
    work.care.commit()


def _kept(item: WorkItem, sources: CareSignalSources) -> CareReport:
    return CareReport(token=item.token, edition=CARE_SIGNAL, fingerprint=sources.fingerprint())
