"""The people of a client manager: who they are, what the next step is, and what may be seen now (domain 7.1).

Order is by next step and date, never by a score (R36). Every opening is written down for the person to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, case, false, func, select, update

from app.core.picture_report import PictureContent
from app.core.report import ReportContent
from app.services.accounts import Staff, within_organisation
from app.services.care import advice_for, choices_of, status_for
from app.services.codes import last_signs, normalise_code
from app.services.group_sessions import SessionUnknown
from app.services.months import months_after
from app.services.person_requests import objected
from app.services.reports import (
    CONVERSATION,
    FOR_VLUCHTELINGENWERK,
    LAST_ASKED_FOR,
    READY,
    conversation_of,
    large_print,
    report_state,
    request_report,
)
from app.services.work import Work
from app.store.care_models import Advice, SignalStatus
from app.store.conversation_models import CaseOutcome, Conversation, HandOver
from app.store.models import (
    GroupSession,
    Participant,
    Participation,
    Release,
    Report,
    RoleName,
    SittingState,
    WhoSaw,
)

SHARED_PAGE = "conversation_report"


class PersonUnknown(Exception):
    """Nobody with this id is in the caseload of this account."""


class NotSeenYet(Exception):
    """The person has not seen the own profile yet, so nobody else does."""


class AnswersGone(Exception):
    """The period of the answers is over: the report that was made is the last one."""


class NextStep(StrEnum):
    """What has to happen now; the groups of the list, in this order."""

    CONVERSATION = "conversation"  # a talk is planned
    APPOINTMENT = "appointment"  # profile seen, report ready: plan a talk
    REPORT = "report"  # the report is being made, or could not be made
    HELD = "held"  # the talk was held; what was agreed runs
    READY = "ready"  # ready for the next step, as a person said
    UNSEEN = "unseen"  # finished, but the person has not seen the profile
    BUSY = "busy"  # not finished yet
    ORDINARY_TALK = "ordinary_talk"  # took no part, or stopped
    HANDED_OVER = "handed_over"  # another organisation goes on


class Due(StrEnum):
    """What asks for attention; the list can be narrowed to one of these, never to a score (R36)."""

    HOLD = "hold"  # the day of a planned talk is past, and nobody said that it was held
    TALK = "talk"  # a talk within a week
    PLAN = "plan"  # the report is ready, and no talk is planned
    DISCUSS = "discuss"  # not talked about, and the day before which that should be is near
    NEXT_TALK = "next_talk"  # talked with, and no next talk is planned
    READY = "ready"  # ready for the next step


SOON, DISCUSS_SOON = timedelta(days=7), timedelta(days=30)
DISCUSS_WITHIN_MONTHS = 6  # as the report says


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a caseload. ``short_code``: the last signs of the code; ``report``: state of the report or None.

    ``edition``: the one this account reads, by what brought the person into the caseload. ``outcome``: the newest one.
    ``handed_to`` and ``received_from``: names of other organisations.
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
    received_from: str = ""
    due: frozenset[Due] = frozenset()

    @property
    def in_pictures(self) -> bool:
        """Whether the person answered with pictures and sound."""
        return self.variant == "pictogram"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a client manager sees of somebody now.

    ``content`` is None before the person finished; ``profiles``: whether the profiles may be shown, which is after
    the person saw them. ``ggd_status``: where the GGD stands, and ``advice``: what it advises, each if the person
    shares that. ``answers_gone``: their period is over, and only the report that was made is left.
    """

    person: Person
    content: ReportContent | PictureContent | None
    profiles: bool
    ggd_status: SignalStatus | None = None
    advice: Advice | None = None
    answers_gone: bool = False


@dataclass(frozen=True, slots=True)
class SessionOfPeople:
    """A group session in which people of this account sat. ``people``: how many of them."""

    public_id: str
    title: str
    starts_at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Group:
    """The people with the same next step, soonest or oldest first."""

    step: NextStep
    people: tuple[Person, ...]


