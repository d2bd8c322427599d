"""Walking the chain: is every event what it was, and does the chain end where it is noted to end."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Row, Select, func, select

from app.core.audit import Broken, End, Entry, Fault, Link, compare, follow
from app.services.audit.recording import ONLY
from app.services.work import Work
from app.store.models import AuditEvent, AuditHead

AT_ONCE = 500
COLUMNS = (
    AuditEvent.number,
    AuditEvent.at,
    AuditEvent.organisation_id,
    AuditEvent.actor,
    AuditEvent.kind,
    AuditEvent.subject,
    AuditEvent.outcome,
    AuditEvent.detail,
    AuditEvent.previous,
    AuditEvent.hash,
)


def head(work: Work) -> End:
    """Where the chain is noted to end: number and hash of the newest event."""
    found = work.db.execute(select(AuditHead.number, AuditHead.hash).where(AuditHead.id == ONLY)).one_or_none()
    return End() if found is None else End(found.number, found.hash)


def verify(work: Work, noted_elsewhere: End | None = None) -> Broken | None:
    """The first broken link, or None; reads ``AT_ONCE`` events at a time, while others go on writing.

    ``noted_elsewhere``: number and hash of some event, as somebody wrote them down earlier. Without it a chain that
    was written anew from some event to the end cannot be told from the true one.
    """
    end = head(work)
    if noted_elsewhere is not None:
        found = compare(follow(links(work, upto=noted_elsewhere.number)), noted_elsewhere)
        if found is not None:
            return found
    return compare(follow(links(work, upto=end.number)), end) or _beyond(work, end)


def _beyond(work: Work, end: End) -> Broken | None:
    """An event after the end that nobody noted; one that was added meanwhile moved the end."""
    newest = work.db.scalar(select(func.max(AuditEvent.number)))
    if newest is None or newest <= head(work).number:
        return None
    return Broken(end.number + 1, Fault.END)


def links(work: Work, *, upto: int | None = None) -> Iterator[Link]:
    """The links in order, read in pieces of ``AT_ONCE``; ``upto``: the last number wanted."""
    after = -1
    while True:
        rows = work.db.execute(_piece(after, upto)).all()
        for row in rows:
            yield link_of(row)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].number


def _piece(after: int, upto: int | None) -> Select[*tuple[object, ...]]:
    statement = select(*COLUMNS).where(AuditEvent.number > after).order_by(AuditEvent.number).limit(AT_ONCE)
    return statement if upto is None else statement.where(AuditEvent.number <= upto)


def link_of(row: Row[*tuple[object, ...]]) -> Link:
    """A row of ``COLUMNS`` as a link."""
    entry = Entry(**{name: getattr(row, name) for name in Entry.__slots__})
    return Link(entry, str(row.previous), str(row.hash))
