"""What participants ask about their own data: listed by when the answer is due, and answered by the administrator."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services.audit import AuditKind
from app.services.person_requests import (
    WAITING,
    AnswerRefused,
    Refusal,
    RequestKind,
    RequestState,
    find_request,
    grant,
    refuse,
    request_lines,
    take_longer,
)
from app.services.rights import Information
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs
from app.web.staff.blueprint import bp

GRANT, LONGER = "grant", "longer"


@bp.get("/requests")
@shows(Information.REQUESTS)
@logs(AuditKind.REQUEST_READ)
def requests() -> ResponseReturnValue:
    """Those that wait first, soonest due; then those that were answered."""
    return render_template(
        "staff/requests.html",
        lines=request_lines(current_work(), current_staff()),
        waiting=WAITING,
        kinds=kind_words(),
        states=state_words(),
        refusals=refusal_words(),
    )


@bp.post("/requests/<int:request_id>")
@shows(Information.REQUESTS)
def answer_request(request_id: int) -> ResponseReturnValue:
    """Keep the answer; the participant reads it with the code."""
    answer = request.form.get("answer", "")
    try:
        _answer(request_id, answer)
    except AnswerRefused:
        flash(
            gettext(
                "Nothing was changed. Choose an answer. Before a yes, look whether this is the person and "
                "say that you did."
            )
        )
    else:
        flash(gettext("The answer is kept. The participant reads it with the code, unless everything was deleted."))
    return redirect(url_for("staff.requests"), 303)


def _answer(request_id: int, answer: str) -> None:
    work, staff = current_work(), current_staff()
    if answer == GRANT:
        grant(work, staff, request_id, knows_who=request.form.get("knows_who") == "yes")
    elif answer == LONGER:
        take_longer(work, staff, request_id)
    elif answer in set(Refusal):
        refuse(work, staff, request_id, Refusal(answer))
    else:
        find_request(work, staff, request_id)
        raise AnswerRefused


def kind_words() -> dict[str, str]:
    """What is asked, in words."""
    return {
        # Translators: what a participant asks about the own data.
        RequestKind.ACCESS: gettext("Wants to see what is kept"),
        # Translators: what a participant asks about the own data.
        RequestKind.CORRECTION: gettext("Says that something is not right"),
        # Translators: what a participant asks about the own data.
        RequestKind.DELETION: gettext("Wants everything deleted"),
        # Translators: what a participant asks about the own data.
        RequestKind.OBJECTION: gettext("Does not want the data to be used any more"),
    }


def state_words() -> dict[str, str]:
    """How far a request is, in words."""
    return {
        # Translators: state of a request of a participant.
        RequestState.OPEN: gettext("new"),
        # Translators: state of a request of a participant.
        RequestState.LONGER: gettext("takes longer"),
        # Translators: state of a request of a participant.
        RequestState.GRANTED: gettext("done as asked"),
        # Translators: state of a request of a participant.
        RequestState.REFUSED: gettext("not done"),
    }


def refusal_words() -> dict[str, str]:
    """Why a request is refused, in words."""
    return {
        # Translators: why a request of a participant is refused.
        Refusal.NOT_SURE: gettext("it could not be seen that this is the person"),
        # Translators: why a request of a participant is refused.
        Refusal.MUST_KEEP: gettext("a law says that this is kept"),
        # Translators: why a request of a participant is refused.
        Refusal.OTHER: gettext("another reason, explained in a talk"),
    }
