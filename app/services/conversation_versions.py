"""Talks that were held: each version of the final report as it stood, the newest one printed."""

from __future__ import annotations

from sqlalchemy import select

from app.core.conversation import Conversation
from app.services.conversation_values import conversation_of_text, conversation_text
from app.services.work import Work
from app.store.conversation_models import Conversation as Row
from app.store.conversation_models import ConversationVersion
from app.store.upsert import insert_into


class VersionUnknown(Exception):
    """No version of the final report has this number."""


def talk_row(work: Work, participation_id: int) -> Row:
    """The row of the talk, made when there is none yet, also by two at once; the caller commits."""
    new = insert_into(work.db, Row).values(participation_id=participation_id, present=[], interpreter="")
    work.db.execute(new.on_conflict_do_nothing(index_elements=["participation_id"]))
    return work.db.scalars(select(Row).where(Row.participation_id == participation_id)).one()


def final_conversation(work: Work, participation_id: int) -> Conversation | None:
    """The talk as the newest version of the final report has it; None while it is a draft."""
    rows = versions_of(work, participation_id)
    return rows[-1] if rows else None


def versions_of(work: Work, participation_id: int) -> list[Conversation]:
    """Every version, oldest first."""
    rows = work.db.scalars(
        select(ConversationVersion)
        .where(ConversationVersion.participation_id == participation_id)
        .order_by(ConversationVersion.number)
    )
    return [conversation_of_text(work.texts.open(row.content_encrypted, _row_name(row))) for row in rows]


def version_of(work: Work, participation_id: int, number: int) -> Conversation:
    """One version. Raises VersionUnknown."""
    found = next((one for one in versions_of(work, participation_id) if one.number == number), None)
    if found is None:
        raise VersionUnknown(number)
    return found


def keep_version(work: Work, participation_id: int, talk: Conversation, account_id: int | None) -> None:
    """Keep a version for good; the caller commits. Raises IntegrityError when the number is taken."""
    row = ConversationVersion(
        participation_id=participation_id,
        number=talk.number,
        content_encrypted="",
        made_at=work.now(),
        made_by_id=account_id,
    )
    row.content_encrypted = work.texts.seal(conversation_text(talk), _row_name(row))
    work.db.add(row)
    work.db.flush()


def _row_name(row: ConversationVersion) -> str:
    return f"conversation_version:{row.participation_id}:{row.number}"
