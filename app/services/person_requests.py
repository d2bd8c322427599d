"""What people ask about their own data after the end: see, correct, delete, or stop using them (GDPR 15-17, 21).

The administrator answers within a month (GDPR 12(3)), once with two months more. What a correction says in own words is
read by the client manager, not by the administrator. The code on a card proves nothing: others may hold the card, so
whoever answers looks first whether this is the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, exists, select, update

from app.services.accounts import Staff, within_organisation
from app.services.audit import AuditKind, Event, actor_of, person_of, record
from app.services.care import withdraw_conversation
from app.services.codes import last_signs
from app.services.months import months_after
from app.services.removal import delete_answers, remove_all_but, remove_participations
from app.services.sittings import Sitting
from app.services.work import Work
from app.store.care_models import CareSignalItem, SignalStatus
from app.store.conversation_models import ConversationVersion
from app.store.models import GroupSession, Participant, Participation, PersonRequest, Release, StaffAccount

MONTHS, MORE_MONTHS = 1, 2
LONGEST_WORDS = 1000
MOST_REMARKS = 5  # that wait for an answer


class RequestKind(StrEnum):
    """What is asked."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"
    OBJECTION = "objection"


class RequestState(StrEnum):
    """How far it is."""

    OPEN = "open"
    LONGER = "longer"  # more time was taken
    GRANTED = "granted"
    REFUSED = "refused"


WAITING = frozenset({RequestState.OPEN, RequestState.LONGER})


class Refusal(StrEnum):
    """Why something is refused; the text bank says each to the person."""

    NOT_SURE = "not_sure"  # it could not be seen that this is the person
    MUST_KEEP = "must_keep"  # a law says that it is kept
    OTHER = "other"  # explained in a talk


class RequestUnknown(Exception):
    """No such request in this organisation."""


class WithdrawalTooLate(Exception):
    """A talk was held, so the report is final: from now on deletion is asked for."""


class RequestRefused(ValueError):
    """The request does not fit: ``problem`` is ``words`` (missing or too long) or ``already`` (the same one waits)."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class AnswerRefused(ValueError):
    """The answer does not fit: it was given before, a refusal has no reason, or nobody looked who asks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the person sees it."""

    kind: RequestKind
    state: RequestState
    reason: str
    made_at: datetime
    due_at: datetime
    handled_at: datetime | None


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as the administrator sees it: nothing of what was answered or written."""

    id: int
    asked: Asked
    short_code: str
    session_title: str
    session_starts_at: datetime
    locale: str
    handled_by: str
    late: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """What the person says is not right, in own words (``locale``: the language of the page it was written on)."""

    words: str
    locale: str
    made_at: datetime
    state: RequestState


# --- the person ---


def make_request(work: Work, participation_id: int, kind: RequestKind, words: str, locale: str) -> None:
    """Ask; commits. Raises RequestRefused."""
    words = words.strip() if kind is RequestKind.CORRECTION else ""
    if kind is RequestKind.CORRECTION and not 0 < len(words) <= LONGEST_WORDS:
        raise RequestRefused("words")
    waiting = [asked for asked in requests_of(work, participation_id) if asked.kind is kind and asked.state in WAITING]
    if len(waiting) >= (MOST_REMARKS if words else 1):
        raise RequestRefused("already")
    now = work.now()
    row = PersonRequest(
        participation_id=participation_id,
        kind=kind.value,
        locale=locale,
        made_at=now,
        due_at=months_after(now, MONTHS),
        state=RequestState.OPEN.value,
        reason="",
    )
    work.db.add(row)
    work.db.flush()
    if words:
        row.words_encrypted = work.texts.seal(words, f"person_request:{row.id}:words")
    who = person_of(work, participation_id)
    record(work, Event(AuditKind.REQUEST_MADE, who, _organisation(work, participation_id), who, detail=kind.value))
    work.db.commit()


def requests_of(work: Work, participation_id: int) -> list[Asked]:
    """What this person asked, newest first."""
    rows = work.db.scalars(
        select(PersonRequest)
        .where(PersonRequest.participation_id.in_(_same_person(participation_id)))
        .order_by(PersonRequest.id.desc())
    )
    return [_asked(row) for row in rows]


def may_have_copy(work: Work, participation_id: int) -> bool:
    """Whether somebody looked who asks, and gave access."""
    return any(
        asked.kind is RequestKind.ACCESS and asked.state is RequestState.GRANTED
        for asked in requests_of(work, participation_id)
    )


