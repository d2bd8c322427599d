"""What devices tell of themselves, for the facilitator: a sound that is missing, no sound at all, storage refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, func, insert, literal, select

from app.services.delivery import Sitting
from app.services.work import Work
from app.store.base import UtcDateTime
from app.store.models import DeviceNotice, GroupSession, Participation

MOST_NOTICES = 40
"""Of one sitting; what a device tells beyond that says nothing new."""


class DeviceProblem(StrEnum):
    """What a device cannot do."""

    SOUND_MISSING = "sound_missing"
    SOUND_BROKEN = "sound_broken"
    NO_SOUND = "no_sound"
    STORAGE_REFUSED = "storage_refused"
    ANSWER_REFUSED = "answer_refused"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that the device at ``seat`` cannot do; ``detail`` is the key of a text, or ""."""

    seat: int
    kind: DeviceProblem
    detail: str
    noticed_at: datetime


def note_device(work: Work, sitting: Sitting, kind: DeviceProblem, detail: str = "") -> None:
    """Remember once a sitting what its device cannot do; commits. A ``detail`` that is no key of a text is left out."""
    key = detail if _is_text(sitting, detail) else ""
    told = select(DeviceNotice.id).where(DeviceNotice.participation_id == sitting.id)
    many = select(func.count()).select_from(told.subquery()).scalar_subquery()
    once = select(literal(sitting.id), literal(kind.value), literal(key), literal(work.now(), UtcDateTime())).where(
        ~exists(told.where(DeviceNotice.kind == kind.value, DeviceNotice.detail == key)),
        many < MOST_NOTICES,
    )
    columns = ["participation_id", "kind", "detail", "noticed_at"]
    work.db.execute(insert(DeviceNotice).from_select(columns, once, include_defaults=False))
    work.db.commit()


def _is_text(sitting: Sitting, key: str) -> bool:
    return any(wording.has(key) for wording in sitting.wordings.values())


def device_notices(work: Work, session: GroupSession) -> Sequence[Notice]:
    """Everything that the devices of a group session told, by seat, the newest first."""
    rows = work.db.execute(
        select(Participation.seat, DeviceNotice.kind, DeviceNotice.detail, DeviceNotice.noticed_at)
        .join(Participation, Participation.id == DeviceNotice.participation_id)
        .where(Participation.group_session_id == session.id)
        .order_by(Participation.seat, DeviceNotice.noticed_at.desc(), DeviceNotice.id.desc())
    )
    return [Notice(row.seat, DeviceProblem(row.kind), row.detail, row.noticed_at) for row in rows]
