"""The facilitator's break: a calm page with the fixed buttons; answers are kept, and the same question comes after."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.web.participant.addresses import page_inside
from app.web.participant.blueprint import bp
from app.web.participant.picture_parts import REST
from app.web.participant.picture_screens import tell
from app.web.participant.sitting import answer_topbar, current_sitting, show

LOCKED = 423
"""The status of the page: a device that fetches coming questions ahead must not keep it as a question."""


def pause_page(back: str) -> ResponseReturnValue:
    """The page of the break. ``back``: the path that shows the question again when it is over."""
    sitting = current_sitting()
    if not sitting.instrument.in_pictures:
        return show("participant/pause.html", sitting, status=LOCKED, again=back)
    address = url_for("participant.leave_pause", back=back)
    more = ("session.paused", "session.paused_next")
    tick = "break.continue"
    return tell(sitting, "break.title", more=more, scene=REST, tick=tick, status=LOCKED, form_address=address)


@bp.get("/<locale>/paused")
def paused() -> ResponseReturnValue:
    """The break of the facilitator, for as long as it lasts."""
    back = _back()
    return pause_page(back) if current_sitting().paused else redirect(back, 303)


@bp.post("/<locale>/paused")
def leave_pause() -> ResponseReturnValue:
    """The fixed buttons, or "I will go on"."""
    return answer_topbar(current_sitting()) or redirect(_back(), 303)


def _back() -> str:
    """The page that the address names, never of another site or another person."""
    path = page_inside(request.args.get("back", ""))
    return url_for("participant.go_on") if path is None or path.endswith("/paused") else path
