"""Which form fits somebody: four entry criteria, a proposal by rule, the choice of an employee (domain 1.1).

Nobody is turned away: outside the ages there is an ordinary talk, and every choice can be corrected later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from app.services.accounts import Staff
from app.services.deviations import participation_at
from app.services.modes import SELF, start_oral, stop_oral
from app.services.variants import change_variant
from app.services.work import Work
from app.store.models import EligibilityCheck, Participation, StaffAccount

LONGEST_REASON = 400


class Answer(StrEnum):
    """How sure it is that a criterion holds."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Route(StrEnum):
    """The ways in. ``TALK``: not this instrument, an ordinary talk."""

    TEXT = "text"
    PICTOGRAM = "pictogram"
    ORAL = "oral"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Criteria:
    """The four entry criteria: 18 to 67 years, speaks a language of the instrument, reads it, can use a screen."""

    age: Answer
    language: Answer
    literacy: Answer
    computer: Answer


class ReasonMissing(Exception):
    """Another form than the proposed one needs a reason; ``proposed`` is the one that the criteria give."""

    def __init__(self, proposed: Route) -> None:
        super().__init__(f"{proposed} was proposed")
        self.proposed = proposed


class ReasonTooLong(Exception):
    """A reason has more signs than fit."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check as it was kept. ``reason`` is "" when the proposal was followed; ``by`` None: the account is gone."""

    criteria: Criteria
    proposed: Route
    chosen: Route
    reason: str
    by: str | None
    at: datetime


def propose(criteria: Criteria) -> Route:
    """The form that the criteria give (texts ``staff.route.*``).

    Outside the ages: an ordinary talk. No shared language for certain: oral, an interpreter covers the doubt. Four
    times yes: text. Everything else, an unsure age included: pictures ("if in doubt, choose the simplest form").
    """
    if criteria.age is Answer.NO:
        return Route.TALK
    if criteria.language is not Answer.YES:
        return Route.ORAL
    certain = {criteria.age, criteria.literacy, criteria.computer} == {Answer.YES}
    return Route.TEXT if certain else Route.PICTOGRAM


def decide(
    work: Work, staff: Staff, public_id: str, seat: int, criteria: Criteria, chosen: Route, reason: str = ""
) -> None:
    """Keep what was found and chosen, and go that way; a second check corrects the first; commits.

    Raises SessionUnknown, SeatUnknown; ReasonMissing, ReasonTooLong; ParticipationClosed, FormNotOffered when the
    form cannot be changed (any more): then nothing is kept.
    """
    proposed = propose(criteria)
    reason = " ".join(reason.split())
    if chosen is not proposed and not reason:
        raise ReasonMissing(proposed)
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong
    _go(work, staff, public_id, seat, chosen)
    row = EligibilityCheck(
        participation_id=participation_at(work, staff, public_id, seat).id,
        **{name: getattr(criteria, name).value for name in Criteria.__slots__},
        proposed=proposed.value,
        chosen=chosen.value,
        account_id=staff.id,
        decided_at=work.now(),
    )
    work.db.add(row)
    work.db.flush()
    if chosen is not proposed:
        row.reason_encrypted = work.texts.seal(reason, _reason_row(row.id))
    work.db.commit()


def _reason_row(check_id: int) -> str:
    """What a sealed reason is bound to: its own row."""
    return f"eligibility_check:{check_id}:reason"


def _go(work: Work, staff: Staff, public_id: str, seat: int, chosen: Route) -> None:
    person = participation_at(work, staff, public_id, seat)
    if chosen in {Route.TEXT, Route.PICTOGRAM}:
        change_variant(work, person.token, chosen.value, staff.id)
        if person.mode != SELF:
            stop_oral(work, staff, public_id, seat)
    elif chosen is Route.ORAL and person.mode == SELF:
        start_oral(work, staff, public_id, seat)


def checks(work: Work, staff: Staff, public_id: str, seat: int) -> list[Check]:
    """Every check of the person at this seat, in whichever form it was made; the newest, which stands, comes first.

    Raises SessionUnknown, SeatUnknown.
    """
    person = participation_at(work, staff, public_id, seat)
    rows = work.db.execute(
        select(EligibilityCheck, StaffAccount.name)
        .join(Participation, Participation.id == EligibilityCheck.participation_id)
        .outerjoin(StaffAccount, StaffAccount.id == EligibilityCheck.account_id)
        .where(
            Participation.participant_id == person.participant_id,
            Participation.group_session_id == person.group_session_id,
        )
        .order_by(EligibilityCheck.id.desc())
    )
    return [_check(work, row, by) for row, by in rows]


def _check(work: Work, row: EligibilityCheck, by: str | None) -> Check:
    sealed = row.reason_encrypted
    return Check(
        criteria=Criteria(Answer(row.age), Answer(row.language), Answer(row.literacy), Answer(row.computer)),
        proposed=Route(row.proposed),
        chosen=Route(row.chosen),
        reason="" if sealed is None else work.texts.open(sealed, _reason_row(row.id)),
        by=by,
        at=row.decided_at,
    )
