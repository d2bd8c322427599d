"""Tables of the care store. The only link to the main store is the opaque token of a participation."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import CareBase
from app.store.response_columns import ResponseColumns


class SignalStatus(StrEnum):
    """Where an item of the GGD work list stands (R13)."""

    NEW = "new"
    CONTACTED = "contacted"
    APPOINTMENT = "appointment"
    DECLINED = "declined"
    CLOSED = "closed"


class CareResponse(ResponseColumns, CareBase):
    """One care answer; ``value_encrypted`` holds the whole choice. The highest id stands."""

    __tablename__ = "care_response"
    __table_args__ = (UniqueConstraint("token", "idempotency_key", name="uq_care_response_token_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), index=True)
    value_encrypted: Mapped[str]


class CareRelease(CareBase):
    """What a person shares from the care part, with whom (R44); the newest row for page and recipient stands."""

    __tablename__ = "care_release"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), index=True)
    page: Mapped[str] = mapped_column(String(80))  # signals, contact, wish, account, ggd_status, scale.z1 ...
    recipient: Mapped[str] = mapped_column(String(40))  # ggd, client_manager, vluchtelingenwerk
    choice_encrypted: Mapped[str]  # yes, no, contact_only, or own words ("what to take into account")
    decided_at: Mapped[datetime]
    locale: Mapped[str] = mapped_column(String(20))


class CareContact(CareBase):
    """How the GGD may reach the person, and the interpreter asked for."""

    __tablename__ = "care_contact"

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    ways_encrypted: Mapped[str]  # JSON: contact ways, detail in own words, interpreter, preference
    decided_at: Mapped[datetime]


class CareReport(CareBase):
    """The bytes of a report: they may hold what was shared about health. The main store says how far a report is."""

    __tablename__ = "care_report"
    __table_args__ = (UniqueConstraint("token", "edition", "fingerprint", name="uq_care_report_fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32))
    edition: Mapped[str] = mapped_column(String(40))
    fingerprint: Mapped[str] = mapped_column(String(64))
    content_encrypted: Mapped[bytes] = mapped_column(LargeBinary)


class CareSignalItem(CareBase):
    """An item of the GGD work list. ``today``: an acute answer; only a person closes it."""

    __tablename__ = "care_signal_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), index=True)
    organisation_id: Mapped[int]
    today: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(20), default=SignalStatus.NEW)
    raised_at: Mapped[datetime]
    context_encrypted: Mapped[str]  # JSON: code, seat, location, locale, mode; read by the GGD role alone
    marked_mistake: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # the person no longer shares it: closed, and its context is empty


class CareSignalStep(CareBase):
    """What somebody of the GGD did with an item, dated; ``by_account`` None: the person withdrew it."""

    __tablename__ = "care_signal_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("care_signal_item.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    by_account: Mapped[int | None]
    at: Mapped[datetime]
