"""Coming in with an access code."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, func, insert, select

from app import metrics
from app.services.codes import normalise_code
from app.services.delivery import ParticipationClosed
from app.services.sittings import SessionNotOpen, Sitting, mark_of_lookup
from app.services.work import Work
from app.store.models import CodeAttempt, GroupSession, Participant, Participation, SittingState

WRONG_CODES = 30  # from one address, that could be somebody's; a whole room may share one, and hardly ever types one
WITHIN = timedelta(minutes=10)
_log = structlog.get_logger("inbeeld.access")


class CodeWrong(Exception):
    """Nobody has this code. ``complete``: length and check sign fit, so it is not a slip of the finger."""

    def __init__(self, *, complete: bool) -> None:
        super().__init__("nobody has this code")
        self.complete = complete


class TooManyCodes(Exception):
    """Too many wrong codes from this address; ``seconds`` until the next try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many wrong codes, next try in {seconds} s")
        self.seconds = seconds


class SessionNotYetOpen(SessionNotOpen):
    """The group session of this code has not begun; it is planned for ``starts_at`` (UTC)."""

    def __init__(self, starts_at: datetime) -> None:
        super().__init__("the group session has not begun")
        self.starts_at = starts_at


class CodeNoLongerUsed(ParticipationClosed):
    """The code is right but its group session is closed."""

    def __init__(self) -> None:
        super().__init__("the group session is closed")


def find_participation(work: Work, code_text: str, *, closed_too: bool = False) -> str:
    """The token of the newest participation of whoever has this code, of text and pictures the one that goes on.

    Finished and stopped ones open too, to look and to share. One query. The code of somebody who had the answers
    deleted is one that nobody has: whoever else holds the card learns nothing of it.
    ``closed_too``: also when the group session is over, to ask about the own data.
    Raises CodeWrong, SessionNotYetOpen (a SessionNotOpen), CodeNoLongerUsed (a ParticipationClosed).
    """
    code = normalise_code(code_text)
    if code is None:
        metrics.code_refused("slip")
        raise CodeWrong(complete=False)
    found = work.db.execute(
        select(
            Participation.token,
            Participation.state,
            GroupSession.starts_at,
            GroupSession.opened_at,
            GroupSession.closed_at,
        )
        .join(Participant, Participant.id == Participation.participant_id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(Participant.code_lookup.in_(work.lookup.every(code)), Participation.set_aside_at.is_(None))
        .order_by(Participation.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None or found.state == SittingState.DELETED:
        metrics.code_refused("wrong")
        raise CodeWrong(complete=True)
    if found.closed_at is not None and not closed_too:
        metrics.code_refused("closed")
        raise CodeNoLongerUsed
    if found.opened_at is None:
        metrics.code_refused("not_open")
        raise SessionNotYetOpen(found.starts_at)
    return str(found.token)


def is_code_of(work: Work, code_text: str, token: str) -> bool:
    """Whether this is the code of the person behind a token."""
    code = normalise_code(code_text)
    if code is None:
        return False
    found = work.db.scalar(
        select(Participation.id)
        .join(Participant, Participant.id == Participation.participant_id)
        .where(Participation.token == token, Participant.code_lookup.in_(work.lookup.every(code)))
    )
    return found is not None


def came_in_with(work: Work, sitting: Sitting, mark: str | None) -> bool:
    """Whether this mark is of the code that the person has now.

    A change of the lookup key gives the same code another mark: then the code itself is looked at, under every key.
    """
    if mark == sitting.code_mark:
        return True
    person = work.db.execute(
        select(Participant.public_id, Participant.code_encrypted)
        .join(Participation, Participation.participant_id == Participant.id)
        .where(Participation.id == sitting.id)
    ).one()
    code = work.texts.open(person.code_encrypted, f"participant:{person.public_id}:code")
    return mark in {mark_of_lookup(one) for one in work.lookup.every(code)}


def note_wrong_code(work: Work, address: str, *, complete: bool = True) -> None:
    """Count one wrong code from this address, kept as a keyed hash, and forget old ones; commits.

    Raises TooManyCodes once too many came from there. A right code is never refused for the wrong ones of others behind
    the same address; what keeps guessing hopeless are the 1.8 million million codes and the pace that the pages allow.
    A slip of the finger (not ``complete``) could be nobody's code and is not counted.
    """
    if not complete:
        return
    now = work.now()
    lookups = work.lookup.every(_address(address))
    count, first = work.db.execute(
        select(func.count(CodeAttempt.id), func.min(CodeAttempt.at)).where(
            CodeAttempt.address_lookup.in_(lookups), CodeAttempt.at.between(now - WITHIN, now + WITHIN)
        )
    ).one()
    if count >= WRONG_CODES:
        metrics.code_refused("too_many")
        _log.warning("too_many_wrong_codes", count=count)
        raise TooManyCodes(max(1, int((first + WITHIN - now).total_seconds())))
    work.db.execute(delete(CodeAttempt).where(CodeAttempt.at <= now - WITHIN))
    work.db.execute(insert(CodeAttempt).values(address_lookup=lookups[0], at=now))
    work.db.commit()


def _address(address: str) -> str:
    return f"address:{address}"
