"""Coming in: language, access code, welcome back, and the screens that ask nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import abort, redirect, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app import metrics
from app.extensions import limiter
from app.services.access import CodeWrong, TooManyCodes, find_participation, note_wrong_code
from app.services.delivery import ParticipationClosed
from app.services.kiosk import is_place, place_of
from app.services.sittings import SessionNotOpen, Sitting, UnknownItem, where_to_go_on
from app.store.models import SittingState
from app.web import steps
from app.web.context import INSTRUMENT, current_library, current_work, outside_address
from app.web.locale import remembered_locale
from app.web.offered import page_locales
from app.web.pace import CODES
from app.web.participant import picture_stop
from app.web.participant.blueprint import bp
from app.web.participant.forms import Filled, waiting_answer
from app.web.participant.items import item_page
from app.web.participant.picture_screens import tell
from app.web.participant.sitting import (
    NOT_BEGUN,
    PLACE,
    TOKEN,
    UNSAVED,
    AsksFirst,
    Choice,
    Covered,
    NoSitting,
    OtherForm,
    OtherLanguage,
    answer_topbar,
    begin,
    current_sitting,
    mark_of_token,
    progress_at,
    show,
    words_of,
)

EXAMPLE_CODE = "K7M 4XR 9TQA"
TRIES = 5  # from one device, before a pause; a whole room behind one address has more (services.access)
PAUSE = timedelta(minutes=5)
NOT_NOW = (
    AsksFirst, Covered, NoSitting, OtherForm, OtherLanguage, ParticipationClosed, SessionNotOpen,
)  # fmt: skip
"""Why a sitting cannot be opened now; the screen that hides everything needs none."""


@bp.get("/")
def home() -> ResponseReturnValue:
    """The language first, unless it was chosen; then on with the sitting, or the code."""
    if cookie_session.get(TOKEN):
        return redirect(url_for("participant.go_on"), 303)
    if remembered_locale() is None:
        return language_page()
    return redirect(url_for("participant.code"), 303)


@bp.get("/<locale>/language")
def language() -> ResponseReturnValue:
    """All languages that can be chosen, each in its own script."""
    return language_page()


@bp.get("/start/<place>")
def kiosk(place: str) -> ResponseReturnValue:
    """Where a shared device begins: the languages, then the code; it comes back here when it is given back."""
    if not is_place(current_work(), place):
        abort(404)
    return language_page(place)


def kiosk_address(location_id: int) -> str:
    """The whole address of the start page of a location, for whoever prepares the devices."""
    return outside_address() + url_for("participant.kiosk", place=place_of(current_work(), location_id))


def language_page(place: str = "") -> ResponseReturnValue:
    """Each language in its own script; a touch chooses it. ``place``: the start page of the device."""
    library = current_library()
    target = "participant.go_on" if cookie_session.get(TOKEN) else "participant.code"
    infos = [library.locale(code) for code in page_locales()]
    here = place if target == "participant.code" else ""
    choices = [
        Choice(info.code, info.endonym, info.direction, url_for(target, locale=info.code, place=here or None))
        for info in infos
    ]
    words = {info.code: library.wording(INSTRUMENT, info.code) for info in infos}
    return render_template("participant/language.html", choices=choices, words=words, wording=words_of(None))


@bp.get("/<locale>/code")
def code() -> ResponseReturnValue:
    """Where the code of the card is typed."""
    return code_page(expired="expired" in request.args, covered="covered" in request.args)


def code_page(
    typed: str = "", problem: str = "", *, status: int = 200, expired: bool = False, kept: str = "", **values: object
) -> ResponseReturnValue:
    """The code page. ``problem`` is a key of the text bank; ``kept``: an answer that waits until the code is there."""
    wording = words_of(None)
    library = current_library()
    place = request.values.get("place") or None
    choices = [
        Choice(info.code, info.endonym, info.direction, url_for("participant.code", locale=info.code, place=place))
        for info in (library.locale(code) for code in page_locales())
    ]
    page = render_template(
        "participant/code.html",
        wording=wording,
        t=wording.text,
        choices=choices,
        csrf=generate_csrf(),
        example=EXAMPLE_CODE,
        typed=typed,
        problem=problem,
        expired=expired,
        kept=kept,
        place=place,
        keep=True,
        **values,
    )
    return page, status


@bp.post("/<locale>/code")
@limiter.limit(CODES)
def enter_code() -> ResponseReturnValue:
    """Open the sitting of this code; the cookie then holds an opaque token."""
    typed, kept = request.form.get("code", "")[:40], request.form.get("kept", "")[:200_000]
    if request.form.get("go") == "language":
        return code_page(typed, kept=kept)
    try:
        token = token_of(typed)
    except TooManyCodes as refused:
        minutes = -(-refused.seconds // 60)
        return code_page(typed, "code.too_many", status=429, kept=kept, minutes=max(1, minutes))
    except CodeWrong:
        return code_page(typed, "code.wrong", status=422, kept=kept, left=_tries_left())
    begin(token)
    if is_place(current_work(), request.form.get("place", "")):
        cookie_session[PLACE] = request.form["place"]
    return _give_back(kept) or redirect(url_for("participant.go_on"), 303)


def token_of(typed: str, *, closed_too: bool = False) -> str:
    """The token of this code; counts a wrong one on this device and for its address. Raises as find_participation.

    ``closed_too``: also when the group session is over. Raises TooManyCodes.
    """
    work = current_work()
    _check_pause(work.now())
    try:
        return find_participation(work, typed, closed_too=closed_too)
    except CodeWrong as wrong:
        _note_wrong(work.now())
        note_wrong_code(work, request.remote_addr or "", complete=wrong.complete)
        raise


def _check_pause(now: datetime) -> None:
    left = _pause_left(now)
    if left > timedelta():
        metrics.code_refused("too_many")
        raise TooManyCodes(int(left.total_seconds()))


def _pause_left(now: datetime) -> timedelta:
    since = cookie_session.get("wrong_since")
    if since is None or int(cookie_session.get("wrong", 0)) < TRIES:
        return timedelta()
    left = datetime.fromisoformat(since) + PAUSE - now
    if timedelta() < left <= PAUSE:
        return left
    cookie_session.pop("wrong", None)  # over, or counted by a clock that was ahead
    return timedelta()


def _note_wrong(now: datetime) -> None:
    """Count a wrong code on this device."""
    cookie_session["wrong"] = int(cookie_session.get("wrong", 0)) + 1
    cookie_session["wrong_since"] = now.isoformat()


def _tries_left() -> int:
    """Tries of this device before a pause."""
    return max(0, TRIES - int(cookie_session.get("wrong", 0)))


def _give_back(kept: str) -> ResponseReturnValue | None:
    """Show the item again with the answer that waited; it is saved by "next" as any other."""
    waiting = waiting_answer(kept, mark_of_token(cookie_session[TOKEN]))
    if waiting is None:
        return None
    item_id, fields = waiting
    sitting = current_sitting([item_id])
    if sitting.closed or sitting.state in NOT_BEGUN:
        return None
    try:
        return item_page(sitting, item_id, Filled.of_form(fields))
    except UnknownItem:
        return None


@bp.get("/<locale>/go-on")
def go_on() -> ResponseReturnValue:
    """On to where this person is: the welcome, the choice, the next question, or the thanks."""
    sitting = current_sitting()
    if sitting.state is SittingState.NEW:
        return redirect(url_for("participant.welcome"), 303)
    if sitting.state is SittingState.DECLINED:
        return redirect(url_for("participant.take_part"), 303)
    if sitting.state is SittingState.FINISHED:
        return redirect(url_for("participant.finish"), 303)
    step = where_to_go_on(current_work(), sitting)
    if sitting.passed is None:
        return redirect(steps.address_of(step), 303)
    return redirect(url_for("participant.resume"), 303)


@bp.get("/<locale>/resume")
def resume() -> ResponseReturnValue:
    """Welcome back: which question is next."""
    sitting = current_sitting()
    if sitting.state in NOT_BEGUN or sitting.closed:
        return redirect(url_for("participant.go_on"), 303)
    step = where_to_go_on(current_work(), sitting)
    if sitting.instrument.in_pictures:
        return tell(sitting, "resume.title", scene="picture.practice.ready", here=step, back="")
    progress, counted_all = progress_at(sitting, step)
    number = None if counted_all else progress.number
    return show("participant/resume.html", sitting, number=number, next_address=steps.address_of(step))


@bp.post("/<locale>/resume")
def leave_resume() -> ResponseReturnValue:
    """The fixed buttons; in pictures the tick goes on."""
    sitting = current_sitting()
    answer = answer_topbar(sitting)
    if answer is None and sitting.instrument.in_pictures and not sitting.closed and sitting.state not in NOT_BEGUN:
        return redirect(steps.address_of(where_to_go_on(current_work(), sitting)), 303)
    return answer or redirect(url_for("participant.go_on"), 303)


def _sitting_in_pictures() -> Sitting | None:
    """The sitting of this device, when it is in pictures and may be opened now."""
    try:
        sitting = current_sitting()
    except NOT_NOW:
        return None
    return sitting if sitting.instrument.in_pictures else None


@bp.get("/<locale>/hidden")
def hidden() -> ResponseReturnValue:
    """A screen that shows nothing of anybody."""
    sitting = _sitting_in_pictures()
    if sitting is not None:
        return picture_stop.hidden_page(sitting)
    wanted = request.args.get("back")
    step = steps.read(wanted)
    back = (
        steps.address_of(step) if step else url_for("participant.acute" if wanted == "further" else "participant.go_on")
    )
    if step and request.args.get("said") == UNSAVED:
        back += f"?said={UNSAVED}"
    return render_template("participant/hidden.html", wording=words_of(None), back=back)
