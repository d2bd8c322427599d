"""What a person shares outside the care part: with whom the conversation report may be read. Revocable at any time."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import select

from app.services.audit import AuditKind, Event, person_of, record
from app.services.modes import mode_of_sharing
from app.services.sittings import Sitting
from app.services.work import Work
from app.store.models import Release
from app.store.upsert import insert_into

CONVERSATION_REPORT = "conversation_report"


class Recipient(StrEnum):
    """Who can be shared with."""

    GGD = "ggd"
    CLIENT_MANAGER = "client_manager"
    VLUCHTELINGENWERK = "vluchtelingenwerk"


def share_report(work: Work, sitting: Sitting, recipient: str, locale: str, *, yes: bool) -> None:
    """Record whether ``recipient`` may read the conversation report, and how that was said (R44); commits.

    The latest choice stands. No after yes is a revocation and keeps its moment; a choice that stands already is not
    written again.
    Raises ValueError for an unknown recipient.
    """
    now = work.now()
    standing = shared_with(work, sitting).get(Recipient(recipient))
    if standing is yes:
        return
    chosen = {
        "shared": yes,
        "decided_at": now,
        "revoked_at": now if standing and not yes else None,
        "locale": locale,
        "mode": mode_of_sharing(work, sitting),
    }
    statement = insert_into(work.db, Release).values(
        participation_id=sitting.id, page=CONVERSATION_REPORT, recipient=Recipient(recipient), **chosen
    )
    work.db.execute(
        statement.on_conflict_do_update(index_elements=["participation_id", "page", "recipient"], set_=chosen)
    )
    who = person_of(work, sitting.id)
    detail = f"{CONVERSATION_REPORT}:{Recipient(recipient).value}:{'yes' if yes else 'no'}"
    record(work, Event(AuditKind.RELEASE_CHANGED, who, sitting.organisation_id, who, detail=detail))
    work.db.commit()


def shared_with(work: Work, sitting: Sitting) -> Mapping[Recipient, bool]:
    """The choices made so far; a recipient nobody decided about has no key."""
    rows = work.db.execute(
        select(Release.recipient, Release.shared).where(
            Release.participation_id == sitting.id, Release.page == CONVERSATION_REPORT
        )
    )
    return {Recipient(row.recipient): row.shared for row in rows}


def shared(work: Work, participation_id: int, recipient: str) -> bool:
    """Whether ``recipient`` may read the conversation report of this participation."""
    found = work.db.scalar(
        select(Release.shared).where(
            Release.participation_id == participation_id,
            Release.page == CONVERSATION_REPORT,
            Release.recipient == recipient,
        )
    )
    return bool(found)
