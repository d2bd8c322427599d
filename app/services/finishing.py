"""The end of a sitting: it closes, the GGD hears of a shared wish for a talk, and the report is asked for."""

from __future__ import annotations

from sqlalchemy import exists, select

from app.services.care import CONTACT_ONLY, YES, ask_conversation, choices_of
from app.services.delivery import ParticipationClosed, Sitting, finish, open_sitting
from app.services.reports import CONVERSATION, request_report
from app.services.work import Work
from app.store.models import Participation, Report, SittingState

WISHES = frozenset({"yes", "later"})


def finish_sitting(work: Work, sitting: Sitting, locale: str) -> None:
    """Close the participation and set off what follows; commits.

    The item for the GGD comes first: were the server killed right after it, confirming again would add none. A report
    that was not asked for before a kill is asked for by the worker (``ask_for_missing_reports``).
    Raises ParticipationClosed when it was closed before; then everything that follows was set off then.
    """
    if sitting.closed:
        raise ParticipationClosed
    if wishes_conversation(work, sitting):
        ask_conversation(work, sitting, locale)
    finish(work, sitting, locale)
    request_report(work, sitting.id, CONVERSATION)


def follow_choices(work: Work, sitting: Sitting, locale: str) -> None:
    """A finished person changed what is shared: the GGD hears of a wish shared now, the report is made anew; commits.

    The old report is not read any more, also while the new one is being made. Does nothing before the end.
    """
    if sitting.state is not SittingState.FINISHED:
        return
    if wishes_conversation(work, sitting):
        ask_conversation(work, sitting, locale)
    request_report(work, sitting.id, CONVERSATION)


def ask_for_missing_reports(work: Work) -> int:
    """Ask for the report of every finished participation that has none; gives how many; commits."""
    without = select(Participation.id).where(
        Participation.state == SittingState.FINISHED,
        ~exists(select(Report.id).where(Report.participation_id == Participation.id)),
    )
    missing = list(work.db.scalars(without.order_by(Participation.id)))
    for participation_id in missing:
        request_report(work, participation_id, CONVERSATION)
    return len(missing)


def wishes_conversation(work: Work, sitting: Sitting) -> bool:
    """Whether the person wants a talk, now or later, and shares that with the GGD (domain 7.1)."""
    wish = sitting.instrument.roles.get("care_wish")
    if wish is None:
        return False
    standing = open_sitting(work, sitting.token, [wish]).responses.get(wish)
    wants = standing is not None and standing.option in WISHES
    return wants and choices_of(work, sitting.token).ggd in {YES, CONTACT_ONLY}
