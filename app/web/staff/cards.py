"""Access cards on paper, and a new code for a card that was lost. Nothing of it is kept by a browser."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.local_time import ZONE
from app.services.access_codes import LocaleNotOffered, NoCards, replace_code
from app.services.audit import AuditKind
from app.services.card_sheets import card_sheets
from app.services.group_sessions import MOST_SEATS, group_session
from app.services.rights import Information
from app.web.context import current_work, outside_address
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, the_session
from app.web.staff.blueprint import bp

SEAT = "seat-"


@bp.get("/sessions/<public_id>/cards.pdf")
@shows(Information.PROGRESS)
@logs(AuditKind.CODES_PRINTED, the_session)
def cards_file(public_id: str) -> ResponseReturnValue:
    """The cards of the seats in ``seats`` (or all), in ``locale``, or for one seat in ``seat-<number>``."""
    work, staff = current_work(), current_staff()
    group_session(work, staff, public_id)
    seats = {int(seat) for seat in request.args.getlist("seats") if seat.isdecimal() and len(seat) <= 2}  # noqa: PLR2004 - two digits
    try:
        content = card_sheets(
            work,
            staff,
            public_id,
            heading=gettext("Access cards"),
            zone=ZONE,
            address_of=_address,
            locales=_locales(),
            seats=seats,
        )
    except (NoCards, LocaleNotOffered):
        flash(gettext("There is no such card. Choose a seat with a code and a language of this session."))
        return redirect(url_for("staff.codes", public_id=public_id), 303)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="cards.pdf"'
    return answer


def _locales() -> dict[int, str]:
    """Seat to the language chosen for its card; a seat that was not named gets the one for all."""
    for_all = request.args.get("locale", "")
    chosen = {seat: request.args.get(f"{SEAT}{seat}", "") or for_all for seat in range(1, MOST_SEATS + 1)}
    return {seat: locale for seat, locale in chosen.items() if locale}


def _address(locale: str, code: str) -> str:
    """The page of the code; the code itself stands behind the ``#``, which is never sent and so never logged."""
    return outside_address() + url_for("participant.code", locale=locale) + f"#{code}"


@bp.post("/sessions/<public_id>/seats/<int:number>/code")
@shows(Information.PROGRESS)
def new_code(public_id: str, number: int) -> ResponseReturnValue:
    """Take back the code of a seat and give a new one."""
    replace_code(current_work(), current_staff(), public_id, number)
    flash(
        gettext(
            "Seat %(number)s has a new code; the old card no longer works. All answers are kept. Print the new card.",
            number=number,
        )
    )
    return redirect(url_for("staff.codes", public_id=public_id), 303)
