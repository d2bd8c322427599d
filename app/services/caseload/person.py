"""Somebody in a caseload, as everything about the caseload knows them, and what can stand in the way of opening one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.services.caseload.due import Due, NextStep
from app.store.models import SittingState


class PersonUnknown(Exception):
    """Nobody with this id is in the caseload of this account."""


class NotSeenYet(Exception):
    """The person has not seen the own profile yet, so nobody else does."""


class AnswersGone(Exception):
    """The period of the answers is over: the report that was made is the last one."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that was made for another organisation, which has not confirmed yet that it goes on with the person."""

    to: str
    made_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a caseload. ``short_code``: the last signs of the code; ``report``: state of the report or None.

    ``report_failure``: the kind of fault of one that could not be made.
    ``edition``: the one this account reads, by what brought the person into the caseload. ``outcome``: the newest one.
    ``handed_to`` and ``received_from``: names of other organisations, the first only once it confirmed; until then
    ``offer``.
    """

    public_id: str
    participation_id: int
    token: str
    name: str | None
    short_code: str
    locale: str | None
    variant: str
    mode: str
    state: SittingState
    step: NextStep
    session_title: str
    session_starts_at: datetime
    session_closed: bool
    started_at: datetime | None
    finished_at: datetime | None
    profile_seen_at: datetime | None
    conversation_at: datetime | None
    report: str | None
    report_made_at: datetime | None
    report_failure: str
    edition: str
    held_on: date | None = None
    ready_on: date | None = None
    outcome: str = ""
    handed_to: str = ""
    offer: Offer | None = None
    received_from: str = ""
    due: frozenset[Due] = frozenset()

    @property
    def in_pictures(self) -> bool:
        """Whether the person answered with pictures and sound."""
        return self.variant == "pictogram"

    @property
    def talked_about(self) -> bool:
        """Whether others may read about the person: who finished and saw the own profile."""
        return self.state is SittingState.FINISHED and self.profile_seen_at is not None
