"""The way in of one person: which form fits, text or pictures, reading aloud, two languages on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.instruments.wording import LocaleInfo, Wording
from app.services import eligibility as service
from app.services.access import CodeWrong, TooManyCodes, note_wrong_code
from app.services.accounts import Staff
from app.services.delivery import ParticipationClosed
from app.services.deviations import participation_at
from app.services.eligibility import LONGEST_REASON, Answer, Criteria, ReasonMissing, ReasonTooLong, Route
from app.services.group_sessions import group_session
from app.services.modes import (
    SELF,
    ModeRefused,
    choose_second_locale,
    modes_of,
    read_on_own_device,
    start_oral,
    stop_oral,
)
from app.services.rights import Information
from app.services.sittings import CLOSED_STATES
from app.services.variants import PICTOGRAM, TEXT, VARIANTS, FormNotOffered, change_variant
from app.services.work import Work
from app.store.models import Participation, PartMode, SittingState
from app.web.context import current_library, current_work
from app.web.offered import released_locales
from app.web.participant.own_device import ALOUD
from app.web.participant.sitting import begin
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp
from app.web.staff.words import text

SEAT = "/sessions/<public_id>/seats/<int:number>"
CRITERIA = ("age", "language", "literacy", "computer")


@dataclass(frozen=True, slots=True)
class ReadPart:
    """How one part was answered: its title and the row that stands."""

    title: str
    row: PartMode


@dataclass(frozen=True, slots=True)
class Ways:
    """What the page of a seat shows of the way in. ``over``: nothing can be changed any more; ``check``: the newest."""

    variant: str
    other: str
    aloud: bool
    over: bool
    running: bool
    second: str
    languages: tuple[LocaleInfo, ...]
    check: service.Check | None
    parts: tuple[ReadPart, ...]
    own_words: Wording


def ways_of(work: Work, staff: Staff, public_id: str, person: Participation) -> Ways:
    """The way in of the person at one seat."""
    session = group_session(work, staff, public_id)
    library = current_library()
    offered = released_locales(person.instrument_id)
    found = service.checks(work, staff, public_id, person.seat)
    return Ways(
        variant=person.variant,
        other=TEXT if person.variant == PICTOGRAM else PICTOGRAM,
        aloud=person.mode != SELF,
        over=session.closed_at is not None or SittingState(person.state) in CLOSED_STATES,
        running=session.opened_at is not None and session.closed_at is None,
        second=person.second_locale or "",
        languages=tuple(library.locale(code) for code in offered if code != person.locale),
        check=found[0] if found else None,
        parts=_parts(work, person),
        own_words=_own_words(work, person),
    )


def _own_words(work: Work, person: Participation) -> Wording:
    """The words in which this person is asked; those of the session's first language before one was chosen."""
    _, wordings = work.definitions.of(work.db, person.instrument_id, person.content_hash)
    code = person.locale or person.group_session.locales[0]
    return wordings[code] if code in wordings else next(iter(wordings.values()))


def _parts(work: Work, person: Participation) -> tuple[ReadPart, ...]:
    instrument, _ = work.definitions.of(work.db, person.instrument_id, person.content_hash)
    titles = {block.id: text(block.title_key) for block in instrument.blocks}
    rows = modes_of(work, person.id).items()
    # Translators: the practice screens before the first part, in a list of parts.
    return tuple(ReadPart(titles.get(block) or gettext("practice"), row) for block, row in rows)


def _to_seat(public_id: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("staff.seat", public_id=public_id, number=number), 303)


def _say_over() -> None:
    flash(gettext("This session or sitting is over, so nothing was changed."))


def _say_not_offered() -> None:
    flash(gettext("Nobody released the words of that form in the language of this person. Nothing was changed."))


@bp.post(f"{SEAT}/form")
@shows(Information.PROGRESS)
def change_form(public_id: str, number: int) -> ResponseReturnValue:
    """On in the other form; what was answered is kept."""
    work, staff = current_work(), current_staff()
    person = participation_at(work, staff, public_id, number)
    variant = request.form.get("variant", "")
    try:
        if variant in VARIANTS:
            change_variant(work, person.token, variant, staff.id)
            flash(gettext("The form is changed. The device of this person follows with the next touch."))
    except ParticipationClosed:
        _say_over()
    except FormNotOffered:
        _say_not_offered()
    return _to_seat(public_id, number)


@bp.post(f"{SEAT}/aloud")
@shows(Information.PROGRESS)
def read_aloud(public_id: str, number: int) -> ResponseReturnValue:
    """Begin or end reading aloud, and choose the second language on the screen."""
    where = (current_work(), current_staff(), public_id, number)
    participation_at(*where)
    go = request.form.get("go")
    try:
        if go == "stop":
            stop_oral(*where)
        elif go in {"start", "language"}:
            choose_second_locale(*where, request.form.get("second", ""))
            if go == "start":
                start_oral(*where)
    except ParticipationClosed:
        _say_over()
    except ModeRefused:
        flash(gettext("Choose a language from the list. Nothing was changed."))
    return _to_seat(public_id, number)


