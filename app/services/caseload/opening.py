"""Opening somebody: what may be seen of them now (domain 7.1), with every opening written down for the person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.core.picture_report import PictureContent
from app.core.report import ReportContent
from app.local_time import local_day
from app.services.accounts import Staff
from app.services.care import advice_for, choices_of, status_for
from app.services.caseload.finding import find_talked_about, own_person
from app.services.caseload.person import Person
from app.services.reports import CONVERSATION, conversation_of
from app.services.work import Work
from app.store.care_models import Advice, SignalStatus
from app.store.models import Participation, RoleName, SittingState, WhoSaw

WHOLE_REPORT, SUMMARY_SEEN = "conversation_report", "summary"
"""What is written down of whoever reads a report."""


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


def open_person(work: Work, staff: Staff, public_id: str) -> Opened:
    """What may be seen of somebody of this client manager now; writes down who looked; commits. Raises PersonUnknown.

    Facts after the person finished, profiles after the person saw them; of pictures everything after the person saw
    them, as the person was told. Who only reads what was shared reads the report alone.
    """
    person = own_person(work, staff, public_id)
    if person.state is not SittingState.FINISHED:
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


def read_for(work: Work, staff: Staff, public_id: str, part: str = WHOLE_REPORT) -> Person:
    """Somebody whose report this account is about to read; writes it down; commits.

    ``part``: what of it is written down. Raises PersonUnknown; NotSeenYet.
    """
    person = find_talked_about(work, staff, public_id)
    write_down(work, staff, person, part)
    return person


def write_down(work: Work, staff: Staff, person: Person, part: str) -> None:
    """Keep for the person who looked at which part, once a day for each account and part; commits."""
    today = local_day(work.now())
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
