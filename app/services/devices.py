"""What devices tell of themselves, for the facilitator: a sound that is missing, no sound at all, storage refused."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import exists, insert, literal, select

from app.services.sittings import Sitting
from app.services.work import Work
from app.store.base import UtcDateTime
from app.store.models import DeviceNotice


class DeviceProblem(StrEnum):
    """What a device cannot do."""

    SOUND_MISSING = "sound_missing"
    SOUND_BROKEN = "sound_broken"
    NO_SOUND = "no_sound"
    STORAGE_REFUSED = "storage_refused"
    ANSWER_REFUSED = "answer_refused"
    PAGE_NOT_KEPT = "page_not_kept"


def note_device(work: Work, sitting: Sitting, kind: DeviceProblem) -> None:
    """Remember once a sitting what its device cannot do, and nothing of what it was about; commits."""
    told = exists(
        select(DeviceNotice.id).where(DeviceNotice.participation_id == sitting.id, DeviceNotice.kind == kind.value)
    )
    once = select(literal(sitting.id), literal(kind.value), literal(work.now(), UtcDateTime())).where(~told)
    columns = ["participation_id", "kind", "noticed_at"]
    work.db.execute(insert(DeviceNotice).from_select(columns, once, include_defaults=False))
    work.db.commit()
