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


class Advice(StrEnum):
    """What the GGD advises about care and the way to work; the client manager reads it only as released."""

    CARE_FIRST = "care_first"
    PARALLEL = "parallel"
    NONE = "none"


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
    mode: Mapped[str | None] = mapped_column(String(20))  # or family_present; None: from before it was kept


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
    advice_encrypted: Mapped[str | None]  # a word of Advice; None: no advice was given


class CareSignalStep(CareBase):
    """What somebody of the GGD did with an item, dated; ``by_account`` None: the person withdrew it."""

    __tablename__ = "care_signal_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("care_signal_item.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    by_account: Mapped[int | None]
    at: Mapped[datetime]


class CareBasis(CareBase):
    """On what basis a municipality lets people share signals of scales with more readers than the GGD.

    A row for each time that it was set; the one without ``ended_at`` stands, and no row: nothing more is offered.
    """

    __tablename__ = "care_basis"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(index=True)
    dpia_reference: Mapped[str] = mapped_column(String(120))
    officer: Mapped[str] = mapped_column(String(120))
    set_by: Mapped[int]
    set_at: Mapped[datetime]
    ended_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]


class CareExport(CareBase):
    """A file of the work list that one colleague of the GGD asks for and another one allows (R45); holds no person."""

    __tablename__ = "care_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(index=True)
    asked_by: Mapped[int]
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    allowed: Mapped[bool | None]
    taken_at: Mapped[datetime | None]
