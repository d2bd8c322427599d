"""The audit log: who read, changed, released or deleted what, and when. Rows are only added, each chained to the last.

``record`` writes one event in the transaction of the act; ``Event`` says what happened with opaque ids alone.
"""

from __future__ import annotations

from app.services.audit.events import (
    NOBODY,
    SYSTEM,
    AuditKind,
    Event,
    Outcome,
    account,
    actor_of,
    export,
    group_session,
    location,
    organisation,
    person,
    person_of,
    signal,
)
from app.services.audit.recording import record

__all__ = [
    "NOBODY",
    "SYSTEM",
    "AuditKind",
    "Event",
    "Outcome",
    "account",
    "actor_of",
    "export",
    "group_session",
    "location",
    "organisation",
    "person",
    "person_of",
    "record",
    "signal",
]
