"""The places where group sessions are held, with the help numbers that stand on every help screen (domain 5.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from app.services.accounts import Staff, within_organisation
from app.services.audit import AuditKind, Event, actor_of, record
from app.services.audit import location as location_name
from app.services.work import Work
from app.store.models import GroupSession, Location

_NUMBER = re.compile(r"\+?[0-9][0-9 ()/-]{1,30}")
_FEWEST_DIGITS = 3


class LocationUnknown(Exception):
    """No such location in this organisation."""


class LocationProblem(StrEnum):
    """Why a location cannot be kept; the view has a sentence for each."""

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    CARE_CONTACT_MISSING = "care_contact_missing"
    CARE_PHONE_WRONG = "care_phone_wrong"
    OUT_OF_HOURS_PHONE_WRONG = "out_of_hours_phone_wrong"
    EMERGENCY_PHONE_WRONG = "emergency_phone_wrong"
    CRISIS_PHONE_WRONG = "crisis_phone_wrong"


class LocationRefused(Exception):
    """The location does not fit the rules; ``problems`` names all of them."""

    def __init__(self, problems: Sequence[LocationProblem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class LocationForm:
    """A location as filled in. ``care_contact``: who can be talked with there ("GZA", "huisarts").

    ``out_of_hours_phone`` and ``crisis_phone`` may be empty: that line is then not shown.
    """

    name: str
    care_contact: str
    care_phone: str
    out_of_hours_phone: str = ""
    emergency_phone: str = "112"
    crisis_phone: str = ""

    def tidy(self) -> LocationForm:
        """The same without spaces around and double ones inside."""
        return LocationForm(*(" ".join(value.split()) for value in self.values()))

    def values(self) -> tuple[str, ...]:
        """The fields in order."""
        return (
            self.name,
            self.care_contact,
            self.care_phone,
            self.out_of_hours_phone,
            self.emergency_phone,
            self.crisis_phone,
        )


@dataclass(frozen=True, slots=True)
class LocationLine:
    """A location in the list, with the number of sessions that were or will be held there."""

    location: Location
    sessions: int


def is_phone_number(text: str) -> bool:
    """Whether somebody can dial this: three digits or more, with spaces, dashes and brackets between them."""
    return bool(_NUMBER.fullmatch(text)) and sum(sign.isdecimal() for sign in text) >= _FEWEST_DIGITS


def location_lines(work: Work, staff: Staff) -> list[LocationLine]:
    """The locations of this organisation, by name."""
    statement = (
        select(Location, func.count(GroupSession.id))
        .outerjoin(GroupSession, GroupSession.location_id == Location.id)
        .group_by(Location.id)
        .order_by(Location.name)
    )
    rows = work.db.execute(within_organisation(statement, Location.organisation_id, staff))
    return [LocationLine(location, sessions) for location, sessions in rows]


def find_location(work: Work, staff: Staff, location_id: int) -> Location:
    """One location of this organisation. Raises LocationUnknown."""
    statement = select(Location).where(Location.id == location_id)
    found = work.db.scalar(within_organisation(statement, Location.organisation_id, staff))
    if found is None:
        raise LocationUnknown(location_id)
    return found


def add_location(work: Work, staff: Staff, form: LocationForm) -> Location:
    """Keep a new location; commits. Raises LocationRefused naming every problem at once."""
    location = Location(organisation_id=staff.organisation_id)
    _keep(work, staff, location, form.tidy(), "location_added")
    return location


def change_location(work: Work, staff: Staff, location_id: int, form: LocationForm) -> None:
    """Change a location: help screens show the new numbers at once; commits.

    Raises LocationUnknown, LocationRefused.
    """
    _keep(work, staff, find_location(work, staff, location_id), form.tidy(), "location_changed")


def _keep(work: Work, staff: Staff, location: Location, form: LocationForm, done: str) -> None:
    problems = _problems(work, staff, location.id, form)
    if problems:
        raise LocationRefused(problems)
    location.name, location.care_contact, location.care_phone = form.name, form.care_contact, form.care_phone
    location.out_of_hours_phone, location.crisis_phone = form.out_of_hours_phone, form.crisis_phone
    location.emergency_phone = form.emergency_phone
    work.db.add(location)
    work.db.flush()
    where = location_name(location.id)
    record(work, Event(AuditKind.SETTINGS_CHANGED, actor_of(staff), staff.organisation_id, where, detail=done))
    work.db.commit()


def _problems(work: Work, staff: Staff, location_id: int | None, form: LocationForm) -> list[LocationProblem]:
    statement = select(Location.id).where(Location.name == form.name, Location.id != (location_id or 0))
    taken = work.db.scalar(within_organisation(statement, Location.organisation_id, staff)) is not None
    found = {
        LocationProblem.NAME_MISSING: not form.name,
        LocationProblem.NAME_TAKEN: taken,
        LocationProblem.CARE_CONTACT_MISSING: not form.care_contact,
        LocationProblem.CARE_PHONE_WRONG: not is_phone_number(form.care_phone),
        LocationProblem.OUT_OF_HOURS_PHONE_WRONG: _wrong_if_given(form.out_of_hours_phone),
        LocationProblem.EMERGENCY_PHONE_WRONG: not is_phone_number(form.emergency_phone),
        LocationProblem.CRISIS_PHONE_WRONG: _wrong_if_given(form.crisis_phone),
    }
    return [problem for problem, is_so in found.items() if is_so]


def _wrong_if_given(number: str) -> bool:
    return bool(number) and not is_phone_number(number)
