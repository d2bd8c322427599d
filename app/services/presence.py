"""What the device of a sitting tells of itself: that it is there, and how many answers it still holds, never which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.services.delivery import forms_of
from app.services.sittings import Sitting
from app.services.work import Work
from app.store.models import Participation, Presence

MOST_UNSENT = 10_000
"""More answers than any instrument has: a device that tells more tells nothing."""
MOST_GIVEN_BACK = 200
"""Devices of one person that are remembered as given back, the newest."""


class Storage(StrEnum):
    """Whether unsent answers outlive a reload of the page."""

    KEPT = "kept"
    MEMORY = "memory"  # the browser offers no place to keep them
    REFUSED = "refused"  # it has a place and refused: full, or switched off


@dataclass(frozen=True, slots=True)
class Device:
    """A device in use: ``id`` is random, made when the code was typed at ``began_at`` (UTC)."""

    id: str
    began_at: datetime


def heard(work: Work, sitting: Sitting, device: Device, unsent: int, storage: Storage) -> None:
    """Remember what this device told just now; commits. ``unsent``: answers it still holds, 0 or more."""
    told = {"heard_at": work.now(), "unsent": min(max(unsent, 0), MOST_UNSENT), "storage": storage.value}
    own = (Presence.participation_id == sitting.id) & (Presence.device == device.id)
    known = work.db.scalar(update(Presence).where(own).values(**told).returning(Presence.id))
    if known is None:
        _add(work, sitting, device, told)
    work.db.commit()


def _add(work: Work, sitting: Sitting, device: Device, told: dict[str, object]) -> None:
    first = {"participation_id": sitting.id, "device": device.id, "began_at": device.began_at}
    try:
        work.db.execute(insert(Presence).values(**first, **told))
    except IntegrityError:  # the same device told it twice at once
        work.db.rollback()


def other_device(work: Work, sitting: Sitting, device: Device) -> bool:
    """Whether the code of this sitting was typed on another device after this one: the person goes on there."""
    later = select(Presence.id).where(
        Presence.participation_id == sitting.id, Presence.device != device.id, Presence.began_at > device.began_at
    )
    return work.db.scalar(later.limit(1)) is not None


def give_back(work: Work, token: str, device: str) -> None:
    """The person is done with this device: from now on a copy of its cookie opens nothing; commits.

    In text and in pictures alike. Does nothing for a sitting that is gone.
    """
    sitting_id = work.db.scalar(select(Participation.id).where(Participation.token == token))
    rows = work.db.execute(
        select(Participation.id, Participation.devices_given_back)
        .where(Participation.id.in_(forms_of(sitting_id or 0)))
        .order_by(Participation.id)
        .with_for_update()
    ).all()
    for row in rows:
        known = [one for one in row.devices_given_back or () if one != device]
        noted = {"devices_given_back": [*known, device][-MOST_GIVEN_BACK:]}
        work.db.execute(update(Participation).where(Participation.id == row.id).values(**noted))
    work.db.commit()
