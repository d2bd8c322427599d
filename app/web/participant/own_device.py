"""A sitting that a facilitator opened on the own device to read it aloud: what waits there for the person's code.

Whoever reads aloud hears the answers. What somebody answered alone, the profile made of it, stopping altogether and
deleting stay with the person: on a device of their own, or here once the code of the card was typed again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from flask import request, url_for
from flask import session as cookie_session

from app.core.routing import routing_items
from app.services.modes import answered_alone
from app.services.sittings import Sitting
from app.store.models import SittingState
from app.web.context import current_work

ALOUD, ALOUD_CARE, ALOUD_OWN = "aloud", "aloud_care", "aloud_own"
"""A facilitator reads this sitting aloud on the own device; the person agreed to the health part on it; the person
typed the code again on it (token and time), so that it shows what was answered alone."""
OWN_FOR = timedelta(minutes=30)
"""So long the code that was typed again holds: the device stays with the facilitator."""
AFTER_THE_END = frozenset({"participant.finish", "participant.leave_finish", "participant.present"})
"""All that such a device still does for somebody who finished: thanks, and giving it back."""
PROFILE = frozenset({
    "participant.review",
    "participant.leave_review",
    "participant.share",
    "participant.share_page",
    "participant.choose",
})  # fmt: skip
"""Show what was answered in all parts together, or share it."""
STOPPING = frozenset({"participant.stop_end", "participant.end"})
"""Stop altogether, and delete."""
DECK = "participant.deck"


def reads_on_own_device() -> bool:
    """Whether a facilitator opened this sitting on the own device to read it aloud."""
    return bool(cookie_session.get(ALOUD))


def remember_code(sitting: Sitting) -> None:
    """The person typed the code again on this device."""
    cookie_session[ALOUD_OWN] = [sitting.token, datetime.now(UTC).isoformat()]


def asked_before(sitting: Sitting, items: Collection[str] | None) -> str | None:
    """The address that comes before this page on a device of the facilitator, or None. ``items``: what it shows."""
    if not reads_on_own_device():
        return None
    endpoint = request.endpoint or ""
    if sitting.state is SittingState.FINISHED:
        return None if endpoint in AFTER_THE_END else url_for("participant.finish")
    if endpoint == "participant.later":  # shows the code
        return url_for("participant.rest", back=request.args.get("back"))
    if _code_holds(sitting):
        return None
    if endpoint in STOPPING or _shows_what_was_answered_alone(sitting, endpoint, items or ()):
        return url_for("participant.own_answers", back=request.path)
    return None


def _code_holds(sitting: Sitting) -> bool:
    token, typed_at = cookie_session.get(ALOUD_OWN) or ("", "")
    return token == sitting.token and datetime.now(UTC) - datetime.fromisoformat(typed_at) <= OWN_FOR


def _shows_what_was_answered_alone(sitting: Sitting, endpoint: str, items: Collection[str]) -> bool:
    if endpoint in PROFILE:
        return bool(answered_alone(current_work(), sitting))
    shown = routing_items(sitting.instrument) if endpoint == DECK else items
    if request.method != "GET" or not shown:
        return False
    return not answered_alone(current_work(), sitting).isdisjoint(shown)