def may_withdraw(work: Work, participation_id: int) -> bool:
    """Whether the person takes everything back at once: until a talk was held, which makes the report final."""
    final = select(ConversationVersion.id).where(
        ConversationVersion.participation_id.in_(_same_person(participation_id))
    )
    return work.db.scalar(final.limit(1)) is None


def withdraw(work: Work, sitting: Sitting) -> None:
    """Delete everything of a person who finished, and end the wish for a talk with the GGD; commits.

    Help asked for today stays with the GGD until somebody closes it, then the rest goes. Raises WithdrawalTooLate.
    """
    if not may_withdraw(work, sitting.id):
        raise WithdrawalTooLate
    withdraw_conversation(work, sitting)
    now, who = work.now(), person_of(work, sitting.id)
    granted = {"state": RequestState.GRANTED.value, "made_at": now, "due_at": now, "handled_at": now}
    kind = RequestKind.DELETION.value
    work.db.add(PersonRequest(participation_id=sitting.id, kind=kind, locale=sitting.locale or "", **granted))
    work.db.flush()
    record(work, Event(AuditKind.ANSWERS_DELETED, who, sitting.organisation_id, who, detail="finished"))
    _delete(work, sitting.id)
    work.db.commit()


def _same_person(participation_id: int) -> Select[int]:
    owner = select(Participation.participant_id).where(Participation.id == participation_id).scalar_subquery()
    return select(Participation.id).where(Participation.participant_id == owner)


def _organisation(work: Work, participation_id: int) -> int:
    statement = (
        select(GroupSession.organisation_id)
        .join(Participation, Participation.group_session_id == GroupSession.id)
        .where(Participation.id == participation_id)
    )
    return work.db.scalars(statement).one()


def _asked(row: PersonRequest) -> Asked:
    return Asked(RequestKind(row.kind), RequestState(row.state), row.reason, row.made_at, row.due_at, row.handled_at)


# --- the client manager ---


def remarks_of(work: Work, participation_id: int) -> list[Remark]:
    """What this person says is not right, oldest first; for who may read the profile."""
    rows = work.db.scalars(
        select(PersonRequest)
        .where(
            PersonRequest.participation_id.in_(_same_person(participation_id)),
            PersonRequest.words_encrypted.is_not(None),
        )
        .order_by(PersonRequest.id)
    )
    return [_remark(work, row) for row in rows]


def _remark(work: Work, row: PersonRequest) -> Remark:
    words = work.texts.open(row.words_encrypted or "", f"person_request:{row.id}:words")
    return Remark(words, row.locale, row.made_at, RequestState(row.state))


def objected() -> ColumnElement[bool]:
    """For a question about participations: an objection was granted, so nobody uses the answers any more."""
    return exists().where(
        PersonRequest.participation_id == Participation.id,
        PersonRequest.kind == RequestKind.OBJECTION.value,
        PersonRequest.state == RequestState.GRANTED.value,
    )


# --- the administrator ---


