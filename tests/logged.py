"""What stands in the audit log, and a log that nothing guards."""

from __future__ import annotations

from sqlalchemy import text

from app.services.audit import AuditKind
from app.services.audit.verifying import links
from app.services.work import Work
from app.store.models import AuditEvent
from tests.stores import GROWN


def logged(work: Work, kind: AuditKind) -> list[tuple[str, str, str]]:
    """Outcome, actor and detail of every event of this kind, in order."""
    entries = [link.entry for link in links(work)]
    return [(entry.outcome, entry.actor, entry.detail) for entry in entries if entry.kind == kind]


def without_triggers(work: Work) -> None:
    """Take away what keeps events as they are, as somebody who owns the database can."""
    in_main = {"mapper": AuditEvent}
    triggers = text(
        "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'audit_%'"
        if GROWN
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'"
    )
    for name, table in work.db.execute(triggers, bind_arguments=in_main).all():
        statement = f"DROP TRIGGER {name} ON {table}" if GROWN else f"DROP TRIGGER {name}"
        work.db.execute(text(statement), bind_arguments=in_main)
    work.db.commit()
