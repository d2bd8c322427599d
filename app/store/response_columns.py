"""The columns that a response has in both stores."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class ResponseColumns:
    """How an item was shown and when it was answered; what was chosen stands in columns of the table itself."""

    item_id: Mapped[str] = mapped_column(String(80))
    locale: Mapped[str] = mapped_column(String(20))
    direction: Mapped[str] = mapped_column(String(3))
    shown_at: Mapped[datetime | None]
    answered_at: Mapped[datetime]
    audio_used: Mapped[bool] = mapped_column(default=False)
    idempotency_key: Mapped[str] = mapped_column(String(64))
