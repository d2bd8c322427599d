"""What stands in the audit log."""

from __future__ import annotations

from app.services.audit import AuditKind
from app.services.audit.verifying import links
from app.services.work import Work


def logged(work: Work, kind: AuditKind) -> list[tuple[str, str, str]]:
    """Outcome, actor and detail of every event of this kind, in order."""
    entries = [link.entry for link in links(work)]
    return [(entry.outcome, entry.actor, entry.detail) for entry in entries if entry.kind == kind]
