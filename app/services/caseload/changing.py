"""What an account does about somebody of the caseload: have a report made, plan the talk, keep a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from app.services.accounts import Staff
from app.services.caseload.finding import find_talked_about, own_person
from app.services.caseload.opening import answers_gone
from app.services.caseload.person import AnswersGone, NotSeenYet, Person
from app.services.finishing import follow_words
from app.services.reports import READY, SUMMARY, large_print, report_state, request_report
from app.services.work import Work
from app.store.models import Participant, Participation

NAME_SIGNS = 120


def make_again(work: Work, staff: Staff, public_id: str) -> None:
    """Ask for the report of somebody of this client manager anew. Raises PersonUnknown; NotSeenYet; AnswersGone."""
    person = own_person(work, staff, public_id)
    if not person.talked_about:
        raise NotSeenYet
    if answers_gone(work, person):
        raise AnswersGone
    request_report(work, person.participation_id, person.edition)


def ask_large_print(work: Work, staff: Staff, public_id: str) -> bool:
    """Ask for the report in large print; gives whether it is ready. Raises PersonUnknown; NotSeenYet; AnswersGone."""
    person = find_talked_about(work, staff, public_id)
    return _ask_for(work, person, large_print(person.edition))


def ask_summary(work: Work, staff: Staff, public_id: str) -> bool:
    """Ask for the summary of one page that the person takes home; gives whether it is ready. Raises as above."""
    return _ask_for(work, find_talked_about(work, staff, public_id), SUMMARY)


def _ask_for(work: Work, person: Person, edition: str) -> bool:
    """Have an edition made as things stand; once the answers are gone the last one stays. Raises AnswersGone."""
    if not answers_gone(work, person):
        request_report(work, person.participation_id, edition)
    elif report_state(work, person.participation_id, edition) is None:
        raise AnswersGone
    return report_state(work, person.participation_id, edition) == READY


def plan_conversation(work: Work, staff: Staff, public_id: str, at: datetime | None) -> None:
    """Keep when the talk is, or that it is off (None); commits. Raises PersonUnknown; NotSeenYet."""
    person = own_person(work, staff, public_id)
    if person.profile_seen_at is None:
        raise NotSeenYet
    work.db.execute(update(Participation).where(Participation.id == person.participation_id).values(conversation_at=at))
    work.db.commit()


def set_name(work: Work, staff: Staff, public_id: str, name: str) -> None:
    """Keep a name with the person, sealed; an empty one takes it away; commits. Raises PersonUnknown.

    Reports print the name: they are made anew, so that none is read with one that was taken away.
    """
    person = own_person(work, staff, public_id)
    words = " ".join(name.split())[:NAME_SIGNS]
    sealed = work.texts.seal(words, f"participant:{person.public_id}:name") if words else None
    work.db.execute(update(Participant).where(Participant.public_id == person.public_id).values(name_encrypted=sealed))
    work.db.commit()
    if words != (person.name or ""):
        follow_words(work, person.participation_id)
