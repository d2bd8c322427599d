"""What people say and agree at the table, what comes of it, and who goes on with somebody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base


class Conversation(Base):
    """The talk about one report: a draft until ``held_on``.

    ``present``: closed words of who was there. ``interpreter``: "", "phone", "room" or "family". ``ready_on``: since
    when somebody is ready for the next step, as a person said.
    """

    __tablename__ = "conversation"

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), unique=True)
    held_on: Mapped[date | None]
    present: Mapped[list[str]] = mapped_column(JSON, default=list)
    interpreter: Mapped[str] = mapped_column(String(20), default="")
    ready_on: Mapped[date | None]


class ConversationPart(Base):
    """One part as it stands now: a topic, a remark, the goal. ``version`` counts the times that it was kept.

    ``mark``: what the person said of a topic (fits, does_not, different), else "". ``content_encrypted``: words and
    evidence as JSON.
    """

    __tablename__ = "conversation_part"
    __table_args__ = (UniqueConstraint("participation_id", "part", name="uq_conversation_part_participation_id_part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    part: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    mark: Mapped[str] = mapped_column(String(20), default="")
    content_encrypted: Mapped[str]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))


class ConversationVersion(Base):
    """All parts together as they stood when the talk was marked held, or corrected later; never changed again."""

    __tablename__ = "conversation_version"
    __table_args__ = (
        UniqueConstraint("participation_id", "number", name="uq_conversation_version_participation_id_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]  # from 1
    content_encrypted: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))


class CaseOutcome(Base):
    """What came of it on a day: work, education, pre_trajectory, participation, care_first or none_yet."""

    __tablename__ = "case_outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    on: Mapped[date]
    note_encrypted: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))


class HandOver(Base):
    """Somebody else goes on with a person. ``way``: inside, sent or received.

    ``purpose``: client_manager, youth_desk, activation or municipality. ``other``: name of the other organisation.
    ``file``: what was sent, sealed for its receiver, until ``expires_at``; this installation cannot open it.
    ``receipt_encrypted``: the code in the file that the receiver tells the sender, kept at both sides.
    ``confirmed_at``: when the sender heard it; until then nobody else goes on.
    """

    __tablename__ = "hand_over"

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), index=True)
    way: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(20))
    other: Mapped[str] = mapped_column(String(200), default="")
    from_account_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))
    to_account_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))
    transfer_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    file: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    receipt_encrypted: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