def request_lines(work: Work, staff: Staff) -> list[RequestLine]:
    """The requests of this organisation: those that wait first, by when the answer is due; then the newest."""
    waits = PersonRequest.state.in_([state.value for state in WAITING])
    statement = (
        select(
            PersonRequest,
            Participant.public_id,
            Participant.code_encrypted,
            GroupSession.title,
            GroupSession.starts_at,
            StaffAccount.name,
        )
        .join(Participation, Participation.id == PersonRequest.participation_id)
        .join(Participant, Participant.id == Participation.participant_id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .outerjoin(StaffAccount, StaffAccount.id == PersonRequest.handled_by_id)
        .order_by(case((waits, 0), else_=1), case((waits, PersonRequest.due_at)), PersonRequest.id.desc())
    )
    rows = work.db.execute(within_organisation(statement, GroupSession.organisation_id, staff))
    return [
        RequestLine(
            id=row.PersonRequest.id,
            asked=_asked(row.PersonRequest),
            short_code=last_signs(work.texts.open(row.code_encrypted, f"participant:{row.public_id}:code")),
            session_title=row.title,
            session_starts_at=row.starts_at,
            locale=row.PersonRequest.locale,
            handled_by=row.name or "",
            late=row.PersonRequest.state in WAITING and row.PersonRequest.due_at < work.now(),
        )
        for row in rows
    ]


def find_request(work: Work, staff: Staff, request_id: int) -> PersonRequest:
    """A request of this organisation. Raises RequestUnknown."""
    statement = (
        select(PersonRequest)
        .join(Participation, Participation.id == PersonRequest.participation_id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(PersonRequest.id == request_id)
    )
    found = work.db.scalars(within_organisation(statement, GroupSession.organisation_id, staff)).one_or_none()
    if found is None:
        raise RequestUnknown
    return found


def take_longer(work: Work, staff: Staff, request_id: int) -> None:
    """Take two months more, once; the person reads it; commits. Raises RequestUnknown, AnswerRefused."""
    row = find_request(work, staff, request_id)
    if row.state != RequestState.OPEN:
        raise AnswerRefused
    row.state, row.due_at = RequestState.LONGER.value, months_after(row.due_at, MORE_MONTHS)
    _answered(work, staff, row)
    work.db.commit()


def refuse(work: Work, staff: Staff, request_id: int, reason: Refusal) -> None:
    """Say no, and why; commits. Raises RequestUnknown, AnswerRefused."""
    row = _waiting(work, staff, request_id)
    row.state, row.reason = RequestState.REFUSED.value, reason.value
    _answered(work, staff, row)
    work.db.commit()


def grant(work: Work, staff: Staff, request_id: int, *, knows_who: bool) -> None:
    """Do what is asked; commits. ``knows_who``: somebody looked whether this is the person.

    A deletion removes the person at once from both stores, or, while the GGD has an open item, the answers and reports
    now and the rest in the night after it is closed. Raises RequestUnknown, AnswerRefused.
    """
    row = _waiting(work, staff, request_id)
    if not knows_who:
        raise AnswerRefused
    row.state = RequestState.GRANTED.value
    _answered(work, staff, row)
    if row.kind == RequestKind.DELETION:
        _delete(work, row.participation_id)
    elif row.kind == RequestKind.OBJECTION:
        _stop_using(work, row.participation_id)
    work.db.commit()


def _waiting(work: Work, staff: Staff, request_id: int) -> PersonRequest:
    row = find_request(work, staff, request_id)
    if row.state not in WAITING:
        raise AnswerRefused
    return row


def _answered(work: Work, staff: Staff, row: PersonRequest) -> None:
    row.handled_at, row.handled_by_id = work.now(), staff.id
    work.db.flush()
    detail = ":".join(word for word in (row.kind, row.state, row.reason) if word)
    whose = person_of(work, row.participation_id)
    record(work, Event(AuditKind.REQUEST_HANDLED, actor_of(staff), staff.organisation_id, whose, detail=detail))


def _stop_using(work: Work, participation_id: int) -> None:
    """Nobody reads or exports it any more: sharing and research end, and the caseload shows no answers."""
    ids = list(work.db.scalars(_same_person(participation_id)))
    ended = {"shared": False, "revoked_at": work.now()}
    work.db.execute(update(Release).where(Release.participation_id.in_(ids), Release.shared.is_(True)).values(**ended))
    no_research = {"research_consent": False, "research_care_consent": False}
    work.db.execute(update(Participation).where(Participation.id.in_(ids)).values(**no_research))


def _delete(work: Work, participation_id: int) -> None:
    ids = list(work.db.scalars(_same_person(participation_id)))
    if not _with_the_ggd(work, ids):
        remove_participations(work, ids)
        return
    delete_answers(work, ids)
    remove_all_but(work, ids, PersonRequest)
    work.db.execute(update(PersonRequest).where(PersonRequest.participation_id.in_(ids)).values(words_encrypted=None))
    owners = select(Participation.participant_id).where(Participation.id.in_(ids))
    work.db.execute(update(Participant).where(Participant.id.in_(owners)).values(name_encrypted=None))


def _with_the_ggd(work: Work, ids: Sequence[int]) -> bool:
    tokens = list(work.db.scalars(select(Participation.token).where(Participation.id.in_(ids))))
    known = select(CareSignalItem.id).where(
        CareSignalItem.token.in_(tokens), CareSignalItem.status != SignalStatus.CLOSED
    )
    return work.care.scalars(known.limit(1)).first() is not None


def finish_deletions(work: Work, organisation_id: int, *, dry: bool = False) -> int:
    """Remove people whose deletion was granted while the GGD had an open item that is closed now; commits.

    Gives how many participations went, or would go (``dry``).
    """
    rows = work.db.scalars(
        select(PersonRequest.participation_id)
        .join(Participation, Participation.id == PersonRequest.participation_id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(
            GroupSession.organisation_id == organisation_id,
            PersonRequest.kind == RequestKind.DELETION.value,
            PersonRequest.state == RequestState.GRANTED.value,
        )
    )
    gone: set[int] = set()
    for participation_id in rows.all():
        ids = list(work.db.scalars(_same_person(participation_id)))
        if ids and not _with_the_ggd(work, ids):
            gone.update(ids)
    if gone and not dry:
        remove_participations(work, gone)
    return len(gone)
