"""Reports: asked for when a sitting ends, made once by a worker, kept sealed.

A report row is known by its fingerprint: the same answers, words, releases and template are the same report, made once.
The row in the main store says how far the report is. Its bytes may say what was shared about health, so the bytes of
every report stand in the care store: where they stand tells nothing about what the person shared. The own edition
holds the answers about health; only the person reads it, on the device on which the sitting was finished.

Each edition has a file of its own with what it is made from (``Sources``); ``editions`` lists them.
"""

from __future__ import annotations

from app.services.reports.asking import forgotten_reports, request_report, waiting_reports
from app.services.reports.conversation import conversation_of
from app.services.reports.keeping import read_report
from app.services.reports.making import ReportNotMade, make_report
from app.services.reports.rows import (
    CONVERSATION,
    FAILED,
    FOR_VLUCHTELINGENWERK,
    LARGE,
    LAST_ASKED_FOR,
    OWN,
    READY,
    SUMMARY,
    WAITING,
    ReportMissing,
    is_large,
    large_print,
    normal_print,
    report_state,
)

__all__ = [
    "CONVERSATION",
    "FAILED",
    "FOR_VLUCHTELINGENWERK",
    "LARGE",
    "LAST_ASKED_FOR",
    "OWN",
    "READY",
    "SUMMARY",
    "WAITING",
    "ReportMissing",
    "ReportNotMade",
    "conversation_of",
    "forgotten_reports",
    "is_large",
    "large_print",
    "make_report",
    "normal_print",
    "read_report",
    "report_state",
    "request_report",
    "waiting_reports",
]
