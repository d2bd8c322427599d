"""Whom a person can turn to, and the code to come back with."""

from __future__ import annotations

from sqlalchemy import select

from app.services.codes import grouped
from app.services.sittings import Sitting
from app.services.work import Work
from app.store.models import Location, Organisation, Participant, Participation


def organisation_of(work: Work, sitting: Sitting) -> Organisation:
    """The municipality of this sitting: who answers for the data, how long they are kept."""
    return work.db.get_one(Organisation, sitting.organisation_id)


def location_of(work: Work, sitting: Sitting) -> Location:
    """The place of this sitting with its help numbers (domain 5.5)."""
    return work.db.get_one(Location, sitting.location_id)


def code_of(work: Work, sitting: Sitting) -> str:
    """The person's own access code, grouped for reading."""
    public_id, sealed = work.db.execute(
        select(Participant.public_id, Participant.code_encrypted)
        .join(Participation, Participation.participant_id == Participant.id)
        .where(Participation.id == sitting.id)
    ).one()
    return grouped(work.texts.open(sealed, f"participant:{public_id}:code"))
