"""Finding the people of an account in the store: a client manager's own, and who shared the report."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, case, false, select
from sqlalchemy.orm import aliased

from app.services.accounts import Staff, within_organisation
from app.services.caseload.due import due_of, next_step
from app.services.caseload.person import NotSeenYet, Offer, Person, PersonUnknown
from app.services.codes import last_signs
from app.services.person_requests import objected
from app.services.reports import CONVERSATION, FOR_VLUCHTELINGENWERK, LAST_ASKED_FOR
from app.services.work import Work
from app.store.conversation_models import CaseOutcome, Conversation, HandOver
from app.store.models import GroupSession, Participant, Participation, Release, Report, RoleName, SittingState

SHARED_PAGE = "conversation_report"
_Sent = aliased(HandOver)


def find_person(work: Work, staff: Staff, public_id: str) -> Person:
    """Somebody this account may open. Raises PersonUnknown."""
    row = work.db.execute(people_of(staff).where(Participant.public_id == public_id)).first()
    if row is None:
        raise PersonUnknown(public_id)
    return person_of_row(work, row)


def own_person(work: Work, staff: Staff, public_id: str) -> Person:
    """Somebody of this client manager. Raises PersonUnknown, also for who only reads what was shared."""
    person = find_person(work, staff, public_id)
    if person.edition != CONVERSATION:
        raise PersonUnknown(public_id)
    return person


def find_talked_about(work: Work, staff: Staff, public_id: str) -> Person:
    """Somebody of whom this account may read the report. Raises PersonUnknown; NotSeenYet."""
    person = find_person(work, staff, public_id)
    if not person.talked_about:
        raise NotSeenYet
    return person


def people_of(staff: Staff) -> Select[*tuple[Any, ...]]:
    """Rows of the people this account may open, for ``person_of_row``."""
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


def _people_query(mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    edition = case((mine, CONVERSATION), else_=FOR_VLUCHTELINGENWERK)
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
            _Sent.other.label("file_for"),
            _Sent.at.label("file_made_at"),
            _Sent.expires_at.label("file_until"),
            _Sent.confirmed_at,
            _received_from().label("received_from"),
            edition.label("edition"),
            objected().label("objected"),
        )
        .join(Participation, Participation.participant_id == Participant.id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .outerjoin(Report, Report.id == _newest_report(edition))
        .outerjoin(Conversation, Conversation.participation_id == Participation.id)
        .outerjoin(_Sent, _Sent.id == _last_sent())
        .where(Participation.set_aside_at.is_(None))
    )


def _newest_report(edition: ColumnElement[str]) -> ScalarSelect[int]:
    return (
        select(Report.id)
        .where(Report.participation_id == Participation.id, Report.edition == edition)
        .order_by(*LAST_ASKED_FOR)
        .limit(1)
        .correlate(Participation, Participant)
        .scalar_subquery()
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


def _last_sent() -> ScalarSelect[int]:
    """The handing over to another organisation that was confirmed, else the newest one."""
    return (
        select(HandOver.id)
        .where(HandOver.participation_id == Participation.id, HandOver.way == "sent")
        .order_by(HandOver.confirmed_at.is_(None), HandOver.id.desc())
        .limit(1)
        .correlate(Participation)
        .scalar_subquery()
    )


def _received_from() -> ScalarSelect[str]:
    return (
        select(HandOver.other)
        .where(HandOver.participation_id == Participation.id, HandOver.way == "received")
        .order_by(HandOver.id.desc())
        .limit(1)
        .correlate(Participation)
        .scalar_subquery()
    )


def person_of_row(work: Work, row: Row[Any]) -> Person:
    """Somebody with what is sealed opened."""
    name = None
    if row.name_encrypted is not None:
        name = work.texts.open(row.name_encrypted, f"participant:{row.public_id}:name")
    code = work.texts.open(row.code_encrypted, f"participant:{row.public_id}:code")
    state = SittingState.STOPPED if row.objected else SittingState(row.state)
    step = next_step(state, row)
    confirmed = row.confirmed_at is not None
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
        handed_to=row.file_for if confirmed else "",
        offer=Offer(row.file_for, row.file_made_at, row.file_until) if row.file_for and not confirmed else None,
        received_from=row.received_from or "",
        due=frozenset(due_of(step, row, work.now())),
    )