def _people_query(mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    edition = case((mine, CONVERSATION), else_=FOR_VLUCHTELINGENWERK)
    newest_report = (
        select(Report.id)
        .where(Report.participation_id == Participation.id, Report.edition == edition)
        .order_by(*LAST_ASKED_FOR)
        .limit(1)
        .correlate(Participation, Participant)
        .scalar_subquery()
    )
    return (
        select(
            Participant.public_id,
            Participant.name_encrypted,
            Participant.code_encrypted,
            Participation.id,
            Participation.token,
            Participation.locale,
            Participation.variant,
            Participation.mode,
            Participation.state,
            Participation.started_at,
            Participation.finished_at,
            Participation.profile_seen_at,
            Participation.conversation_at,
            GroupSession.title,
            GroupSession.starts_at,
            GroupSession.closed_at,
            Report.state.label("report"),
            Report.made_at,
            Report.failure,
            Conversation.held_on,
            Conversation.ready_on,
            _newest_outcome().label("outcome"),
            _other("sent").label("handed_to"),
            _other("received").label("received_from"),
            edition.label("edition"),
            objected().label("objected"),
        )
        .join(Participation, Participation.participant_id == Participant.id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .outerjoin(Report, Report.id == newest_report)
        .outerjoin(Conversation, Conversation.participation_id == Participation.id)
        .where(Participation.set_aside_at.is_(None))
    )


def _newest_outcome() -> ScalarSelect[str]:
    return (
        select(CaseOutcome.kind)
        .where(CaseOutcome.participation_id == Participation.id)
        .order_by(CaseOutcome.on.desc(), CaseOutcome.id.desc())
        .limit(1)
        .correlate(Participation)
        .scalar_subquery()
    )


def _other(way: str) -> ScalarSelect[str]:
    """The other organisation of the newest handing over in this direction."""
    return (
        select(HandOver.other)
        .where(HandOver.participation_id == Participation.id, HandOver.way == way)
        .order_by(HandOver.id.desc())
        .limit(1)
        .correlate(Participation)
        .scalar_subquery()
    )


def _own_people(staff: Staff) -> Select[*tuple[Any, ...]]:
    """The people this account may open: a client manager's own, or who shared the report with VluchtelingenWerk."""
    manages = RoleName.CLIENT_MANAGER in staff.roles
    mine = Participant.client_manager_id == staff.id if manages else false()
    statement = within_organisation(_people_query(mine), Participant.organisation_id, staff)
    shared = Participation.id.in_(
        select(Release.participation_id).where(
            Release.page == SHARED_PAGE,
            Release.recipient == RoleName.VLUCHTELINGENWERK.value,
            Release.shared.is_(True),
            Release.revoked_at.is_(None),
        )
    )
    return statement.where(mine | shared if RoleName.VLUCHTELINGENWERK in staff.roles else mine)


def _person(work: Work, row: Row[Any]) -> Person:
    name = None
    if row.name_encrypted is not None:
        name = work.texts.open(row.name_encrypted, f"participant:{row.public_id}:name")
    code = work.texts.open(row.code_encrypted, f"participant:{row.public_id}:code")
    state = SittingState.STOPPED if row.objected else SittingState(row.state)
    step = _next_step(state, row)
    return Person(
        public_id=row.public_id,
        participation_id=row.id,
        token=row.token,
        name=name,
        short_code=last_signs(code),
        locale=row.locale,
        variant=row.variant,
        mode=row.mode,
        state=state,
        step=step,
        session_title=row.title,
        session_starts_at=row.starts_at,
        session_closed=row.closed_at is not None,
        started_at=row.started_at,
        finished_at=row.finished_at,
        profile_seen_at=row.profile_seen_at,
        conversation_at=row.conversation_at,
        report=row.report,
        report_made_at=row.made_at,
        report_failure=row.failure or "",
        edition=row.edition,
        held_on=row.held_on,
        ready_on=row.ready_on,
        outcome=row.outcome or "",
        handed_to=row.handed_to or "",
        received_from=row.received_from or "",
        due=frozenset(_due(step, row, work.now())),
    )


def _next_step(state: SittingState, row: Row[Any]) -> NextStep:
    if row.handed_to:
        return NextStep.HANDED_OVER
    if state in {SittingState.DECLINED, SittingState.STOPPED, SittingState.DELETED}:
        return NextStep.ORDINARY_TALK
    if state is not SittingState.FINISHED:
        return NextStep.BUSY
    if row.profile_seen_at is None:
        return NextStep.UNSEEN
    return _step_of_talks(row)


def _step_of_talks(row: Row[Any]) -> NextStep:
    """For somebody who finished and saw the profile."""
    if row.conversation_at is not None:
        return NextStep.CONVERSATION
    if row.ready_on is not None:
        return NextStep.READY
    if row.held_on is not None:
        return NextStep.HELD
    return NextStep.APPOINTMENT if row.report == "ready" else NextStep.REPORT


def _due(step: NextStep, row: Row[Any], now: datetime) -> Iterator[Due]:
    """What asks for attention of somebody at this step."""
    if step is NextStep.CONVERSATION:
        yield from (Due.HOLD,) if row.conversation_at < now else ()
        yield from (Due.TALK,) if now <= row.conversation_at < now + SOON else ()
    by_step = {NextStep.APPOINTMENT: Due.PLAN, NextStep.HELD: Due.NEXT_TALK, NextStep.READY: Due.READY}
    if step in by_step:
        yield by_step[step]
    talkable = step in {NextStep.CONVERSATION, NextStep.APPOINTMENT, NextStep.REPORT}
    if talkable and row.held_on is None and row.finished_at is not None:
        before = months_after(row.finished_at, DISCUSS_WITHIN_MONTHS)
        yield from (Due.DISCUSS,) if before < now + DISCUSS_SOON else ()


def caseload(work: Work, staff: Staff, search: str = "") -> list[Group]:
    """The people of this client manager by next step; ``search``: part of a name, a code, or its last signs."""
    mine = _own_people(staff).where(Participant.client_manager_id == staff.id)
    people = [_person(work, row) for row in work.db.execute(mine)]
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
    own = _own_people(staff).where(Participant.client_manager_id == staff.id, GroupSession.public_id == session_id)
    people = [_person(work, row) for row in work.db.execute(own)]
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


def shared_with(work: Work, staff: Staff) -> list[Person]:
    """The people who shared the report with VluchtelingenWerk, oldest first."""
    if RoleName.VLUCHTELINGENWERK not in staff.roles:
        return []
    only = Staff(
        staff.id,
        staff.organisation_id,
        staff.organisation,
        staff.name,
        staff.locale,
        frozenset({RoleName.VLUCHTELINGENWERK}),
    )
    people = [_person(work, row) for row in work.db.execute(_own_people(only))]
    return sorted(people, key=_date)


def find_person(work: Work, staff: Staff, public_id: str) -> Person:
    """Somebody this account may open. Raises PersonUnknown."""
    row = work.db.execute(_own_people(staff).where(Participant.public_id == public_id)).first()
    if row is None:
        raise PersonUnknown(public_id)
    return _person(work, row)


def open_person(work: Work, staff: Staff, public_id: str) -> Opened:
    """What may be seen of somebody now; writes down who looked; commits. Raises PersonUnknown.

    Facts after the person finished, profiles after the person saw them; of pictures everything after the person saw
    them, as the person was told. VluchtelingenWerk reads the report alone.
    """
    person = find_person(work, staff, public_id)
    if person.state is not SittingState.FINISHED or person.edition != CONVERSATION:
        return Opened(person, None, profiles=False)
    profiles = person.profile_seen_at is not None
    if person.in_pictures and not profiles:
        return Opened(person, None, profiles=False)
    if answers_gone(work, person):
        write_down(work, staff, person, "facts")
        return Opened(person, None, profiles=False, answers_gone=True)
    content = conversation_of(work, person.participation_id)
    write_down(work, staff, person, "profile" if profiles else "facts")
    status, advice = _from_ggd(work, person) if profiles else (None, None)
    return Opened(person, content, profiles=profiles, ggd_status=status, advice=advice)


def answers_gone(work: Work, person: Person) -> bool:
    """Whether the period of the answers is over."""
    known = select(Participation.id).where(
        Participation.id == person.participation_id, Participation.answers_removed_at.is_not(None)
    )
    return work.db.scalar(known) is not None


def _from_ggd(work: Work, person: Person) -> tuple[SignalStatus | None, Advice | None]:
    """Status and advice, each only as released; nothing of what the person no longer shares with the GGD."""
    choices = choices_of(work, person.token)
    status = status_for(work, person.token) if choices.ggd_status else None
    return status, advice_for(work, person.token) if choices.advice else None


def read_for(work: Work, staff: Staff, public_id: str) -> Person:
    """Somebody whose report this account is about to read; writes it down; commits.

    Raises PersonUnknown; NotSeenYet.
    """
    person = find_person(work, staff, public_id)
    if person.profile_seen_at is None or person.state is not SittingState.FINISHED:
        raise NotSeenYet
    write_down(work, staff, person, "conversation_report")
    return person


def write_down(work: Work, staff: Staff, person: Person, part: str) -> None:
    """Keep for the person who looked at which part, once a day for each account and part; commits."""
    today = work.now().date()
    role = RoleName.CLIENT_MANAGER if person.edition == CONVERSATION else RoleName.VLUCHTELINGENWERK
    known = work.db.scalar(
        select(WhoSaw.id).where(
            WhoSaw.participation_id == person.participation_id,
            WhoSaw.staff_account_id == staff.id,
            WhoSaw.part == part,
            WhoSaw.on == today,
        )
    )
    if known is None:
        work.db.add(
            WhoSaw(
                participation_id=person.participation_id,
                staff_account_id=staff.id,
                role=role.value,
                part=part,
                on=today,
            )
        )
    work.db.commit()


def make_again(work: Work, staff: Staff, public_id: str) -> None:
    """Ask for the report anew. Raises PersonUnknown; NotSeenYet; AnswersGone."""
    person = find_person(work, staff, public_id)
    if person.profile_seen_at is None or person.state is not SittingState.FINISHED:
        raise NotSeenYet
    if answers_gone(work, person):
        raise AnswersGone
    request_report(work, person.participation_id, person.edition)


def ask_large_print(work: Work, staff: Staff, public_id: str) -> bool:
    """Ask for the report in large print; gives whether it is ready. Raises PersonUnknown; NotSeenYet; AnswersGone."""
    person = find_person(work, staff, public_id)
    if person.profile_seen_at is None or person.state is not SittingState.FINISHED:
        raise NotSeenYet
    edition = large_print(person.edition)
    if not answers_gone(work, person):
        request_report(work, person.participation_id, edition)
    elif report_state(work, person.participation_id, edition) is None:
        raise AnswersGone
    return report_state(work, person.participation_id, edition) == READY


def plan_conversation(work: Work, staff: Staff, public_id: str, at: datetime | None) -> None:
    """Keep when the talk is, or that it is off (None); commits. Raises PersonUnknown; NotSeenYet."""
    person = find_person(work, staff, public_id)
    if person.profile_seen_at is None:
        raise NotSeenYet
    work.db.execute(update(Participation).where(Participation.id == person.participation_id).values(conversation_at=at))
    work.db.commit()


def set_name(work: Work, staff: Staff, public_id: str, name: str) -> None:
    """Keep a name with the person, sealed; an empty one takes it away; commits. Raises PersonUnknown."""
    person = find_person(work, staff, public_id)
    words = " ".join(name.split())[:NAME_SIGNS]
    sealed = work.texts.seal(words, f"participant:{person.public_id}:name") if words else None
    work.db.execute(update(Participant).where(Participant.public_id == person.public_id).values(name_encrypted=sealed))
    work.db.commit()


NAME_SIGNS = 120
