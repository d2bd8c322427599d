"""One seat of a group session: what a facilitator can change there and what went differently."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services.board import been_at_seat, board, go_to_seat
from app.services.deviations import (
    LONGEST_NOTE,
    DeviationKind,
    NoteTooLong,
    deviations,
    end_deviation,
    note_deviation,
    participation_at,
)
from app.services.group_sessions import group_session
from app.services.rights import Information
from app.web.context import current_work
from app.web.numbers import number_in
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp
from app.web.staff.ways import ways_of


@bp.get("/sessions/<public_id>/seats/<int:number>")
@shows(Information.PROGRESS)
def seat(public_id: str, number: int) -> ResponseReturnValue:
    """One seat: state, form, mode, notes."""
    work, staff = current_work(), current_staff()
    person = participation_at(work, staff, public_id, number)
    found = board(work, staff, public_id)
    return render_template(
        "staff/seat.html",
        session=group_session(work, staff, public_id),
        person=person,
        seat=next(one for one in found.seats if one.number == number),
        calls=[call for call in found.calls if call.seat == number],
        deviations=deviations(work, staff, public_id, number),
        kinds=kind_names(),
        longest=LONGEST_NOTE,
        ways=ways_of(work, staff, public_id, person),
    )


@bp.post("/sessions/<public_id>/seats/<int:number>/calls/<int:call_id>")
@shows(Information.PROGRESS)
def answer_call_at_seat(public_id: str, number: int, call_id: int) -> ResponseReturnValue:
    """The facilitator goes now, or has been there; back to the page of the seat."""
    act = been_at_seat if request.form.get("step") == "been" else go_to_seat
    act(current_work(), current_staff(), public_id, call_id)
    return redirect(url_for("staff.seat", public_id=public_id, number=number), 303)


def kind_names() -> dict[DeviationKind, str]:
    """The kinds of deviation in words, in the order of the list."""
    return {
        DeviationKind.INTERPRETER: gettext("An interpreter came"),
        DeviationKind.READ_ALOUD: gettext("Somebody read aloud"),
        DeviationKind.BREAK: gettext("A break of its own"),
        DeviationKind.INTERRUPTION: gettext("Interrupted"),
        DeviationKind.FAULT: gettext("Something did not work"),
        DeviationKind.OTHER_DEVICE: gettext("Another device"),
        DeviationKind.NOTE: gettext("Something else"),
    }


@bp.post("/sessions/<public_id>/seats/<int:number>/notes")
@shows(Information.PROGRESS)
def note_at_seat(public_id: str, number: int) -> ResponseReturnValue:
    """Note what went differently, or that it is over."""
    work, staff = current_work(), current_staff()
    participation_at(work, staff, public_id, number)
    ended = number_in(request.form.get("ended", ""))
    kind = request.form.get("kind", "")
    if ended is not None:
        end_deviation(work, staff, public_id, ended)
    elif kind in set(DeviationKind):
        try:
            note_deviation(work, staff, public_id, DeviationKind(kind), request.form.get("note", ""), number)
        except NoteTooLong:
            flash(
                gettext(
                    "The note is too long: there is room for %(most)s signs. Nothing is noted yet.", most=LONGEST_NOTE
                )
            )
    else:
        flash(gettext("Choose what went differently. Nothing is noted yet."))
    return redirect(url_for("staff.seat", public_id=public_id, number=number), 303)
