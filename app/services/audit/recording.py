"""Adding one event to the chain."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, insert, update

from app.core.audit import End, Entry, linked
from app.services.audit.events import Event
from app.services.work import Work
from app.store.models import AuditEvent, AuditHead

_EVENT, _HEAD = cast("Table", AuditEvent.__table__), cast("Table", AuditHead.__table__)
_IN_MAIN_STORE = {"mapper": AuditEvent}
ONLY = 1
_NEXT = (
    update(_HEAD)
    .where(_HEAD.c.id == ONLY)
    .values(number=_HEAD.c.number + 1)
    .returning(_HEAD.c.number, _HEAD.c.hash.label("previous"))
)
"""The one place where writers wait for each other: whoever changed this row holds it until its transaction ends."""


def record(work: Work, event: Event) -> int:
    """Add one event in the transaction at hand; does not commit. Gives its number.

    The event and the act of the main store become true together, or neither does. Other writers wait until this
    transaction ends, so record last, right before the commit.
    """
    number, previous = work.db.execute(_NEXT, bind_arguments=_IN_MAIN_STORE).one()
    entry = Entry(
        number=number,
        at=work.now(),
        organisation_id=event.organisation_id,
        actor=event.actor,
        kind=event.kind.value,
        subject=event.subject,
        outcome=event.outcome.value,
        detail=event.detail,
    )
    link = linked(End(number - 1, previous), entry)
    row = {**_columns(entry), "previous": link.previous, "hash": link.hash}
    work.db.execute(insert(_EVENT), row, bind_arguments=_IN_MAIN_STORE)
    ending = update(_HEAD).where(_HEAD.c.id == ONLY).values(hash=link.hash)
    work.db.execute(ending, bind_arguments=_IN_MAIN_STORE)
    return int(number)


def _columns(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__slots__}