def _say_wrong(work: Work, address: str) -> None:
    try:
        note_wrong_code(work, address)
        flash(gettext("That is not the code of this person. Nothing was opened."))
    except TooManyCodes:
        flash(gettext("Too many wrong codes came from this network. Wait ten minutes, then try again."))


@bp.post(f"{SEAT}/here")
@shows(Information.PROGRESS)
def read_here(public_id: str, number: int) -> ResponseReturnValue:
    """Open this sitting in this browser, to read it aloud; the person agrees with the code of the card."""
    work, staff, address = current_work(), current_staff(), request.remote_addr or ""
    participation_at(work, staff, public_id, number)
    try:
        token = read_on_own_device(work, staff, public_id, number, request.form.get("code", "")[:40])
    except CodeWrong:
        _say_wrong(work, address)
        return _to_seat(public_id, number)
    except (ParticipationClosed, ModeRefused):
        flash(gettext("Reading on this device needs an open session and reading aloud switched on."))
        return _to_seat(public_id, number)
    begin(token)
    cookie_session[ALOUD] = True
    locale = participation_at(work, staff, public_id, number).locale
    if locale is None:
        return redirect(url_for("participant.home"), 303)
    return redirect(url_for("participant.go_on", locale=locale), 303)


@bp.get(f"{SEAT}/eligibility")
@shows(Information.PROGRESS)
def eligibility(public_id: str, number: int) -> ResponseReturnValue:
    """The four criteria, as they were answered last."""
    work, staff = current_work(), current_staff()
    found = service.checks(work, staff, public_id, number)
    return _eligibility_page(public_id, number, _answers(found[0]) if found else {})


def _answers(check: service.Check) -> dict[str, str]:
    return {name: getattr(check.criteria, name).value for name in CRITERIA}


def _eligibility_page(
    public_id: str,
    number: int,
    answers: dict[str, str],
    *,
    proposed: Route | None = None,
    chosen: str = "",
    reason: str = "",
    problem: str = "",
) -> ResponseReturnValue:
    work, staff = current_work(), current_staff()
    participation_at(work, staff, public_id, number)
    page = render_template(
        "staff/eligibility.html",
        session=group_session(work, staff, public_id),
        number=number,
        criteria=CRITERIA,
        answers=answers,
        routes=_route_words(),
        proposed=proposed,
        chosen=chosen or proposed,
        reason=reason,
        longest=LONGEST_REASON,
        problem=problem,
        checks=service.checks(work, staff, public_id, number),
    )
    return page, 422 if problem else 200


def _route_words() -> dict[Route, str]:
    return {
        Route.TEXT: text("staff.route.text"),
        Route.PICTOGRAM: text("staff.route.pictogram"),
        Route.ORAL: text("staff.route.oral"),
        Route.TALK: text("staff.route.age"),
    }


@bp.post(f"{SEAT}/eligibility")
@shows(Information.PROGRESS)
def check_eligibility(public_id: str, number: int) -> ResponseReturnValue:
    """Show what the criteria propose, which keeps nothing yet; or keep the choice and go that way."""
    answers = {name: request.form.get(name, "") for name in CRITERIA}
    if not set(answers.values()) <= set(Answer):
        problem = gettext("Answer all four questions; ‘not sure’ is an answer too.")
        return _eligibility_page(public_id, number, answers, problem=problem)
    criteria = Criteria(**{name: Answer(value) for name, value in answers.items()})
    proposed = service.propose(criteria)
    chosen = request.form.get("chosen", "")
    if request.form.get("go") != "keep" or chosen not in set(Route):
        return _eligibility_page(public_id, number, answers, proposed=proposed)
    reason = request.form.get("reason", "")
    problem = _keep(public_id, number, criteria, Route(chosen), reason)
    if problem:
        return _eligibility_page(
            public_id, number, answers, proposed=proposed, chosen=chosen, reason=reason, problem=problem
        )
    return _to_seat(public_id, number)


def _keep(public_id: str, number: int, criteria: Criteria, chosen: Route, reason: str) -> str:
    """Keep the choice; gives what is wrong with it, or nothing."""
    try:
        service.decide(current_work(), current_staff(), public_id, number, criteria, chosen, reason)
    except ReasonMissing:
        return " ".join((text("staff.route.override"), gettext("Nothing is kept yet.")))
    except ReasonTooLong:
        return str(gettext("The reason is too long: there is room for %(most)s signs.", most=LONGEST_REASON))
    except ParticipationClosed:
        return str(gettext("This session or sitting is over, so nothing was changed."))
    except FormNotOffered:
        return str(
            gettext("Nobody released the words of that form in the language of this person. Nothing was changed.")
        )
    flash(gettext("Kept, with your name and the time."))
    return ""
