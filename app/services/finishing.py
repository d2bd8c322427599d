"""The end of a sitting: it closes, the GGD hears of a shared wish for a talk, and the report is asked for."""

from __future__ import annotations

from app.services.care import CONTACT_ONLY, YES, ask_conversation, choices_of
from app.services.delivery import Sitting, finish, open_sitting
from app.services.reports import CONVERSATION, request_report
from app.services.work import Work

WISHES = frozenset({"yes", "later"})


def finish_sitting(work: Work, sitting: Sitting, locale: str) -> None:
    """Close the participation and set off what follows; the report is asked for after the commit.

    Raises ParticipationClosed when it was closed before; then everything that follows was set off then.
    """
    finish(work, sitting, locale)
    if wishes_conversation(work, sitting):
        ask_conversation(work, sitting, locale)
    request_report(work, sitting.id, CONVERSATION)


def wishes_conversation(work: Work, sitting: Sitting) -> bool:
    """Whether the person wants a talk, now or later, and shares that with the GGD (domain 7.1)."""
    wish = sitting.instrument.roles.get("care_wish")
    if wish is None:
        return False
    standing = open_sitting(work, sitting.token, [wish]).responses.get(wish)
    wants = standing is not None and standing.option in WISHES
    return wants and choices_of(work, sitting.token).ggd in {YES, CONTACT_ONLY}
