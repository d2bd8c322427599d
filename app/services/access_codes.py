"""The access codes of a group session: take one back for a new one, and what stands on a card."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import select

from app.services.accounts import Staff
from app.services.audit import AuditKind, Event, actor_of, record
from app.services.audit import person as person_name
from app.services.codes import make_code
from app.services.deviations import participation_at
from app.services.group_sessions import group_session
from app.services.work import Work
from app.store.models import GroupSession, Participant, Participation

_log = structlog.get_logger("inbeeld.access_codes")


class NoCards(Exception):
    """None of the seats asked for has a code."""


class LocaleNotOffered(Exception):
    """A card was asked for in a language that the group session does not offer."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one printed card says. ``code`` without spaces; ``locale`` is the language of its steps."""

    seat: int
    code: str
    locale: str


def replace_code(work: Work, staff: Staff, public_id: str, number: int) -> None:
    """Take back the code of a seat (a lost card) and give a new one; answers stay; commits.

    The old code is from now on a code that nobody has. Raises SessionUnknown, SeatUnknown.
    """
    person = participation_at(work, staff, public_id, number).participant
    code = make_code()
    person.code_lookup = work.lookup.of(code)
    person.code_encrypted = work.texts.seal(code, _row(person.public_id))
    work.db.flush()
    who = person_name(person.public_id)
    record(work, Event(AuditKind.CODE_REPLACED, actor_of(staff), staff.organisation_id, who))
    work.db.commit()
    _log.info("code_replaced", session=public_id, seat=number, account=staff.id)


def cards(
    work: Work, staff: Staff, public_id: str, locales: Mapping[int, str], seats: Collection[int] = ()
) -> tuple[GroupSession, list[Card]]:
    """The cards of these seats (none named: of all that have a code), in order of seat; the printing is logged.

    ``locales``: seat to the language chosen for it; other seats get the language in which the person began, else the
    first of the session. Raises SessionUnknown, NoCards, LocaleNotOffered.
    """
    session = group_session(work, staff, public_id)
    if not set(locales.values()) <= set(session.locales):
        raise LocaleNotOffered
    rows = work.db.execute(
        select(Participation.seat, Participation.locale, Participant.public_id, Participant.code_encrypted)
        .join(Participant, Participant.id == Participation.participant_id)
        .where(Participation.group_session_id == session.id, Participation.set_aside_at.is_(None))
        .order_by(Participation.seat)
    )
    found = [
        Card(
            row.seat,
            work.texts.open(row.code_encrypted, _row(row.public_id)),
            locales.get(row.seat) or row.locale or session.locales[0],
        )
        for row in rows
        if not seats or row.seat in seats
    ]
    if not found:
        raise NoCards
    _log.info("cards_printed", session=public_id, seats=len(found), account=staff.id)
    return session, found


def _row(public_id: str) -> str:
    return f"participant:{public_id}:code"
