"""The lists of people: by next step and date, narrowed by a search or by what is due; never by a score (R36)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from app.services.accounts import Staff, within_organisation
from app.services.caseload.due import Due, NextStep
from app.services.caseload.finding import people_of, person_of_row
from app.services.caseload.person import Person
from app.services.codes import normalise_code
from app.services.group_sessions import SessionUnknown
from app.services.work import Work
from app.store.models import GroupSession, Participant, Participation, RoleName


@dataclass(frozen=True, slots=True)
class Group:
    """The people with the same next step, soonest or oldest first."""

    step: NextStep
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class SessionOfPeople:
    """A group session in which people of this account sat. ``people``: how many of them."""

    public_id: str
    title: str
    starts_at: datetime
    people: int


def caseload(work: Work, staff: Staff, search: str = "") -> list[Group]:
    """The people of this client manager by next step; ``search``: part of a name, a code, or its last signs."""
    mine = people_of(staff).where(Participant.client_manager_id == staff.id)
    people = [person_of_row(work, row) for row in work.db.execute(mine)]
    wanted = _search(work, staff, search)
    found = [person for person in people if wanted is None or _fits(person, search, wanted)]
    return [Group(step, tuple(sorted(some, key=_date))) for step in NextStep if (some := _with_step(found, step))]


def due_counts(groups: Iterable[Group]) -> Mapping[Due, int]:
    """Of how many people what is due, in the order of ``Due``; nothing that is due of nobody."""
    found = Counter(due for group in groups for person in group.people for due in person.due)
    return {due: found[due] for due in Due if found[due]}


def only_due(groups: Iterable[Group], due: Due) -> list[Group]:
    """The groups with the people of whom this is due alone."""
    narrowed = (Group(group.step, tuple(one for one in group.people if due in one.due)) for group in groups)
    return [group for group in narrowed if group.people]


def shared_with(work: Work, staff: Staff) -> list[Person]:
    """The people who shared the report with VluchtelingenWerk, oldest first."""
    if RoleName.VLUCHTELINGENWERK not in staff.roles:
        return []
    only = replace(staff, roles=frozenset({RoleName.VLUCHTELINGENWERK}))
    people = [person_of_row(work, row) for row in work.db.execute(people_of(only))]
    return sorted(people, key=_date)


def sessions_of_people(work: Work, staff: Staff) -> list[SessionOfPeople]:
    """The group sessions of the own people, newest first."""
    mine = within_organisation(
        select(GroupSession.public_id, GroupSession.title, GroupSession.starts_at, func.count(Participation.id))
        .join(Participation, Participation.group_session_id == GroupSession.id)
        .join(Participant, Participant.id == Participation.participant_id)
        .where(Participant.client_manager_id == staff.id, Participation.set_aside_at.is_(None))
        .group_by(GroupSession.id)
        .order_by(GroupSession.starts_at.desc()),
        Participant.organisation_id,
        staff,
    )
    return [SessionOfPeople(*row) for row in work.db.execute(mine)]


def people_of_session(work: Work, staff: Staff, session_id: str) -> tuple[SessionOfPeople, list[Person]]:
    """The own people of one group session, by name or code. Raises SessionUnknown."""
    session = next((one for one in sessions_of_people(work, staff) if one.public_id == session_id), None)
    if session is None:
        raise SessionUnknown(session_id)
    own = people_of(staff).where(Participant.client_manager_id == staff.id, GroupSession.public_id == session_id)
    people = [person_of_row(work, row) for row in work.db.execute(own)]
    return session, sorted(people, key=lambda one: (one.name or "", one.short_code))


def _with_step(people: Sequence[Person], step: NextStep) -> list[Person]:
    return [person for person in people if person.step is step]


def _date(person: Person) -> datetime:
    """What the people of one group are put in order by: the date of the talk, else of the last stage."""
    return person.conversation_at or person.finished_at or person.started_at or person.session_starts_at


def _search(work: Work, staff: Staff, search: str) -> set[str] | None:
    """Public ids found by a whole code; None without a search."""
    if not search.strip():
        return None
    code = normalise_code(search)
    if code is None:
        return set()
    statement = select(Participant.public_id).where(Participant.code_lookup.in_(work.lookup.every(code)))
    return set(work.db.scalars(within_organisation(statement, Participant.organisation_id, staff)))


def _fits(person: Person, search: str, by_code: set[str]) -> bool:
    words = search.strip().casefold()
    return (
        person.public_id in by_code or words in (person.name or "").casefold() or words == person.short_code.casefold()
    )
