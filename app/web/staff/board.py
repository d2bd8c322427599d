"""The page from which a group session is led: progress per seat, calls, and what a facilitator does about them."""

from __future__ import annotations

import zlib

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.instrument import Block
from app.services import board as service
from app.services.group_sessions import group_session
from app.services.rights import Information
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp


@bp.get("/sessions/<public_id>")
@shows(Information.PROGRESS)
def session_page(public_id: str) -> ResponseReturnValue:
    """Progress, calls and what can be done with the group session."""
    work, staff = current_work(), current_staff()
    session = group_session(work, staff, public_id)
    board = service.board_of(work, staff, session)
    instrument = work.library.instrument(session.instrument_id)
    return render_template(
        "staff/session.html",
        session=session,
        board=board,
        care_off=_care_off(instrument.blocks, session.blocks),
        left=session.seats - len(board.seats),
    )


def _care_off(blocks: tuple[Block, ...], on: list[str]) -> bool:
    return any(block.needs_duty_officer and block.id not in on for block in blocks)


@bp.get("/sessions/<public_id>/board")
@shows(Information.PROGRESS)
def session_board(public_id: str) -> ResponseReturnValue:
    """The part of the page that changes; 304 as long as it has not."""
    work, staff = current_work(), current_staff()
    session = group_session(work, staff, public_id)
    board = service.board_of(work, staff, session)
    state = repr((session.opened_at, session.closed_at, session.duty_officer_name, session.duty_officer_phone))
    response = make_response()
    response.set_etag(f"{board.fingerprint}-{g.locale}-{zlib.crc32(state.encode()):x}")  # the same in every process
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    response.set_data(render_template("staff/board.html", session=session, board=board))
    return response


@bp.post("/sessions/<public_id>/calls/<int:call_id>")
@shows(Information.PROGRESS)
def answer_call(public_id: str, call_id: int) -> ResponseReturnValue:
    """The facilitator goes now, or has been there."""
    act = service.been_at_seat if request.form.get("step") == "been" else service.go_to_seat
    act(current_work(), current_staff(), public_id, call_id)
    return redirect(url_for("staff.session_page", public_id=public_id), 303)
