"""How far a report is: what its row in the main store says."""

from __future__ import annotations

from sqlalchemy import select

from app.services.work import Work
from app.store.models import Report

CONVERSATION, FOR_VLUCHTELINGENWERK, OWN = "conversation", "conversation_vluchtelingenwerk", "own"
"""Names of editions."""
SUMMARY = "summary"
"""One page for the person, made when the person asks for it."""
CARE_SIGNAL = "care_signal"
"""Known in the care store alone: a row of it here would tell who has a care signal."""
LARGE = "_large"
"""What the name of each edition ends with in large print."""
WAITING, READY, FAILED = "waiting", "ready", "failed"
LAST_ASKED_FOR = (Report.requested_at.desc(), Report.id.desc())


def large_print(edition: str) -> str:
    """The name of an edition in large print."""
    return edition if is_large(edition) else edition + LARGE


def is_large(edition: str) -> bool:
    """Whether the name is that of an edition in large print."""
    return edition.endswith(LARGE)


def normal_print(edition: str) -> str:
    """The name of the same edition in print of the usual size."""
    return edition.removesuffix(LARGE)


class ReportMissing(Exception):
    """No report of this edition has been made; ``state`` is waiting, failed or None (never asked for)."""

    def __init__(self, state: str | None) -> None:
        super().__init__(f"no report: {state or 'never asked for'}")
        self.state = state


def report_state(work: Work, participation_id: int, edition: str = CONVERSATION) -> str | None:
    """waiting, ready or failed of the report asked for last, or None when none was asked for."""
    return work.db.scalar(
        select(Report.state)
        .where(Report.participation_id == participation_id, Report.edition == edition)
        .order_by(*LAST_ASKED_FOR)
        .limit(1)
    )
